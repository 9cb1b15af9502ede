"""The log set against what lies in the folder: versions, pins, files and their sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from events.snapshot import StoreError
from events.store.retention import lowest_pins
from events.store.tables import FAULTS, SIDE_TABLES, FileEntry, Table, Tables
from events.verifying.finding import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """The files of a table that can be opened, by name: ``newest`` version's, and all ``kept``."""

    table: Table
    newest: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def paths(self) -> tuple[str, ...]:
        """Return where the newest version's files lie."""
        return self.table.folder.files(self.newest)


def check_log(tables: Tables) -> Iterator[Finding | Checked]:
    """Yield what is wrong in the logs and with the files that they name, then each table's files.

    Every file that a version needs that is kept must be there, in the size that the log says.
    """
    pins: dict[str, int] = {}  # the lowest of all kept versions
    newest: dict[str, int] = {}  # those of the newest
    for name in ("events", "codings", *SIDE_TABLES):
        try:
            table = tables.open(name)
        except StoreError as error:
            yield Finding(name, "the table", "log", "_delta_log", str(error))
            continue
        if table is None:
            if name in pins:
                yield _no_table(name, pins[name])
            continue
        oldest = pins.get(name, table.version)
        if name in {"events", "codings"}:
            oldest = table.oldest()
        if oldest > table.version:
            said = f"a version of the events names it; the newest is {table.version}"
            yield Finding(name, f"version {oldest}", "pin", str(oldest), said)
            oldest = table.version
        if name == "events":
            found = list(_pins(table, oldest))
            pins = lowest_pins(each for each in found if isinstance(each, dict))
            newest = found[-1] if found and isinstance(found[-1], dict) else {}
            yield from (each for each in found if isinstance(each, Finding))
            yield from _too_high(tables, found)
        yield from _files(tables, table, oldest, newest.get(name))


def _pins(table: Table, oldest: int) -> Iterator[dict[str, int] | Finding]:
    for version in range(oldest, table.version + 1):
        try:
            yield table.folder.pins(version)
        except FAULTS as error:
            said = f"the entry is missing or cannot be read: {error}"
            yield Finding("events", f"version {version}", "log", f"{version:020}.json", said)


def _too_high(tables: Tables, found: list[dict[str, int] | Finding]) -> Iterator[Finding]:
    """Yield the pins that name a version of a side table that there is not."""
    newest = {name: tables.folder(name).newest() for name in SIDE_TABLES}
    told: set[tuple[str, int]] = set()
    for pins in found:
        for name, version in pins.items() if isinstance(pins, dict) else ():
            if version > newest.get(name, -1) and (name, version) not in told:
                told.add((name, version))
                said = f"a version of the events names it; the newest is {newest.get(name, -1)}"
                yield Finding(name, f"version {version}", "pin", str(version), said)


def _no_table(name: str, version: int) -> Finding:
    said = "a version of the events names it, and there is no such table"
    return Finding(name, f"version {version}", "pin", str(version), said)


def _standing(tables: Tables, table: Table, pin: int) -> tuple[FileEntry, ...]:
    """Return the files that the newest events name; those of the newest where there is no such."""
    try:
        return tables.standing(table, pin) if pin <= table.version else table.entries()
    except StoreError:  # said already
        return table.entries()


def _files(
    tables: Tables, table: Table, oldest: int, pin: int | None
) -> Iterator[Finding | Checked]:
    sizes: dict[str, int] = {}
    try:
        first = tables.open(table.name, oldest)
        sizes |= {each.name: each.size for each in (first.entries() if first else ())}
    except StoreError as error:
        yield Finding(table.name, f"version {oldest}", "log", str(oldest), str(error))
    for version in range(oldest + 1, table.version + 1):
        try:
            sizes |= table.folder.written(version)
        except FAULTS as error:
            said = f"the entry is missing or cannot be read: {error}"
            yield Finding(table.name, f"version {version}", "log", f"{version:020}.json", said)
    sizes |= {each.name: each.size for each in table.entries()}
    there = {each.name: each.size for each in table.folder.held()}
    for name, size in sorted(sizes.items()):
        if name not in there:
            yield Finding(table.name, name, "missing file", name, f"{size:,} bytes by the log")
        elif there[name] != size:
            said = f"{there[name]:,} bytes; {size:,} by the log"
            yield Finding(table.name, name, "size", str(there[name]), said)
    good = {name for name, size in sizes.items() if there.get(name) == size}
    standing = table.entries() if pin is None else _standing(tables, table, pin)
    newest = [each.name for each in standing if each.name in good]
    yield Checked(table, tuple(sorted(newest)), tuple(sorted(good)))
