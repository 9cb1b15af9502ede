"""By what a listing can be ordered: a key for each event, comparable among all parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from events.queries.kernels import NO_DAY
from events.queries.loading import Loaded, Numbered

Ints = npt.NDArray[np.int32]
MANY = 1 << 22  # a toll from here on is ranked among the tolls that there are


@dataclass(frozen=True)
class Keyed:
    """The keys of a part's events: ``table[codes]``, with no need to lay all of them out."""

    codes: Ints
    table: Ints

    def at(self, rows: npt.NDArray[np.int64]) -> Ints:
        """Return the keys of some events."""
        return self.table[self.codes[rows]]


@dataclass(frozen=True)
class Keys:
    """How a listing is ordered: keys from 1 to ``size - 1``, and 0 where nothing is known.

    With ``by_id`` all keys are equal, and the ids themselves are ordered.
    """

    size: int
    of: Callable[[Numbered], Keyed]
    by_id: bool = False


def _told(keys: Ints, size: int) -> Keyed:
    """Return keys that stand for themselves."""
    return Keyed(keys, np.arange(size, dtype=np.int32))


def _by_date(loaded: Loaded) -> Keys:
    every = [each.part.days for each in loaded.parts]
    days = np.unique(np.concatenate([np.array([NO_DAY], np.int32), *every]))

    def of(each: Numbered) -> Keyed:
        return Keyed(each.part.day, np.searchsorted(days, each.part.days).astype(np.int32))

    return Keys(len(days), of)


def _by_toll(measure: str) -> Callable[[Loaded], Keys]:
    def keys(loaded: Loaded) -> Keys:
        tolls = [getattr(each.part, measure) for each in loaded.parts]
        most = max((int(each.max(initial=0)) for each in tolls), default=0)
        if most < MANY:
            return Keys(
                most + 2, lambda each: _told(getattr(each.part, measure) + np.int32(1), most + 2)
            )
        known = np.unique(np.concatenate([np.array([-1], np.int32), *map(np.unique, tolls)]))
        return Keys(
            len(known),
            lambda each: _told(
                np.searchsorted(known, getattr(each.part, measure)).astype(np.int32), len(known)
            ),
        )

    return keys


def _ranks(names: Iterable[str | None]) -> dict[str | None, int]:
    """Return the place of each name among all, from 1 on; 0 for None."""
    ranked = sorted({name for name in names if name is not None})
    return {None: 0} | {name: at for at, name in enumerate(ranked, 1)}


def _looked_up(ranks: dict[str | None, int], names: Iterable[str | None]) -> Ints:
    return np.array([ranks[name] for name in names], np.int32)


def _by_sort(place: int) -> Callable[[Loaded], Keys]:
    def keys(loaded: Loaded) -> Keys:
        ranks = _ranks(row[place] for row in loaded.sorts.rows)
        return Keys(
            len(ranks),
            lambda each: Keyed(
                each.part.sort, _looked_up(ranks, [r[place] for r in each.part.sorts])
            ),
        )

    return keys


def _by_where(name: Callable[[Loaded, tuple[str | None, ...]], str | None]) -> Callable[..., Keys]:
    def keys(loaded: Loaded) -> Keys:
        ranks = _ranks(name(loaded, row) for row in loaded.wheres.rows)

        def of(each: Numbered) -> Keyed:
            own = _looked_up(ranks, [name(loaded, row) for row in each.part.wheres])
            return Keyed(each.part.where, own)

        return Keys(len(ranks), of)

    return keys


def _by_place(loaded: Loaded) -> Keys:
    names = loaded.area_names

    def area(row: tuple[str | None, ...]) -> str | None:
        return names.get(row[3] or "") or names.get(row[2] or "")

    named = [area(row) for row in loaded.wheres.rows]
    ranks = _ranks([*named, *(name for each in loaded.parts for name in each.part.places)])

    def of(each: Numbered) -> Keyed:
        part = each.part
        own = _looked_up(ranks, map(area, part.wheres))[part.where]
        keys = np.where(own == 0, _looked_up(ranks, part.places)[part.place], own)
        return _told(keys, len(ranks))

    return Keys(len(ranks), of)


def _by_publisher(loaded: Loaded) -> Keys:
    ranks = _ranks(row[0] for row in loaded.publishers.rows)

    def of(each: Numbered) -> Keyed:
        own = _looked_up(ranks, [r[0] for r in each.part.publishers])
        return Keyed(each.part.publisher, own)

    return Keys(len(ranks), of)


def _by_id(loaded: Loaded) -> Keys:  # noqa: ARG001
    return Keys(2, lambda each: _told(np.ones(len(each.part), np.int32), 2), by_id=True)


SORTS: dict[str, Callable[[Loaded], Keys]] = {
    "date": _by_date,
    "type": _by_sort(0),
    "place": _by_place,
    "province": _by_where(lambda loaded, row: loaded.area_names.get(row[2] or "")),
    "low": _by_toll("low"),
    "best": _by_toll("best"),
    "high": _by_toll("high"),
    "precision": _by_where(lambda _, row: row[4]),
    "source": _by_publisher,
    "id": _by_id,
}
