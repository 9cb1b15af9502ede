"""What was lost: counting phrases tied to the verbs and nouns of loss.

"31 soldiers were killed" (the phrase before), "killed 58 soldiers" (after), "61 dead" (a noun of
loss itself), "the deaths of six civilians".  Tolls and zero losses stand in
:mod:`events.coding.tolls`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.coding.counts import Phrase
from events.coding.lexicon import Lexicon, LossRule, any_of
from events.coding.records import Sentence, Token
from events.model import ClaimKind

_BE = {"be", "get", "become"}
_LEFT_LIMIT = 30
_SKIP_RIGHT = re.compile(
    r"\s*(?:(?:also|some|another|the|all|reportedly|in total|a total of|overnight|dead|that|as many as|off)\s+)*\"?“?$"
)
_COORDINATED = re.compile(
    r"^\s*(?:,|,?\s*and|,?\s*or|,?\s*as well as|,?\s*plus|,?\s*along with|,?\s*including|,?\s*incl\.|,?\s*among them|\s*but)?\s*(?:the\s+)?[\"“]?$"
)
_HARD_STOP = {";", ":"}
_PEOPLE_AS_OBJECT = {"killed", "wounded", "injured"}


@dataclass(frozen=True, slots=True)
class Found:
    """A loss as told: its kind, its phrase, and the words that carry it."""

    kind: ClaimKind
    phrase: Phrase
    start: int
    end: int
    predicate: int


@dataclass(frozen=True, slots=True)
class Predicate:
    """Words of loss in a sentence, with the voice they can have."""

    rule: LossRule
    voice: str
    start: int
    end: int


_CACHE: dict[int, tuple[Lexicon, tuple[tuple[LossRule, str, re.Pattern[str]], ...]]] = {}


def _patterns(lexicon: Lexicon) -> tuple[tuple[LossRule, str, re.Pattern[str]], ...]:
    known = _CACHE.get(id(lexicon))
    if known is None or known[0] is not lexicon:
        rows = tuple(
            (rule, voice, re.compile(rf"\b(?:{any_of(words).pattern})\b", re.IGNORECASE))
            for rule in lexicon.losses.rule
            for voice, words in (
                ("passive", rule.passive),
                ("active", rule.active),
                ("intransitive", rule.intransitive),
                ("noun", rule.noun),
                ("of", rule.of),
            )
            if words
        )
        known = (lexicon, rows)
        _CACHE[id(lexicon)] = known
    return known[1]


def find(sentence: Sentence, phrases: tuple[Phrase, ...], lexicon: Lexicon) -> tuple[Found, ...]:
    """Return the losses that a sentence tells, each phrase once a kind."""
    if not phrases:
        return ()
    found: list[Found] = []
    for rule, voice, pattern in _patterns(lexicon):
        for match in pattern.finditer(sentence.text):
            predicate = Predicate(
                rule, voice, sentence.start + match.start(), sentence.start + match.end()
            )
            for phrase in _linked(sentence, phrases, predicate):
                kind = _kind(rule, phrase, lexicon)
                if kind:
                    found.append(
                        Found(
                            kind,
                            phrase,
                            min(phrase.start, predicate.start),
                            max(phrase.end, predicate.end),
                            predicate.start,
                        )
                    )
    found += list(_likewise(sentence, phrases, found))
    found += list(_around(sentence, phrases, lexicon))
    found += list(_more(sentence, phrases, found))
    return _once(found)


def _once(found: list[Found]) -> tuple[Found, ...]:
    """Keep, for each phrase and kind, the tie with the fewest words between."""
    best: dict[tuple[int, ClaimKind], Found] = {}
    for one in found:
        key = (one.phrase.start, one.kind)
        if key not in best or one.end - one.start < best[key].end - best[key].start:
            best[key] = one
    kept = sorted(best.values(), key=lambda f: (f.phrase.start, f.kind))
    by_phrase: dict[int, list[Found]] = {}
    for one in kept:
        by_phrase.setdefault(one.phrase.start, []).append(one)
    return tuple(_decide(group) for group in by_phrase.values())


def _decide(group: list[Found]) -> Found:
    """Of a phrase's ties the shortest; but the wounded who died are dead."""
    dead = next((one for one in group if one.kind == "killed"), None)
    if dead and any(one.kind == "injured" for one in group):
        return dead
    return min(group, key=lambda f: (f.end - f.start, f.kind))


