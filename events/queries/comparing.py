"""Which events two versions do not share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from events.queries.planning import MEMORY
from events.queries.reading import PARQUET, THREADS, quoted, unreadable

# in the order in which they are told
KINDS = ("added", "changed", "withdrawn", "removed")
_NONE = "(SELECT NULL::VARCHAR AS event_id, NULL AS row_hash, NULL AS status WHERE false)"
_NO_KEYS = "(SELECT NULL::VARCHAR AS {key}, NULL AS row_hash WHERE false)"
_COUNTED = """
SELECT
    count(*) FILTER (WHERE b.key IS NULL),
    count(*) FILTER (WHERE a.key IS NOT NULL AND b.key IS NOT NULL),
    count(*) FILTER (WHERE a.key IS NULL)
FROM before b FULL OUTER JOIN after a ON a.key = b.key
WHERE a.row_hash IS DISTINCT FROM b.row_hash
"""
_COMPARED = """
SELECT
    coalesce(a.event_id, b.event_id) AS id,
    CASE
        WHEN b.event_id IS NULL THEN 'added'
        WHEN a.event_id IS NULL THEN 'removed'
        WHEN a.status = 'withdrawn' AND b.status IS DISTINCT FROM 'withdrawn' THEN 'withdrawn'
        ELSE 'changed'
    END AS kind
FROM before b FULL OUTER JOIN after a ON a.event_id = b.event_id
WHERE a.row_hash IS DISTINCT FROM b.row_hash
ORDER BY id
"""


def differing(before: Sequence[str], after: Sequence[str]) -> pa.Table:
    """Return the events that two sets of event files do not share.

    Files in both are passed over: what stands in them is the same.

    Returns
    -------
    pyarrow.Table
        ``id`` and ``kind``, one of :data:`KINDS`, by id.  ``withdrawn`` are events whose source
        has taken them back since; ``removed`` are no longer stored.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    with _views(before, after, "event_id, row_hash, status", _NONE) as connection:
        found: pa.Table = connection.sql(_COMPARED).to_arrow_table()
    return found


@contextmanager
def _views(
    before: Sequence[str], after: Sequence[str], columns: str, none: str
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give ``before`` and ``after`` with some columns, of the files that are not in both."""
    old, new = sorted({*before} - {*after}), sorted({*after} - {*before})
    with duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY}) as connection:
        connection.execute("SET preserve_insertion_order = false")
        try:
            for name, files in (("before", old), ("after", new)):
                source = none
                if files:
                    source = PARQUET.replace("?", quoted(files), 1)
                connection.execute(f"CREATE TEMP VIEW {name} AS SELECT {columns} FROM {source}")
            yield connection
        except duckdb.Error as error:
            raise unreadable([*old, *new], error) from error


def counted(before: Sequence[str], after: Sequence[str], key: str) -> tuple[int, int, int]:
    """Return how many rows were added, changed and removed between two sets of a table's files.

    Parameters
    ----------
    key : str
        The column that tells the rows apart.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    with _views(before, after, f"{key} AS key, row_hash", _NO_KEYS.format(key=key)) as connection:
        row = connection.execute(_COUNTED).fetchone() or (0, 0, 0)
    return int(row[0]), int(row[1]), int(row[2])


def compared(
    before: Sequence[str], after: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the ids of events added, changed and removed between two sets of event files."""
    rows = differing(before, after).to_pylist()
    added = tuple(row["id"] for row in rows if row["kind"] == "added")
    removed = tuple(row["id"] for row in rows if row["kind"] == "removed")
    return added, tuple(r["id"] for r in rows if r["kind"] in {"changed", "withdrawn"}), removed
