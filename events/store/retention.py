"""Which files the versions of the last days need: those are kept, whatever else goes.

A version of the store needs its event files, the files of the side tables' versions that it
pins, and what the change feed reads of the commits after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from events.commits import log_entry
from events.snapshot import StoreError
from events.store.tables import KEPT_DAYS, RETENTION, SIDE_TABLES, Table, Tables

_DAYS = re.compile(r"interval (\d+) days")


@dataclass(frozen=True, slots=True)
class Needed:
    """The oldest version of a table that is kept, and the names of the files for all since."""

    oldest: int
    newest: int
    files: frozenset[str]


def kept_days(table: Table) -> int:
    """Return for how many days a table says that its earlier versions are kept."""
    said = _DAYS.fullmatch(table.setting(RETENTION) or "")
    return int(said[1]) if said else KEPT_DAYS


def needed(tables: Tables, since: int) -> dict[str, Needed]:
    """Return what is needed of each table to read every version that was in force since a time.

    Parameters
    ----------
    since : int
        Milliseconds since 1970; the version in force then is the oldest that is kept.

    Raises
    ------
    StoreError, OSError, ValueError
        When a log cannot be read.
    """
    opened = {name: tables.open(name) for name in ("events", "codings", *SIDE_TABLES)}
    there = {name: table for name, table in opened.items() if table is not None}
    found: dict[str, Needed] = {}
    pins: dict[str, int] = {}  # the lowest of all that are kept
    for name in ("events", "codings"):
        if name in there:
            table = there[name]
            oldest = max(_in_force(table, since), table.oldest())
            found[name] = _from(tables, table, oldest)
    if "events" in found:
        pins = lowest_pins(kept_pins(tables, found["events"]))
    for name in SIDE_TABLES:
        if name in there:
            table = there[name]
            found[name] = _from(tables, table, min(pins.get(name, table.version), table.version))
    return found


def _in_force(table: Table, since: int) -> int:
    """Return the version that was in force at a time; the first where there was none yet."""
    for version in range(table.version, 0, -1):
        if table.folder.commit(version)["timestamp"] <= since:
            return version
    return 0


def _from(tables: Tables, table: Table, oldest: int) -> Needed:
    root = tables.open(table.name, oldest)
    files = set() if root is None else {each.name for each in root.entries()}
    for version in range(oldest + 1, table.version + 1):
        files |= table.folder.written(version).keys()
    return Needed(oldest, table.version, frozenset(files))


def kept_pins(tables: Tables, events: Needed) -> Iterator[dict[str, int]]:
    """Yield the side tables' versions that each kept version of the events names."""
    folder = tables.folder("events")
    return (folder.pins(version) for version in range(events.oldest, events.newest + 1))


def highest_pins(all_pins: Iterable[dict[str, int]]) -> dict[str, int]:
    """Return the highest version of each side table that any of some versions names."""
    found: dict[str, int] = {}
    for pins in all_pins:
        for name, version in pins.items():
            found[name] = max(version, found.get(name, -1))
    return found


def lowest_pins(all_pins: Iterable[dict[str, int]]) -> dict[str, int]:
    """Return the lowest version of each side table that any of some versions names."""
    found: dict[str, int] = {}
    for pins in all_pins:
        for name, version in pins.items():
            if version >= 0:
                found[name] = min(version, found.get(name, version))
    return found


def check_kept(tables: Tables, version: int) -> None:
    """Raise the error that says which versions there are, where this is none of them.

    Raises
    ------
    StoreError
        When there is no such version, or it is no longer kept.
    """
    events = tables.open("events")
    newest, oldest = (0, 0) if events is None else (events.version, events.oldest())
    if not 0 <= version <= newest:
        message = f"version {version} does not exist; there are {oldest} to {newest}"
        raise StoreError(message)
    if version < oldest:
        since = log_entry(tables.folder("events").commit(oldest)).when
        message = (
            f"version {version} is no longer kept: what came before version {oldest} "
            f"({since:%Y-%m-%d}) was cleaned up; accepted are {oldest} to {newest}"
        )
        raise StoreError(message)
