"""What a proposed event says, as safe HTML: the card's facts with doubts and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from events.model import Event, Issue
from events.tellings import side_by_side
from views.card_html import Names, claims_html, facts_html, head_html
from views.marked import quote_html

VERDICTS = {"accepted": "Accepted: on the map", "rejected": "Rejected: kept out"}


def proposal_html(
    event: Event,
    names: Names,
    doubts: Sequence[Issue] = (),
    verdict: str | None = None,
    *,
    corrected: bool = False,
) -> str:
    """Return one proposal: what was read, what is doubtful, what was decided."""
    listed = "".join(f"<li>{escape(said(issue))}</li>" for issue in doubts)
    doubt = f'<ul class="doubts" aria-label="Doubts">{listed}</ul>' if doubts else ""
    done = '<p class="verdict">Corrected, not decided yet</p>' if corrected else ""
    if verdict:
        kept = VERDICTS.get(verdict, verdict)
        if verdict == "accepted" and event.status != "event":
            kept = "Accepted: kept and listed"
        done = f'<p class="verdict verdict-{escape(verdict)}" role="status">{escape(kept)}</p>'
    claims = claims_html(event, names) if side_by_side(event) else ""
    words = "" if event.status == "event" or not event.evidence else _words(event)
    return (
        f'<article class="card proposal" aria-label="Proposed event">{done}{head_html(event)}'
        f"{words}{facts_html(event, names)}{claims}{doubt}</article>"
    )


def said(issue: Issue) -> str:
    """Return an issue's message without the record's id, which the reader has before him."""
    return issue.message.removeprefix(issue.record).lstrip(" ,:")


def _words(event: Event) -> str:
    return f"<blockquote>{quote_html(event.evidence[0], event)}</blockquote>"
