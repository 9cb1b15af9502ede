"""The parts of a version, each read once and shared by all versions that hold its file.

A file of the table never changes, so a new version costs only the files that are new.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from weakref import WeakValueDictionary

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from events.queries import combos
from events.queries.combos import Combos, Mask, Numbers, Register
from events.queries.keeping import Kept
from events.queries.laying import read_part
from events.queries.parts import KEPT_FROM, Part, kept_part
from events.queries.reading import THREADS, WHOLE, literal, unreadable
from events.schema import EVENTS
from events.snapshot import Snapshot

CACHE = "cache"
Progress = Callable[[int, int], None]

# Two claimants give another number, or another stance, for the same kind of loss of one side.
# Where a report itself states a number, the report is the claimant: a further one is another.
_RIVALS = f"""
WITH whole AS MATERIALIZED (
    SELECT event_id, claims, also FROM {WHOLE} WHERE len(claims) > 1 OR len(also) > 0
),
claim AS (
    SELECT event_id, unnest(claims) AS c, '' AS report FROM whole
    UNION ALL
    SELECT event_id, unnest(t.claims) AS c, t.report_id AS report
    FROM (SELECT event_id, unnest(also) AS t FROM whole WHERE len(also) > 0)
)
SELECT DISTINCT a.event_id FROM claim a JOIN claim b ON a.event_id = b.event_id
WHERE a.c.kind = b.c.kind AND NOT a.c.subset AND NOT b.c.subset
    AND a.c.side IS NOT DISTINCT FROM b.c.side
    AND coalesce(a.c.claimant, a.report) IS DISTINCT FROM coalesce(b.c.claimant, b.report)
    AND (a.c.low <> b.c.low OR a.c.high IS DISTINCT FROM b.c.high OR a.c.stance <> b.c.stance)
"""


@dataclass(frozen=True, eq=False)
class Numbered:
    """A part, the numbers that its combinations have among all parts, and its words' index."""

    part: Part
    sorts: Numbers
    wheres: Numbers
    sides: Numbers
    publishers: Numbers
    index: Kept = field(default_factory=lambda: Kept(1))


@dataclass
class Registers:
    """The combinations of all parts that were ever read from one data folder."""

    sorts: Register
    wheres: Register
    sides: Register
    publishers: Register
    read: WeakValueDictionary[str, Numbered]

    @classmethod
    def empty(cls) -> Registers:
        """Return registers without a combination."""
        return cls(
            Register(combos.SORT_READERS),
            Register(combos.WHERE_READERS),
            Register(combos.SIDES_READERS),
            Register(combos.PUBLISHER_READERS),
            WeakValueDictionary(),
        )


@dataclass(frozen=True)
class Loaded:
    """The parts of a version, with the combinations that they name."""

    parts: tuple[Numbered, ...]
    sorts: Combos
    wheres: Combos
    sides: Combos
    publishers: Combos
    folder: Path | None

    @cached_property
    def area_names(self) -> dict[str, str]:
        """The names of provinces and districts by their keys, the first of several."""
        found: dict[str, str] = {}
        used = {int(at) for each in self.parts for at in each.wheres}
        for at in used:
            row = self.wheres.rows[at]
            for key, name in ((row[2], row[5]), (row[3], row[6])):
                if key and name:
                    found[key] = min(found.get(key, name), name)
        return found

    @cached_property
    def somewhere(self) -> Mask:
        """Which areas name any place at all."""
        found = [bool(row[2] or row[3] or combos.countries(row)) for row in self.wheres.rows]
        return np.array(found, bool)

    @cached_property
    def total(self) -> int:
        """All records of the version."""
        return sum(len(each.part) for each in self.parts)

    @cached_property
    def ids(self) -> pa.ChunkedArray:
        """The ids of all events, part by part."""
        return pa.chunked_array([each.part.ids for each in self.parts], pa.string())


def load(
    snapshot: Snapshot, registers: Registers | None = None, progress: Progress | None = None
) -> Loaded:
    """Return the parts of a version.

    Parameters
    ----------
    snapshot : Snapshot
    registers : Registers, optional
        What is read already; the parts read now are put there.
    progress : callable, optional
        Told after each part how many events of how many are there.

    Raises
    ------
    StoreError
        When a file of the version cannot be read.
    """
    registers = registers or Registers.empty()
    folder = snapshot.home / CACHE if snapshot.home else None
    there = {file: registers.read.get(file) for file in snapshot.event_files}
    new = [file for file, part in there.items() if part is None]
    try:
        there |= {each.part.file: each for each in _read(new, folder, registers, progress)}
    except (pa.ArrowException, OSError, duckdb.Error) as error:
        raise unreadable(new, error) from error
    parts = [part for part in there.values() if part is not None]
    registers.read.update({each.part.file: each for each in parts})
    return Loaded(
        tuple(each for each in parts if len(each.part)),
        registers.sorts.combos(),
        registers.wheres.combos(),
        registers.sides.combos(),
        registers.publishers.combos(),
        folder,
    )


def _read(
    files: Sequence[str], folder: Path | None, registers: Registers, progress: Progress | None
) -> tuple[Numbered, ...]:
    """Read files, the large ones one by one and the small ones together."""
    rows = {file: pq.read_metadata(file).num_rows for file in files}
    large = [[file] for file in files if rows[file] >= KEPT_FROM]
    small = [file for file in files if rows[file] < KEPT_FROM]
    done = 0

    def some(group: list[str]) -> list[Numbered]:
        kept = {file: part for file in group if (part := kept_part(file, folder))}
        missing = [file for file in group if file not in kept]
        rivals = _rivals(missing)
        return [
            _numbered(kept.get(file) or read_part(file, rivals, folder), registers)
            for file in group
        ]

    found: list[Numbered] = []
    with ThreadPoolExecutor(THREADS) as pool:
        for numbered in pool.map(some, [*large, small]):
            found += numbered
            done += sum(len(each.part) for each in numbered)
            if progress:
                progress(done, sum(rows.values()))
    return tuple(found)


def _rivals(files: Sequence[str]) -> list[str]:
    """Return the ids of the events with rival claims in some files."""
    if not files:
        return []
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("empty", EVENTS.empty_table())
        return [row[0] for row in connection.execute(_RIVALS, [literal(files)]).fetchall()]


def _numbered(part: Part, registers: Registers) -> Numbered:
    return Numbered(
        part,
        registers.sorts.numbers(part.sorts),
        registers.wheres.numbers(part.wheres),
        registers.sides.numbers(part.pairs),
        registers.publishers.numbers(part.publishers),
    )
