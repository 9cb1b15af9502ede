"""Report text to events: one question a module, composed by :mod:`events.coding.coder`.

Pure functions only: no clock, no network, no files.  What the coder knows comes in as
arguments: the codebook (types, actors), the gazetteer (places), a parser (spaCy's
``Language``) and the lexicon (:mod:`events.coding.lexicon`).
"""
