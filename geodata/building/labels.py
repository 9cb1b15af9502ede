"""Which names the map can show, and from which zoom on."""

from __future__ import annotations

import re
from collections.abc import Sequence

import geopandas as gpd
import shapely

from geodata.building.geonames import City, read_cities
from geodata.building.packages import Packages
from geodata.drawing import encode
from geodata.placing import label_points

# Where GeoNames' names carry a scholar's accents that no report writes.
_PLAIN = frozenset({"AF", "PK", "IR", "IN", "TJ", "UZ", "TM"})
_CLOSE = frozenset({"AF", "PK"})
_OFFICE = re.compile(r"^(?:Wuleswali|Wuluswali|Alaqahdari|Markaz-e)\s+")
_CLOSE_ZOOMS = ((1_000_000, 5), (300_000, 6), (100_000, 7), (30_000, 8), (10_000, 9), (0, 10))
_FAR_ZOOMS = ((3_000_000, 4), (1_000_000, 5), (500_000, 6), (200_000, 7), (100_000, 8))
_SEATS = {"PPLC": 4, "PPLA": 6, "PPLA2": 9}
# A country's name by its size in square degrees.
_COUNTRY_ZOOMS = ((150.0, 3), (25.0, 4), (4.0, 5), (0.5, 6), (0.0, 7))

Label = tuple[str, str, float, float, int, str]


def labels_json(packages: Packages, adm1: gpd.GeoDataFrame) -> bytes:
    """Return the labels: ``columns`` and ``rows`` of kind, name, lat, lon, zoom, country.

    ``kind`` is "country" or "town", ``zoom`` the least map zoom it shows at, ``country`` ISO
    alpha-3 for a country, alpha-2 for a town.  The greatest come first.
    """
    rows = [*_countries(adm1), *_towns(read_cities(packages))]
    columns = ["kind", "name", "lat", "lon", "zoom", "country"]
    return encode({"columns": columns, "rows": sorted(rows, key=lambda row: (row[4], row[0]))})


def _countries(adm1: gpd.GeoDataFrame) -> list[Label]:
    shapes = adm1.dissolve("country", as_index=False, method="coverage")
    lat, lon = label_points(list(shapes.geometry))
    area = shapely.area(shapes.geometry.to_numpy())
    named = zip(shapes["country"], shapes["country_name"], lat, lon, area, strict=True)
    return [
        ("country", name, round(float(y), 3), round(float(x), 3), _zoom(size, _COUNTRY_ZOOMS), code)
        for code, name, y, x, size in named
    ]


def _towns(cities: Sequence[City]) -> list[Label]:
    least = _FAR_ZOOMS[-1][0]
    shown = [
        city
        for city in cities
        if city.country in _CLOSE or city.population >= least or city.feature == "PPLC"
    ]
    ordered = sorted(shown, key=lambda city: (-city.population, city.geonames_id))
    return [
        (
            "town",
            _name(city),
            round(city.lat, 3),
            round(city.lon, 3),
            _town_zoom(city),
            city.country,
        )
        for city in ordered
    ]


def _name(city: City) -> str:
    return _OFFICE.sub("", city.plain if city.country in _PLAIN else city.name)


def _town_zoom(city: City) -> int:
    close = city.country in _CLOSE
    by_size = _zoom(city.population, _CLOSE_ZOOMS if close else _FAR_ZOOMS)
    if close:
        return min(by_size, _SEATS.get(city.feature, by_size))
    return min(by_size, 5) if city.feature == "PPLC" else by_size


def _zoom(size: float, steps: Sequence[tuple[float, int]]) -> int:
    return next((zoom for least, zoom in steps if size >= least), steps[-1][1])
