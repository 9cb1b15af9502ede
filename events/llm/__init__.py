"""Coding by a language model, for those who have one: never needed, never on by default.

A report goes to an OpenAI-compatible endpoint that the environment names; what comes back are
words of the report, and everything else (days, numbers, actors, places) is read from those
words by the same resolver, number grammar, actor register and gazetteer as the rules use.
"""
