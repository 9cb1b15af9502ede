"""The tables of the data folder: who changed what, when and why, and every version.

Delta tables stand under ``<home>/tables``.  The log of ``events`` is the log of the store:
each of its commits names the versions of ``reports``, ``decisions``, ``issues`` and
``pairings`` that belong to it, and those are written first, so a reader never sees an event
without its report.  A commit is taken only on top of the version that it was planned on;
when another process was quicker, it is planned again.

``codings``, what a program proposes, has versions of its own: it changes often while a batch
is coded, and nothing of it is on the map.
"""

from __future__ import annotations

import json
import random
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Schema, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction

from events.commits import Batch, Commit, LogEntry, Note, commit_info, read_log
from events.history import Diff, diff, told
from events.model import Event, Issue, Report
from events.plan import Change, change_of, plan_rows, staged_events, staged_issues
from events.queries.planning import Comparison, compared_files
from events.queries.reading import read_files
from events.schema import events_to_table, issues_to_table, reports_to_table
from events.snapshot import KEYS, SCHEMAS, Snapshot, StoreError
from events.staging import Staged

__all__ = ["Batch", "Commit", "LogEntry", "Note", "Store", "StoreError"]

SIDE_TABLES = ("reports", "decisions", "issues", "pairings")
_UNUSABLE = frozenset("^|[]%\\")  # the table library takes them for parts of an address
_DATASET = re.compile(r"[a-z0-9_-]{1,40}")
_TRIES = 60
# bytes of memory for a merge: what goes beyond goes to disk, but the changed rows must find room
_SPILL, _SPILL_ROW = 256 << 20, 8192
T = TypeVar("T")
_CONFIGURATION: dict[str, str | None] = {
    "delta.enableChangeDataFeed": "true",
    # every earlier version stays readable: the log is never trimmed
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
}