def _likewise(
    sentence: Sentence, phrases: tuple[Phrase, ...], found: list[Found]
) -> Iterator[Found]:
    """Read "and so were the three gunmen": the loss told before it."""
    for match in re.finditer(r"\bso (?:were|was|did|had|have) (?:the )?", sentence.text):
        at = sentence.start + match.end()
        for phrase in phrases:
            before = [one for one in found if one.predicate < at]
            if phrase.start <= at <= phrase.end and before:
                last = max(before, key=lambda one: one.predicate)
                yield Found(last.kind, phrase, sentence.start + match.start(), phrase.end, at)


def _around(sentence: Sentence, phrases: tuple[Phrase, ...], lexicon: Lexicon) -> Iterator[Found]:
    """Read verbs that close around their object: "beat a tourist to death", "took 17 prisoner"."""
    for rule in lexicon.losses.rule:
        for verb, tail in rule.around:
            for match in re.finditer(
                rf"\b(?:{verb})\b(?P<gap>[^.;]{{2,80}}?)\b(?:{tail})\b",
                sentence.text,
                re.IGNORECASE,
            ):
                start, end = sentence.start + match.start("gap"), sentence.start + match.end("gap")
                for phrase in phrases:
                    if (
                        start <= phrase.start <= start + 12
                        and phrase.end <= end
                        and _kind(rule, phrase, lexicon)
                    ):
                        yield Found(
                            rule.kind,
                            phrase,
                            sentence.start + match.start(),
                            sentence.start + match.end(),
                            phrase.start,
                        )


def _more(sentence: Sentence, phrases: tuple[Phrase, ...], found: list[Found]) -> Iterator[Found]:
    """Read "and two more on the way to hospital": the loss told before it."""
    known = {one.phrase.start for one in found}
    for phrase in phrases:
        if phrase.start in known or not re.search(r"\b(?:more|others)$", phrase.what):
            continue
        before = [
            one for one in found if one.end <= phrase.start and one.kind in ("killed", "injured")
        ]
        gap = _between(sentence, before[-1].end, phrase.start) if before else ";"
        if (
            before
            and ";" not in gap
            and not _finite(sentence, phrase.last + 1, min(phrase.last + 5, len(sentence.tokens)))
        ):
            yield Found(before[-1].kind, phrase, phrase.start, phrase.end, phrase.start)


def _kind(rule: LossRule, phrase: Phrase, lexicon: Lexicon) -> ClaimKind | None:
    """Return the kind of loss, given what is lost; None where verb and noun do not go together."""
    words = lexicon.losses.words
    nouns = {phrase.noun, *re.findall(r"[\w-]+", phrase.what.lower())}
    head = phrase.noun
    if phrase.noun in (
        "leg",
        "arm",
        "eye",
        "hand",
        "ground",
        "control",
        "contact",
        "power",
        "way",
        "life",
        "lives",
    ):
        return None
    aircraft = head in words["aircraft"]
    last = re.findall(r"[\w-]+", phrase.what.lower().split(" of ")[0])
    thing = head in words["objects"] or aircraft or bool(last and last[-1] in words["objects"])
    if rule.victims == "people":
        if not thing:
            return rule.kind
        if rule.kind == "captured":
            return "seized"
        return (
            "destroyed"
            if rule.kind == "killed"
            and head in ("cows", "cow", "goats", "sheep", "cattle", "livestock", "animals")
            else None
        )
    if rule.victims == "aircraft":
        return rule.kind if aircraft or nouns & set(words["aircraft"]) or not head else None
    if rule.victims == "households":
        return rule.kind if nouns & set(words["households"]) and phrase.numbered else None
    return rule.kind if thing else None


