"""What is in the store now?  One opened store and one set of answers for all sessions.

Answers are pure functions of (version, filter), so they are kept by these and shared; a new
version of the store is a new key.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from events.codebook import Codebook, load
from events.model import Event, Report
from events.queries import Filter, Questions, open_events
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


@lru_cache(maxsize=3)
def questions(at: int) -> Questions:  # noqa: ARG001
    """Return the questions that can be asked of one version."""
    return open_events(store())


@lru_cache(maxsize=64)
def headline(at: int, f: Filter) -> Any:
    """Return the headline numbers of a filter."""
    return questions(at).headline(f)


@lru_cache(maxsize=64)
def facets(at: int, f: Filter) -> Any:
    """Return the counts beside each choice."""
    return questions(at).facets(f)


@lru_cache(maxsize=64)
def rows(at: int, f: Filter, sort: str, descending: bool, limit: int, offset: int) -> Any:  # noqa: FBT001
    """Return one page of the table."""
    return questions(at).rows(f, sort, descending, limit, offset)


def event(at: int, event_id: str) -> Event | None:
    """Return one event with all that is known of it."""
    return questions(at).event(event_id)


def report(at: int, report_id: str | None) -> Report | None:
    """Return the report an event was coded from, where its text is kept."""
    return questions(at).report(report_id) if report_id else None


def actor_label(actor: str) -> str:
    """Return the name of an actor; of an outlet or unlisted group, its own."""
    return codebook().actor_label(actor)


def country_name(code: str) -> str:
    """Return the name of a country by ISO alpha-3; the code where it is not listed."""
    row = codebook().countries.get(code)
    return row.name if row else code
