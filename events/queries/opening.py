"""The newest version, loaded once for the whole process."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Protocol

from events.queries.questions import Questions
from events.snapshot import Snapshot


class Versioned(Protocol):
    """What can say its version and give a snapshot of it: the store."""

    home: Path

    def version(self) -> int:
        """Return the newest version."""

    def snapshot(self, version: int | None = None) -> Snapshot:
        """Return a version, the newest when none is named."""


_opened: dict[Path, Questions] = {}
_lock = Lock()


def open_events(store: Versioned, version: int | None = None) -> Questions:
    """Return the questions that can be asked of a store's newest version, or of an earlier one.

    The newest version is loaded once and shared by all threads; while a newer one loads,
    those who ask wait for it.
    """
    if version is not None:
        return Questions(store.snapshot(version))
    with _lock:
        newest = store.version()
        there = _opened.get(store.home)
        if there is None or there.version != newest:
            there = Questions(store.snapshot())
            _opened[store.home] = there
        return there
