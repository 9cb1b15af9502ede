"""The matching proposals of one story as one, with every source kept; and taken apart again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from events.fatalities import event_totals
from events.model import Event, Issue, Report, Source, Telling
from events.stories.matching import Apart, pairs


@dataclass(frozen=True, slots=True)
class Part:
    """A proposal of another report that is the same event."""

    report: Report
    event: Event


@dataclass(frozen=True, slots=True)
class Merge:
    """What one proposal is merged from: its own reading, other reports' ones, a stored event.

    ``into`` is an event that a person accepted before: it keeps its values and its id.
    """

    own: Event
    parts: tuple[Part, ...] = ()
    into: Event | None = None


def telling_of(event: Event) -> Telling:
    """Return a proposal as one more telling of an event."""
    return Telling(event.id, event.source, event.claims, event.evidence, event.grounds)


def merged(merge: Merge) -> Event:
    """Return the event of a merge under the proposal's id; nobody's claim is lost or changed."""
    main = merge.into or merge.own
    told = [telling_of(part.event) for part in merge.parts]
    if merge.into is not None:
        told.insert(0, telling_of(merge.own))
    there = {each.event_id for each in main.also}
    also = (*main.also, *(each for each in told if each.event_id not in there))
    return _counted(replace(main, id=merge.own.id, also=also))


def without(event: Event, telling_id: str) -> Event:
    """Return an event without one of its further tellings."""
    return _counted(
        replace(event, also=tuple(each for each in event.also if each.event_id != telling_id))
    )


def _counted(event: Event) -> Event:
    low, best, high = event_totals(event)
    return replace(event, fatalities_low=low, fatalities_best=best, fatalities_high=high)


def merges(
    proposals: Sequence[Event],
    others: Sequence[tuple[Report, Sequence[Event]]],
    stored: Sequence[Event] = (),
    apart: Apart = lambda _a, _b: False,
) -> dict[str, Merge]:
    """Return the merges among the open proposals of a story, by the id of this report's own.

    Parameters
    ----------
    proposals
        The open proposals of the report under review.
    others
        The other reports of the story, each with its open proposals.
    stored
        Events of the story that a person accepted before.
    apart
        Whether a person says of two proposals that they are different events.
    """
    found: dict[str, Merge] = {}
    for mine, theirs in pairs(proposals, stored, apart):
        found[mine.id] = Merge(mine, into=theirs)
    for report, open_ones in others:
        for mine, theirs in pairs(proposals, open_ones, apart):
            there = found.get(mine.id, Merge(mine))
            found[mine.id] = replace(there, parts=(*there.parts, Part(report, theirs)))
    return {each.id: found[each.id] for each in proposals if each.id in found}


def differences(merge: Merge) -> tuple[Issue, ...]:
    """Return what the reports tell otherwise of days, type and place: each is a doubt.

    Rival numbers are no doubt: they stand side by side as claims.
    """
    main = merge.into or merge.own
    tellings = [part.event for part in merge.parts]
    if merge.into is not None:
        tellings.insert(0, merge.own)
    return tuple(
        Issue(
            merge.own.id,
            field,
            theirs,
            "told otherwise",
            f"{merge.own.id}: {_who(other.source)} has {theirs}, the merged event {mine}.",
            # a night has two days, and reports name either
            "note" if field == "date_start" else "warning",
        )
        for other in tellings
        for field, mine, theirs in _unequal(_facts(main), _facts(other))
    )


def _facts(event: Event) -> Mapping[str, str]:
    place = event.place
    last = event.date_end or event.date_start
    days = f"{event.date_start}" + (f" to {last}" if last != event.date_start else "")
    where = (place.name, place.adm2, place.adm1, place.country) if place else ()
    return {
        "date_start": days if event.date_start else "no day",
        "sub_event_type": event.sub_event_type or "no sub-type",
        "place": ", ".join(dict.fromkeys(each for each in where if each)) or "no place",
    }


def _unequal(mine: Mapping[str, str], theirs: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(name, mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]]


def _who(source: Source) -> str:
    return source.publisher or source.title or "another report"
