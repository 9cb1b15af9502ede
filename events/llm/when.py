"""When it was: the model's words, read by the rules' own date resolver."""

from __future__ import annotations

from dataclasses import replace

from events.coding import dates
from events.coding.calendar_days import Frame
from events.coding.records import DateMention
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
