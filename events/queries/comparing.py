"""Which events two versions do not share."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from events.queries.planning import MEMORY
from events.queries.reading import PARQUET, THREADS, literal, unreadable

# in the order in which they are told
KINDS = ("added", "changed", "withdrawn", "removed")
_NONE = "(SELECT NULL::VARCHAR AS event_id, NULL AS row_hash, NULL AS status WHERE false)"
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
    old, new = sorted({*before} - {*after}), sorted({*after} - {*before})
    with duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY}) as connection:
        connection.execute("SET preserve_insertion_order = false")
        for name, files in (("before", old), ("after", new)):
            source = _NONE
            if files:
                listed = ", ".join("'" + each.replace("'", "''") + "'" for each in literal(files))
                source = PARQUET.replace("?", f"[{listed}]", 1)
            connection.execute(
                f"CREATE TEMP VIEW {name} AS SELECT event_id, row_hash, status FROM {source}"
            )
        try:
            found: pa.Table = connection.sql(_COMPARED).to_arrow_table()
        except duckdb.Error as error:
            raise unreadable([*old, *new], error) from error
    return found


def compared(
    before: Sequence[str], after: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the ids of events added, changed and removed between two sets of event files."""
    rows = differing(before, after).to_pylist()
    added = tuple(row["id"] for row in rows if row["kind"] == "added")
    removed = tuple(row["id"] for row in rows if row["kind"] == "removed")
    return added, tuple(r["id"] for r in rows if r["kind"] in {"changed", "withdrawn"}), removed
