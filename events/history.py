"""What changed: in one event over all versions, and in all events between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.commits import LogEntry
from events.queries.comparing import compared
from events.queries.reading import read
from events.snapshot import Snapshot

Row = Mapping[str, Any]
# derived columns say nothing that the others do not
_DERIVED = {"row_hash", "x22", "y22"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an event, before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Diff:
    """The events that were added, changed or removed from one version to another."""

    added: tuple[str, ...]
    changed: tuple[tuple[str, tuple[FieldChange, ...]], ...]
    removed: tuple[str, ...]


def field_changes(before: Row, after: Row) -> tuple[FieldChange, ...]:
    """Return the fields in which two rows of ``EVENTS`` differ, in the order of the schema."""
    return tuple(
        FieldChange(name, before[name], after[name])
        for name in before
        if name in after
        and name not in _DERIVED
        and not name.startswith("_")
        and before[name] != after[name]
    )


def diff(before: Snapshot, after: Snapshot) -> Diff:
    """Return what changed from one version to another; either may be the earlier one."""
    added, changed, removed = compared(before.event_files, after.event_files)
    old = _by_id(read(before, "events", changed).to_pylist())
    new = _by_id(read(after, "events", changed).to_pylist())
    fields = tuple((each, field_changes(old[each], new[each])) for each in changed)
    return Diff(added, fields, removed)


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["event_id"]: row for row in rows}


def told(
    changes: Sequence[Row], log: Iterable[LogEntry], there_at: int | None = None
) -> tuple[dict[str, object], ...]:
    """Return the history of one event, oldest first, ready to be shown.

    Parameters
    ----------
    changes : sequence of mapping
        Rows of the event as :meth:`events.store.Store.changes` gives them.
    log : iterable of LogEntry
        Says who made each commit and why.
    there_at : int, optional
        The oldest version that is kept, where the event stood in it already.

    Returns
    -------
    tuple of dict
        With ``version``, ``when``, ``what`` ("added", "removed", "changed: notes, ..."),
        ``who``, ``why`` and ``file``; and ``fields``, each :class:`FieldChange` of a change.
    """
    commits = {entry.version: entry for entry in log}
    lines: list[dict[str, object]] = []
    before: Row = {}
    if there_at is not None:
        entry = commits[there_at]
        lines.append(
            _line(entry, "was there already; what became of it before is no longer kept")
            | {"who": "store", "why": "earlier versions were cleaned up", "file": None}
        )
    for row in changes:
        kind, version = row["_change_type"], row["_commit_version"]
        if kind == "update_preimage":
            before = row
            continue
        fields = field_changes(before, row) if kind == "update_postimage" else ()
        lines.append(_line(commits[version], _what(kind, fields), fields))
    return tuple(lines)


def _line(entry: LogEntry, what: str, fields: tuple[FieldChange, ...] = ()) -> dict[str, object]:
    return {
        "version": f"version {entry.version}",
        "when": f"{entry.when:%Y-%m-%d %H:%M} UTC",
        "what": what,
        "who": entry.who,
        "why": entry.why,
        "file": entry.file,
        "fields": fields,
    }


def _what(kind: str, fields: Sequence[FieldChange]) -> str:
    if kind == "update_postimage":
        return f"changed: {', '.join(each.field for each in fields)}"
    return {"insert": "added", "delete": "removed"}[kind]
