"""Tolls told as a sum, and losses told as none: "raising the toll to nine", "no casualties"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.coding import numbers
from events.coding.lexicon import Lexicon, SaidRow
from events.coding.records import Sentence
from events.model import ClaimKind


@dataclass(frozen=True, slots=True)
class Toll:
    """A sum or a zero; ``total`` marks one that takes in earlier, partial figures."""

    kind: ClaimKind
    low: int
    high: int | None
    what: str
    start: int
    end: int
    total: bool = False


_NOBODY = r"nobody|no one|no-one|none of (?:its|his|her|their|our|the) \w+|none|no \w+(?: \w+)?|not (?:one|a single) \w+(?: \w+)?"  # noqa: E501
_PART = re.compile(r"\b(?:among|of|including) $", re.IGNORECASE)
# The verb of a toll behind a long subject: "the death toll from a bombing at a post climbed to 11".
_FAR = (
    r"(?P<between>[^.;:“”\"]{0,160}?)\b(?:has |had |have )?(?:risen|rose|rises|climbed|climbs|increased|"  # noqa: E501
    r"jumped|gone up|went up|grown|grew|mounted)(?: \w+ly)? to\b"
)
_MONEY = re.compile(
    r"\s*(?:million|billion|crore|lakh)?\s*(?:US )?(?:dollars?|rupees?|afghanis?|euros?|pounds?|per ?cent|%)",  # noqa: E501
    re.IGNORECASE,
)
_KINDS: tuple[ClaimKind, ...] = ("injured", "missing", "displaced", "captured", "killed")
_Patterns = tuple[tuple[re.Pattern[str], tuple[ClaimKind, ...]], ...]
_CACHE: dict[int, tuple[Lexicon, _Patterns, _Patterns]] = {}


def _patterns(lexicon: Lexicon) -> tuple[_Patterns, _Patterns]:
    known = _CACHE.get(id(lexicon))
    if known is None or known[0] is not lexicon:
        losses = lexicon.losses
        known = (lexicon, _compiled(losses.zero), _compiled(losses.denied))
        _CACHE[id(lexicon)] = known
    return known[1], known[2]


def _compiled(rows: tuple[SaidRow, ...]) -> _Patterns:
    return tuple(
        (
            re.compile(rf"\b(?:{row.pattern.replace('{nobody}', _NOBODY)})\b", re.IGNORECASE),
            row.kinds,
        )
        for row in rows
    )


def zeros(sentence: Sentence, lexicon: Lexicon) -> tuple[Toll, ...]:
    """Return the losses that a sentence says were none."""
    found: list[Toll] = []
    taken: list[tuple[int, int, ClaimKind]] = []
    for pattern, kinds in _patterns(lexicon)[0]:
        for match in pattern.finditer(sentence.text):
            for kind in kinds:
                if any(k == kind and a < match.end() and match.start() < b for a, b, k in taken):
                    continue
                taken.append((match.start(), match.end(), kind))
                what = (match.groupdict().get("what") or match.group()).strip()
                start, end = sentence.start + match.start(), sentence.start + match.end()
                found.append(Toll(kind, 0, 0, what, start, end))
    return tuple(sorted(found, key=lambda t: (t.start, t.kind)))


def denied(sentence: Sentence, start: int, end: int, lexicon: Lexicon) -> tuple[Toll, ...]:
    """Return the losses without a number that the words after a denial name: 1 and open."""
    for pattern, kinds in _patterns(lexicon)[1]:
        match = pattern.search(sentence.text, start - sentence.start, end - sentence.start)
        if match:
            what = match["what"].strip()
            exact = re.match(r"(?:a|an|the|its)\b", what, re.IGNORECASE) is not None
            return tuple(
                Toll(kind, 1, 1 if exact else None, what, start, sentence.start + match.end())
                for kind in kinds
            )
    return ()


def sums(sentence: Sentence, lexicon: Lexicon) -> tuple[Toll, ...]:
    """Return the tolls that a sentence raises, brings or puts to a number."""
    return tuple(_sums(sentence, lexicon))


def _sums(sentence: Sentence, lexicon: Lexicon) -> Iterator[Toll]:
    toll = lexicon.losses.toll
    if _kind(sentence.text, toll) is None or not re.search(toll["raise"], sentence.text):
        return  # quick: most sentences tell no toll
    noun, verb = rf"(?P<noun>{toll['noun']})", toll["raise"]
    whose = r"(?P<whose>(?:the |its |their )?(?:[\w’'-]+ ){0,3}?)"
    shapes = (
        rf"\b{verb}\s+{whose}{noun}(?P<rest>(?: [\w’'-]+){{0,6}}?)\s+(?:up )?(?:to|at|as)\b",
        rf"\b{whose}{noun}(?P<rest>(?: [\w’' ]{{0,40}}?)?)\s+(?:(?:has|had|have|now|also) ){{0,2}}(?:{verb}|was|were|is)\s+(?:now )?(?:to|at)?(?:\b|(?=[\"“]))",  # noqa: E501
    )
    for shape in (*shapes, rf"\b{whose}{noun}(?P<rest>)\b{_FAR}"):
        match = re.search(shape, sentence.text, re.IGNORECASE)
        kind = _kind(f"{match['noun']}{match['rest']}", toll) if match else None
        if match and kind is None and shape.endswith(_FAR):
            kind = _kind(match["between"], toll)
        if match is None or kind is None or _PART.search(sentence.text[: match.start("noun")]):
            continue
        for number in numbers.find(sentence.text, lexicon.numbers):
            gap = sentence.text[match.end() : number.start]
            if number.start < match.end() or not re.fullmatch(r"[\s\"“]*(?:from [\w-]+ to )?", gap):
                continue
            if _MONEY.match(sentence.text[number.end :]) or gap.rstrip().endswith(("$", "Rs")):
                continue
            tail = re.match(r"\s*(?:killed|dead)?", sentence.text[number.end :])
            end = number.end + (tail.end() if tail and tail.group().strip() else 0)
            what = f"{match['whose']}{match['noun']}{match['rest']}".strip()
            start, end = sentence.start + match.start(), sentence.start + end
            yield Toll(kind, number.low, number.high, what, start, end, total=True)
            return


def _kind(words: str, toll: dict[str, str]) -> ClaimKind | None:
    """Return what a toll counts, by its own words: "the number of families who fled"."""
    return next((kind for kind in _KINDS if re.search(toll[kind], words, re.IGNORECASE)), None)
