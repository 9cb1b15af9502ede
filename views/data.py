"""The one opened store of all sessions, and how ids are written for a reader."""

from __future__ import annotations

from functools import cache

from events.codebook import Codebook, load
from events.queries import Questions, open_events
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
