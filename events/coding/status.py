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
_CONDITION = re.compile(
    r"^[\"“]?(?:If|Unless|Should)\b|\bsays that if\b|\bif (?:the|it|kabul|islamabad)\b.*\bwill\b",
    re.IGNORECASE,
)


_CUES: tuple[tuple[Status, str, str], ...] = (
    ("statement", "promise", "a promise"),
    ("planned", "planned", "plan words"),
    ("statement", "statement", "words of a statement"),
    ("statement", "denial", "denial"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of a stretch with the words that decide it (offsets into the report)."""

    status: Status
    rule: str
    start: int
    end: int


def judge(  # noqa: C901, PLR0911
    segment: Segment,
    words: str,
    dates: Sequence[DateMention],
    published: date,
    lexicon: Lexicon,
    *,
    deed_at: int | None,
) -> Verdict:
    """Return the status of a stretch.

    Parameters
    ----------
    words
        The stretch's text.
    deed_at
        Where the stretch tells a loss or a deed of its own (offset into the report); words of
        a statement or a plan after it do not undo it.
    """
    section = segment.sentence.block.section

    def cue(name: str) -> re.Match[str] | None:
        return lexicon.patterns[name].search(words)

    def verdict(status: Status, rule: str, match: re.Match[str] | None) -> Verdict:
        if match is None:
            return Verdict(status, rule, segment.start, segment.end)
        return Verdict(status, rule, segment.start + match.start(), segment.start + match.end())

    if section in ("background", "planned"):
        return verdict(
            "background" if section == "background" else "planned", "section heading", None
        )
    if segment.role in ("since", "aside") and not _recent(dates, published):
        return verdict("background", "told of what was before", None)
    old = [d for d in dates if d.first < published - TIME_FRAME]
    recent = _recent(dates, published)
    history = cue("background")
    if old and not recent:
        return Verdict("background", f"date: {old[0].rule}", old[0].start, old[0].end)
    if history and not [d for d in recent if d.precision in ("day", "span")]:
        return verdict("background", "history words", history)
    if _CONDITION.search(words):
        return verdict("statement", "condition", _CONDITION.search(words))
    refuted = cue("refuted")
    if refuted:
        return verdict("statement", "refuted", refuted)
    done = deed_at if deed_at is not None else segment.end
    future = [d for d in dates if d.future]
    for kind, name, rule in _CUES:
        match = cue(name)
        if match and segment.start + match.start() < done:
            return verdict(kind, rule, match)
    if future and deed_at is None:
        return Verdict("planned", "future date", future[0].start, future[0].end)
    return verdict("event", "told as done", None)


def _recent(dates: Sequence[DateMention], published: date) -> list[DateMention]:
    return [d for d in dates if d.first >= published - TIME_FRAME and not d.future]
