"""Writing one change into one table as one commit: merged, appended, or files as they are."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction, RemoveAction

from events.commits import Note
from events.plan import Change
from events.snapshot import KEYS, SCHEMAS
from events.store.folder import Linked
from events.store.tables import FAULTS, PARTITIONS, Table

# bytes of memory for a merge: what goes beyond goes to disk, but the changed rows must find room
_SPILL, _SPILL_ROW = 256 << 20, 8192


def write(table: Table, change: Change, note: Note, pins: dict[str, int] | None) -> bool:
    """Commit a change on the very version it was planned on; False when there is a newer.

    Raises
    ------
    StoreError
        When the table cannot be written.
    """
    base = table.version
    said = note.metadata(change.added, change.changed, change.removed, pins)
    properties = CommitProperties(custom_metadata=said, max_commit_retries=0)
    try:
        _apply(table, change, properties)
    except CommitFailedError as error:
        if DeltaTable(table.folder.address).version() > base:
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
        _add_files(table, change, properties)


def _merge(
    table: Table,
    source: pa.Table | pa.RecordBatchReader,
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


def _add_files(table: Table, change: Change, properties: CommitProperties) -> None:
    """Add staged files as they are, each linked into the table's folder."""
    inner = f"dataset={change.dataset}/" if change.dataset else ""
    values: dict[str, str | None] = {"dataset": change.dataset} if change.dataset else {}
    linked: list[Linked] = []
    actions: list[AddAction | RemoveAction] = []
    try:
        for staged in change.files:
            linked += table.folder.link([staged], inner)
            about = linked[-1]
            rows = json.dumps({"numRecords": pq.read_metadata(staged).num_rows})
            data_change = True
            actions.append(
                AddAction(about.name, about.size, values, about.changed, data_change, rows)
            )
        table.delta.create_write_transaction(
            actions,
            "append",
            SCHEMAS[table.name],
            partition_by=PARTITIONS.get(table.name),
            commit_properties=properties,
        )
    except BaseException:
        table.folder.unlink(linked)
        raise
