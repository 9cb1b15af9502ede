"""Which counting phrases a word of loss governs: its object, its subject, or the number beside it."""  # noqa: E501

from __future__ import annotations

import re
from dataclasses import dataclass

from events.coding.counts import Phrase
from events.coding.lexicon import LossRule
from events.coding.records import Sentence, Token
from events.model import ClaimKind

_BE = {"be", "get", "become"}
_LEFT_LIMIT = 30
_NEXT = 12  # characters between a verb and an object that stands right after it

_SKIP_RIGHT = re.compile(
    r"\s*(?:(?:also|some|another|the|all|reportedly|in total|a total of|overnight|dead|that|as many as|off|(?:himself|herself|themselves) and|himself along with)\s+)*\"?“?$"  # noqa: E501
)

_COORDINATED = re.compile(
    r"^\s*(?:,|,?\s*and|,?\s*or|,?\s*as well as|,?\s*plus|,?\s*along with|,?\s*together with|\s*with|\s*besides|\s*&|,?\s*including|,?\s*incl\.|,?\s*among them|\s*but)?\s*(?:the\s+)?[\"“]?$"  # noqa: E501
)

_OF_NOUN = re.compile(r"of |[a-z]+$")  # "killings of officers", "wounded people"
_HARD_STOP = {";", ":"}
_PEOPLE_AS_OBJECT = {"killed", "wounded", "injured"}


@dataclass(frozen=True, slots=True)
class Found:
    """A loss as told: its kind, its phrase, and the words that carry it.

    ``part`` marks a part of a whole that another sentence tells ("was among the dead").
    """

    kind: ClaimKind
    phrase: Phrase
    start: int
    end: int
    predicate: int
    part: bool = False


@dataclass(frozen=True, slots=True)
class Predicate:
    """Words of loss in a sentence, with the voice they can have."""

    rule: LossRule
    voice: str
    start: int
    end: int


