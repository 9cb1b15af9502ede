"""A filter tried on the combinations of a version: which of them fail which of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from events.queries.combos import Combos, Mask
from events.queries.filter import Filter
from events.queries.kernels import (
    DATES,
    EITHER,
    NO_DAY,
    NONE,
    PUBLISHER,
    RETOLD,
    SIDES,
    SORT,
    STATUS,
    WHERE,
    failing,
)
from events.queries.loading import Loaded, Numbered

Bytes = npt.NDArray[np.uint8]
_EPOCH = date(1970, 1, 1).toordinal()
_LAST = 2**31 - 1
_NO_BITS = np.empty(0, np.uint8)


@dataclass(frozen=True)
class Tried:
    """A filter and the combinations that pass each of its parts; a part at rest is absent."""

    filter: Filter
    sorts: Mapping[str, Mask]
    wheres: Mapping[str, Mask]
    sides: Mask
    publishers: Mask
    of_sort: Bytes
    of_where: Bytes


def tried(f: Filter, loaded: Loaded) -> Tried:
    """Try a filter on the combinations of a version."""
    sorts = _chosen(f, loaded.sorts)
    wheres = _chosen(f, loaded.wheres)
    publishers = _chosen(f, loaded.publishers)
    kinds = {name: mask for name, mask in sorts.items() if name != "statuses"}
    of_sort = _failing(kinds, SORT, loaded.sorts) | _failing(
        {name: mask for name, mask in sorts.items() if name == "statuses"}, STATUS, loaded.sorts
    )
    everyone = np.ones(len(loaded.publishers.rows), bool)
    return Tried(
        f, sorts, wheres, _sided(f, loaded.sides), publishers.get("publishers", everyone), of_sort,
        _failing(wheres, WHERE, loaded.wheres),
    )  # fmt: skip


def _chosen(f: Filter, combos: Combos) -> dict[str, Mask]:
    """Return which combinations pass each part of the filter that is not at rest."""
    return {
        name: field.mask(getattr(f, name))
        for name, field in combos.fields.items()
        if getattr(f, name, ())
    }


def others(passing: Mapping[str, Mask], lifted: str, size: int) -> Mask:
    """Return which combinations pass all parts but one."""
    out = np.ones(size, bool)
    for name, mask in passing.items():
        if name != lifted:
            out &= mask
    return out


def _failing(passing: Mapping[str, Mask], bit: int, combos: Combos) -> Bytes:
    return (~others(passing, "", len(combos.rows)) * bit).astype(np.uint8)


def _sided(f: Filter, sides: Combos) -> Mask:
    """Return which pairs of sides pass: a dyad asks for opposite ones, an actor for either."""
    either = sides.fields["either"]
    if f.actors and f.opponents:
        a, b = sides.fields["side_a"], sides.fields["side_b"]
        one_way = a.mask(f.actors) & b.mask(f.opponents)
        return one_way | (b.mask(f.actors) & a.mask(f.opponents))
    chosen = f.actors or f.opponents
    return either.mask(chosen) if chosen else np.ones(len(sides.rows), bool)


def ordinal(day: date) -> int:
    """Return the days since 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date | None:
    """Return the day that a number of days since 1970 means; None where none is known."""
    return None if number == NO_DAY else date.fromordinal(number + _EPOCH)


def fails(each: Numbered, tried_: Tried, rest: Bytes | None) -> Bytes:
    """Return for each event of a part which families of conditions it fails.

    ``rest`` has a bit for each event that passes all that is not told by columns.
    """
    f, part = tried_.filter, each.part
    late = np.zeros(len(part.days), np.uint8)
    if f.end:
        late[(part.days > ordinal(f.end)) | (part.days == NO_DAY)] = DATES
    found: Bytes = failing(
        part.day, part.end, part.sort, part.where, part.sides, part.publisher,
        getattr(part, f.fatality_measure), part.flags, _any(late),
        ordinal(f.start) if f.start else NO_DAY,
        tried_.of_sort[each.sorts], _any(tried_.of_where[each.wheres]),
        _any((~tried_.sides[each.sides] * SIDES).astype(np.uint8)),
        _any((~tried_.publishers[each.publishers] * PUBLISHER).astype(np.uint8)),
        min(f.min_fatalities, _LAST) if f.min_fatalities > 0 else NONE,
        EITHER if f.retold is None else RETOLD * f.retold,
        _NO_BITS if rest is None else rest,
    )  # fmt: skip
    return found


def _any(bits: Bytes) -> Bytes:
    """Return what fails; nothing where nothing does."""
    return bits if bits.any() else _NO_BITS


def both(bits: Iterable[Bytes]) -> Bytes:
    """Return the bits that all have."""
    found: Bytes = np.bitwise_and.reduce(list(bits))
    return found
