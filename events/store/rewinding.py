"""Going back: a new version of the store that stands as an earlier one did.

The files of the earlier version are put back into the table of events, in one commit that
names the side tables' versions of that time; no row is read or written for it.  A side table
itself is brought there by whoever writes it next (:func:`events.store.committing.aligned`), so
nobody ever sees half of a rewind.  The log goes on, and a rewind can be rewound like any change.

``codings`` has versions of its own.  It goes back to what it was last while the earlier
version was the newest, in a commit of its own after that of the events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from events.commits import Note
from events.queries.comparing import counted
from events.snapshot import KEYS, StoreError
from events.store.retention import check_kept
from events.store.tables import FAULTS, SIDE_TABLES, FileEntry, Table, Tables
from events.store.writing import committed, put_back


@dataclass(frozen=True, slots=True)
class Turned:
    """What a rewind does to one table: rows that come back, change back, and go."""

    table: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Rewound:
    """What a rewind came to, or would: ``to`` which version, from ``on``, in which tables.

    ``version`` is the store's version after it, None where nothing was done.  ``left`` names
    ``codings`` where another process wrote them meanwhile, so that they stayed as they are.
    """

    to: int
    on: int
    tables: tuple[Turned, ...]
    version: int | None = None
    left: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the two versions do not differ."""
        return not self.tables

    @property
    def events(self) -> Turned:
        """What it does to the events."""
        return next((e for e in self.tables if e.table == "events"), Turned("events", 0, 0, 0))


@dataclass(frozen=True, slots=True)
class _Side:
    """One table as it is, and as it was: its version then (-1: none yet), and the files."""

    table: Table
    then: int
    now_files: tuple[FileEntry, ...]
    then_files: tuple[FileEntry, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    account: Rewound
    sides: dict[str, _Side] = field(default_factory=dict)  # of the tables that differ


def rewind_note(who: str, to: int, why: str) -> Note:
    """Return what the log says of a rewind."""
    return Note(who, f"rewound to version {to}{f': {why}' if why else ''}")


def rewind(
    tables: Tables, to: int, note: Note, *, on: int | None = None, dry_run: bool = False
) -> Rewound:
    """Make the store stand as in an earlier version; a newer version that differs in nothing.

    Parameters
    ----------
    on : int, optional
        The newest version that whoever decided on it had seen.

    Raises
    ------
    StoreError
        When there is no such version, it is no longer kept, a file of it is gone, or another
        process changed the store meanwhile; nothing is changed then.
    """
    check_kept(tables, to)
    plan = _planned(tables, to)
    if on is not None and plan.account.on != on:
        raise _conflict(tables, on)
    if dry_run or plan.account.empty:
        return plan.account
    events = tables.made("events")
    if events.version != plan.account.on:  # it got the columns that came since
        plan = _planned(tables, to)
        events = tables.made("events")
    version = _commit(tables, events, plan, note)
    codings = plan.sides.get("codings")
    said = note.metadata(0, 0, 0, None)
    free = codings is None or committed(
        codings.table, said, lambda given: put_back(codings.table, codings.then_files, given)
    )
    return replace(plan.account, version=version, left=() if free else ("codings",))


def _commit(tables: Tables, events: Table, plan: _Plan, note: Note) -> int:
    turned, own = plan.account.events, plan.sides.get("events")
    pins = events.pins()
    pins |= {name: plan.sides[name].then for name in SIDE_TABLES if name in plan.sides}
    wanted = events.entries() if own is None else own.then_files
    said = note.metadata(turned.added, turned.changed, turned.removed, pins)
    if events.version != plan.account.on or not committed(
        events, said, lambda properties: put_back(events, wanted, properties)
    ):
        raise _conflict(tables, plan.account.on)
    return events.version


def _conflict(tables: Tables, on: int) -> StoreError:
    newest = tables.folder("events").newest()
    return StoreError(
        f"the store was changed meanwhile: version {on} was the newest, now it is {newest}; "
        "nothing was rewound, look at what changed and try again"
    )


def _planned(tables: Tables, to: int) -> _Plan:
    """Find out which tables differ, and by how many rows; see that all files are there."""
    events = tables.open("events")
    if events is None:
        return _Plan(Rewound(to, 0, ()))
    turned: list[Turned] = []
    differing: dict[str, _Side] = {}
    for each in _sides(tables, events, to):
        _check_there(each, to)
        folder, name = each.table.folder, each.table.name
        old, new = (folder.files(file.name for file in files)
                    for files in (each.now_files, each.then_files))  # fmt: skip
        counts = counted(old, new, KEYS[name])
        if any(counts):
            turned.append(Turned(name, *counts))
            differing[name] = each
    return _Plan(Rewound(to, events.version, tuple(turned)), differing)


def _sides(tables: Tables, events: Table, to: int) -> Iterator[_Side]:
    earlier = tables.open("events", to)
    if earlier is None:
        return
    yield _Side(events, to, events.entries(), earlier.entries())
    now, then = events.pins(), earlier.pins()
    for name in SIDE_TABLES:
        table = tables.open(name)
        if table is not None:
            at, was = now.get(name, -1), then.get(name, -1)
            yield _Side(table, was, tables.standing(table, at), tables.standing(table, was))
    codings = tables.open("codings")
    if codings is not None:
        was = _last_while(codings, events, to)
        yield _Side(codings, was, codings.entries(), tables.standing(codings, was))


def _last_while(codings: Table, events: Table, to: int) -> int:
    """Return the last version of the codings that was written while ``to`` was the newest."""
    if to >= events.version:
        return codings.version
    try:
        until = events.folder.commit(to + 1)["timestamp"]
        for version in range(codings.version, -1, -1):
            if codings.folder.commit(version)["timestamp"] <= until:
                return version
    except FAULTS as error:
        raise codings.broken(error) from error
    return -1


def _check_there(side: _Side, to: int) -> None:
    """Raise the error that names a file of the earlier version that is gone or cut short."""
    now = {each.name for each in side.now_files}
    wanted = [each for each in side.then_files if each.name not in now]
    held = {each.name: each.size for each in side.table.folder.held()} if wanted else {}
    gone: Sequence[str] = [each.name for each in wanted if held.get(each.name) != each.size]
    if gone:
        more = f" and {len(gone) - 1} more files" if len(gone) > 1 else ""
        message = (
            f"version {to} cannot be gone back to: {side.table.folder.address}/{gone[0]}{more} "
            "is gone or cut short; nothing was changed"
        )
        raise StoreError(message)
