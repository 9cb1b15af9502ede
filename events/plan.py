"""What bringing rows into a table would change: added, changed, removed, the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events.queries.planning import Comparison, compared_issues, compared_table
from events.queries.reading import read_files
from events.rewriting import Replaced, without
from events.snapshot import KEYS, SCHEMAS
from events.staging import Staged


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table needs to take rows in; ``removed`` are keys."""

    added: pa.Table
    changed: pa.Table
    removed: tuple[str, ...]
    unchanged: int

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added.num_rows or self.changed.num_rows or self.removed)

    @classmethod
    def none(cls, table: str) -> Plan:
        """Return the plan that changes no row of a table."""
        rows = SCHEMAS[table].empty_table()
        return cls(rows, rows, (), 0)

    def merge_source(self, schema: pa.Schema, key: str) -> pa.Table:
        """Return added, changed and removed rows in one table, with the flag ``gone``."""
        removed = pa.Table.from_pylist([{key: each} for each in self.removed], schema=schema)
        rows = pa.concat_tables([self.added, self.changed, removed])
        kept = self.added.num_rows + self.changed.num_rows
        gone = pa.array([False] * kept + [True] * removed.num_rows)
        return rows.append_column("gone", gone)


def plan_rows(files: Sequence[str], table: str, rows: pa.Table, removed: Sequence[str]) -> Plan:
    """Sort incoming rows into added, changed and unchanged against a table's files.

    Parameters
    ----------
    files : sequence of str
        The Parquet files of the table's version.
    table : str
        Its name, a key of :data:`events.snapshot.SCHEMAS`.
    rows : pyarrow.Table
        Of the table's schema; when a key comes twice, the last row counts.
    removed : sequence of str
        Keys to take out; those that also stand in ``rows`` are kept.
    """
    key = KEYS[table]
    found = compared_table(files, key, rows.select([key, "row_hash"]))
    gone: tuple[str, ...] = ()
    if removed:
        there = read_files(files, table, removed, [key])[key].to_pylist()
        gone = tuple(sorted({*there}.difference(rows[key].to_pylist())))
    return Plan(
        added=rows.take(found["added"]),
        changed=rows.take(found["changed"]),
        removed=gone,
        unchanged=len(found["same"]),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One commit of a table, in one of three ways.

    ``merged`` gives rows with the flag ``gone`` to be merged in, where rows change or go;
    ``table`` is rows to append; ``files`` are Parquet files to add as they are, in the folder of
    ``dataset`` where the table has such folders, and ``replaced`` files of the table that others
    take the place of.  ``added``, ``changed`` and ``removed`` count.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    merged: Callable[[], pa.Table] | None = None
    table: pa.Table | None = None
    files: tuple[Path, ...] = ()
    dataset: str | None = None
    replaced: tuple[Replaced, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.removed)


def change_of(plan: Plan, name: str) -> Change:
    """Return the commit of a plan whose rows are in memory."""
    counts = (plan.added.num_rows, plan.changed.num_rows, len(plan.removed))
    if plan.changed.num_rows or plan.removed:
        return Change(*counts, merged=lambda: plan.merge_source(SCHEMAS[name], KEYS[name]))
    return Change(*counts, table=plan.added if plan.added.num_rows else None)


def staged_events(found: Comparison, staged: Staged) -> Change:
    """Return the commit of staged events: their files as they are where every row is new.

    Where rows change, the files that hold the old ones are written again without them.
    """
    counts = (found.counts.added, found.counts.changed)
    if found.counts.added == staged.rows:
        files = tuple(path for path, _ in staged.event_files)
        return Change(*counts, files=files, dataset=staged.dataset)
    new = []
    for path, first in staged.event_files:
        chosen = path.with_name(f"new-{path.name}")
        if sum(counts) and found.write(path, first, ("added", "changed"), chosen):
            new.append(chosen)
    replaced: tuple[Replaced, ...] = ()
    if found.counts.changed:
        # one at a time: two would need 100 MB more than all that went before
        replaced = tuple(
            without(old, rows, staged.folder / f"rest-{number:05}.parquet")
            for number, (old, rows) in enumerate(found.outdated())
        )
    return Change(*counts, files=tuple(new), dataset=staged.dataset, replaced=replaced)


def staged_issues(there: Sequence[str], staged: Staged) -> Change:
    """Return the commit that puts the staged issues in place of their records' earlier ones."""
    new = staged.folder / "new-issues.parquet"
    added, gone = compared_issues(
        there, staged.issue_files, staged.key_files, staged.issue_scope, new
    )
    files = (new,) if added else ()
    replaced = tuple(
        without(old, rows, staged.folder / f"rest-issues-{number:05}.parquet")
        for number, (old, rows) in enumerate(_rows_of(there, gone))
    )
    return Change(added, 0, len(gone), files=files, replaced=replaced)


def _rows_of(
    files: Sequence[str], issues: Sequence[str]
) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    """Yield each file of the issues that holds one of some, with the numbers of those rows."""
    wanted = pa.array(issues, pa.string())
    for file in files if issues else ():
        there = pq.read_table(file, columns=["issue_id"], partitioning=None)["issue_id"]
        rows = np.flatnonzero(pc.is_in(there, wanted).to_numpy())
        if len(rows):
            yield file, rows