def linked(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Return the phrases that a word of loss governs, by its voice."""
    if predicate.voice in ("active", "of"):
        if predicate.voice == "active" and _has_be(sentence, predicate):
            return ()
        return _right(sentence, phrases, predicate)
    if predicate.voice == "noun":
        return _touching(sentence, phrases, predicate)
    bare = tuple(p for p in _touching(sentence, phrases, predicate) if not p.noun)
    if bare and predicate.voice == "passive" and not _has_be(sentence, predicate):
        return bare  # "two children, and 12 wounded"
    direct = _right(sentence, phrases, predicate) if predicate.voice == "passive" else ()
    if direct and not _has_be(sentence, predicate):
        return ()
    return _left(sentence, phrases, predicate)


def _has_be(sentence: Sentence, predicate: Predicate) -> bool:
    """Tell whether a form of "to be" stands before the verb: a passive."""
    i = _index(sentence.tokens, predicate.start)
    if i < len(sentence.tokens) and sentence.tokens[i].tag == "VBG":
        return False  # "was treating 40 people"
    while i > 0:
        i -= 1
        token = sentence.tokens[i]
        if token.lemma in _BE or token.lower in (
            "been",
            "being",
            "'re",
            "is",
            "are",
            "were",
            "was",
        ):
            return True
        if token.pos not in ("ADV", "AUX", "PART") and token.lower not in (
            "also",
            "reportedly",
            "both",
            "all",
            "not",
            "either",
        ):
            return False
    return False


def _index(tokens: tuple[Token, ...], offset: int) -> int:
    return next((i for i, t in enumerate(tokens) if t.end > offset), len(tokens))


def between(sentence: Sentence, start: int, end: int) -> str:
    """Return the words between two offsets of the report."""
    return sentence.text[start - sentence.start : end - sentence.start]


def coordinated(gap: str) -> bool:
    """Tell whether the words between two phrases only join them: ", ", " and the "."""
    return bool(_COORDINATED.match(gap)) and bool(gap.strip())


def chain_from(
    sentence: Sentence, phrases: tuple[Phrase, ...], start: int, end: int
) -> tuple[Phrase, ...]:
    """Return the phrase that begins at ``start`` or a word after it, and those joined to it."""
    chain: list[Phrase] = []
    for phrase in phrases:
        if not start <= phrase.start or phrase.end > end:
            continue
        if not chain:
            if phrase.start > start + _NEXT:
                return ()
        elif not coordinated(between(sentence, chain[-1].end, phrase.start)):
            break
        chain.append(phrase)
    return tuple(chain)


def _right(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Return the object of a verb, with what is coordinated to it."""
    chain: list[Phrase] = []
    edge = predicate.end
    for phrase in phrases:
        if phrase.start < edge:
            continue
        gap = between(sentence, edge, phrase.start)
        fits = _COORDINATED.match(gap) if chain else _SKIP_RIGHT.match(gap)
        if not fits and chain and _is_aside(gap):
            fits = re.match("", gap)
        if not fits:
            break
        if chain and _has_own_verb(sentence, phrase):
            break
        chain.append(phrase)
        edge = phrase.end
    return tuple(chain)


def _is_aside(gap: str) -> bool:
    """Tell whether words between two phrases only describe the first: ", a hamlet, and"."""
    return bool(
        re.fullmatch(r"[^.;:]{0,60}?,?\s*(?:including|among them|and)\s+(?:the\s+)?", gap)
    ) and not re.search(r"\b(?:was|were|had|has|have|said|says|which|who|when|on|in|at)\b", gap)


def _has_own_verb(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a coordinated phrase is the subject of a verb of its own ("and three were hurt")."""  # noqa: E501
    after = sentence.tokens[phrase.last + 1 : phrase.last + 3]
    return bool(after) and (
        after[0].pos == "AUX" or after[0].tag in ("VBD", "VBZ", "VBP") or (after[0].tag == "VBN")
    )


def _touching(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Return the number right before a noun of loss, or the phrase that the noun heads."""
    at = _index(sentence.tokens, predicate.start)
    if any(t.head == at and t.dep in ("dobj", "obj") for t in sentence.tokens):
        return ()  # "a bomber killed three": a verb with its object
    for phrase in phrases:
        if re.search(r"\bof (?:the|those) $", between(sentence, phrase.start, predicate.start)):
            continue  # "two of the injured died" are dead
        inside = phrase.start <= predicate.start and predicate.end <= phrase.end and phrase.numbered
        after = 0 <= predicate.start - phrase.end <= 6 and re.fullmatch(  # noqa: PLR2004
            r"\s*[”\"]?\s*(?:of |more |other )?", between(sentence, phrase.end, predicate.start)
        )
        rest = between(sentence, predicate.end, phrase.end).strip()
        if (inside and (not rest or _OF_NOUN.match(rest))) or after:
            return (phrase,)
    return ()


def _left(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Return the subject of a passive or intransitive verb, with what is coordinated to it."""
    edge = _index(sentence.tokens, predicate.start)
    verb = sentence.tokens[edge] if edge < len(sentence.tokens) else None
    before = [p for p in phrases if p.last < edge and not _in_brackets(sentence, p)]
    if before and verb and verb.dep in ("acl", "amod") and edge > verb.head > before[-1].last:
        return ()  # "a list was made of those kidnapped"
    if before and verb and verb.dep == "amod" and verb.head > edge:
        return ()  # "a rally for missing students"
    before = _to_subject(sentence, before, edge)
    if before and before[-1].noun == "" and edge - before[-1].last > 4:  # noqa: PLR2004 - a bare number
        return ()
    parts: list[Phrase] = []
    while before and before[-1].subset and not _reaches(sentence, before[-1].last + 1, edge):
        parts.insert(0, before.pop())  # ", including a leader alias X, were killed": reach over it
    if not before or not _reaches(sentence, before[-1].last + 1, edge):
        return _included(sentence, phrases, predicate)
    chain = [before[-1]]
    for phrase in reversed(before[:-1]):
        gap = between(sentence, phrase.end, chain[0].start)
        joined = (_COORDINATED.match(gap) and gap.strip()) or _is_apposition(gap)
        if chain[0].subset and re.match(r",?\s*(?:including|among)", gap.strip()):
            joined = True
        if not joined:
            break
        chain.insert(0, phrase)
    if all(p.subset for p in chain):
        main = next((p for p in reversed(before) if not p.subset), None)
        if main and not finite(sentence, main.last + 1, chain[0].first):
            chain.insert(0, main)
    return (*chain, *parts)


def _to_subject(sentence: Sentence, before: list[Phrase], verb: int) -> list[Phrase]:
    """Leave out what stands inside the subject: "three men working on a dam were kidnapped"."""
    subjects = [
        i
        for i, t in enumerate(sentence.tokens[:verb])
        if t.head == verb and t.dep in ("nsubj", "nsubjpass")
    ]
    if not subjects or not before:
        return before
    held = [p for p in before if p.first <= subjects[-1] <= p.last]
    last = before[-1]
    inner = any(
        t.dep in ("pobj", "dobj") and t.head > subjects[-1]
        for t in sentence.tokens[last.first : last.last + 1]
    )
    if not held or not inner or last is held[-1]:
        return before
    kept = before[: before.index(held[-1]) + 1]
    joined = coordinated(between(sentence, kept[-1].end, before[len(kept)].start))
    return before if joined or last.subset else kept


def _included(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Read "were destroyed in the attacks, including one outpost": the counted part of a bare plural."""  # noqa: E501
    for phrase in phrases:
        gap = between(sentence, predicate.end, phrase.start) if phrase.start > predicate.end else ""
        if (
            phrase.subset
            and re.fullmatch(r"[^.;:]{0,60}?,? (?:including|among them) ", gap)
            and predicate.voice == "passive"
        ):
            return (phrase,)
    return ()


def _in_brackets(sentence: Sentence, phrase: Phrase) -> bool:
    before = sentence.text[: phrase.start - sentence.start]
    return before.rfind("(") > before.rfind(")")


def _is_apposition(gap: str) -> bool:
    """Tell whether words between are a bracket or a name: "(age 31, resident of Chitral) and"."""
    return bool(re.fullmatch(r"\s*(?:\([^)]*\)|,(?: [A-Z][\w'’.-]+)+)?\s*,?\s*(?:and|,)\s*", gap))


def _reaches(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether only words that may stand between a subject and its verb lie between."""
    tokens = sentence.tokens[first:last]
    if len(tokens) > _LEFT_LIMIT or any(t.text in _HARD_STOP for t in tokens):
        return False
    text = between(sentence, tokens[0].start, tokens[-1].end) if tokens else ""
    said = re.fullmatch(
        r"(.*?), (?:he|she|it|they|the [\w ]{2,30}) (?:said|says|added|adds|claimed|claims),?(.*)",
        text,
    )
    if said:  # "two posts, he says, were set on fire"
        return not re.search(r"\b(?:was|were|had|has)\b", said[1]) and len(said[2]) < _NEXT
    if (
        re.search(r",\s*(?:who|which|including|among|one of|aged|a|an|the)\b.*,", text)
        or "(" in text
    ):
        text = re.sub(r",\s*(?:who|which|including|among|one of|aged|a|an|the)\b.*,", " ", text)
        return len(text) < 120  # noqa: PLR2004 - a long bracket still belongs to the subject
    return not finite(sentence, first, last)


def finite(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a full verb with a tense stands between two tokens."""
    return any(
        t.pos == "VERB" and t.tag in ("VBD", "VBZ", "VBP") and t.lower not in _PEOPLE_AS_OBJECT
        for t in sentence.tokens[first:last]
    )