class Store:
    """The Delta tables of one data folder; safe to use from several processes at once.

    Raises
    ------
    StoreError
        When the folder's path holds a character that the table format cannot address.
    """

    def __init__(self, home: Path) -> None:
        odd = sorted(_UNUSABLE & set(home.as_posix()))
        if odd:
            message = f"{home}: a data folder's path may not hold {' '.join(odd)}; choose another"
            raise StoreError(message)
        self.home = home
        self.tables = home / "tables"
        self._seen = -1

    def version(self) -> int:
        """Return the newest version, 0 for a store with nothing in it; cheap to poll."""
        log = self.tables / "events" / "_delta_log"
        if self._seen < 0 or not (log / f"{self._seen:020}.json").exists():
            numbers = [int(each.stem) for each in log.glob("*.json") if each.stem.isdigit()]
            self._seen = max(numbers, default=-1)
        while (log / f"{self._seen + 1:020}.json").exists():
            self._seen += 1
        return max(self._seen, 0)

    def snapshot(self, version: int | None = None) -> Snapshot:
        """Return a version of all tables, the newest when none is named.

        Raises
        ------
        StoreError
            When there is no such version, or the tables cannot be read.
        """
        newest = self.version()
        if version is not None and not 0 <= version <= newest:
            message = f"version {version} does not exist; there are 0 to {newest}"
            raise StoreError(message)
        events = self._open("events", version)
        if events is None:
            return Snapshot(0, home=self.home)
        pins = self._pins(events.version())
        files = {name: self._files(name, pins.get(name, -1)) for name in SIDE_TABLES}
        return Snapshot(
            events.version(),
            _paths(events),
            files["reports"],
            files["decisions"],
            files["issues"],
            self.home,
            tuple(sorted(pins.items())),
            files["pairings"],
        )

    def commit(self, batch: Batch, note: Note) -> Commit:
        """Bring a batch in as one new version; rows that are there already change nothing.

        Raises
        ------
        StoreError
            When the folder cannot be written, a dataset's name is no folder name, or other
            writers never let go.
        """
        for name in batch.events["dataset"].unique().to_pylist():
            if not _DATASET.fullmatch(name or ""):
                message = f"dataset {name!r}: accepted are a-z, 0-9, _ and -, at most 40 of them"
                raise StoreError(message)
        return self._until_done(lambda: self._attempt(batch, note))

    def commit_staged(self, staged: Staged, note: Note) -> Commit:
        """Bring staged rows in as one new version, however many they are.

        Where an id comes twice, the last row counts.

        Raises
        ------
        StoreError
            As :meth:`commit`.
        """
        return self._until_done(lambda: self._attempt_staged(staged, note))

    @contextmanager
    def comparing(self, staged: Staged) -> Iterator[Comparison]:
        """Give what bringing staged rows in would come to; nothing is changed."""
        events = self._open("events")
        files = () if events is None else _paths(events)
        with compared_files(files, staged.key_file, staged.rows, staged.folder) as found:
            yield found

    def keep_codings(self, rows: pa.Table, note: Note) -> int:
        """Keep what a program proposes, rows of ``CODINGS``; return the version of that table.

        A report coded anew takes the place of its earlier coding; equal rows change nothing.

        Raises
        ------
        StoreError
            As :meth:`commit`.
        """
        return self._until_done(lambda: self._write_side("codings", rows, note, -1))

    def codings(self) -> tuple[int, tuple[str, ...]]:
        """Return the newest version of the table of codings, -1 for none, and its files."""
        table = self._open("codings")
        return (-1, ()) if table is None else (int(table.version()), _paths(table))

    def _until_done(self, attempt: Callable[[], T | None]) -> T:
        for count in range(_TRIES):
            done = attempt()
            if done is not None:
                return done
            time.sleep(random.uniform(0, min(0.02 * 2**count, 1.0)))  # noqa: S311
        message = f"{self.tables}: other processes kept writing; nothing was changed, try again"
        raise StoreError(message)

    def upsert_events(
        self,
        events: Iterable[Event] | pa.Table,
        who: str,
        why: str,
        file: str | None = None,
        *,
        removed: Sequence[str] = (),
    ) -> Commit:
        """Add new events, replace changed ones, and take out those named in ``removed``.

        Equal events are left alone.  When an id comes twice, the last one counts.
        """
        table = events if isinstance(events, pa.Table) else events_to_table(events)
        return self.commit(Batch(events=table, removed=tuple(removed)), Note(who, why, file))

    def add_reports(
        self, reports: Iterable[Report], who: str, why: str, file: str | None = None
    ) -> Commit:
        """Add or replace reports."""
        return self.commit(Batch(reports=reports_to_table(reports)), Note(who, why, file))

    def record_issues(
        self, issues: Iterable[Issue], scope: str, who: str, why: str, file: str | None = None
    ) -> Commit:
        """Put the issues of one scope (a file, a report) in place of its earlier ones."""
        batch = Batch(issues=issues_to_table(issues, scope), issue_scope=scope)
        return self.commit(batch, Note(who, why, file))

    def log(self) -> tuple[LogEntry, ...]:
        """Return every commit, the newest first."""
        try:
            return read_log(self.tables / "events" / "_delta_log")
        except (OSError, ValueError) as error:
            raise self._broken("events", error) from error

    def history(self, event_id: str) -> tuple[dict[str, object], ...]:
        """Return what became of one event, oldest first; see :func:`events.history.told`."""
        return told(self.changes(0, self.version(), event_id), self.log())

    def diff(self, first: int, second: int) -> Diff:
        """Return what changed in the events from one version to another."""
        return diff(self.snapshot(first), self.snapshot(second))

    def changes(
        self, first: int, last: int, event_id: str | None = None
    ) -> tuple[dict[str, Any], ...]:
        """Return the changed event rows of the commits ``first`` to ``last``, oldest first.

        Each is a row of ``EVENTS`` with ``_change_type`` (``insert``, ``update_preimage``,
        ``update_postimage``, ``delete``) and ``_commit_version``.
        """
        events = self._open("events")
        if events is None or first > last:
            return ()
        literal = None if event_id is None else event_id.replace("'", "''")
        try:
            reader = events.load_cdf(
                starting_version=first,
                ending_version=last,
                predicate=None if literal is None else f"event_id = '{literal}'",
            )
            rows = pa.table(reader.read_all()).to_pylist()
        except (DeltaError, OSError, ValueError) as error:
            raise self._broken("events", error) from error
        kinds = ("delete", "insert", "update_preimage", "update_postimage")
        return tuple(
            sorted(rows, key=lambda row: (row["_commit_version"], kinds.index(row["_change_type"])))
        )

    def _attempt(self, batch: Batch, note: Note) -> Commit | None:
        """Try once on the newest version; None when another process was quicker."""
        events = self._open_or_create("events")
        plan = plan_rows(_paths(events), "events", batch.events, batch.removed)
        before = self._pins(events.version())
        after = dict(before)
        for name in SIDE_TABLES:
            scope = batch.issue_scope if name == "issues" else None
            rows = getattr(batch, name)
            side = self._write_side(name, rows, note, before.get(name, -1), scope)
            if side is None:
                return None
            after[name] = max(side, before.get(name, -1))
        changed = any(after[name] != before.get(name, -1) for name in SIDE_TABLES)
        if plan.empty and not changed:
            return Commit(events.version(), unchanged=plan.unchanged)
        if not self._write(events, "events", change_of(plan, "events"), note, after):
            return None
        counts = (plan.added.num_rows, plan.changed.num_rows, plan.unchanged, len(plan.removed))
        return Commit(events.version(), *counts)

    def _attempt_staged(self, staged: Staged, note: Note) -> Commit | None:
        """Try once to bring staged rows in on the newest version; None as :meth:`_attempt`."""
        events, issues = self._open_or_create("events"), self._open_or_create("issues")
        before = self._pins(events.version())
        rest = staged_issues(_paths(issues), staged)
        if not rest.empty and not self._write(issues, "issues", rest, note, None):
            return None
        after = before | {"issues": max(int(issues.version()), before.get("issues", -1))}
        with compared_files(_paths(events), staged.key_file, staged.rows, staged.folder) as found:
            change = staged_events(found, staged)
            if change.empty and after == before:
                return Commit(events.version(), unchanged=found.counts.same)
            if not self._write(events, "events", change, note, after):
                return None
            return Commit(events.version(), change.added, change.changed, found.counts.same)

    def _write_side(
        self, name: str, rows: pa.Table, note: Note, pinned: int, scope: str | None = None
    ) -> int | None:
        """Bring a side table up to date; its version after, -1 for none, None on a conflict."""
        if not rows.num_rows and scope is None:
            return pinned
        table = self._open_or_create(name)
        removed: tuple[str, ...] = ()
        files = _paths(table)
        if scope is not None:
            there = read_files(files, name, [scope], ["issue_id"], by="scope")
            removed = tuple(sorted(each for each in there["issue_id"].to_pylist() if each))
        plan = plan_rows(files, name, rows, removed)
        if not plan.empty and not self._write(table, name, change_of(plan, name), note, None):
            return None
        return int(table.version())

    def _write(
        self, table: DeltaTable, name: str, change: Change, note: Note, pins: dict[str, int] | None
    ) -> bool:
        """Commit a change on the very version it was planned on; False when there is a newer."""
        base = table.version()
        said = note.metadata(change.added, change.changed, change.removed, pins)
        properties = CommitProperties(custom_metadata=said, max_commit_retries=0)
        try:
            _apply(table, name, change, properties)
        except CommitFailedError as error:
            if DeltaTable(str(self.tables / name)).version() > base:
                return False
            raise self._broken(name, error) from error
        except (DeltaError, OSError, ValueError) as error:
            raise self._broken(name, error) from error
        table.update_incremental()
        return True

    def _open(self, name: str, version: int | None = None) -> DeltaTable | None:
        """Open a table at a version; None when it does not exist."""
        path = self.tables / name
        try:
            if not path.is_dir() or not DeltaTable.is_deltatable(str(path)):
                return None
            return DeltaTable(str(path), version=version)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError, ValueError) as error:
            raise self._broken(name, error, version) from error

    def _open_or_create(self, name: str) -> DeltaTable:
        table = self._open(name)
        if table is not None:
            return self._grown(table, name)
        path = self.tables / name
        try:
            path.mkdir(parents=True, exist_ok=True)
            DeltaTable.create(
                str(path),
                schema=SCHEMAS[name],
                mode="ignore",
                partition_by=["dataset"] if name == "events" else None,
                configuration=_CONFIGURATION,
            )
        except (DeltaError, OSError, ValueError) as error:
            if not DeltaTable.is_deltatable(str(path)):  # else another process made it
                raise self._broken(name, error) from error
        return DeltaTable(str(path))

    def _grown(self, table: DeltaTable, name: str) -> DeltaTable:
        """Give a table of an older store the columns that came since, as a version of its own."""
        there = {field.name for field in table.schema().fields}
        wanted = Schema.from_arrow(SCHEMAS[name]).fields
        missing = [field for field in wanted if field.name not in there]
        if not missing:
            return table
        pins = self._pins(table.version()) if name == "events" else None
        why = f"the table got the columns {', '.join(field.name for field in missing)}"
        said = Note("store", why).metadata(0, 0, 0, pins)
        try:
            table.alter.add_columns(missing, commit_properties=CommitProperties(said))
        except (DeltaError, OSError, ValueError) as error:
            # another process was quicker, or the table cannot be changed at all
            grown = DeltaTable(str(self.tables / name))
            if grown.version() == table.version():
                raise self._broken(name, error) from error
        return DeltaTable(str(self.tables / name))

    def _pins(self, version: int) -> dict[str, int]:
        """Return the versions of the side tables that a version names."""
        try:
            said = commit_info(self.tables / "events" / "_delta_log", version)
            pins: dict[str, int] = json.loads(said.get("pins", "{}"))
        except (OSError, ValueError) as error:
            raise self._broken("events", error, version) from error
        return pins

    def _files(self, name: str, version: int) -> tuple[str, ...]:
        table = self._open(name, version) if version >= 0 else None
        return () if table is None else _paths(table)

    def _broken(self, name: str, error: Exception, version: int | None = None) -> StoreError:
        at = "" if version is None else f" at version {version}"
        return StoreError(f"{self.tables / name}: cannot be used{at}: {error}")


