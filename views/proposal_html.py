"""What a proposed event says, as safe HTML: the card's facts with doubts and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from events.model import Event, Issue
from views.card_html import Names, claims_html, facts_html, head_html

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
    listed = "".join(f"<li>{escape(issue.message)}</li>" for issue in doubts)
    doubt = f'<ul class="doubts" aria-label="Doubts">{listed}</ul>' if doubts else ""
    done = '<p class="verdict">Corrected, not decided yet</p>' if corrected else ""
    if verdict:
        words = VERDICTS.get(verdict, verdict)
        if verdict == "accepted" and event.status != "event":
            words = "Accepted: kept and listed"
        done = f'<p class="verdict verdict-{escape(verdict)}" role="status">{escape(words)}</p>'
    claims = claims_html(event, names) if event.claims else ""
    return (
        f'<article class="card proposal" aria-label="Proposed event">{done}{head_html(event)}'
        f"{facts_html(event, names)}{claims}{doubt}</article>"
    )
