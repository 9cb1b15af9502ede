"""The rules that an event must keep, alone and beside others: events in, issues out.

Nothing raises and no event is dropped.  An issue of severity "error" says that a value
cannot be right, "warning" that a person should look, "note" that something was assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
        for number, event in enumerate(group):
            for other in group[:number]:
                yield from _twice(event, other)


def _twice(event: Event, other: Event) -> Iterator[Issue]:
    days = (event.date_start, event.date_end), (other.date_start, other.date_end)
    if days[0] == days[1]:
        said = f"same type, days, sides and place as {other.id}"
        yield fault(event, "id", event.id, "event twice", said)
    elif _within(event, other) or _within(other, event):
        said = f"same type, sides and place as {other.id}, whose days overlap: events, or one span"
        yield fault(event, "date_start", event.date_start, "days within a span", said)


def _within(inner: Event, outer: Event) -> bool:
    if not (inner.date_start and inner.date_end and outer.date_start and outer.date_end):
        return False
    to_the_day = inner.date_precision == "day" and outer.date_precision in ("day", "span")
    return to_the_day and outer.date_start <= inner.date_start <= inner.date_end <= outer.date_end


def _key(event: Event) -> tuple[object, ...]:
    place = event.place
    sides = frozenset({frozenset(event.side_a), frozenset(event.side_b)})
    where = (place.name, place.precision, place.country, place.adm1, place.adm2) if place else None
    return event.source.report_id, event.source.url, event.event_type, sides, where
