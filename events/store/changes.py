"""The rows that commits changed, as the table's change feed keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from events.store.tables import FAULTS, Tables

KINDS = ("delete", "insert", "update_preimage", "update_postimage")


def changes(
    tables: Tables,
    first: int,
    last: int,
    ids: Sequence[str] | None,
    before: Callable[[Sequence[str]], Iterable[dict[str, Any]]],
) -> tuple[dict[str, Any], ...]:
    """Return the changed event rows of the commits ``first`` to ``last``, oldest first.

    Of all events, or of those with some ids; ``before`` gives rows at the version before.
    Each is a row of ``EVENTS`` with ``_change_type``, one of :data:`KINDS`, and
    ``_commit_version``.
    """
    events = tables.open("events")
    if events is None or first > last:
        return ()
    if ids is not None and not ids:
        return ()
    literals = None if ids is None else [each.replace("'", "''") for each in ids]
    try:
        reader = events.delta.load_cdf(
            starting_version=first,
            ending_version=last,
            predicate=None if literals is None else _among(literals),
        )
        rows = pa.table(reader.read_all()).to_pylist()
    except FAULTS as error:
        raise events.broken(error) from error
    rows = _netted(rows)
    rows.sort(key=lambda row: (row["_commit_version"], KINDS.index(row["_change_type"])))
    came = sorted({row["event_id"] for row in rows if row["_change_type"] == "insert"})
    return tuple(_paired(rows, before(came) if came else ()))


def _netted(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without those that one commit took out and brought in again as they were.

    Of a rewind, the feed has all rows of the files that went and came; a row that came in
    another form is made the pair that it is.
    """
    found: dict[tuple[int, str], dict[str, dict[str, Any]]] = {}
    for row in rows:
        kinds = found.setdefault((row["_commit_version"], row["event_id"]), {})
        kinds[row["_change_type"]] = row
    net: list[dict[str, Any]] = []
    for kinds in found.values():
        if {"delete", "insert"} <= kinds.keys():
            old, new = kinds.pop("delete"), kinds.pop("insert")
            if old["row_hash"] != new["row_hash"]:
                kinds["update_preimage"] = old | {"_change_type": "update_preimage"}
                kinds["update_postimage"] = new | {"_change_type": "update_postimage"}
        net += kinds.values()
    return net


def _paired(
    rows: Iterable[dict[str, Any]], before: Iterable[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield rows in order, those that took the place of an earlier one as the pair they are.

    Of an import that changes rows, the feed has the new ones alone (:mod:`events.rewriting`).
    """
    latest = {row["event_id"]: row for row in before}
    for row in rows:
        event, kind = row["event_id"], row["_change_type"]
        if kind == "insert" and event in latest:
            pair = {"_commit_version": row["_commit_version"]}
            yield latest[event] | pair | {"_change_type": "update_preimage"}
            row = row | {"_change_type": "update_postimage"}  # noqa: PLW2901
        yield row
        if kind == "delete":
            latest.pop(event, None)
        elif kind != "update_preimage":
            latest[event] = row


def _among(literals: Sequence[str]) -> str:
    quoted = [f"'{each}'" for each in literals]
    return f"event_id IN ({', '.join(quoted)})"
