"""Clean-up: files that no kept version needs are removed, and the log says from where on.

The log itself is never trimmed: who changed what, when and why stays.  First the log says
which version is the oldest that can still be read, then files go, so that nobody is promised
what is gone; a clean-up that is killed in between is finished by the next.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from events.commits import Note
from events.snapshot import StoreError
from events.store.committing import until_done
from events.store.folder import Held
from events.store.retention import Needed, kept_days, needed
from events.store.tables import OLDEST, RETENTION, Table, Tables
from events.store.writing import committed

LONGEST = 36_500  # days
UNCOMMITTED = 7  # days after which a file that no version names is what a killed import left


@dataclass(frozen=True, slots=True)
class Removable:
    """What of one table no kept version needs: files, bytes."""

    table: str
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """What a clean-up removes, or would remove.

    ``oldest`` is the oldest version that can be read afterwards, ``before`` the one until now;
    ``days`` is how long versions are kept; ``left`` are folders that killed imports left.
    """

    days: int
    before: int
    oldest: int
    tables: tuple[Removable, ...]
    left: tuple[Path, ...] = ()


def vacuum(
    tables: Tables, home: Path, now: datetime, note: Note, days: int | None, *, dry_run: bool
) -> Vacuumed:
    """Remove the files that no version of the last ``days`` needs.

    Parameters
    ----------
    now : datetime
        With its time zone.
    days : int, optional
        How long an earlier version can be gone back to, from 1 on; what the store says when
        not given.  It is kept as the store's setting.

    Raises
    ------
    StoreError
        When the number of days is not accepted, or a table cannot be read.
    """
    if days is not None and not 1 <= days <= LONGEST:
        message = f"{days} days: accepted are 1 to {LONGEST}"
        raise StoreError(message)
    events = tables.open("events")
    if events is None:
        return Vacuumed(days or 0, 0, 0, ())
    kept = kept_days(events) if days is None else days
    since = int((now - timedelta(days=kept)).timestamp() * 1000)
    stale = (now - timedelta(days=UNCOMMITTED)).timestamp()
    try:
        plan = _plan(tables, since, stale)
        if not dry_run:
            plan = until_done(tables, lambda: _promised(tables, since, stale, kept, note))
    except (OSError, ValueError) as error:
        raise events.broken(error) from error
    left = _left(home, stale)
    if not dry_run:
        for name, each in plan.items():
            tables.folder(name).unlink(file.name for file in each.files)
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
    done = tuple(
        Removable(name, len(each.files), sum(file.size for file in each.files))
        for name, each in plan.items()
    )
    return Vacuumed(kept, events.oldest(), max(events.oldest(), _oldest(plan)), done, left)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is needed of a table, and the files that go: of versions, and those of none."""

    needed: Needed
    superseded: tuple[Held, ...]
    uncommitted: tuple[Held, ...]

    @property
    def files(self) -> tuple[Held, ...]:
        return self.superseded + self.uncommitted


def _plan(tables: Tables, since: int, stale: float) -> dict[str, _Plan]:
    plan = {}
    for name, each in needed(tables, since).items():
        folder = tables.folder(name)
        earlier = [version for version in folder.versions() if version <= each.oldest]
        named = {file for version in earlier for file in folder.written(version)}
        spare = [file for file in folder.held() if file.name not in each.files]
        plan[name] = _Plan(
            each,
            tuple(file for file in spare if file.name in named),
            tuple(file for file in spare if file.name not in named and file.written < stale),
        )
    return plan


def _oldest(plan: dict[str, _Plan]) -> int:
    """Return the oldest version of the store that is left whole."""
    gone = any(each.superseded for each in plan.values())
    return plan["events"].needed.oldest if gone else 0


def _promised(
    tables: Tables, since: int, stale: float, days: int, note: Note
) -> dict[str, _Plan] | None:
    """Say in the log what is kept from now on; None when another process was quicker."""
    plan = _plan(tables, since, stale)
    for name, each in plan.items():
        table = tables.made(name)
        if table.version != each.needed.newest:
            return None
        wanted = {RETENTION: f"interval {days} days"}
        if name == "events" and _oldest(plan):
            wanted[OLDEST] = str(_oldest(plan))
        changed = any(table.setting(key) != value for key, value in wanted.items())
        if changed and not _set(table, wanted, note):
            return None
    return plan


def _set(table: Table, wanted: dict[str, str], note: Note) -> bool:
    said = note.metadata(0, 0, 0, table.pins() if table.name == "events" else None)
    return committed(
        table,
        said,
        lambda properties: table.delta.alter.set_table_properties(
            wanted, raise_if_not_exists=False, commit_properties=properties
        ),
    )


def _left(home: Path, stale: float) -> tuple[Path, ...]:
    """Return the folders that killed imports left."""
    staging = home / "staging"
    there = staging.iterdir() if staging.is_dir() else ()
    return tuple(sorted(each for each in there if each.stat().st_mtime < stale))
