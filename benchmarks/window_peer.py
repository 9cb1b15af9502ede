"""The plain way to match data sets: a window of days and km, the nearest first, each record once.

This is what MELTT [1]_ does at its heart, by its own choice of window and of the types that must
agree; here the window and whether types must agree are the best ones of a grid on labelled pairs.

References
----------
.. [1] K. Donnay, E. Dunford, E. McGrath, D. Backer, D. Cunningham, "Integrating Conflict Event
   Data", Journal of Conflict Resolution, 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from events.matching.candidates import earth_centred

DAYS = (0, 1, 2, 3, 5)
KM = (1, 2, 3, 5, 10, 15, 20, 25, 35, 50, 75, 100)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Window:
    """Records so many days and km apart; ``typed``: of one type; ``once``: each in one pair."""

    days: int
    km: float
    typed: bool
    once: bool

    def __str__(self) -> str:
        """Return the window in words."""
        types = "same type, " if self.typed else ""
        return f"{self.days} days, {self.km:g} km, {types}{'one to one' if self.once else 'any'}"


@dataclass(frozen=True)
class Points:
    """The records of one data set as the plain way sees them: a day, a point, a type."""

    ids: tuple[str, ...]
    day: npt.NDArray[np.int64]
    spot: npt.NDArray[np.float64]
    kind: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[tuple[str, date, float, float, str]]) -> Points:
        """Return the points of (id, day, latitude, longitude, type)."""
        ids, days, lat, lon, kinds = zip(*rows, strict=True)
        return cls(
            ids, np.array([each.toordinal() for each in days]),
            earth_centred(np.array(lat), np.array(lon)), kinds,
        )  # fmt: skip


def near(first: Points, second: Points) -> npt.NDArray[np.void]:
    """Return all pairs within the widest window: ``i``, ``j``, ``km``, ``days``, ``same``."""
    found = cKDTree(first.spot).sparse_distance_matrix(
        cKDTree(second.spot), max(KM), output_type="ndarray"
    )
    days = np.abs(first.day[found["i"]] - second.day[found["j"]])
    kinds = np.array(first.kind)[found["i"]] == np.array(second.kind)[found["j"]]
    out = np.zeros(
        len(found), [("i", int), ("j", int), ("km", float), ("days", int), ("same", bool)]
    )
    for name, values in zip(
        out.dtype.names, (found["i"], found["j"], found["v"], days, kinds), strict=True
    ):
        out[name] = values
    return out[out["days"] <= max(DAYS)]


def matched(
    window: Window, found: npt.NDArray[np.void], first: Points, second: Points
) -> set[Pair]:
    """Return the pairs of a window."""
    kept = found[(found["days"] <= window.days) & (found["km"] <= window.km)]
    if window.typed:
        kept = kept[kept["same"]]
    if not window.once:
        return {(first.ids[one["i"]], second.ids[one["j"]]) for one in kept}
    pairs: set[Pair] = set()
    taken: tuple[set[int], set[int]] = (set(), set())
    for one in kept[np.lexsort((kept["km"], kept["days"]))]:
        i, j = int(one["i"]), int(one["j"])
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.add((first.ids[i], second.ids[j]))
    return pairs


def best_window(first: Points, second: Points, truth: set[Pair]) -> Window:
    """Return the window with the highest F1 on labelled pairs."""
    found = near(first, second)
    windows = [Window(*each) for each in product(DAYS, KM, (False, True), (False, True))]

    def f1(window: Window) -> float:
        pairs = matched(window, found, first, second)
        return 2 * len(pairs & truth) / max(1, len(pairs) + len(truth))

    return max(windows, key=f1)
