"""Proposals over all stored data sets: a stretch of days at a time, then groups over all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from events.matching.comparing import Compared, Tally, Tools, compare
from events.matching.grouping import Group, Link, Pair, grouped
from events.matching.reasons import Told, reasons
from events.matching.records import COLUMNS, records_of
from events.matching.rules import Rules
from events.queries.record_windows import days_of, records_between
from events.schema import Row

AT_ONCE = 60_000  # records of one stretch of days, beside its margins
KEPT = 0.05  # the least score of a pair that is remembered, to see that a group holds together
_EPOCH = date(1970, 1, 1)


@dataclass
class Proposed:
    """Groups of records that may be one incident, and what is told of them.

    ``told`` holds the pairs above ``KEPT``, ``places`` the names of the places of their records.
    """

    groups: tuple[Group, ...] = ()
    told: dict[Pair, Told] = field(default_factory=dict)
    dataset: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    tolls: dict[str, float] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    def rows(self, tools: Tools) -> Iterator[Row]:
        """Yield the rows of ``GROUPS``, without their hash, the surest group first."""
        for group in self.groups:
            pairs = [
                {
                    "first": one, "second": other, "score": round(told.score, 3),
                    "reasons": self._reasons(group, one, other, told, tools.rules),
                }
                for one, other, told in self._pairs(group)
            ]  # fmt: skip
            yield {
                "group_id": "\n".join(sorted(group.records)),
                "kind": group.kind,
                "records": list(group.records),
                "score": round(group.score, 3),
                "pairs": pairs,
            }

    def _reasons(self, group: Group, one: str, other: str, told: Told, rules: Rules) -> list[str]:
        names = (self.places[one], self.places[other])
        if group.kind != "sum":
            return list(reasons(told, names, rules))
        whole, *parts = (f"{self.tolls[each]:.0f}" for each in group.records)
        added = f"+ the tolls of its parts, {' + '.join(parts)}, come to about its own, {whole}"
        return [added, *reasons(told, names, rules, part=True)]

    def _pairs(self, group: Group) -> Iterator[tuple[str, str, Told]]:
        """Yield a group's pairs; of a sum those of the whole with each part."""
        ids = group.records
        listed = (
            [(ids[0], part) for part in ids[1:]]
            if group.kind == "sum"
            else [(a, b) for at, a in enumerate(ids) for b in ids[at + 1 :]]
        )
        for one, other in listed:
            told = self.told.get((min(one, other), max(one, other)))
            if told is not None:
                yield one, other, told


def propose(
    files: Sequence[str],
    datasets: Sequence[str],
    tools: Tools,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Proposed:
    """Return the groups that the program proposes among the records of some data sets.

    Parameters
    ----------
    files : sequence of str
        The event files of a version.
    datasets : sequence of str
        Records of different ones are compared; of the same one only where ``tools.within`` says.
    told : callable
        Is told how many records are done, and of how many.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    limits = tools.rules.limits
    made, links = Proposed(), list[Link]()
    days = days_of(files, datasets, limits.longest)
    everyone, done = sum(count for _, count in days), 0
    margin = timedelta(limits.longest + limits.days)
    for first, last, count in stretches(days):
        table = records_between(
            files, datasets, limits.longest, first - margin, last + margin, COLUMNS
        )
        tally = Tally(skipped=made.tally.skipped)
        found = compare(records_of(table), tools, tally)
        made.tally.candidates += tally.candidates
        made.tally.possible += tally.possible
        links += _own(found, made, first, last, tools.rules.levels.floor)
        done += count
        told(done, everyone)
    made.tally.records = everyone
    scores = {pair: each.score for pair, each in made.told.items()}
    made.groups = grouped(links, made.dataset, scores)
    return made


def stretches(days: Sequence[tuple[date, int]]) -> Iterator[tuple[date, date, int]]:
    """Yield the first and last day of stretches of about ``AT_ONCE`` records, and how many."""
    first, last, count = None, None, 0
    for day, records in days:
        if first is not None and last is not None and count + records > AT_ONCE:
            yield first, last, count
            first, count = None, 0
        first, last, count = first or day, day, count + records
    if first is not None and last is not None:
        yield first, last, count


def _own(found: Compared, made: Proposed, first: date, last: date, floor: float) -> Iterator[Link]:
    """Yield the links whose earliest record begins in the stretch; remember their pairs."""
    records, pairs = found.records, found.found.pairs
    low, high = ((day - _EPOCH).days for day in (first, last))
    start = records.first[pairs].min(axis=1) if len(pairs) else np.zeros(0)
    own = (start >= low) & (start <= high)
    summed = np.zeros(len(pairs), dtype=bool)
    for one in found.sums:
        if one.score >= floor:
            summed[list(one.pairs)] = True
    names = records.names["dataset"]
    for at in np.flatnonzero((own & (found.scores >= KEPT)) | summed).tolist():
        rows = pairs[at].tolist()
        ids = tuple(str(records.ids[row]) for row in rows)
        for row, each in zip(rows, ids, strict=True):
            made.dataset[each] = names[records.dataset[row]]
            made.places[each] = str(records.named[row])
            made.tolls[each] = float(records.best[row])
        found_at = found.found
        made.told[min(ids), max(ids)] = Told(
            float(found.scores[at]), found_at.codes[at].tobytes(), int(found.rival[at]),
            int(found_at.days[at]), float(found_at.km[at]),
        )  # fmt: skip
    mine = {
        str(records.ids[row])
        for row in np.flatnonzero((records.first >= low) & (records.first <= high))
    }
    begins = dict(zip(map(str, records.ids), records.first.tolist(), strict=True))
    for link in found.links(floor):
        if min(link.records, key=lambda each: (begins[each], each)) in mine:
            yield link
