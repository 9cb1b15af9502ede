"""Which reports tell the same story: by their words, or by the incidents that they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from events.model import Event
from events.stories.matching import Apart, pairs
from events.stories.text import Copies

WITHIN = timedelta(days=3)  # between two publications of one story
HALF = 0.5  # of the events of the report that has fewer
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What grouping needs of a report: its events, slim, and the signature of its words."""

    report_id: str
    published: date
    events: tuple[Event, ...]
    signature: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Reports of one story: the first to be published, then the others, each with why.

    ``why`` says it for a reader: "4 of 6 events match" or "shares 70% of its words".
    """

    lead: str
    others: tuple[tuple[str, str], ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """Return the ids of all its reports, the first published first."""
        return (self.lead, *(each for each, _ in self.others))


def group(reports: Iterable[Told], apart: Apart = lambda _a, _b: False) -> tuple[Story, ...]:
    """Return the stories that several reports tell.

    A report joins the story whose first report it is most like.  It is held against that one
    only and not against every member, so that a week's round-up does not chain all into one.

    Parameters
    ----------
    reports
        In any order; the answer is the same.
    apart
        Whether a person says of two reports that they tell different stories.
    """
    leads: dict[str, Told] = {}
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    copies, incidents = Copies(), _Incidents()
    for told in sorted(reports, key=lambda each: (each.published, each.report_id)):
        shares = copies.of(told.signature)
        found = []
        for lead_id in sorted({*shares, *incidents.of(told)}):
            lead = leads[lead_id]
            if told.published - lead.published > WITHIN or apart(lead_id, told.report_id):
                continue
            score, why = _likeness(lead, told, shares.get(lead_id, 0.0))
            if score:
                found.append((-score, lead_id, why))
        if found:
            _, lead_id, why = min(found)
            members[lead_id].append((told.report_id, why))
            continue
        leads[told.report_id] = told
        copies.add(told.report_id, told.signature)
        incidents.add(told)
    return tuple(Story(lead, tuple(members[lead])) for lead in leads if members[lead])


def _likeness(lead: Told, told: Told, share: float) -> tuple[float, str]:
    """Return how alike two reports are, 0 for not, and what a reader is told of it."""
    mine, theirs = _incidents(lead.events), _incidents(told.events)
    fewer = min(len(mine), len(theirs))
    matched = len(pairs(mine, theirs)) if fewer else 0
    part = matched / fewer if fewer else 0.0
    if share:
        also = f", {matched} of {fewer} events match" if matched else ""
        return 1 + share, f"shares about {round(share, 1):.0%} of its words{also}"
    return (part, f"{matched} of {fewer} events match") if part >= HALF else (0.0, "")


def _incidents(events: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(each for each in events if each.status == "event")


class _Incidents:
    """Finds the reports with an event of the same type on nearly the same day."""

    def __init__(self) -> None:
        self._by_day: dict[tuple[str | None, date], set[str]] = defaultdict(set)

    def of(self, told: Told) -> set[str]:
        near: set[str] = set()
        for event in _incidents(told.events):
            if event.date_start is not None:
                for day in (event.date_start - _A_DAY, event.date_start, event.date_start + _A_DAY):
                    near |= self._by_day.get((event.event_type, day), set())
        return near

    def add(self, told: Told) -> None:
        for event in _incidents(told.events):
            if event.date_start is not None:
                self._by_day[event.event_type, event.date_start].add(told.report_id)
