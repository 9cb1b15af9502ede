"""The newest version, loaded once for the whole process."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Protocol

from events.queries.loading import CACHE, Registers
from events.queries.parts import clear
from events.queries.questions import Questions
from events.snapshot import Snapshot

PATIENCE = 3.0  # seconds that a question waits for a newer version before an older one answers
INDEXED_FROM = 20_000  # words of more events are made ready before anybody asks for them


class Versioned(Protocol):
    """What can say its version and give a snapshot of it: the store."""

    home: Path

    def version(self) -> int:
        """Return the newest version."""

    def snapshot(self, version: int | None = None) -> Snapshot:
        """Return a version, the newest when none is named."""


@dataclass
class Reading:
    """A version that is being read: how many events of how many are there."""

    version: int
    over: Event = field(default_factory=Event)
    done: int = 0
    total: int = 0
    error: Exception | None = None

    def heard(self, done: int, total: int) -> None:
        """Note how far the reading is."""
        self.done, self.total = done, total


@dataclass
class Folder:
    """What is open of one data folder."""

    registers: Registers = field(default_factory=Registers.empty)
    newest: Questions | None = None
    reading: Reading | None = None
    lock: Lock = field(default_factory=Lock)


_folders: dict[Path, Folder] = {}
_lock = Lock()


def _folder(home: Path) -> Folder:
    with _lock:
        return _folders.setdefault(home, Folder())


def open_events(store: Versioned, version: int | None = None) -> Questions:
    """Return the questions that can be asked of a store's newest version, or of an earlier one.

    A version is read once and shared by all threads; files that two versions share are read
    once for both.  While a newer one is read, the one before goes on answering.

    Raises
    ------
    StoreError
        When the version cannot be read.
    """
    folder = _folder(store.home)
    if version is not None:
        return Questions(store.snapshot(version), folder.registers)
    with folder.lock:
        newest, there = store.version(), folder.newest
        if there and there.version == newest:
            return there
        reading = folder.reading
        if reading is None or reading.version != newest:
            reading = folder.reading = Reading(newest)
            Thread(target=_read, args=(store, folder, reading), daemon=True).start()
    reading.over.wait(None if there is None else PATIENCE)
    if reading.error is not None:
        raise reading.error
    with folder.lock:
        found = folder.newest
    return found or open_events(store)


def _read(store: Versioned, folder: Folder, reading: Reading) -> None:
    try:
        found = Questions(store.snapshot(), folder.registers, reading.heard)
    except Exception as error:  # noqa: BLE001  told to those who wait
        reading.error = error
        with folder.lock:
            folder.reading = None
        reading.over.set()
        return
    with folder.lock:
        if folder.newest is None or folder.newest.version < found.version:
            folder.newest = found
        if folder.reading is reading:
            folder.reading = None
    reading.over.set()
    clear(store.home / CACHE, found.snapshot.event_files)
    if found.total >= INDEXED_FROM:
        found.index_words()


def reading_of(store: Versioned) -> tuple[int, int] | None:
    """Return how many events of how many are read, where the first version is being read."""
    folder = _folder(store.home)
    with folder.lock:
        reading = folder.reading if folder.newest is None else None
    return (reading.done, reading.total) if reading else None
