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
from events.coding.loss_links import Predicate, between, finite, linked
from events.coding.records import Sentence
from events.model import ClaimKind


@dataclass(frozen=True, slots=True)
class Found:
    """A loss as told: its kind, its phrase, and the words that carry it."""

    kind: ClaimKind
    phrase: Phrase
    start: int
    end: int
    predicate: int


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
            for phrase in linked(sentence, phrases, predicate):
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
        gap = between(sentence, before[-1].end, phrase.start) if before else ";"
        if (
            before
            and ";" not in gap
            and not finite(sentence, phrase.last + 1, min(phrase.last + 5, len(sentence.tokens)))
        ):
            yield Found(before[-1].kind, phrase, phrase.start, phrase.end, phrase.start)


def _kind(rule: LossRule, phrase: Phrase, lexicon: Lexicon) -> ClaimKind | None:  # noqa: PLR0911
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
