"""Writing one change into one table as one commit: merged, appended, or whole files exchanged.

Files of an earlier version are put back as they are, which touches no row.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, Schema, write_deltalake
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction, RemoveAction

from events.commits import Note
from events.plan import Change
from events.snapshot import KEYS, SCHEMAS
from events.store.folder import Linked
from events.store.tables import FAULTS, PARTITIONS, FileEntry, Table

# bytes of memory for a merge: what goes beyond goes to disk, but the changed rows must find room
_SPILL, _SPILL_ROW = 256 << 20, 8192


def write(table: Table, change: Change, note: Note, pins: dict[str, int] | None) -> bool:
    """Commit a change on the very version it was planned on; False when there is a newer.

    Raises
    ------
    StoreError
        When the table cannot be written.
    """
    said = note.metadata(change.added, change.changed, change.removed, pins)
    return committed(table, said, lambda properties: _apply(table, change, properties))


def committed(
    table: Table, said: dict[str, str], act: Callable[[CommitProperties], object]
) -> bool:
    """Do what makes one commit on the version that is open; False when there is a newer.

    Raises
    ------
    StoreError
        When the table cannot be written.
    """
    base = table.version
    try:
        act(CommitProperties(custom_metadata=said, max_commit_retries=0))
    except CommitFailedError as error:
        if table.folder.newest(base) > base:
            return False
        raise table.broken(error) from error
    except FAULTS as error:
        raise table.broken(error) from error
    table.delta.update_incremental()
    return True


def _apply(table: Table, change: Change, properties: CommitProperties) -> None:
    if change.merged is not None:
        rows = change.added + change.changed
        _merge(table, change.merged(), _SPILL + _SPILL_ROW * rows, properties)
    elif change.table is not None:
        write_deltalake(table.delta, change.table, mode="append", commit_properties=properties)
    else:
        # without files the commit says that the events are as they were and their side tables not
        _exchange_files(table, change, properties)


def _merge(
    table: Table,
    source: pa.Table,
    memory: int,
    properties: CommitProperties,
) -> None:
    key = KEYS[table.name]
    columns = {column: f"source.`{column}`" for column in SCHEMAS[table.name].names}
    (
        table.delta.merge(
            source,
            f"target.{key} = source.{key}",
            source_alias="source",
            target_alias="target",
            max_spill_size=memory,
            commit_properties=properties,
        )
        .when_matched_delete("source.gone")
        .when_matched_update(columns)
        .when_not_matched_insert(columns, "not source.gone")
        .execute()
    )


def _exchange_files(table: Table, change: Change, properties: CommitProperties) -> None:
    """Add staged files as they are, and put others in the place of some that are there.

    The change feed tells of the added files alone: the others hold rows that stay as they are.
    """
    new = [
        NewFile(staged, pq.read_metadata(staged).num_rows, change.dataset)
        for staged in change.files
    ]
    entries = {table.folder.files([each.name])[0]: each for each in table.entries()}
    old = [entries[each.old] for each in change.replaced]
    new += [
        NewFile(each.new, each.rows, entry.dataset, kept=True)
        for each, entry in zip(change.replaced, old, strict=True)
        if each.new
    ]
    exchange(table, new, old, properties, changed=True)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A staged Parquet file for a table: where it is, how many rows, which data set's.

    ``kept`` says that its rows stood in the table before.
    """

    path: Path
    rows: int
    dataset: str | None = None
    kept: bool = False


def exchange(
    table: Table,
    new: Sequence[NewFile],
    old: Sequence[FileEntry],
    properties: CommitProperties,
    *,
    changed: bool,
) -> None:
    """Link new files into a table's folder and take old ones out of its newest version.

    ``changed`` says whether the rows are others than before; where they are not, the change
    feed passes the commit over.  It never tells of the old files: their rows stand in the new
    ones, as they were or changed.
    """
    linked: list[Linked] = []
    actions: list[AddAction | RemoveAction] = []
    try:
        for each in new:
            values: dict[str, str | None] = {"dataset": each.dataset} if each.dataset else {}
            inner = f"dataset={each.dataset}/" if each.dataset else ""
            linked += table.folder.link([each.path], inner)
            about, rows = linked[-1], json.dumps({"numRecords": each.rows})
            told = changed and not each.kept
            actions.append(AddAction(about.name, about.size, values, about.changed, told, rows))
        now = int(time.time() * 1000)
        actions += [
            RemoveAction(
                each.name,
                False,  # noqa: FBT003
                now,
                each.size,
                _values(each),
            )
            for each in old
        ]
        _transact(table, actions, properties, SCHEMAS[table.name])
    except BaseException:
        with suppress(OSError):  # what stays is removed by a later clean-up
            table.folder.unlink(each.name for each in linked)
        raise


def put_back(table: Table, wanted: Sequence[FileEntry], properties: CommitProperties) -> None:
    """Make the files of the newest version those of an earlier one; no file is written or read.

    Settings and columns stay as they are.  The change feed tells of all rows of the files that
    go and come: :mod:`events.store.changes` leaves out those that are the same in both.
    """
    now = int(time.time() * 1000)
    old, new = ({each.name: each for each in some} for some in (table.entries(), wanted))
    actions: list[AddAction | RemoveAction] = []
    for each in (new[name] for name in sorted({*new} - {*old})):
        stats = "" if each.rows is None else json.dumps({"numRecords": each.rows})
        actions.append(AddAction(each.name, each.size, _values(each), now, True, stats))  # noqa: FBT003
    actions += [
        RemoveAction(name, True, now, old[name].size, _values(old[name]))  # noqa: FBT003
        for name in sorted({*old} - {*new})
    ]
    _transact(table, actions, properties, table.delta.schema())


def _values(entry: FileEntry) -> dict[str, str | None]:
    return {"dataset": entry.dataset} if entry.dataset else {}


def _transact(
    table: Table,
    actions: list[AddAction | RemoveAction],
    properties: CommitProperties,
    schema: pa.Schema | Schema,
) -> None:
    table.delta.create_write_transaction(
        actions,
        "append",
        schema,
        partition_by=PARTITIONS.get(table.name),
        commit_properties=properties,
    )
