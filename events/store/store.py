"""The store as the rest of the program sees it: versions to read, changes to commit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from events.commits import Batch, Commit, LogEntry, Note, log_entry
from events.history import Diff, diff, told
from events.model import Event, Issue, Report
from events.queries.planning import Comparison, compared_files
from events.queries.reading import read
from events.schema import events_to_table, issues_to_table, reports_to_table
from events.snapshot import Snapshot, StoreError
from events.staging import Staged
from events.store.changes import changes
from events.store.checking import Checked, check_log
from events.store.committing import attempt, attempt_staged, until_done, write_side
from events.store.compacting import Compacted, compact
from events.store.copying import TableFiles, put_in_place, table_files
from events.store.folder import usable
from events.store.remote import checked_address, fetched_files
from events.store.retention import check_kept
from events.store.rewinding import Rewound, rewind, rewind_note
from events.store.tables import SIDE_TABLES, Tables, broken
from events.store.vacuuming import Vacuumed, vacuum
from events.verifying.finding import Finding
from geodata.home import table_address

_DATASET = re.compile(r"[a-z0-9_-]{1,40}")


class Store:
    """The Delta tables of one data folder; safe to use from several processes at once.

    Parameters
    ----------
    home : Path
        The data folder.
    address : str, optional
        Where its tables lie on object storage; ``""`` is in the folder itself.  What the
        environment names when not given.

    Raises
    ------
    StoreError
        When the folder's path holds a character that the table format cannot address, or the
        address is none.
    """

    def __init__(self, home: Path, address: str | None = None) -> None:
        self.home = home
        named = table_address() if address is None else address
        url = checked_address(named) if named else None
        self.tables = usable(home) if url is None else fetched_files(usable(home), url)
        self._tables = Tables(self.tables, url)
        self._seen = -1

    def version(self) -> int:
        """Return the newest version, 0 for a store with nothing in it; cheap to poll."""
        self._seen = self._tables.folder("events").newest(self._seen)
        return max(self._seen, 0)

    def snapshot(self, version: int | None = None) -> Snapshot:
        """Return a version of all tables, the newest when none is named.

        Raises
        ------
        StoreError
            When there is no such version, or the tables cannot be read.
        """
        if version is not None:
            self._check(version)
        events = self._tables.open("events", version)
        if events is None:
            return Snapshot(0, home=self.home)
        pins = events.pins()
        files = {name: self._tables.files(name, pins.get(name, -1)) for name in SIDE_TABLES}
        return Snapshot(
            events.version,
            events.files(),
            files["reports"],
            files["decisions"],
            files["issues"],
            self.home,
            tuple(sorted(pins.items())),
            files["pairings"],
            files["groups"],
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
        return until_done(self._tables, lambda: attempt(self._tables, batch, note))

    def commit_staged(
        self, staged: Staged, note: Note, compared: Comparison | None = None
    ) -> Commit:
        """Bring staged rows in as one new version, however many they are.

        Where an id comes twice, the last row counts.  ``compared`` is what :meth:`comparing`
        gave, if it is still open: it serves unless the store has changed meanwhile.

        Raises
        ------
        StoreError
            As :meth:`commit`.
        """
        tables = self._tables
        return until_done(tables, lambda: attempt_staged(tables, staged, note, compared))

    @contextmanager
    def comparing(self, staged: Staged) -> Iterator[Comparison]:
        """Give what bringing staged rows in would come to; nothing is changed."""
        events = self._tables.open("events")
        files = () if events is None else events.files()
        with compared_files(files, staged.key_files, staged.rows, staged.folder) as found:
            yield found

    def keep_codings(self, rows: pa.Table, note: Note) -> int:
        """Keep what a program proposes, rows of ``CODINGS``; return the version of that table.

        A report coded anew takes the place of its earlier coding; equal rows change nothing.

        Raises
        ------
        StoreError
            As :meth:`commit`.
        """
        return until_done(
            self._tables, lambda: write_side(self._tables, "codings", rows, note, pinned=-1)
        )

    def codings(self) -> tuple[int, tuple[str, ...]]:
        """Return the newest version of the table of codings, -1 for none, and its files."""
        table = self._tables.open("codings")
        return (-1, ()) if table is None else (table.version, table.files())

    def compact(self, who: str) -> tuple[Compacted, ...]:
        """Put the small files of every table together; see :mod:`events.store.compacting`."""
        return compact(self._tables, self.home, who)

    def vacuum(
        self, now: datetime, note: Note, days: int | None = None, *, dry_run: bool = False
    ) -> Vacuumed:
        """Remove the files of versions older than ``days``; see :mod:`events.store.vacuuming`."""
        return vacuum(self._tables, self.home, now, note, days, dry_run=dry_run)

    def rewind(
        self, to: int, who: str, why: str = "", *, on: int | None = None, dry_run: bool = False
    ) -> Rewound:
        """Make the store stand as in an earlier version; see :mod:`events.store.rewinding`."""
        return rewind(self._tables, to, rewind_note(who, to, why), on=on, dry_run=dry_run)

    def check_log(self) -> Iterator[Finding | Checked]:
        """Yield what is wrong in the logs; see :func:`events.store.checking.check_log`."""
        return check_log(self._tables)

    def table_files(self) -> TableFiles:
        """Return the files of a consistent copy; see :mod:`events.store.copying`."""
        return table_files(self._tables)

    @property
    def address(self) -> str | None:
        """Where the tables lie on object storage; None in the data folder."""
        return self._tables.url

    def put_in_place(self, source: Path) -> AbstractContextManager[None]:
        """Write a copy's tables to object storage; see :mod:`events.store.copying`."""
        return put_in_place(self._tables, source)

    def oldest(self) -> int:
        """Return the oldest version that can be read."""
        events = self._tables.open("events")
        return 0 if events is None else events.oldest()

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

    def log(self, most: int | None = None) -> tuple[LogEntry, ...]:
        """Return every commit, or the newest ``most``, the newest first."""
        folder = self._tables.folder("events")
        try:
            versions = folder.versions()[::-1][:most]
            return tuple(log_entry(folder.commit(each)) for each in versions)
        except (OSError, ValueError) as error:
            raise broken(folder, error) from error

    def entry(self, version: int) -> LogEntry:
        """Return what the log says of one version.

        Raises
        ------
        StoreError
            When there is no such version, or it is no longer kept.
        """
        self._check(version)
        folder = self._tables.folder("events")
        try:
            return log_entry(folder.commit(version))
        except (OSError, ValueError) as error:
            raise broken(folder, error, version) from error

    def version_on(self, day: date) -> int:
        """Return the version in force at the end of a day (UTC).

        Raises
        ------
        StoreError
            When nothing was stored yet, or that version is no longer kept.
        """
        ended = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        for version in range(self.version(), -1, -1):
            entry = self.entry(version)
            if entry.when < ended:
                return version
        message = f"{day}: nothing was stored yet; the first version is of {entry.when:%Y-%m-%d}"
        raise StoreError(message)

    def history(self, event_id: str, until: int | None = None) -> tuple[dict[str, object], ...]:
        """Return what became of one event, oldest first; see :func:`events.history.told`.

        Up to a version, the newest when none is named.  Where earlier versions were cleaned up,
        it begins with the oldest that is left.
        """
        oldest = self.oldest()
        last = self.version() if until is None else until
        changed = self.changes(oldest + 1, last, [event_id])
        there = oldest and read(self.snapshot(oldest), "events", [event_id], ["event_id"]).num_rows
        return told(changed, self.log(), oldest if there else None)

    def diff(self, first: int, second: int) -> Diff:
        """Return what changed in the events from one version to another."""
        return diff(self.snapshot(first), self.snapshot(second))

    def changes(
        self, first: int, last: int, ids: Sequence[str] | None = None
    ) -> tuple[dict[str, Any], ...]:
        """Return the changed event rows of some commits; see :func:`events.store.changes.changes`.

        Raises
        ------
        StoreError
            When the changes of a version are no longer kept, or cannot be read.
        """
        if 0 < first <= self.oldest():
            self._check(first - 1)

        def before(some: Sequence[str]) -> list[dict[str, Any]]:
            return read(self.snapshot(first - 1), "events", some).to_pylist() if first > 1 else []

        return changes(self._tables, first, last, ids, before)

    def _check(self, version: int) -> None:
        """Raise the error that says which versions there are, where this is none of them."""
        check_kept(self._tables, version)