def _paths(table: DeltaTable) -> tuple[str, ...]:
    """Return the paths of a table's files; its own URIs come percent-encoded."""
    root = Path(unquote(urlsplit(str(table.table_uri)).path))
    names = pa.table(table.get_add_actions())["path"].to_pylist()
    return tuple(sorted(str(root / unquote(str(name))) for name in names))


def _apply(table: DeltaTable, name: str, change: Change, properties: CommitProperties) -> None:
    """Write a change as one commit."""
    schema, key = SCHEMAS[name], KEYS[name]
    if change.merged is not None:
        columns = {column: f"source.`{column}`" for column in schema.names}
        (
            table.merge(
                change.merged(),
                f"target.{key} = source.{key}",
                source_alias="source",
                target_alias="target",
                max_spill_size=_SPILL + _SPILL_ROW * (change.added + change.changed),
                commit_properties=properties,
            )
            .when_matched_delete("source.gone")
            .when_matched_update(columns)
            .when_not_matched_insert(columns, "not source.gone")
            .execute()
        )
    elif change.table is not None:
        write_deltalake(table, change.table, mode="append", commit_properties=properties)
    else:
        # without files the commit says that the events are as they were and their side tables not
        partition = ["dataset"] if name == "events" else None
        added = list(_brought(table, change))
        try:
            table.create_write_transaction(
                [action for action, _ in added], "append", schema, partition_by=partition,
                commit_properties=properties,
            )  # fmt: skip
        except BaseException:
            for _, path in added:
                path.unlink(missing_ok=True)
            raise


def _brought(table: DeltaTable, change: Change) -> Iterator[tuple[AddAction, Path]]:
    """Yield the actions that add staged files to a table, each linked into its folder."""
    root = Path(unquote(urlsplit(str(table.table_uri)).path))
    for staged in change.files:
        inner = f"dataset={change.dataset}/" if change.dataset else ""
        name = f"{inner}part-{uuid.uuid4()}.zstd.parquet"
        (root / inner).mkdir(exist_ok=True)
        (root / name).hardlink_to(staged)
        about = (root / name).stat()
        values: dict[str, str | None] = {"dataset": change.dataset} if change.dataset else {}
        rows = json.dumps({"numRecords": pq.read_metadata(staged).num_rows})
        changed = int(about.st_mtime * 1000)
        yield AddAction(name, about.st_size, values, changed, True, rows), root / name  # noqa: FBT003
