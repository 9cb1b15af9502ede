"""The other records of an event's incident, on its card: nobody's claim is lost; safe HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from events.matching.incidents import Incident
from events.model import Event
from views import phrases
from views.card_html import Names, claims_html


def incident_card_html(
    incident: Incident, events: Sequence[Event], shown: str, names: Names
) -> str:
    """Return the records of an incident but the one shown, each with its claims."""
    others = [each for each in events if each.id != shown]
    whose = (
        "a person said so"
        if incident.decided
        else f"proposed with a score of {incident.score:.2f}, seen by nobody yet"
    )
    if incident.kind == "sum":
        head = (
            "This record is the sum of others"
            if incident.records[0] == shown
            else "Part of what another record tells as one"
        )
    else:
        head = "The same incident in other records"
    told = "".join(_record(each, names) for each in others)
    return f'<section class="card"><h3>{head}</h3><p class="side">{whose}</p>{told}</section>'


def _record(event: Event, names: Names) -> str:
    when = phrases.days(event.date_start, event.date_end, event.date_precision)
    where = phrases.where(event.place, names.country, names.border)
    killed = phrases.span(event.fatalities_low, event.fatalities_high)
    return (
        f"<h4>{escape(event.dataset)}</h4><p>{escape(when)} · {escape(where)} · killed "
        f'{escape(killed)}</p><p class="side">{escape(event.id)}</p>{claims_html(event, names)}'
    )
