"""What a proposed event says, as safe HTML: each value with its reason, doubts, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from events.confidence import Confidence
from events.model import Event, Issue
from views import phrases
from views.card_html import Names, claims_html, head_html
from views.marked import quote_html
from views.reasons import Reason, reasons
from views.reasons_html import claims_why, why

VERDICTS = {"accepted": "Accepted: on the map", "rejected": "Rejected: kept out"}
MOST_DOUBTS = 4


def proposal_html(
    event: Event,
    names: Names,
    doubts: Sequence[Issue] = (),
    verdict: str | None = None,
    *,
    known: Confidence | None = None,
    corrected: bool = False,
    own: Event | None = None,
) -> str:
    """Return one proposal: how sure, what was read and why, what was decided.

    ``own`` is what the report itself tells, where the proposal is merged with other reports':
    the reasons are its.
    """
    own = own or event
    found = reasons(own)
    done = '<p class="verdict">Corrected, not decided yet</p>' if corrected else ""
    if verdict:
        kept = VERDICTS.get(verdict, verdict)
        if verdict == "accepted" and event.status != "event":
            kept = "Accepted: kept and listed"
        done = f'<p class="verdict verdict-{escape(verdict)}" role="status">{escape(kept)}</p>'
    claims = claims_html(event, names) if event.claims else ""
    words = "" if event.status == "event" or not event.evidence else _words(event)
    return (
        f'<article class="card proposal" aria-label="Proposed event">{done}'
        f"{score_html(known, doubts)}{head_html(event)}{why(found, 'event_type', 'status')}"
        f"{words}{_facts(event, names, found)}{claims}{claims_why(own, found, names)}</article>"
    )


def score_html(known: Confidence | None, issues: Sequence[Issue] = ()) -> str:
    """Return the score as a small bar with its number, and why the proposal is doubtful."""
    named = [said(issue) for issue in issues] + list(known.doubts[:MOST_DOUBTS] if known else ())
    listed = "".join(f"<li>{escape(each)}</li>" for each in named)
    doubt = f'<ul class="doubts" aria-label="Doubts">{listed}</ul>' if listed else ""
    if known is None:
        head = '<p class="score">No score: the doubts of this coder are not measured</p>'
        return f"{head}{doubt}"
    word = "sure" if known.sure and not issues else "doubtful" if named else "not sure yet"
    meant = f"{round(known.score * 100)} in 100 proposals with such doubts were right"
    return (
        f'<p class="score" title="{escape(meant)}"><span class="score-bar" aria-hidden="true">'
        f'<span style="width:{round(known.score * 100)}%"></span></span> '
        f"<b>{known.score:.2f}</b> {word}</p>{doubt}"
    )


def said(issue: Issue) -> str:
    """Return an issue's message without the record's id, which the reader has before him."""
    return issue.message.removeprefix(issue.record).lstrip(" ,:")


def _facts(event: Event, names: Names, found: Sequence[Reason]) -> str:
    """Return when, where and who, each with how exactly it is known and why."""
    place, drawn = event.place, event.status == "event"
    rows = []
    if drawn or event.date_start:
        when = phrases.days(event.date_start, event.date_end, event.date_precision)
        known = phrases.DATE_PRECISIONS.get(event.date_precision or "", "")
        rows.append(_row("When", when, known, why(found, "date")))
    if drawn or place:
        known = phrases.PLACE_PRECISIONS.get(place.precision, "") if place else ""
        where = phrases.where(place, names.country, names.border)
        rows.append(_row("Where", where, known, why(found, "place", "area")))
    unresolved = [p.name for p in event.places if not p.resolved]
    if unresolved:
        rows.append(_row("Also named", ", ".join(unresolved), "not found in the gazetteer"))
    if place and place.rivals:
        rows.append(_row("Could also be", "; ".join(place.rivals)))
    if drawn or event.side_a or event.side_b:
        first, second = phrases.who(event.side_a, event.side_b, names.actor)
        rows.append(_row("Who", first, "", why(found, "side_a")))
        rows.append(_row("and", second, "", why(found, "side_b")))
    if event.notes:
        rows.append(_row("Notes", event.notes))
    return f'<dl class="facts">{"".join(rows)}</dl>' if rows else ""


def _row(name: str, value: str, note: str = "", reason: str = "") -> str:
    small = f' <span class="known">{escape(note)}</span>' if note else ""
    return f"<div><dt>{escape(name)}</dt><dd>{escape(value)}{small}{reason}</dd></div>"


def _words(event: Event) -> str:
    return f"<blockquote>{quote_html(event.evidence[0], event)}</blockquote>"
