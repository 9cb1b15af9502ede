"""Tolls told as a sum, and losses told as none: "raising the toll to nine", "no casualties"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.coding import numbers
from events.coding.lexicon import Lexicon
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
_ZERO: tuple[tuple[str, tuple[ClaimKind, ...]], ...] = (
    (
        r"(?:no|without|nor|zero)(?: any)?(?: \w+){0,2} (?P<what>casualt(?:y|ies)(?: among [\w’' ]+?(?=[,.;]|$))?)",  # noqa: E501
        ("killed", "injured"),
    ),
    (
        r"(?:no|without)(?: any)? (?P<what>loss(?:es)? of (?:human )?life|loss(?:es)? of lives|deaths?|fatalit(?:y|ies)|loss to (?P<own>[\w ]+?)(?=[,.;]|$)|human loss(?:es)?)",  # noqa: E501
        ("killed",),
    ),
    (r"(?:no|without)(?: any)? (?P<what>injur(?:y|ies))", ("injured",)),
    (
        rf"(?P<what>{_NOBODY})(?: (?:else|on [\w’']+ side))?(?: (?:was|were|had been|has been|have been|is|are|got|to be))?(?: reported)? (?:hurt|harmed)",  # noqa: E501
        ("killed", "injured"),
    ),
    (
        rf"(?P<what>{_NOBODY})(?: (?:was|were|had been|has been|have been|is|are))? (?:injured|wounded)",  # noqa: E501
        ("injured",),
    ),
    (
        rf"(?P<what>{_NOBODY})(?: (?:was|were|had been|has been|have been|had|has|have|is|are))? (?:killed|died|dead|lost (?:his|her|their) li(?:fe|ves)|martyred)",  # noqa: E501
        ("killed",),
    ),
    (r"nothing (?:was |were |had been )?(?:broken|damaged|destroyed)", ("damaged",)),
    (
        r"(?:had |has |have )?lost (?P<what>nobody|no one|no (?:men|fighters?|soldiers?|troops|personnel|members?))",  # noqa: E501
        ("killed",),
    ),
    (
        r"(?:not|n't|n’t|never) (?:lost|lose|losing) (?P<what>(?:a single|any|one) (?:man|fighter|soldier|member|trooper|men|fighters|soldiers|mujahid))",  # noqa: E501
        ("killed",),
    ),
    (
        r"(?P<what>not (?:one|a single)|no) (?:\w+ ){0,2}?(?P<post>post|posts|outpost|outposts|position|positions|checkpoint|base|territory|town|village)(?: [\w’' ]{0,40}?)? (?:has fallen|have fallen|had fallen|fell|was lost|were lost|was captured|has been lost|had been lost|has been captured)",  # noqa: E501
        ("seized",),
    ),
)
_ZEROS = tuple((re.compile(rf"\b(?:{body})\b", re.IGNORECASE), kinds) for body, kinds in _ZERO)
_DENIED: tuple[tuple[str, tuple[ClaimKind, ...]], ...] = (
    (
        r"(?P<what>any (?:\w+ )?(?:post|outpost|position|base|checkpoint|territory)s?|posts?)\b[\w ]{0,30} (?:been )?(?:lost|captured|seized|fallen|overrun)",  # noqa: E501
        ("seized",),
    ),
    (
        r"(?:losing|lost|abandon\w*|having (?:lost|abandoned)|loss of) (?P<what>(?:any |a |an |the |its )?(?:\w+ )?(?:posts?|outposts?|positions?|bases?|camps?|ground|territory|checkpoints?|garrison|town|city))",  # noqa: E501
        ("seized",),
    ),
    (
        r"(?:losing|lost|loss of|downing of) (?P<what>(?:any |a |an |the )?(?:\w+ )?(?:drones?|aircraft|jets?|helicopters?|quadcopters?))",  # noqa: E501
        ("shot_down",),
    ),
    (
        r"(?P<what>(?:any |the |that )?(?:\w+ )?(?:civilians?|villagers?|children|women|residents|people|anyone|anybody))\b[\w ]{0,20} (?:been )?(?:harmed|hurt|hit|targeted)",  # noqa: E501
        ("killed", "injured"),
    ),
    (
        r"(?:harm(?:ed|ing)|hit|hitting|hurt(?:ing)?|target(?:ed|ing)) (?P<what>(?:any )?(?:civilians?|villagers|residents|people|anyone|anybody))",  # noqa: E501
        ("killed", "injured"),
    ),
    (
        r"(?P<what>(?:any |the )?(?:\w+ )?(?:civilians?|soldiers?|officers?|men|fighters?|troops|policem[ae]n|people|anyone|anybody))\b[\w ]{0,20} (?:been )?killed",  # noqa: E501
        ("killed",),
    ),
    (
        r"(?:killed|killing) (?P<what>(?:any )?(?:civilians?|soldiers?|officers?|villagers|anyone|anybody))",  # noqa: E501
        ("killed",),
    ),
    (
        r"(?P<what>(?:any |the )?(?:\w+ )?(?:soldiers?|officers?|men|fighters?|troops|policem[ae]n|anyone|anybody|personnel))\b[\w ]{0,20} (?:been )?(?:captured|taken prisoner|abducted|arrested|detained|taken)",  # noqa: E501
        ("captured",),
    ),
    (r"(?P<what>(?:its |any |the )?(?:casualties|losses))", ("killed", "injured")),
)
_DENIALS = tuple((re.compile(rf"\b(?:{body})\b", re.IGNORECASE), kinds) for body, kinds in _DENIED)


def zeros(sentence: Sentence) -> tuple[Toll, ...]:
    """Return the losses that a sentence says were none."""
    found: list[Toll] = []
    taken: list[tuple[int, int, ClaimKind]] = []
    for pattern, kinds in _ZEROS:
        for match in pattern.finditer(sentence.text):
            for kind in kinds:
                if any(k == kind and a < match.end() and match.start() < b for a, b, k in taken):
                    continue
                taken.append((match.start(), match.end(), kind))
                what = (match.groupdict().get("what") or match.group()).strip()
                found.append(
                    Toll(
                        kind,
                        0,
                        0,
                        what,
                        sentence.start + match.start(),
                        sentence.start + match.end(),
                    )
                )
    return tuple(sorted(found, key=lambda t: (t.start, t.kind)))


def denied(sentence: Sentence, start: int, end: int) -> tuple[Toll, ...]:
    """Return the losses without a number that the words after a denial name: 1 and open."""
    for pattern, kinds in _DENIALS:
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
    noun = rf"(?P<noun>{toll['noun']}|(?:the )?{toll['injured']})"
    verb = toll["raise"]
    shapes = (
        rf"\b{verb}\s+(?P<whose>(?:the |its |their )?(?:[\w’'-]+ ){{0,3}}?){noun}\s+(?:there |so far |in [\w ]+ )?(?:up )?(?:to|at)\b",  # noqa: E501
        rf"\b(?P<whose>(?:the |its )?(?:[A-Z][\w’'-]+ )?){noun}(?: [\w’' ]{{0,30}}?)?\s+(?:has |had |have )?(?:{verb}|was|were|is)\s+(?:to|at)?\b",  # noqa: E501
    )
    for shape in shapes:
        match = re.search(shape, sentence.text, re.IGNORECASE)
        if not match:
            continue
        for number in numbers.find(sentence.text, lexicon.numbers):
            gap = sentence.text[match.end() : number.start]
            if number.start < match.end() or gap.strip(' "“') != "":
                continue
            tail = re.match(r"\s*(?:killed|dead)?", sentence.text[number.end :])
            end = number.end + (tail.end() if tail and tail.group().strip() else 0)
            injured = re.search(toll["injured"], match["noun"], re.IGNORECASE)
            what = f"{match['whose']}{match['noun']}".strip()
            yield Toll(
                "injured" if injured else "killed",
                number.low,
                number.high,
                what,
                sentence.start + match.start(),
                sentence.start + end,
                total=True,
            )
            return
