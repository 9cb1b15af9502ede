"""What has become of the events since an earlier version: which, in what, by whom and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.commits import LogEntry
from events.history import FieldChange, Row, field_changes
from events.model import Event
from events.queries.comparing import KINDS, differing
from events.queries.reading import read
from events.schema import row_to_event
from events.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Since:
    """The events that an earlier version and a later one do not share, as ids by kind.

    ``chosen`` says of each kind which of them count; all where it is None.
    """

    before: Snapshot
    after: Snapshot
    ids: Mapping[str, pa.Array]
    chosen: Mapping[str, npt.NDArray[np.bool_]] | None = None

    def count(self, kind: str) -> int:
        """Return how many events are of a kind of :data:`events.queries.comparing.KINDS`."""
        return len(self.ids[kind]) if self.chosen is None else int(self.chosen[kind].sum())

    def page(self, kind: str, first: int, rows: int) -> tuple[str, ...]:
        """Return some ids of a kind, in order."""
        ids = self.ids[kind]
        if self.chosen is None:
            return tuple(ids.slice(first, rows).to_pylist())
        places = np.flatnonzero(self.chosen[kind])[first : first + rows]
        return tuple(ids.take(pa.array(places, pa.int64())).to_pylist())

    def all_ids(self) -> pa.ChunkedArray:
        """Return the ids of all kinds, one kind after the other."""
        return pa.chunked_array(list(self.ids.values()), pa.string())

    def where(self, passing: npt.NDArray[np.bool_]) -> Since:
        """Return the same, with only some of :meth:`all_ids` counted and listed."""
        ends = np.cumsum([len(each) for each in self.ids.values()])[:-1]
        return replace(self, chosen=dict(zip(self.ids, np.split(passing, ends), strict=True)))

    def kind_of(self, event_id: str) -> str | None:
        """Return what became of one event; None where nothing did."""
        for kind, ids in self.ids.items():
            if pc.index(ids, event_id).as_py() >= 0:
                return kind
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """One event that is not what it was.

    ``event`` is as it is now, for one that was removed as it was.  ``fields`` are the net
    changes; ``commits`` are those that touched it since, oldest first.
    """

    event: Event
    fields: tuple[FieldChange, ...]
    commits: tuple[LogEntry, ...]


def since(before: Snapshot, after: Snapshot) -> Since:
    """Return which events two versions do not share; as many as there are, in little memory.

    Raises
    ------
    StoreError
        When a file of a version cannot be read.
    """
    found = differing(before.event_files, after.event_files)
    kinds = found["kind"]
    ids = {
        kind: found["id"].filter(pc.equal(kinds, kind)).combine_chunks()
        if found.num_rows
        else pa.array([], pa.string())
        for kind in KINDS
    }
    return Since(before, after, ids)


def told(
    found: Since,
    ids: Sequence[str],
    changes: Callable[[int, int, Sequence[str]], Sequence[Mapping[str, Any]]],
    entry: Callable[[int], LogEntry],
) -> tuple[Told, ...]:
    """Return what became of some events, in the order of their ids.

    Parameters
    ----------
    changes : callable
        :meth:`events.store.Store.changes`.
    entry : callable
        The log entry of a version.
    """
    old, new = (_by_id(one, ids) for one in (found.before, found.after))
    commits: dict[str, dict[int, LogEntry]] = {}
    for row in changes(found.before.version + 1, found.after.version, ids):
        version = row["_commit_version"]
        commits.setdefault(row["event_id"], {})[version] = entry(version)
    return tuple(
        Told(
            row_to_event(new.get(each) or old[each]),
            field_changes(old[each], new[each]) if each in old and each in new else (),
            tuple(commits.get(each, {}).values()),
        )
        for each in ids
        if each in old or each in new
    )


def _by_id(snapshot: Snapshot, ids: Sequence[str]) -> dict[str, Row]:
    return {row["event_id"]: row for row in read(snapshot, "events", ids).to_pylist()}
