"""The rules that an event must keep, alone and beside others: events in, issues out.

Nothing raises and no event is dropped.  An issue of severity "error" says that a value
cannot be right, "warning" that a person should look, "note" that something was assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from events.checking.actors import check_actors, check_types
from events.checking.fault import fault
from events.checking.losses import check_claims, check_fatalities
from events.checking.places import check_joined, check_place
from events.checking.times import check_dates
from events.checking.words import check_words
from events.codebook import Codebook
from events.model import Event, Issue, Report

__all__ = ["check", "check_joined", "check_together"]


def check(event: Event, codebook: Codebook, report: Report | None = None) -> tuple[Issue, ...]:
    """Return all that one event breaks.

    Parameters
    ----------
    event
        The event, before or after it has a point.
    codebook
        The vocabulary.
    report
        The report that it was coded from; with it, quotes are looked up letter for letter.
    """
    return (
        *check_types(event, codebook),
        *check_dates(event, report),
        *check_actors(event, codebook),
        *check_place(event, codebook),
        *check_claims(event),
        *check_fatalities(event),
        *(check_words(event, report) if report else ()),
    )


def check_together(events: Iterable[Event]) -> tuple[Issue, ...]:
    """Return what events of one data set break together: an id twice, an event twice.

    Five days of fighting are five events or one span, never both.
    """
    return tuple(_together(tuple(events)))


def _together(events: tuple[Event, ...]) -> Iterator[Issue]:
    ids: set[str] = set()
    alike: dict[tuple[object, ...], list[Event]] = {}
    for event in events:
        if event.id in ids:
            yield fault(
                event, "id", event.id, "id twice", "another event has this id", severity="error"
            )
        ids.add(event.id)
        if event.status == "event" and event.place and event.date_start and event.date_end:
            alike.setdefault(_key(event), []).append(event)
    for group in alike.values():
        yield from _overlapping(group)


def _overlapping(group: list[Event]) -> Iterator[Issue]:
    """Yield what events of one type, place and sides have in common with an earlier one."""
    same_days: dict[tuple[date, date], Event] = {}
    reach: Event | None = None  # the span that reaches furthest so far
    for start, end, event in sorted(_dated(group), key=lambda one: (one[0], -one[1].toordinal())):
        twin = same_days.setdefault((start, end), event)
        if twin is not event:
            said = f"same type, days, sides and place as {twin.id}"
            yield fault(event, "id", event.id, "event twice", said)
        elif reach and reach.date_end and end <= reach.date_end and event.date_precision == "day":
            said = f"same type, sides and place as {reach.id}, whose days hold it: days, or a span"
            yield fault(event, "date_start", start, "days within a span", said)
        exact = event.date_precision in ("day", "span")
        if exact and (reach is None or not reach.date_end or end > reach.date_end):
            reach = event


def _dated(group: list[Event]) -> Iterator[tuple[date, date, Event]]:
    for event in group:
        if event.date_start and event.date_end:
            yield event.date_start, event.date_end, event


def _key(event: Event) -> tuple[object, ...]:
    place = event.place
    sides = frozenset({frozenset(event.side_a), frozenset(event.side_b)})
    where = (place.name, place.precision, place.country, place.adm1, place.adm2) if place else None
    return event.source.report_id, event.source.url, event.event_type, sides, where