def _linked(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    if predicate.voice in ("active", "of"):
        if predicate.voice == "active" and _has_be(sentence, predicate):
            return ()
        return _right(sentence, phrases, predicate)
    if predicate.voice == "noun":
        return _touching(sentence, phrases, predicate)
    direct = _right(sentence, phrases, predicate) if predicate.voice == "passive" else ()
    if direct and not _has_be(sentence, predicate):
        return ()
    return _left(sentence, phrases, predicate)


def _has_be(sentence: Sentence, predicate: Predicate) -> bool:
    """Tell whether a form of "to be" stands before the verb: a passive."""
    i = _index(sentence.tokens, predicate.start)
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


def _between(sentence: Sentence, start: int, end: int) -> str:
    return sentence.text[start - sentence.start : end - sentence.start]


def _right(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Return the object of a verb, with what is coordinated to it."""
    chain: list[Phrase] = []
    edge = predicate.end
    for phrase in phrases:
        if phrase.start < edge:
            continue
        gap = _between(sentence, edge, phrase.start)
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
    """Tell whether a coordinated phrase is the subject of a verb of its own ("and three were hurt")."""
    after = sentence.tokens[phrase.last + 1 : phrase.last + 3]
    return bool(after) and (
        after[0].pos == "AUX" or after[0].tag in ("VBD", "VBZ", "VBP") or (after[0].tag == "VBN")
    )


def _touching(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Return the number right before a noun of loss, or the phrase that the noun heads."""
    for phrase in phrases:
        if re.search(r"\bof (?:the|those) $", _between(sentence, phrase.start, predicate.start)):
            continue  # "two of the injured died" are dead
        inside = phrase.start <= predicate.start and predicate.end <= phrase.end and phrase.numbered
        after = 0 <= predicate.start - phrase.end <= 6 and re.fullmatch(
            r"\s*[”\"]?\s*(?:of |more |other )?", _between(sentence, phrase.end, predicate.start)
        )
        if (inside and _between(sentence, predicate.end, phrase.end).strip() == "") or after:
            return (phrase,)
    return ()


def _left(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Return the subject of a passive or intransitive verb, with what is coordinated to it."""
    edge = _index(sentence.tokens, predicate.start)
    before = [p for p in phrases if p.last < edge and not _in_brackets(sentence, p)]
    if before and before[-1].noun == "" and edge - before[-1].last > 4:  # noqa: PLR2004 - a bare number
        return ()
    parts: list[Phrase] = []
    while before and before[-1].subset and not _reaches(sentence, before[-1].last + 1, edge):
        parts.insert(0, before.pop())  # ", including a leader alias X, were killed": reach over it
    if not before or not _reaches(sentence, before[-1].last + 1, edge):
        return _included(sentence, phrases, predicate)
    chain = [before[-1]]
    for phrase in reversed(before[:-1]):
        gap = _between(sentence, phrase.end, chain[0].start)
        joined = (_COORDINATED.match(gap) and gap.strip()) or _is_apposition(gap)
        if chain[0].subset and re.match(r",?\s*(?:including|among)", gap.strip()):
            joined = True
        if not joined:
            break
        chain.insert(0, phrase)
    if all(p.subset for p in chain):
        main = next((p for p in reversed(before) if not p.subset), None)
        if main and not _finite(sentence, main.last + 1, chain[0].first):
            chain.insert(0, main)
    return (*chain, *parts)


def _included(
    sentence: Sentence, phrases: tuple[Phrase, ...], predicate: Predicate
) -> tuple[Phrase, ...]:
    """Read "were destroyed in the attacks, including one outpost": the counted part of a bare plural."""
    for phrase in phrases:
        gap = (
            _between(sentence, predicate.end, phrase.start) if phrase.start > predicate.end else ""
        )
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
    text = _between(sentence, tokens[0].start, tokens[-1].end) if tokens else ""
    if (
        re.search(r",\s*(?:who|which|including|among|one of|aged|a|an|the)\b.*,", text)
        or "(" in text
    ):
        text = re.sub(r",\s*(?:who|which|including|among|one of|aged|a|an|the)\b.*,", " ", text)
        return len(text) < 120  # noqa: PLR2004 - a long bracket still belongs to the subject
    return not _finite(sentence, first, last)


def _finite(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a full verb with a tense stands between two tokens."""
    return any(
        t.pos == "VERB" and t.tag in ("VBD", "VBZ", "VBP") and t.lower not in _PEOPLE_AS_OBJECT
        for t in sentence.tokens[first:last]
    )
