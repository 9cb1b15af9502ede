"""Losses that lean on one told in the same sentence: its parts, and what is added after it.

"Ten people (six women and four children)", "two of them among the dead", "the dead include a
teacher", "three passengers died, and one policeman", "took six men and shot them dead".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from events.coding.counts import Phrase
from events.coding.lexicon import Lexicon, LossRule
from events.coding.loss_links import (
    Found,
    Predicate,
    between,
    coordinated,
    finite,
    linked,
)
from events.coding.records import Sentence
from events.coding.victims import is_person, kind_of
from events.model import ClaimKind

_AFTER = re.compile(
    r"[^.;:()]{0,70}?(?:,|\s|\()\s*(?:including|incl\.|inclusive of|among them|among whom (?:were|was)|along with|together with|as well as|besides)\s+(?:the\s+)?[\"“]?"  # noqa: E501
)
_BREAKDOWN = re.compile(
    r"\s*(?:,?\s*[-–—]\s+|[–—]|\(|: )(?P<inner>[^()–—;]*?)(?:\)|\s[-–—]\s|[–—]|$)"
)
_THEM = re.compile(
    r"\b(?:shot|gunned|killed|executed|beheaded|slaughtered|shooting|killing|executing|gunning|beheading) (?P<who>them|him|her)\b",  # noqa: E501
    re.IGNORECASE,
)
_HEADED = r"\b(?P<kind>{words})\s*(?::|=|–|-)\s*(?:at least |about |over )?$"


def find(
    sentence: Sentence, phrases: tuple[Phrase, ...], found: list[Found], lexicon: Lexicon
) -> Iterator[Found]:
    """Yield the losses that lean on ``found``, and those among the dead or the injured."""
    among = list(_among(sentence, phrases, lexicon))
    yield from among
    yield from _headed(sentence, phrases, lexicon)
    told = [*found, *among]
    yield from _breakdown(sentence, phrases, told)
    yield from _trailing(sentence, phrases, told, lexicon)
    yield from _afterthought(sentence, phrases, told, lexicon)
    yield from _them(sentence, phrases, told, lexicon)


def _rule(kind: ClaimKind, lexicon: Lexicon) -> LossRule:
    return next(rule for rule in lexicon.losses.rule if rule.kind == kind)


def _among(sentence: Sentence, phrases: tuple[Phrase, ...], lexicon: Lexicon) -> Iterator[Found]:
    """Read "two children were among the dead", "the dead include two children"."""
    for kind, words in lexicon.losses.among.items():
        rule = _rule(kind, lexicon)
        shapes = (
            (
                rf"\b(?:was|were|is|are|being) (?:also |reportedly )?(?:among|amongst) (?:(?:the|those|at least|some|more than) )*(?:\w+ )?(?:people |persons |others )?(?:{words})\b",  # noqa: E501
                "intransitive",
            ),
            (rf"\bamong (?:the|those) (?:{words})\b[^,.;:]{{0,40}}?\b(?:was|were|is|are)\b", "of"),
            (
                rf"\b(?:the|those|two|\d+) (?:\w+ )?(?:{words})\b(?: [^,.;:]{{0,30}}?)? (?:includ(?:e|es|ed)|compris(?:e|es|ed))\b",  # noqa: E501
                "of",
            ),
        )
        for shape, voice in shapes:
            for match in re.finditer(shape, sentence.text, re.IGNORECASE):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                for phrase in linked(sentence, phrases, Predicate(rule, voice, start, end)):
                    yield _part(kind, phrase, min(start, phrase.start), max(end, phrase.end))
        for phrase in phrases:
            of_these = re.search(rf"\bof (?:the|those) (?:{words})$", phrase.what, re.IGNORECASE)
            after = sentence.text[phrase.end - sentence.start :]
            if of_these and re.match(
                r"(?: in [A-Z]\w+)? (?:were|was|are|is) (?!(?:\w+ly )?\w+ed\b)", after
            ):
                yield _part(kind, phrase, phrase.start, phrase.end)


def _part(kind: ClaimKind, phrase: Phrase, start: int, end: int) -> Found:
    return Found(kind, replace(phrase, subset=True), start, end, start, part=True)


def _headed(sentence: Sentence, phrases: tuple[Phrase, ...], lexicon: Lexicon) -> Iterator[Found]:
    """Read a bulletin's "Killed: 3; injured: 5"."""
    for kind, words in lexicon.losses.among.items():
        pattern = re.compile(_HEADED.format(words=words), re.IGNORECASE)
        label = sentence.block.label or ""
        for phrase in phrases:
            if re.fullmatch(words, label, re.IGNORECASE) and phrase.start <= sentence.start + 1:
                yield Found(kind, phrase, phrase.start, phrase.end, phrase.start)
            head = pattern.search(sentence.text[: phrase.start - sentence.start])
            if head and phrase.numbered:
                start = sentence.start + head.start()
                yield Found(kind, phrase, start, phrase.end, start)


