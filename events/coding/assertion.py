"""Whether words of a deed are told as done: the grammar around them.

"Condemned the attack", "to prevent raids", "no clash was reported", "wanted for killing" and
"attack helicopters" hold words of deeds and tell of none.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.coding.lexicon import AssertionTable
from events.coding.records import Sentence, Token

UNDONE = {"charged with"}  # with these a loss is none either
_MODAL = {"will", "would", "shall", "could", "may", "might", "must", "should", "'ll", "’ll", "wo"}
_CONDITION = {"if", "unless"}
_OBJECTS = ("dobj", "obj", "nsubjpass", "pobj", "prep", "pcomp")
_FAR = 8  # steps up the tree


def hedge(sentence: Sentence, start: int, end: int, words: AssertionTable) -> str:
    """Return why the words of a deed are not told as done, or "" where they are.

    Parameters
    ----------
    sentence
        The sentence with its parse.
    start, end
        The words of the deed (offsets into the report).
    words
        Which verbs and nouns around a deed undo it (``[assertion]`` of status.toml).
    """
    tokens = sentence.tokens
    inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
    if not inside:
        return ""
    at = _root(tokens, inside)
    return _own(tokens, at, inside, words) or _above(tokens, at, inside, words)


def _root(tokens: Sequence[Token], inside: Sequence[int]) -> int:
    heads = [i for i in inside if tokens[i].head not in inside or tokens[i].head == i]
    verbs = [i for i in heads if tokens[i].pos == "VERB"]
    return (verbs or heads or inside)[0]


def _own(tokens: Sequence[Token], at: int, inside: Sequence[int], words: AssertionTable) -> str:
    """Read what stands directly at the deed's own word."""
    token = tokens[at]
    for i, other in enumerate(tokens):
        if other.head == at and i not in inside and other.dep == "det" and other.lower == "no":
            return "negated"
        if other.head == at and token.tag == "VBN" and other.dep == "det":
            return "describes somebody"  # "the abducted"
    head = tokens[token.head]
    if token.tag == "VBN" and token.dep == "amod" and token.head > at and head.pos == "NOUN":
        return "describes somebody"  # "kidnapped victims"
    compound = token.dep in ("compound", "nmod") and token.head not in inside
    if compound and head.pos in ("NOUN", "PROPN") and head.lemma in words.describes:
        return "describes something"
    if head.lower == "without" and token.dep in ("pobj", "pcomp"):
        return "negated"
    return ""


def _above(tokens: Sequence[Token], at: int, inside: Sequence[int], words: AssertionTable) -> str:
    """Climb to what governs the deed."""
    nominal = tokens[at].pos in ("NOUN", "PROPN") or tokens[at].dep == "pcomp"
    told = False  # past a clause that another verb reports
    preposition = ""
    for _ in range(_FAR):
        token = tokens[at]
        if token.pos in ("VERB", "AUX") and not told:
            found = _verb(tokens, at, words)
            if found:
                return found
        if token.head == at:
            return ""
        head = tokens[token.head]
        if token.pos == "ADP":
            preposition = token.lower
        reported = token.dep in ("ccomp", "parataxis") and head.pos in ("VERB", "AUX")
        own_tense = token.dep == "conj" and token.tag in ("VBD", "VBZ", "VBP")
        told = told or reported or own_tense or token.dep == "relcl"
        if token.head not in inside and not told and nominal:
            found = _governed(head, token, preposition, words)
            if found:
                return found
        if head.pos in ("VERB", "AUX"):
            nominal = False
        at = token.head
    return ""


def _verb(tokens: Sequence[Token], at: int, words: AssertionTable) -> str:
    token = tokens[at]
    aux = [t for t in tokens if t.head == at and t.dep in ("aux", "auxpass", "neg", "mark")]
    below = {t.lower for t in aux if t.dep in ("aux", "auxpass")}
    if below & _MODAL:
        return "modal"
    if any(t.dep == "neg" and t.lower in ("not", "n't", "n’t", "never") for t in aux):
        return "negated"
    if token.dep == "advcl" and any(t.dep == "mark" and t.lower in _CONDITION for t in aux):
        return "condition"
    if "to" in below and token.head != at and not below & {"have"}:
        lemma = tokens[token.head].lemma
        if token.dep in ("xcomp", "advcl", "acl", "ccomp") and lemma not in words.leads_to:
            return "purpose"
    return ""


def _governed(head: Token, token: Token, preposition: str, words: AssertionTable) -> str:
    """Read a noun of a deed that hangs on a word of speech, thought or prevention."""
    if head.lemma in words.about and (
        token.dep in ("dobj", "obj", "nsubjpass", "pobj", "prep", "pcomp")
    ):
        if head.lemma in words.accuses:
            return "accused"
        return "charged with" if head.lemma in words.charged else "spoken of"
    if preposition in words.protested_with and head.lemma in words.protests:
        return "protested against"
    return ""
