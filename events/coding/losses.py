"""What was lost: counting phrases tied to the verbs and nouns of loss.

"31 soldiers were killed" (the phrase before), "killed 58 soldiers" (after), "61 dead" (a noun of
loss itself), "the deaths of six civilians".  Parts and afterthoughts stand in
:mod:`events.coding.loss_parts`, tolls and zero losses in :mod:`events.coding.tolls`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from events.coding import loss_parts
from events.coding.counts import Phrase
from events.coding.lexicon import Lexicon, LossRule, any_of
from events.coding.loss_links import Found, Predicate, between, chain_from, finite, linked
from events.coding.records import Sentence
from events.coding.victims import kind_of
from events.model import ClaimKind

_CACHE: dict[int, tuple[Lexicon, tuple[tuple[LossRule, str, re.Pattern[str]], ...]]] = {}
_FREED = re.compile(
    r"\b(?:rescu|free|releas|exchang|swap|repatriat|hand)\w*\b[^.;]{0,40}$", re.IGNORECASE
)


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
            if _no_loss(sentence, rule, voice, match):
                continue
            predicate = Predicate(
                rule, voice, sentence.start + match.start(), sentence.start + match.end()
            )
            for phrase in linked(sentence, phrases, predicate):
                found += _found(phrase, predicate, match.group(), lexicon)
    found += list(_likewise(sentence, phrases, found))
    found += list(_around(sentence, phrases, lexicon))
    found += list(_more(sentence, phrases, found))
    found += list(loss_parts.find(sentence, phrases, found, lexicon))
    return _once(found)


def _found(phrase: Phrase, predicate: Predicate, words: str, lexicon: Lexicon) -> Iterator[Found]:
    kind = kind_of(predicate.rule, phrase, words, lexicon)
    if kind:
        start, end = min(phrase.start, predicate.start), max(phrase.end, predicate.end)
        yield Found(kind, phrase, start, end, predicate.start)


def _no_loss(sentence: Sentence, rule: LossRule, voice: str, match: re.Match[str]) -> bool:
    """Tell whether words of loss tell none: hostages who were freed, "students missing from class"."""  # noqa: E501
    return (
        rule.kind == "captured"
        and voice in ("noun", "of")
        and bool(_FREED.search(sentence.text[: match.start()]))
    )


def _once(found: list[Found]) -> tuple[Found, ...]:
    """Keep, for each phrase and kind, the tie with the fewest words between; a part stays one."""
    best: dict[tuple[int, ClaimKind], Found] = {}
    parts = {one.phrase.start: one for one in found if one.phrase.subset}
    for loss in found:
        one = loss
        key = (one.phrase.start, one.kind)
        if one.phrase.start in parts:
            one = replace(one, phrase=parts[key[0]].phrase, part=one.part or parts[key[0]].part)
        if key not in best or one.end - one.start < best[key].end - best[key].start:
            best[key] = one
    kept = sorted(best.values(), key=lambda f: (f.phrase.start, f.kind))
    by_phrase: dict[int, list[Found]] = {}
    for one in kept:
        by_phrase.setdefault(one.phrase.start, []).append(one)
    return tuple(_decide(group) for group in by_phrase.values())


def _decide(group: list[Found]) -> Found:
    """Of a phrase's ties the shortest; but the wounded or taken who died are dead."""
    dead = next((one for one in group if one.kind == "killed"), None)
    if dead and any(one.kind in ("injured", "captured") for one in group):
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
    """Read verbs that close around their object: "beat a tourist to death", "left two dead"."""
    for rule in lexicon.losses.rule:
        for verb, tail in rule.around:
            for match in re.finditer(
                rf"\b(?:{verb})\b(?P<gap>[^.;]{{2,80}}?)\b(?:{tail})\b",
                sentence.text,
                re.IGNORECASE,
            ):
                start, end = sentence.start + match.start("gap"), sentence.start + match.end("gap")
                for phrase in chain_from(sentence, phrases, start, end):
                    kind = kind_of(rule, phrase, match.group(), lexicon)
                    if kind:
                        at = sentence.start + match.start()
                        yield Found(kind, phrase, at, sentence.start + match.end(), phrase.start)


def _more(sentence: Sentence, phrases: tuple[Phrase, ...], found: list[Found]) -> Iterator[Found]:
    """Read "and two more on the way to hospital", "and two of its own": the loss told before it."""
    known = {one.phrase.start for one in found}
    for phrase in phrases:
        if phrase.start in known or not re.search(
            r"\b(?:more|others|of (?:its|their|his) own)$", phrase.what
        ):
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
