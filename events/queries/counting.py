"""How many events a filter shows, leaves out, and offers beside each choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from events.queries.answers import FacetValue, Headline, TimelineRow
from events.queries.combos import Combos, Mask, Numbers
from events.queries.conditions import Bytes, Tried, day_of, others
from events.queries.kernels import MEASURES, NO_DAY, tally
from events.queries.loading import Loaded, Numbered

Counts = dict[str, int]
Longs = npt.NDArray[np.int64]
_FAR = 2**31 - 1  # later than any day, beyond any pixel
_LEAST, _MOST = [6, 7, 9], [4, 8, 10]  # of the head: what is no sum


@dataclass(frozen=True)
class Tally:
    """The events of a filter, each family of its conditions lifted from its own counts.

    ``by_sort``, ``by_sides`` and ``by_publisher`` count by combination; ``by_where`` holds the
    measures of :mod:`events.queries.kernels` and the events with a point; ``by_day`` the
    measures by ``days`` and type, the last of ``types`` being None.
    """

    tried: Tried
    by_sort: Numbers
    by_where: Longs
    by_sides: Numbers
    by_publisher: Numbers
    days: Numbers
    types: tuple[str | None, ...]
    by_day: Longs
    head: Numbers


@dataclass(frozen=True)
class PartTally:
    """The counts of one part, by its own combinations and types."""

    of: Numbered
    sort: Longs
    where: Longs
    sides: Longs
    publisher: Longs
    types: tuple[str | None, ...]
    day: Longs
    head: Longs


def _head() -> Longs:
    return np.array([0, 0, 0, 0, NO_DAY, 0, _FAR, _FAR, -1, _FAR, -1], np.int64)


def tally_part(each: Numbered, fails: Bytes) -> PartTally:
    """Count the events of a part."""
    part = each.part
    types, kind = part.kinds
    found = PartTally(
        each,
        np.zeros(len(part.sorts), np.int64),
        np.zeros((len(part.wheres), MEASURES + 1), np.int64),
        np.zeros(len(part.pairs), np.int64),
        np.zeros(len(part.publishers), np.int64),
        types,
        np.zeros((len(part.days), len(types), MEASURES), np.int64),
        _head(),
    )
    tally(
        fails, part.day, part.end, part.sort, part.where, part.sides, part.publisher, part.x,
        part.y, part.low, part.best, part.high, part.flags, kind, part.days, found.sort,
        found.where, found.sides, found.publisher, found.day, found.head,
    )  # fmt: skip
    return found


def together(loaded: Loaded, tried: Tried, parts: list[PartTally]) -> Tally:
    """Put the counts of all parts together."""
    by_sort = np.zeros(len(loaded.sorts.rows), np.int64)
    by_where = np.zeros((len(loaded.wheres.rows), MEASURES + 1), np.int64)
    by_sides = np.zeros(len(loaded.sides.rows), np.int64)
    by_publisher = np.zeros(len(loaded.publishers.rows), np.int64)
    every = [np.empty(0, np.int32)] + [each.of.part.days for each in parts]
    days = np.unique(np.concatenate(every))
    known = {name for part in parts for name in part.types if name is not None}
    types = (*sorted(known), None)
    by_day = np.zeros((len(days), len(types), MEASURES), np.int64)
    head = _head()
    for part in parts:
        by_sort[part.of.sorts] += part.sort
        by_where[part.of.wheres] += part.where
        by_sides[part.of.sides] += part.sides
        by_publisher[part.of.publishers] += part.publisher
        at = np.searchsorted(days, part.of.part.days)
        kinds = np.array([types.index(name) for name in part.types], np.int64)
        by_day[np.ix_(at, kinds)] += part.day
        least, most = np.minimum(head, part.head), np.maximum(head, part.head)
        head += part.head
        head[_LEAST], head[_MOST] = least[_LEAST], most[_MOST]
    return Tally(
        tried, by_sort, by_where, by_sides, by_publisher, days.astype(np.int64), types, by_day, head
    )


def headline(loaded: Loaded, tally_: Tally, issues_open: int) -> Headline:
    """Return the numbers above the map."""
    where = shown_where(tally_)
    n, low, low_known, high, high_known, pointed = where.sum(axis=0).tolist()
    nowhere = ~loaded.somewhere
    without_place = int((where[nowhere, 0] - where[nowhere, 5]).sum())
    shown, undated, best, best_known, last, rivals, first, *_ = tally_.head.tolist()
    return Headline(
        shown=shown,
        filtered_out=loaded.total - shown,
        total=loaded.total,
        without_place=without_place,
        area_only=n - pointed - without_place,
        undated=undated,
        not_on_map_by_status=_off_the_map(loaded, tally_),
        killed_low=low if low_known else None,
        killed_best=best if best_known else None,
        killed_high=high if high_known else None,
        killed_unknown=shown - high_known,
        first=None if first == _FAR else day_of(first),
        last=day_of(last),
        events_with_rival_claims=rivals,
        issues_open=issues_open,
    )


def bounds(tally_: Tally) -> tuple[int, int, int, int] | None:
    """Return the least x, least y, most x and most y of the shown events with a point."""
    left, right, top, bottom = tally_.head[7:].tolist()
    return None if right < 0 else (left, top, right, bottom)


def shown_where(tally_: Tally) -> Longs:
    """Return the measures of the shown events by area; nought for areas that are not chosen."""
    passing = others(tally_.tried.wheres, "", len(tally_.by_where))
    return tally_.by_where * passing[:, None]


def _off_the_map(loaded: Loaded, tally_: Tally) -> Counts:
    counts = _lifted(loaded.sorts, tally_.by_sort, tally_.tried.sorts, "statuses")
    return {name: counts[name] for name in sorted(counts) if name != "event"}


def _lifted(combos: Combos, n: Numbers, passing: Mapping[str, Mask], part: str) -> Counts:
    """Return the events of each value of a part, under all other parts of its family."""
    return combos.fields[part].count(n * others(passing, part, len(n)))


def facets(loaded: Loaded, tally_: Tally) -> dict[str, tuple[FacetValue, ...]]:
    """Return the choices of each part, each counted with its own choice lifted."""
    tried, answers = tally_.tried, dict[str, Counts]()
    answers["publishers"] = _lifted(loaded.publishers, tally_.by_publisher, {}, "publishers")
    for part in loaded.sorts.fields:
        answers[part] = _lifted(loaded.sorts, tally_.by_sort, tried.sorts, part)
    for part in loaded.wheres.fields:
        answers[part] = _lifted(loaded.wheres, tally_.by_where[:, 0], tried.wheres, part)
    for name, facing in (("actors", tried.filter.opponents), ("opponents", tried.filter.actors)):
        answers[name] = _actors(loaded.sides, tally_.by_sides, facing)
    return {name: _ranked(counts, loaded.area_names) for name, counts in answers.items()}


def _actors(sides: Combos, n: Numbers, facing: tuple[str, ...]) -> Counts:
    """Count actors; with others chosen, only as they face one of those."""
    either = sides.fields["either"]
    if not facing:
        return either.count(n)
    a, b = sides.fields["side_a"], sides.fields["side_b"]
    in_a, in_b = a.mask(facing), b.mask(facing)
    counts: Counts = {}
    # who stands on both sides, and faces one on each, is one event all the same
    for field, faced in ((a, in_b), (b, in_a)):
        counts = _added(counts, field.count(n * faced))
    doubled = _on_both(sides, n, in_a & in_b)
    return {name: left for name, count in counts.items() if (left := count - doubled.get(name, 0))}


def _added(one: Counts, other: Counts) -> Counts:
    return {name: one.get(name, 0) + other.get(name, 0) for name in (*one, *other)}


def _on_both(sides: Combos, n: Numbers, faced: Mask) -> Counts:
    """Return the events of those who stand on both sides, in pairs where each side is faced."""
    counts: Counts = {}
    for at in np.flatnonzero(faced & (n > 0)):
        side_a, side_b = sides.rows[at]
        for name in {*side_a} & {*side_b}:
            counts[name] = counts.get(name, 0) + int(n[at])
    return counts


def _ranked(counts: Counts, labels: Mapping[str, str]) -> tuple[FacetValue, ...]:
    named = [FacetValue(value, labels.get(value, value), n) for value, n in counts.items() if value]
    return tuple(sorted(named, key=lambda each: (-each.count, each.label)))


def _periods(days: Numbers, unit: str) -> Numbers:
    """Return the first day of the period in which each day lies."""
    if unit == "day":
        return days
    if unit == "week":
        return (days + 3) // 7 * 7 - 3
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


def timeline(tally_: Tally, unit: str) -> tuple[TimelineRow, ...]:
    """Return events by the period they began in and by type, the dates of the filter lifted."""
    dated = tally_.days != NO_DAY
    periods, at = np.unique(_periods(tally_.days[dated], unit), return_inverse=True)
    sums = np.zeros((len(periods), len(tally_.types), MEASURES), np.int64)
    np.add.at(sums, at, tally_.by_day[dated])
    rows = []
    for period, kind in np.argwhere(sums[:, :, 0]).tolist():
        n, *tolls = sums[period, kind].tolist()
        day = day_of(int(periods[period]))
        assert day is not None  # noqa: S101  what has no date is left out above
        rows.append(TimelineRow(day, tally_.types[kind], n, *stated(tolls)))
    return tuple(rows)


def stated(tolls: Sequence[int]) -> tuple[int | None, int | None]:
    """Return the sums of low and high, None where no event of them states one.

    ``tolls`` are the sum of low, how many state a low, and the same of high.
    """
    low, lows, high, highs = tolls
    return low if lows else None, high if highs else None
