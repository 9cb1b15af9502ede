"""Which pairs of records are worth comparing: near in time, with areas that can be one place.

Points are found by k-d trees in which a step of the widest reach and one of the longest gap in
days count the same; records known to an area by the area and the day.  No pair outside these
reaches could be one incident by the rules, so nothing is lost; what is skipped since too many
records stand in one country on one day is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from events.matching.records import COUNTRY, DISTRICT, EXACT, NEAR, Floats, Ints, Records
from events.matching.rules import Limits

Pairs = npt.NDArray[np.int64]  # shape (n, 2): rows of the records
RADIUS_KM = 6371.0088
_POINTS = 20_000  # of one tree at a time, which bounds the pairs held at once


@dataclass
class Skipped:
    """How many records were not compared for their country, since too many stand there."""

    crowded: int = 0


def candidates(
    records: Records, limits: Limits, within: frozenset[str], skipped: Skipped
) -> Iterator[Pairs]:
    """Yield candidate pairs in parts, no pair twice, of different data sets.

    Parameters
    ----------
    within
        Data sets whose own records are compared with each other too.
    """
    inside = np.array([name in within for name in records.names["dataset"]], dtype=bool)

    def fit(pairs: Pairs) -> Pairs:
        one, other = pairs[:, 0], pairs[:, 1]
        apart = records.dataset[one] != records.dataset[other]
        gap = np.maximum(records.first[other] - records.last[one],
                         records.first[one] - records.last[other])  # fmt: skip
        kept = (apart | inside[records.dataset[one]]) & (one != other) & (gap <= limits.days)
        fitting: Pairs = pairs[kept]
        return fitting

    for pairs in _points(records, limits):
        yield fit(pairs)
    for pairs in _areas(records, limits, skipped):
        yield fit(pairs)


def earth_centred(lat: Floats, lon: Floats) -> Floats:
    """Return x, y, z in km on a sphere; right to half a percent of a distance."""
    phi, lam = np.radians(lat), np.radians(lon)
    return RADIUS_KM * np.column_stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
    )


def _points(records: Records, limits: Limits) -> Iterator[Pairs]:
    """Yield pairs of records with points; first the exact ones, then those of which one is near."""
    pointed = np.flatnonzero((records.level <= NEAR) & ~np.isnan(records.lat))
    exact = pointed[records.level[pointed] == EXACT]
    near = pointed[records.level[pointed] == NEAR]
    slack = limits.slack_km
    for mine, theirs, reach in (
        (exact, exact, 2 * limits.exact_km + slack),
        (near, exact, limits.exact_km + limits.near_km + slack),
        (near, near, 2 * limits.near_km + slack),
    ):
        for some, days in _by_length(records, mine, limits):
            for others, more in _by_length(records, theirs, limits):
                yield from _tree(records, some, others, reach, limits.days + (days + more) / 2)


def _by_length(records: Records, rows: Ints, limits: Limits) -> Iterator[tuple[Ints, int]]:
    """Yield records of a day or two and then the longer ones, each with the longest span."""
    length = records.last[rows] - records.first[rows]
    yield rows[length <= 1], 1
    yield rows[length > 1], limits.longest


def _tree(records: Records, mine: Ints, theirs: Ints, reach: float, days: float) -> Iterator[Pairs]:
    if not len(mine) or not len(theirs):
        return
    tree = cKDTree(_spots(records, theirs, reach, days))
    alike = np.array_equal(records.level[mine[:1]], records.level[theirs[:1]])
    for part in np.array_split(mine, len(mine) // _POINTS + 1):
        own = cKDTree(_spots(records, part, reach, days))
        found = own.sparse_distance_matrix(tree, 1.0, p=np.inf, output_type="ndarray")
        pairs = np.column_stack([part[found["i"]], theirs[found["j"]]])
        yield np.sort(pairs[(pairs[:, 0] < pairs[:, 1])] if alike else pairs, axis=1)


def _spots(records: Records, rows: Ints, reach: float, days: float) -> Floats:
    """Return points in units of the reach and of the longest gap, a span by its middle day."""
    middle = (records.first[rows] + records.last[rows]) / 2 / days
    spots = earth_centred(records.lat[rows], records.lon[rows]) / reach
    return np.column_stack([spots, middle])


def _areas(records: Records, limits: Limits, skipped: Skipped) -> Iterator[Pairs]:
    """Yield pairs of which one is known to an area: of one province, or of one country."""
    everyone = np.arange(len(records))
    area = (records.level >= DISTRICT) & (records.level <= COUNTRY)
    only = area & (records.adm1 < 0) & (records.land >= 0)
    for key, mine, count in (
        (records.adm1, area & (records.adm1 >= 0), None),
        (records.land, only, skipped),
    ):
        for theirs, days in _by_length(records, everyone[key >= 0], limits):
            yield from _by_key(records, everyone[mine], theirs, key, limits, days, count)


def _by_key(  # noqa: PLR0917
    records: Records, mine: Ints, theirs: Ints, key: Ints, limits: Limits, days: int,
    skipped: Skipped | None,
) -> Iterator[Pairs]:  # fmt: skip
    """Yield the pairs of one key whose days are near; ``theirs`` may hold ``mine``."""
    if not len(mine) or not len(theirs):
        return
    order = theirs[np.lexsort((records.first[theirs], key[theirs]))]
    wide = int(records.last.max()) - int(records.first.min()) + 2 * (limits.longest + limits.days)
    zero = int(records.first.min()) - limits.longest - limits.days
    place = key[order] * wide + records.first[order] - zero
    own = key[mine] * wide - zero
    start = np.searchsorted(place, own + records.first[mine] - limits.days - days)
    end = np.searchsorted(place, own + records.last[mine] + limits.days, "right")
    count = np.maximum(end - start, 0)
    if skipped is not None:
        crowded = count > limits.crowded
        skipped.crowded += int(crowded.sum())
        count = np.where(crowded, 0, count)
    listed = np.zeros(len(records), dtype=bool)
    listed[mine] = True
    for part in _parts(count, 2_000_000):
        one = np.repeat(mine[part], count[part])
        step = np.arange(len(one)) - np.repeat(np.cumsum(count[part]) - count[part], count[part])
        other = order[np.repeat(start[part], count[part]) + step]
        # where both are known to an area the pair comes twice
        once = ~listed[other] | (one < other)
        yield np.sort(np.column_stack([one, other])[once], axis=1)


def _parts(count: Ints, most: int) -> Iterator[slice]:
    """Yield slices of a list whose counts add up to about ``most`` each."""
    total = np.cumsum(count)
    start = 0
    while start < len(count):
        done = total[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(total, done + most, "right")))
        yield slice(start, end)
        start = end
