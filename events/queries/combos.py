"""What comes in few combinations, each combination once: pairs of sides, areas, types.

An event holds the number of its combination.  So a condition is tried on a few combinations
and not on every event, and one count by combination answers many questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

Combo = tuple[Any, ...]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Reader = Callable[[Combo], Iterable[str | None]]


@dataclass(frozen=True, slots=True)
class Field:
    """The values of one field: pairs of a combination and a value of it.

    A combination may hold several values (countries of a border) or none.
    """

    names: tuple[str, ...]
    combo: Numbers
    value: Numbers
    size: int

    def mask(self, chosen: Iterable[str]) -> Mask:
        """Return which combinations hold one of some values."""
        wanted = set(chosen)
        values = np.array([each in wanted for each in self.names], bool)
        out = np.zeros(self.size, bool)
        out[self.combo[values[self.value]]] = True
        return out

    def count(self, n: Numbers, pairs: Mask | None = None) -> dict[str, int]:
        """Return the events of each value, from those of each combination; those with any."""
        combo, value = self.combo, self.value
        if pairs is not None:
            combo, value = combo[pairs], value[pairs]
        sums = np.zeros(len(self.names), np.int64)
        np.add.at(sums, value, n[combo])
        return {self.names[at]: int(sums[at]) for at in np.flatnonzero(sums)}


@dataclass(frozen=True)
class Combos:
    """Some combinations, numbered; ``readers`` say which values of each field one holds."""

    rows: tuple[Combo, ...]
    readers: Mapping[str, Reader]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The values of each field."""
        return {name: _field(self.rows, reader) for name, reader in self.readers.items()}


def _field(rows: tuple[Combo, ...], reader: Reader) -> Field:
    numbers: dict[str, int] = {}
    combo, value = [], []
    for at, row in enumerate(rows):
        for each in dict.fromkeys(reader(row)):
            if each is not None:
                combo.append(at)
                value.append(numbers.setdefault(each, len(numbers)))
    return Field(tuple(numbers), np.array(combo, np.int64), np.array(value, np.int64), len(rows))


class Register:
    """Numbers combinations as they come; a number once given stays."""

    def __init__(self, readers: Mapping[str, Reader]) -> None:
        self._numbers: dict[Combo, int] = {}
        self._readers = readers
        self._lock = Lock()
        self._combos = Combos((), readers)

    def numbers(self, rows: Iterable[Combo]) -> Numbers:
        """Return the numbers of combinations, new ones included."""
        with self._lock:
            known = self._numbers
            return np.array([known.setdefault(row, len(known)) for row in rows], np.int64)

    def combos(self) -> Combos:
        """Return all combinations that are known now."""
        with self._lock:
            if len(self._combos.rows) < len(self._numbers):
                self._combos = Combos(tuple(self._numbers), self._readers)
            return self._combos


def _at(place: int) -> Reader:
    return lambda row: (row[place],)


def countries(row: Combo) -> Iterable[str | None]:
    """Return the countries of an area: its own, and both of a stretch of border."""
    return [each for each in (*(row[1] or "").split("-"), row[0]) if each]


# what a combination holds, in order
SORT = ("event_type", "sub_event_type", "status", "dataset", "date_precision")
WHERE = ("country", "border", "adm1_id", "adm2_id", "place_precision", "adm1", "adm2")
SORT_READERS: dict[str, Reader] = {
    "event_types": _at(0),
    "sub_event_types": _at(1),
    "statuses": _at(2),
    "datasets": _at(3),
}
WHERE_READERS: dict[str, Reader] = {
    "adm1": _at(2),
    "adm2": _at(3),
    "borders": _at(1),
    "countries": countries,
    "precisions": _at(4),
}
SIDES_READERS: dict[str, Reader] = {
    "side_a": lambda row: row[0],
    "side_b": lambda row: row[1],
    "either": lambda row: (*row[0], *row[1]),
}
PUBLISHER_READERS: dict[str, Reader] = {"publishers": _at(0)}
