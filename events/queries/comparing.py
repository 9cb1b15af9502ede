"""Which events two versions do not share."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from events.queries.reading import read_files

_COMPARED = """
SELECT
    coalesce(b.event_id, a.event_id) AS id,
    b.event_id IS NULL AS added,
    a.event_id IS NULL AS removed
FROM before b FULL OUTER JOIN after a ON a.event_id = b.event_id
WHERE a.row_hash IS DISTINCT FROM b.row_hash
ORDER BY id
"""


def compared(
    before: Sequence[str], after: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the ids of events added, changed and removed between two sets of event files."""
    columns = ["event_id", "row_hash"]
    with duckdb.connect() as connection:
        connection.register("before", read_files(before, "events", columns=columns))
        connection.register("after", read_files(after, "events", columns=columns))
        rows = connection.execute(_COMPARED).fetchall()
    added = tuple(each for each, new, _ in rows if new)
    removed = tuple(each for each, _, gone in rows if gone)
    return added, tuple(each for each, new, gone in rows if not (new or gone)), removed
