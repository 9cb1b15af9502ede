"""Whether a stretch tells an event, history, words only, or a plan (codebook, section 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from events.coding.lexicon import Lexicon
from events.coding.records import DateMention, Segment
from events.model import Status

TIME_FRAME = timedelta(days=14)
_CONDITION = re.compile(r"^[\"“]?(?:If|Unless|Should)\b|\bsays that if\b|\bif (?:the|it|kabul|islamabad)\b.*\bwill\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of a stretch with the words that decide it (offsets into the report)."""

    status: Status
    rule: str
    start: int
    end: int


def judge(
    segment: Segment, words: str, dates: Sequence[DateMention], published: date, lexicon: Lexicon,
    *, deeds: bool,
) -> Verdict:
    """Return the status of a stretch.

    Parameters
    ----------
    words
        The stretch's text.
    deeds
        Whether the stretch tells losses or a deed of its own beside its words.
    """
    section = segment.sentence.block.section

    def cue(name: str) -> re.Match[str] | None:
        return lexicon.patterns[name].search(words)

    def verdict(status: Status, rule: str, match: re.Match[str] | None) -> Verdict:
        if match is None:
            return Verdict(status, rule, segment.start, segment.end)
        return Verdict(status, rule, segment.start + match.start(), segment.start + match.end())

    if section in ("background", "planned"):
        return verdict("background" if section == "background" else "planned", "section heading", None)
    old = [d for d in dates if d.last < published - TIME_FRAME]
    recent = [d for d in dates if d.last >= published - TIME_FRAME and not d.future]
    history = cue("background")
    if old and not recent:
        return Verdict("background", f"date: {old[0].rule}", old[0].start, old[0].end)
    if history and not recent:
        return verdict("background", "history words", history)
    if _CONDITION.search(words):
        return verdict("statement", "condition", _CONDITION.search(words))
    plan = cue("planned")
    if plan and not (deeds and recent):
        return verdict("planned", "plan words", plan)
    future = [d for d in dates if d.future]
    if future and not deeds:
        return Verdict("planned", "future date", future[0].start, future[0].end)
    said = cue("statement")
    if said and not deeds:
        return verdict("statement", "words of a statement", said)
    denial = cue("denial")
    if denial and not deeds:
        return verdict("statement", "denial", denial)
    return verdict("event", "told as done", None)
