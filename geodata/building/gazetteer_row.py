"""One row of the gazetteer, and how rows are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.folding import words


@dataclass(frozen=True, slots=True)
class Row:
    """One named place: what gazetteer.parquet holds of it.

    ``country`` is ISO alpha-3; ``lat`` and ``lon`` are degrees (EPSG:4326), None where no source
    gives a point; ``precision`` is how exactly the row says where it is.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str | None
    precision: str
    source: str
    adm1_id: str | None = None
    adm1: str | None = None
    adm2_id: str | None = None
    adm2: str | None = None
    border: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    note: str = ""


def slug(name: str) -> str:
    """Return a name as part of an id: "Zazi Aryub" is "zazi-aryub"."""
    return "-".join(words(name))


def several(*names: str | None, but: str = "") -> tuple[str, ...]:
    """Return the names once each, in their order, without empty ones and without ``but``."""
    kept = dict.fromkeys(name.strip() for name in names if name and name.strip())
    return tuple(name for name in kept if name != but)
