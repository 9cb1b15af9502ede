"""What bringing rows into a table would change: added, changed, removed, the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from events.queries.reading import read_files
from events.snapshot import KEYS, SCHEMAS


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
    rows = _last_of_each(rows, key)
    incoming: list[str] = rows[key].to_pylist()
    there = read_files(files, table, [*incoming, *removed], [key, "row_hash"])
    hashes = dict(zip(there[key].to_pylist(), there["row_hash"].to_pylist(), strict=True))
    known = [each in hashes for each in incoming]
    same = [
        hashes.get(each) == new
        for each, new in zip(incoming, rows["row_hash"].to_pylist(), strict=True)
    ]
    other = [there and not equal for there, equal in zip(known, same, strict=True)]
    return Plan(
        added=rows.filter(pa.array([not each for each in known], pa.bool_())),
        changed=rows.filter(pa.array(other, pa.bool_())),
        removed=tuple(sorted(set(removed) & set(hashes).difference(incoming))),
        unchanged=sum(same),
    )


def _last_of_each(rows: pa.Table, key: str) -> pa.Table:
    """Keep the last row of each key."""
    keys = rows[key].to_pylist()
    last = {value: index for index, value in enumerate(keys)}
    return rows if len(last) == len(keys) else rows.take(sorted(last.values()))
