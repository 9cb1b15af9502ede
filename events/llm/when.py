"""When it was: the model's words, read by the rules' own date resolver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from events.coding import dates
from events.coding.calendar_days import Frame
from events.coding.records import DateMention
from events.coding.sentence_reading import Found
from events.llm.reading import ReadReport, Words


def day(words: Words, read: ReadReport, *, ahead: bool) -> DateMention | None:
    """Return the days that words mean, counted from publication; None where no rule reads them.

    Parameters
    ----------
    ahead
        Whether the words are of a plan: "on Friday" is then the next one.
    """
    told = [d for d in words.found.dates if words.overlaps(d.start, d.end)]
    if not told:
        frame = Frame(read.report.published, None, ahead)
        told = list(dates.find(words.text, words.start, frame))
    if not told:
        return None
    first, last = min(d.first for d in told), max(d.last for d in told)
    if len(told) == 1 or (first, last) == (told[0].first, told[0].last):
        return told[0]
    return replace(told[0], end=told[-1].end, first=first, last=last, precision="span")


def by_layout(found: Sequence[Found], published: date) -> DateMention | None:
    """Return the day of an event without date words that its lines name: a label, a live entry."""
    for one in found:
        if one.day is not None:
            return one.day
        if one.sentence.block.clock is not None:
            at = one.sentence.start
            return DateMention(at, at, published, published, "day", "live entry")
    return None
