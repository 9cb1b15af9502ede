"""Opening the tables of a data folder: at a version, made where there is none, grown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.exceptions import DeltaError, TableNotFoundError

from events.commits import Note
from events.snapshot import SCHEMAS, StoreError
from events.store.folder import TableFolder
from events.store.remote import RemoteFolder

SIDE_TABLES = ("reports", "decisions", "issues", "pairings", "groups")
PARTITIONS: dict[str, list[str] | None] = {"events": ["dataset"]}
FAULTS = (DeltaError, OSError, ValueError)  # what a table that cannot be used raises
KEPT_DAYS = 180  # how long a version can be gone back to, unless another time is chosen
RETENTION, OLDEST = "delta.deletedFileRetentionDuration", "conflict_map.oldestVersion"
_CONFIGURATION: dict[str, str | None] = {
    "delta.enableChangeDataFeed": "true",
    # every earlier version stays readable: the log is never trimmed
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    # what another program's vacuum keeps to as well
    RETENTION: f"interval {KEPT_DAYS} days",
}


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a version: its name in the folder, bytes, rows where they are said, data set."""

    name: str
    size: int
    rows: int | None
    dataset: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table, open at a version."""

    name: str
    folder: TableFolder
    delta: DeltaTable

    @property
    def version(self) -> int:
        """The version that is open."""
        return int(self.delta.version())

    def entries(self) -> tuple[FileEntry, ...]:
        """Return the version's files as the log names them."""
        rows = pa.table(self.delta.get_add_actions(flatten=True)).to_pylist()
        return tuple(
            FileEntry(
                unquote(row["path"]), row["size_bytes"], row.get("num_records"),
                row.get("partition.dataset"),
            )
            for row in rows
        )  # fmt: skip

    def files(self) -> tuple[str, ...]:
        """Return the paths of the version's files."""
        return self.folder.files(each.name for each in self.entries())

    def setting(self, name: str) -> str | None:
        """Return a setting of the table as the open version has it."""
        value: str | None = self.delta.metadata().configuration.get(name)
        return value

    def oldest(self) -> int:
        """Return the oldest version that the open one says is still kept."""
        return int(self.setting(OLDEST) or 0)

    def pins(self) -> dict[str, int]:
        """Return the versions of the side tables that the version names.

        Raises
        ------
        StoreError
            When the log cannot be read.
        """
        try:
            return self.folder.pins(self.version)
        except FAULTS as error:
            raise self.broken(error) from error

    def broken(self, error: Exception) -> StoreError:
        """Return the error that names this table."""
        return broken(self.folder, error)


def broken(folder: TableFolder, error: Exception, version: int | None = None) -> StoreError:
    """Return the error that says which table cannot be used, and at which version."""
    at = "" if version is None else f" at version {version}"
    return StoreError(f"{folder.address}: cannot be used{at}: {error}")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables under one folder, or under an address on object storage.

    ``path`` is then where the files are kept that were fetched from there.
    """

    path: Path
    url: str | None = None

    def folder(self, name: str) -> TableFolder:
        """Return the folder of a table."""
        if self.url is not None:
            return RemoteFolder(self.path / name, f"{self.url}/{name}")
        return TableFolder(self.path / name)

    def open(self, name: str, version: int | None = None) -> Table | None:
        """Open a table at a version; None when it does not exist."""
        folder = self.folder(name)
        try:
            if not folder.there() or not DeltaTable.is_deltatable(folder.address):
                return None
            return Table(name, folder, DeltaTable(folder.address, version=version))
        except TableNotFoundError:
            return None
        except FAULTS as error:
            raise broken(folder, error, version) from error

    def files(self, name: str, version: int) -> tuple[str, ...]:
        """Return the files of a table at a version; none for version -1."""
        table = self.open(name, version) if version >= 0 else None
        return () if table is None else table.files()

    def standing(self, table: Table, pin: int) -> tuple[FileEntry, ...]:
        """Return the files of a side table that the events name by their pin; none for -1.

        They need not be those of its newest version: a rewind goes back to an earlier one, and
        a writer that was killed may have left rows that no version of the events names.
        """
        if pin == table.version:
            return table.entries()
        pinned = self.open(table.name, pin) if pin >= 0 else None
        return () if pinned is None else pinned.entries()

    def made(self, name: str) -> Table:
        """Open a table for writing, with all its columns; make it where there is none."""
        table = self.open(name)
        if table is not None:
            return self._grown(table)
        folder = self.folder(name)
        try:
            folder.make()
            DeltaTable.create(
                folder.address,
                schema=SCHEMAS[name],
                mode="ignore",
                partition_by=PARTITIONS.get(name),
                configuration=_CONFIGURATION,
                # one that comes second would else make the table again, as a version without pins
                commit_properties=CommitProperties(max_commit_retries=0),
            )
        except FAULTS as error:
            if not DeltaTable.is_deltatable(folder.address):  # else another process made it
                raise broken(folder, error) from error
        return self._again(name)

    def _grown(self, table: Table) -> Table:
        """Give a table of an older store the columns that came since, as a version of its own."""
        there = {field.name for field in table.delta.schema().fields}
        wanted = Schema.from_arrow(SCHEMAS[table.name]).fields
        missing = [field for field in wanted if field.name not in there]
        if not missing:
            return table
        pins = table.pins() if table.name == "events" else None
        why = f"the table got the columns {', '.join(field.name for field in missing)}"
        said = Note("store", why).metadata(0, 0, 0, pins)
        once = CommitProperties(said, max_commit_retries=0)  # later the pins would be old ones
        try:
            table.delta.alter.add_columns(missing, commit_properties=once)
        except FAULTS as error:
            # another process was quicker, or the table cannot be changed at all
            newer = self._again(table.name)
            if newer.version == table.version:
                raise table.broken(error) from error
            return self._grown(newer)
        return self._again(table.name)

    def _again(self, name: str) -> Table:
        folder = self.folder(name)
        return Table(name, folder, DeltaTable(folder.address))
