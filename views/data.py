"""The one opened store of all sessions, and how ids are written for a reader."""

from __future__ import annotations

from functools import cache
from threading import Lock

from events.codebook import Codebook, load
from events.queries import Questions, open_events
from events.queries.opening import reading_of
from events.store import Store
from geodata.home import data_home


@cache
def store() -> Store:
    """Return the store of the data folder."""
    return Store(data_home())


@cache
def codebook() -> Codebook:
    """Return the codebook, read once."""
    return load()


def version() -> int:
    """Return the store's version now; cheap enough to be asked every few seconds."""
    return store().version()


def newest() -> Questions:
    """Return the questions that can be asked of the newest version; it keeps its answers."""
    return open_events(store())


_earlier: list[Questions] = []
_earlier_lock = Lock()


def at(version: int) -> Questions:
    """Return the questions that can be asked of one version.

    Beside the newest, one earlier version is held for the whole process: memory stays bounded
    by two, and who asks for a third waits until it is loaded in its place.

    Raises
    ------
    StoreError
        When there is no such version, or it is no longer kept.
    """
    current = newest()
    if version == current.version:
        return current
    with _earlier_lock:
        kept = [(each.version, each.snapshot.home) for each in _earlier]
        if kept != [(version, store().home)]:
            store().entry(version)  # says what is wrong before what is held is let go
            _earlier.clear()
            _earlier.append(open_events(store(), version))
        return _earlier[0]


def reading() -> tuple[int, int] | None:
    """Return how many events of how many are read, while the first version is being read."""
    return reading_of(store())


def actor_label(actor: str) -> str:
    """Return the name of an actor; of an outlet or unlisted group, its own."""
    return codebook().actor_label(actor)


def country_name(code: str) -> str:
    """Return the name of a country by ISO alpha-3; the code where it is not listed."""
    row = codebook().countries.get(code)
    return row.name if row else code


def border_name(key: str) -> str:
    """Return the two countries of a border key such as ``AFG-PAK``."""
    return "–".join(country_name(code) for code in key.split("-"))
