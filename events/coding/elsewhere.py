"""Which places of a sentence are not where it happened, by how the sentence is built.

Where the speaker sits, where the wounded were taken, where somebody comes from.  The patterns of
places.toml say the same of fixed wordings; the parse says it whatever words stand between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.coding.lexicon import Lexicon
from events.coding.placenames import Name
from events.coding.records import PlaceMention, Sentence, Token

_NOMINAL = {"prep", "pobj", "poss", "compound", "appos", "nmod", "conj", "amod", "case", "npadvmod"}
_SUBJECT = {"nsubj", "nsubjpass"}
_SPOKEN_IN = {"in", "at", "from"}
_STEPS = 10


def is_elsewhere(name: Name, sentence: Sentence, people: Sequence[Name], lexicon: Lexicon) -> bool:
    """Tell whether the parse puts a name away from the deed.

    Parameters
    ----------
    people
        The names of the sentence that are people's: "Sepoy Khan of Chakwal".
    """
    tokens = sentence.tokens
    inside = [i for i, t in enumerate(tokens) if name.start <= t.start < name.end]
    if not inside:
        return False
    words = lexicon.places.elsewhere
    at = next((i for i in reversed(inside) if tokens[i].head not in inside), inside[-1])
    return (
        _of_speaker(tokens, at, lexicon)
        or _moved_to(tokens, at, frozenset(words["movement"]), frozenset(words["goals"]))
        or _origin(tokens, at, people, words)
        or _cared_for(tokens, at, frozenset(words["care"]), frozenset(words["cared"]))
    )


def _chain(tokens: Sequence[Token], at: int) -> list[int]:
    """Return a token and those it hangs on, up to the root."""
    chain = [at]
    while tokens[chain[-1]].head != chain[-1] and len(chain) < _STEPS:
        chain.append(tokens[chain[-1]].head)
    return chain


def _of_speaker(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Read "a doctor in Khost said", "according to officials in Khost"."""
    verbs = lexicon.speech.verbs
    for i in _chain(tokens, at):
        token, head = tokens[i], tokens[tokens[i].head]
        if token.dep in _SUBJECT:
            return i != at and head.lower in verbs and head.pos == "VERB"
        if token.lower == "to" and head.lower == "according":
            return i != at and tokens[at].dep == "pobj" and tokens[at].head != i
        if token.dep not in _NOMINAL:
            return False
    return False


def _moved_to(
    tokens: Sequence[Token], at: int, verbs: frozenset[str], goals: frozenset[str]
) -> bool:
    """Read "shifted to Peshawar", "taken to a hospital in Peshawar", "fled towards Khost"."""
    for i in _chain(tokens, at):
        token, head = tokens[i], tokens[tokens[i].head]
        if token.pos == "NOUN" and token.dep == "pobj" and token.lemma not in goals:
            return False  # "took to the streets in Wana"
        if token.dep == "prep" and head.pos in {"VERB", "AUX"}:
            return token.lower in {"to", "towards", "toward", "into", "for"} and head.lemma in verbs
        if token.dep not in _NOMINAL:
            return False
    return False


def _origin(
    tokens: Sequence[Token], at: int, people: Sequence[Name], words: dict[str, tuple[str, ...]]
) -> bool:
    """Read "Sepoy Khan of Chakwal", "a labourer from Swat": where somebody is at home."""
    for i in _chain(tokens, at):
        token = tokens[i]
        if token.dep == "prep" and token.lower in {"of", "from"}:
            head = tokens[token.head]
            if any(p.start <= head.start < p.end for p in people):
                return True
            if token.lower == "from" and head.pos in {"NOUN", "PROPN"}:
                taken = any(tokens[k].lemma in words["taken"] for k in _chain(tokens, token.head))
                return head.lemma in words["people"] and not taken
            return False
        if token.dep not in _NOMINAL:
            return False
    return False


def _cared_for(
    tokens: Sequence[Token], at: int, houses: frozenset[str], verbs: frozenset[str]
) -> bool:
    """Read "died at a hospital in Bannu", "admitted to the hospital at Bannu"."""
    chain = _chain(tokens, at)
    house = any(tokens[i].lemma in houses for i in chain) or any(
        t.lemma in houses and t.head == at for t in tokens
    )
    if not house:
        return False
    return any(tokens[i].pos == "VERB" and tokens[i].lemma in verbs for i in chain)


def on_a_journey(name: PlaceMention, sentence: Sentence) -> bool:
    """Tell whether a name is the start or the end of a journey: "moving from A to B"."""
    before = sentence.text[: name.start - sentence.start]
    after = sentence.text[name.end - sentence.start :]
    way = r"(?:travel\w*|mov\w+|go\w*|head\w*|driv\w+|return\w*|com\w+|proceed\w*|way|route|bound|journey|sail\w*|fl(?:y|ew|ying)|march\w*|walk\w*|cross\w*|shift\w*|tak(?:ing|es?)|took|bring\w*|brought|carry\w*|ferr\w+|transport\w*|buses|bus|coach|van|train|convoy|flight|truck|lorry|vehicle)"  # noqa: E501
    if re.match(r"-bound\b", after):
        return True
    if re.search(rf"\b{way} (?:\w+ ){{0,3}}(?:from|to|towards|for|between) (?:the )?$", before):
        return True
    return bool(
        re.search(
            rf"\b{way} (?:\w+ ){{0,3}}(?:from|between) [^.;,]{{3,40}} (?:to|and|towards) $", before
        )
    )
