"""The rows that commits changed, as the table's change feed keeps them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from events.store.tables import FAULTS, Tables

KINDS = ("delete", "insert", "update_preimage", "update_postimage")


def changes(
    tables: Tables, first: int, last: int, event_id: str | None = None
) -> tuple[dict[str, Any], ...]:
    """Return the changed event rows of the commits ``first`` to ``last``, oldest first.

    Each is a row of ``EVENTS`` with ``_change_type``, one of :data:`KINDS`, and
    ``_commit_version``.
    """
    events = tables.open("events")
    if events is None or first > last:
        return ()
    literal = None if event_id is None else event_id.replace("'", "''")
    try:
        reader = events.delta.load_cdf(
            starting_version=first,
            ending_version=last,
            predicate=None if literal is None else f"event_id = '{literal}'",
        )
        rows = pa.table(reader.read_all()).to_pylist()
    except FAULTS as error:
        raise events.broken(error) from error
    return tuple(
        sorted(rows, key=lambda row: (row["_commit_version"], KINDS.index(row["_change_type"])))
    )
