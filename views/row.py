"""A proposal in one line of the list: what, where, when, how far it can be trusted."""

from __future__ import annotations

from events.confidence import Confidence
from events.model import Event
from views import data, phrases
from views.plain import plain

_DECIDED = {"accepted": "accepted", "corrected": "accepted", "rejected": "rejected"}
_LONGEST = 90


def row_label(
    event: Event,
    known: Confidence | None,
    issues: int,
    verdict: str | None = None,
    *,
    also: int = 0,
) -> str:
    """Return the line as the label of a button, in Markdown with nothing of the text's own.

    The score stands in italics, so that the style sheet can put it under the line.  ``also``
    counts the other reports that tell of it.
    """
    named = phrases.STATUSES[event.status]
    what = event.sub_event_type or event.event_type or named
    if event.status != "event" and what != named:
        what = f"{named}: {what}"
    parts = []
    if event.status == "event" or event.place:
        parts.append(phrases.where(event.place, data.country_name, data.border_name))
    if event.date_start:
        parts.append(phrases.days(event.date_start, event.date_end, event.date_precision))
    if event.status != "event" and not parts and event.evidence:
        parts.append(event.evidence[0].text)
    if also:
        parts.append(f"also told by {phrases.counted(also, 'report')}")
    told = _DECIDED[verdict] if verdict in _DECIDED else doubt_line(known, issues)
    return f"**{plain(what)}** {plain(' · '.join(parts), _LONGEST)} *{plain(told, 120)}*"


def doubt_line(known: Confidence | None, issues: int) -> str:
    """Return the score with the doubts that weigh most: ``0.62 · doubtful: no day is named``."""
    if known is None:
        return "no score: the doubts of this coder are not measured"
    score = f"{known.score:.2f}"
    found = list(known.doubts[:2])
    if issues:
        found.insert(0, phrases.counted(issues, "remark") + " by the checks")
    if known.sure and not issues:
        return f"{score} · no doubt that counts"
    if not found:
        return f"{score} · nothing stands out; such proposals are not sure yet"
    return f"{score} · doubtful: {'; '.join(found)}"
