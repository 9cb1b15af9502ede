"""Which files make a consistent copy of the tables while others go on writing; and back.

Data files and log entries never change once they are there.  So a copy is a list of names: the
log up to one version of the events, that of each other table up to what the kept versions pin,
and the files that they need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from events.snapshot import StoreError
from events.store.folder import LOG
from events.store.remote import RemoteFolder
from events.store.retention import highest_pins, kept_pins, needed
from events.store.tables import FAULTS, SIDE_TABLES, Tables, broken

_CHUNK = 1 << 20  # bytes
_ENTRY = re.compile(rf"{LOG}/(\d{{20}})\.(json|checkpoint(\.\d+\.\d+)?\.parquet)")
# the events come last: until then nobody finds a store
ORDER = ("codings", *SIDE_TABLES, "events")


@dataclass(frozen=True, slots=True)
class TableFiles:
    """The files of a copy: the store's version, each name under ``tables/`` and what opens it."""

    version: int
    files: tuple[tuple[str, Callable[[], BinaryIO]], ...]


def table_files(tables: Tables) -> TableFiles:
    """Return the files that make a copy of the newest version and all kept before it.

    Raises
    ------
    StoreError
        When a log cannot be read.
    """
    found: list[tuple[str, Callable[[], BinaryIO]]] = []
    try:
        plan = needed(tables, since=0)
        # not only the newest's: after a rewind earlier versions pin later ones of the side tables
        pins = highest_pins(kept_pins(tables, plan["events"])) if "events" in plan else {}
        for name, each in plan.items():
            last = each.newest if name in {"events", "codings"} else pins.get(name, -1)
            if last < 0:
                continue
            folder = tables.folder(name)
            names = [*sorted(each.files), *_until(folder.entries(), last)]
            found += [(f"{name}/{file}", partial(folder.read, file)) for file in names]
    except FAULTS as error:
        raise broken(tables.folder("events"), error) from error
    return TableFiles(plan["events"].newest if "events" in plan else 0, tuple(found))


def _until(entries: tuple[str, ...], last: int) -> Iterator[str]:
    for name in entries:
        entry = _ENTRY.fullmatch(name)
        if entry and int(entry[1]) <= last:
            yield name


@contextmanager
def put_in_place(tables: Tables, source: Path) -> Iterator[None]:
    """Write a copy's tables to object storage; they are taken away where what follows fails.

    The files of a table are read back and compared before its log names them, and the log of
    the events is the last of all.

    Parameters
    ----------
    source : Path
        A folder of tables, whole and checked.

    Raises
    ------
    StoreError
        When there is something under the address already, or it cannot be written.
    """
    done: list[tuple[RemoteFolder, str]] = []
    try:
        for folder, name in _written(tables, source):
            done.append((folder, name))
        yield
    except BaseException:
        for folder, name in reversed(done):
            with suppress(*FAULTS):
                folder.unlink([name])
        raise


def _written(tables: Tables, source: Path) -> Iterator[tuple[RemoteFolder, str]]:
    """Write files one by one; yield each before it is written."""
    folders = [RemoteFolder(source / name, f"{tables.url}/{name}") for name in ORDER]
    try:
        for folder in folders:
            if folder.entries() or any(True for _ in folder.held()):
                message = f"{folder.url}: there is something already; choose another address"
                raise StoreError(message)
        for folder in folders:
            for name in _in_turn(folder.path):
                yield folder, name
                folder.put(name, folder.path / name)
                _check(folder, name)
    except FAULTS as error:
        message = f"{tables.url}: cannot be written: {error}; what was written was removed again"
        raise StoreError(message) from error


def _in_turn(table: Path) -> list[str]:
    """Return the names of a table's files: its rows, then its log from the first entry on."""
    files = [each for each in table.rglob("*") if each.is_file()]
    names = sorted(each.relative_to(table).as_posix() for each in files)
    return sorted(names, key=lambda name: name.startswith(f"{LOG}/"))


def _check(folder: RemoteFolder, name: str) -> None:
    with (folder.path / name).open("rb") as mine, folder.read(name) as theirs:
        same = _digest(mine) == _digest(theirs)
    if not same:
        message = f"{folder.url}/{name}: what was written reads otherwise; nothing was restored"
        raise StoreError(message)


def _digest(source: BinaryIO) -> bytes:
    digest = sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
    return digest.digest()
