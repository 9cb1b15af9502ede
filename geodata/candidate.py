"""What a search of the gazetteer returns."""

from __future__ import annotations

from dataclasses import dataclass

# Kinds that are places one can stand at, known to a point or not.
POINT_KINDS = frozenset({"populated", "crossing", "post"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    ``lat`` and ``lon`` (degrees, EPSG:4326) are None where no source gives a point; ``score``
    is 0 to 1, ``prior`` what it would be worth were its name all that is known; ``reason``
    says in words why it ranks where it does.  ``precision`` is what naming the place says: a
    town is ``exact`` though its point be unknown; :func:`geodata.locate.locate` then takes the
    smallest known area.
    """

    id: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    country: str | None
    adm1_id: str | None
    adm1: str | None
    adm2_id: str | None
    adm2: str | None
    border: str | None
    precision: str
    score: float
    match: str
    reason: str
    source: str
    population: int
    prior: float
    matched: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that a spelling matches; ``kind`` is what the text calls it."""

    row: int
    match: str
    spelling: str
    asked: str
    ratio: float
    kind: str | None
