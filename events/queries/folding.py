"""Each incident once: which records another one of the same incident stands for.

Among the records that pass the rest of a filter the best one of each incident stays
(:mod:`events.matching.best`); of a record that is the sum of others its parts stay.  So no
incident is lost to a filter that lets only a lesser record of it through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.matching.best import COLUMNS, order
from events.matching.incidents import Incident, incidents
from events.matching.rules import load as load_rules
from events.queries.kernels import REST
from events.queries.reading import read
from events.snapshot import Snapshot

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
_FAR = 2**31 - 1


@dataclass(frozen=True)
class Members:
    """Records of incidents: ``place`` 0 is the best, the parts of a sum are all at 0.

    ``row`` is where each stands in a part of the version, once it was looked up there.
    """

    ids: tuple[str, ...]
    incident: Longs
    place: Longs

    def within(self, ids: pa.StringArray) -> tuple[Longs, Longs, Longs]:
        """Return the rows of a part that are of incidents, which, and at which place."""
        known = pa.array(sorted(set(self.ids)), pa.string())
        found = pc.index_in(ids, known)
        row = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
        at_row = {int(n): int(r) for n, r in zip(found.take(row).to_pylist(), row, strict=True)}
        number = pc.index_in(pa.array(self.ids, pa.string()), known).to_pylist()
        here = [(at, at_row[n]) for at, n in enumerate(number) if n in at_row]
        chosen, rows = (np.array(each, np.int64) for each in zip(*here, strict=True)) if here else (
            np.zeros(0, np.int64), np.zeros(0, np.int64)
        )  # fmt: skip
        return rows, self.incident[chosen], self.place[chosen]


def least_score(once: str) -> float | None:
    """Return from which score on proposals count; None where only decisions do."""
    levels = load_rules().levels
    return {"sure": levels.sure, "likely": levels.likely}.get(once)


def incidents_of(snapshot: Snapshot, once: str) -> tuple[Incident, ...]:
    """Return the incidents of several records that a version has, by whose word counts."""
    pairings = read(snapshot, "pairings").to_pylist()
    columns = ["kind", "records", "score"]
    proposed = [] if once == "decided" else read(snapshot, "groups", columns=columns).to_pylist()
    return incidents(proposed, pairings, least_score(once))


def members(snapshot: Snapshot, once: str) -> Members:
    """Return the records of each incident of a version.

    Parameters
    ----------
    once : str
        ``decided``, ``sure`` or ``likely``: whose word counts, see
        :class:`events.queries.Filter`.
    """
    found = incidents_of(snapshot, once)
    ids = sorted({each for incident in found for each in incident.records})
    rows = read(snapshot, "events", ids, list(COLUMNS)).to_pylist()
    ranks = {row["event_id"]: order(row) for row in rows}
    told: list[tuple[str, int, int]] = []
    for number, incident in enumerate(found):
        there = [each for each in incident.records if each in ranks]
        best = sorted(there, key=lambda each: ranks[each])
        for each in there:
            whole = each == incident.records[0]
            place = int(whole) if incident.kind == "sum" else best.index(each)
            told.append((each, number, place))
    names, numbers, places = zip(*told, strict=True) if told else ((), (), ())
    return Members(tuple(names), np.array(numbers, np.int64), np.array(places, np.int64))


def fold(
    failing: Sequence[Bytes], within: Sequence[tuple[Longs, Longs, Longs]], count: int
) -> list[Bytes]:
    """Return what each event fails, where records that another one stands for fail too.

    Parameters
    ----------
    failing : sequence of array
        What each event of each part fails of the rest of a filter.
    within : sequence of tuple
        Of each part the rows that are of incidents, which incident, and at which place.
    count : int
        How many incidents there are.
    """
    best = np.full(count, _FAR, np.int64)
    for fails, (rows, incident, place) in zip(failing, within, strict=True):
        passing = fails[rows] == 0
        np.minimum.at(best, incident[passing], place[passing])
    folded = []
    for fails, (rows, incident, place) in zip(failing, within, strict=True):
        lesser = rows[(fails[rows] == 0) & (place > best[incident])]
        without = fails.copy()
        without[lesser] |= REST
        folded.append(without)
    return folded
