"""What speaks for and against each candidate pair: numbered findings, one of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from events.matching.actors import ActorMatch
from events.matching.candidates import Pairs
from events.matching.places import Areas, compared
from events.matching.records import DISTRICT, NEAR, Floats, Records, Texts
from events.matching.rules import FINDINGS, Limits

Codes = npt.NDArray[np.int8]
KINDS = tuple(FINDINGS)
ALIKE = 0.86  # two romanisations of one name (Jaro-Winkler)
_MANY, _SOME = 60.0, 45.0  # words shared, of 100
# types that data sets take for each other: a bomb at a post is a battle to one of them
_KIN = {
    frozenset(("Battles", "Explosions/Remote violence")),
    frozenset(("Explosions/Remote violence", "Violence against civilians")),
    frozenset(("Battles", "Violence against civilians")),
    frozenset(("Protests", "Riots")),
    frozenset(("Riots", "Violence against civilians")),
}


@dataclass(frozen=True)
class Evidence:
    """Findings of n pairs: ``codes`` (n, kinds) in the order of ``KINDS``, days and km apart."""

    pairs: Pairs
    codes: Codes
    days: npt.NDArray[np.int64]
    km: Floats

    def __len__(self) -> int:
        return len(self.pairs)


def find(
    records: Records, pairs: Pairs, limits: Limits, areas: Areas, actors: ActorMatch
) -> Evidence:
    """Return the findings of the pairs that can be one incident at all; the others are left out."""
    sided = _actors(records, pairs, actors)
    pairs, sided = pairs[sided >= 0], sided[sided >= 0]
    place, km = compared(records, pairs, limits, areas)
    fit = place >= 0
    pairs, sided, place, km = pairs[fit], sided[fit], place[fit], km[fit]
    days, gap = _days(records, pairs)
    found = {
        "days": days, "place": place, "name": _names(records, pairs), "actors": sided,
        "type": _types(records, pairs), "toll": _tolls(records, pairs),
        "words": _words(records, pairs),
    }  # fmt: skip
    codes = np.column_stack([found[kind] for kind in KINDS]).astype(np.int8)
    return Evidence(pairs, codes.reshape(len(pairs), len(KINDS)), gap, km)


def _actors(records: Records, pairs: Pairs, actors: ActorMatch) -> npt.NDArray[np.int64]:
    width = len(records.sides)
    keys = records.side[pairs[:, 0]] * width + records.side[pairs[:, 1]]
    unique, back = np.unique(keys, return_inverse=True)
    codes = [actors.code(records.sides[k // width], records.sides[k % width]) for k in unique]
    return np.array(codes, np.int64)[back.reshape(-1)] if len(keys) else keys


def _days(records: Records, pairs: Pairs) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    one, other = pairs[:, 0], pairs[:, 1]
    first, last = records.first, records.last
    gap = np.maximum(np.maximum(first[other] - last[one], first[one] - last[other]), 0)
    same = (first[one] == first[other]) & (last[one] == last[other])
    return np.where(same, 0, np.where(gap == 0, 1, np.minimum(gap + 1, 4))), gap


def _names(records: Records, pairs: Pairs) -> npt.NDArray[np.int64]:
    """Compare names of places of one kind: a district's and a village's say nothing."""
    mine, theirs = records.place[pairs[:, 0]], records.place[pairs[:, 1]]
    kinds = [np.where(records.level[pairs[:, side]] <= NEAR, NEAR, records.level[pairs[:, side]])
             for side in (0, 1)]  # fmt: skip
    there = (mine != "") & (theirs != "") & (kinds[0] == kinds[1]) & (kinds[0] <= DISTRICT)
    alike = _alike(mine, theirs, there)
    return np.where(~there, 3, np.where(mine == theirs, 0, np.where(alike >= ALIKE, 1, 2)))


def _alike(mine: Texts, theirs: Texts, there: npt.NDArray[np.bool_]) -> Floats:
    found = np.zeros(len(mine))
    if there.any():
        found[there] = process.cpdist(
            list(mine[there]), list(theirs[there]), scorer=JaroWinkler.similarity
        )
    return found


def _types(records: Records, pairs: Pairs) -> npt.NDArray[np.int64]:
    names = records.names["type"]
    table = np.full((len(names) + 1, len(names) + 1), 2, dtype=np.int64)
    for a, one in enumerate(names):
        for b, other in enumerate(names):
            table[a, b] = 0 if a == b else 1 if frozenset((one, other)) in _KIN else 2
    table[-1, :] = table[:, -1] = 1  # an unknown type may be any
    return table[records.kind[pairs[:, 0]], records.kind[pairs[:, 1]]]


def _tolls(records: Records, pairs: Pairs) -> npt.NDArray[np.int64]:
    one, other = pairs[:, 0], pairs[:, 1]
    tolls = np.column_stack([records.low, records.best, records.high])
    return toll_codes(tolls[one], tolls[other])


def toll_codes(mine: Floats, theirs: Floats) -> npt.NDArray[np.int64]:
    """Return the numbers of the findings on tolls (n, 3) of low, best, high."""
    a, b = mine[:, 1], theirs[:, 1]
    less, more = np.minimum(a, b), np.maximum(a, b)
    overlap = (mine[:, 0] <= theirs[:, 2]) & (theirs[:, 0] <= mine[:, 2])
    close = (more - less <= 1) | (more <= 1.2 * less)
    code = np.select([a == b, overlap, close, more <= 2 * less], [0, 1, 2, 3], 4)
    return np.where(np.isnan(a) | np.isnan(b), 5, code)


def _words(records: Records, pairs: Pairs) -> npt.NDArray[np.int64]:
    mine, theirs = records.notes[pairs[:, 0]], records.notes[pairs[:, 1]]
    there = np.array([bool(a and b) for a, b in zip(mine, theirs, strict=True)], dtype=bool)
    found = np.zeros(len(pairs))
    if there.any():
        found[there] = process.cpdist(
            list(mine[there]), list(theirs[there]), scorer=fuzz.token_sort_ratio
        )
    return np.where(~there, 3, np.where(found >= _MANY, 0, np.where(found >= _SOME, 1, 2)))


def joined(parts: Sequence[Evidence]) -> Evidence:
    """Return the findings of several parts as one."""
    if not parts:
        nothing = np.zeros(0, np.int64)
        codes = np.zeros((0, len(KINDS)), np.int8)
        return Evidence(np.zeros((0, 2), np.int64), codes, nothing, nothing.astype(np.float64))
    names = ("pairs", "codes", "days", "km")
    return Evidence(*(np.concatenate([getattr(each, name) for each in parts]) for name in names))
