"""Which stretches of a sentence tell different things.

Cut at semicolons, at "but" and "while", before a reference to another event ("following
airstrikes near Kabul"), and between two dated deeds ("looted it on Wednesday and returned two
days after, shooting dead 15").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from events.coding.asides import asides
from events.coding.records import DateMention, Segment, Sentence, Trigger
from events.coding.types import EFFECT, PROTESTS

_HARD = re.compile(
    r";\s+|, (?=which (?:[\w’'-]+ ){0,8}described as\b)|, (?=which (?:had|has) been\b)|(?<=\w), (?=was \w+ again\b)|,? but (?=\w)|, while (?=\w)|, (?=and (?:it|he|she|they|the \w+|that) (?:\w+ )?(?:denied|said|warned|demanded|rejected|accused|blamed)\b)|, (?=which (?:it|he|they) )| and (?=(?:denied|demanded|accused|condemned|warned|asked|called on|vowed)\b)"  # noqa: E501
)
_REFERENCE = re.compile(
    r"(?:,\s*)?\b(?:following|(?:(?:comes?|came|hours|days|weeks|a day|two days|three days) )?after|in (?:response|retaliation|reply|revenge) (?:to|for)|"  # noqa: E501
    r"(?:an answer|a response|a reply|retaliation|revenge) (?:to|for)|since|in the (?:deadliest|worst|bloodiest) \w+ since|triggered by|sparked by|prompted by)\s+(?!which\b|that\b)",  # noqa: E501
    re.IGNORECASE,
)
_AFTER = re.compile(r"\bafter\s$", re.IGNORECASE)
_RELATIVE = re.compile(r"[, ](?=(?:who|which|where|when)\b)[^,;]*(?=[,;.]|$)")
_MEASURE = re.compile(
    r"\b(?:first|second|third|latest|deadliest|worst|bloodiest|biggest|heaviest|largest|fiercest)\b",
    re.IGNORECASE,
)
_AND = re.compile(r",? and (?!the\b \w+ (?:of|in)\b)")


def split(
    sentence: Sentence, triggers: Sequence[Trigger], dates: Sequence[DateMention]
) -> tuple[Segment, ...]:
    """Return the segments of a sentence; they cover it but for the marks between.

    They stand in order, with asides (":mod:`events.coding.asides`") after what they stand in.
    """
    inner = tuple((sentence.start + a, sentence.start + b) for a, b in asides(sentence.text))
    told = [(a, b) for a, b in inner if any(a <= t.start < b for t in triggers)]
    told += [
        (a, b)
        for a, b in _of_old(sentence, triggers, dates)
        if not any(a < d and c < b for c, d in told)
    ]
    cuts: list[tuple[int, int, str]] = []
    cuts += [
        (match.start(), match.end(), "clause")
        for match in _HARD.finditer(sentence.text)
        if not (match.group().startswith(" and") and _of_protest(sentence, triggers, match.start()))
        and not any(a <= sentence.start + match.end() <= b for a, b in told)
    ]
    for match in _REFERENCE.finditer(sentence.text):
        tail_end = _reference_end(sentence.text, match.end())
        inside = [t for t in triggers if match.end() <= t.start - sentence.start < tail_end]
        before = [t for t in triggers if t.start - sentence.start < match.start()]
        if _AFTER.search(match.group()):  # "two were killed after a bomb exploded": one deed
            before = [t for t in before if t.rank > EFFECT]
        since = re.search(r"\bsince\s$", match.group(), re.IGNORECASE)
        begins = match.start() == 0 or (since and _MEASURE.search(sentence.text[: match.start()]))
        if inside and (before or begins) and not inside[0].generic:
            cuts.append((match.start(), match.end(), "since" if since else "reference"))
            if tail_end < len(sentence.text):
                cuts.append((tail_end, tail_end, "clause"))
    cuts += _dated_deeds(sentence, triggers, dates)
    pieces = [replace(piece, holes=tuple(told)) for piece in _pieces(sentence, sorted(cuts))]
    return (*pieces, *(Segment(a, b, sentence, "aside") for a, b in told))


def _of_old(
    sentence: Sentence, triggers: Sequence[Trigger], dates: Sequence[DateMention]
) -> list[tuple[int, int]]:
    """Return relative clauses with a deed and a day of long before the sentence's own."""
    found = []
    for match in _RELATIVE.finditer(sentence.text):
        start, end = sentence.start + match.start() + 1, sentence.start + match.end()
        mine = [d for d in dates if start <= d.start < end]
        others = [d for d in dates if not start <= d.start < end]
        deed = any(start <= t.start < end for t in triggers)
        if (
            mine
            and others
            and deed
            and max(d.last for d in mine) < min(d.first for d in others) - timedelta(days=14)
        ):
            found.append((start, end))
    return found


def _of_protest(sentence: Sentence, triggers: Sequence[Trigger], at: int) -> bool:
    """Tell whether what is demanded is demanded by a crowd in the street just told of."""
    return any(t.event_type == PROTESTS and t.start - sentence.start < at for t in triggers)


def _reference_end(text: str, start: int) -> int:
    """Return where a reference ends: the next comma that does not open a place or a relative clause."""  # noqa: E501
    for match in re.finditer(r",\s+(?!in\b|on\b|near\b|which\b|where\b|[A-Z])|;", text[start:]):
        return start + match.start()
    return len(text)


def _dated_deeds(
    sentence: Sentence, triggers: Sequence[Trigger], dates: Sequence[DateMention]
) -> list[tuple[int, int, str]]:
    """Cut at an "and" that has a deed and a day on either side."""
    days = [d for d in dates if d.precision in ("day", "span")]
    if len(days) < 2 or len(triggers) < 2:  # noqa: PLR2004 - one deed, or one day
        return []
    for match in _AND.finditer(sentence.text):
        at = sentence.start + match.start()
        left = any(t.start < at for t in triggers) and any(d.start < at for d in days)
        right = any(t.start > at for t in triggers) and any(d.start > at for d in days)
        if left and right:
            return [(match.start(), match.end(), "clause")]
    return []


def _pieces(sentence: Sentence, cuts: list[tuple[int, int, str]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    begin, role = 0, "main"
    for start, end, kind in cuts:
        if start < begin:
            continue
        if sentence.text[begin:start].strip(" ,"):
            segments.append(Segment(sentence.start + begin, sentence.start + start, sentence, role))
        begin, role = end, kind
    if sentence.text[begin:].strip(" .,"):
        segments.append(Segment(sentence.start + begin, sentence.end, sentence, role))
    return tuple(segments)