def _breakdown(
    sentence: Sentence, phrases: tuple[Phrase, ...], told: list[Found]
) -> Iterator[Found]:
    """Read "ten people (six women and four children)": parts that follow their whole."""
    by_start = {one.phrase.start: one for one in told}
    for whole in phrases:
        inner = _BREAKDOWN.match(sentence.text, whole.end - sentence.start)
        if inner is None or whole.subset:
            continue
        first, last = sentence.start + inner.start("inner"), sentence.start + inner.end("inner")
        parts = [p for p in phrases if first <= p.start and p.end <= last]
        if not parts or parts[0].start > first + 1:
            continue
        one = by_start.get(whole.start) or by_start.get(parts[-1].start)
        if one is None or sum(p.low for p in parts) > (whole.high or whole.low * 2):
            continue
        if whole.start not in by_start:
            yield Found(one.kind, whole, whole.start, one.end, one.predicate)
        for part in parts:
            yield Found(one.kind, replace(part, subset=True), part.start, part.end, one.predicate)


def _trailing(
    sentence: Sentence, phrases: tuple[Phrase, ...], told: list[Found], lexicon: Lexicon
) -> Iterator[Found]:
    """Read ", including two children", ", along with four gunmen", ", two women among them"."""
    known = {one.phrase.start for one in told}
    last: Found | None = None
    for phrase in phrases:
        if phrase.start in known:
            continue
        if last is not None and coordinated(between(sentence, last.end, phrase.start)):
            kind = last.kind
        else:
            before = [one for one in told if one.end <= phrase.start]
            if not before:
                continue
            nearest = max(before, key=lambda one: (one.end, one.predicate))
            gap = between(sentence, nearest.end, phrase.start)
            trails = _AFTER.fullmatch(gap) or (phrase.subset and re.fullmatch(r"\s*,\s*", gap))
            if not trails:
                continue
            kind = nearest.kind
        if kind_of(_rule(kind, lexicon), phrase, "", lexicon) != kind:
            continue
        part = replace(phrase, subset=last.phrase.subset) if last else phrase
        last = Found(kind, part, phrase.start, phrase.end, phrase.start)
        yield last


def _afterthought(
    sentence: Sentence, phrases: tuple[Phrase, ...], told: list[Found], lexicon: Lexicon
) -> Iterator[Found]:
    """Read "three passengers died on the road, and one policeman."."""
    if not phrases or not told:
        return
    phrase = phrases[-1]
    after = sentence.text[phrase.end - sentence.start :]
    before = [one for one in told if one.end <= phrase.start]
    if not before or any(one.phrase.start == phrase.start for one in told):
        return
    nearest = max(before, key=lambda one: one.end)
    gap = between(sentence, nearest.end, phrase.start)
    first = nearest.phrase.last + 1
    if (
        re.fullmatch(r"[.!]?[”\"]?\s*", after)
        and re.fullmatch(r"[^,;:()]{0,40},? and (?:also )?", gap)
        and is_person(phrase.noun, lexicon)
        and nearest.kind in ("killed", "injured")
        and nearest.phrase.end < nearest.end
        and not finite(sentence, max(first, phrase.first - 3), phrase.first)
    ):
        yield Found(nearest.kind, phrase, phrase.start, phrase.end, phrase.start)


def _them(
    sentence: Sentence, phrases: tuple[Phrase, ...], told: list[Found], lexicon: Lexicon
) -> Iterator[Found]:
    """Read "took six men off a bus and shot them dead": those counted before."""
    dead = {one.phrase.start for one in told if one.kind == "killed"}
    for match in _THEM.finditer(sentence.text):
        at = sentence.start + match.start()
        many = match["who"].lower() == "them"
        fits = [
            p
            for p in phrases
            if p.end <= at and is_person(p.noun, lexicon) and (p.high != 1) == many
        ]
        if fits and fits[-1].start not in dead and not fits[-1].subset:
            end = sentence.start + match.end()
            yield Found("killed", fits[-1], fits[-1].start, end, at)
