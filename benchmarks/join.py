"""Points to provinces: the cell index against ``geopandas.sjoin``, answers compared.

``python -m benchmarks.join [POINTS]`` prints the table and puts it into docs/performance.md.
Both sides start from two arrays of floats; ours builds its index, sjoin its points and tree.
"""

from __future__ import annotations

import sys

import geopandas
import numpy as np
import shapely

from benchmarks.measuring import Table, record, seconds, show
from geodata.boundaries import load
from geodata.join import CellIndex

POINTS = 1_000_000
HEADING = (
    "areas", "points", "index built", "joined", "`sjoin`", "of it its points",
    "ratio", "ratio with building", "answers that differ",
)  # fmt: skip


def peer(areas: geopandas.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return the (point, area) pairs by geopandas' own way, points made on the way.

    The areas stand at the left: so the polygons are prepared, which is ten times as fast as
    the points at the left with the same answer.
    """
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat, crs=4326))
    joined = geopandas.sjoin(areas[["geometry"]], points, predicate="intersects")
    return np.column_stack([joined["index_right"], joined.index])


def ours(index: CellIndex, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return the same pairs by the cell index."""
    result = index.join(lon, lat, with_nearest=False)
    inside = np.flatnonzero(result.area >= 0)
    single = np.column_stack([inside, result.area[inside]])
    return np.concatenate([single, np.column_stack([result.rival_point, result.rival_area])])


def case(
    name: str, areas: geopandas.GeoDataFrame, lon: np.ndarray, lat: np.ndarray
) -> tuple[str, ...]:
    """Return a row of the table."""
    built, index = seconds(lambda: CellIndex.build(areas), 2)
    quick, _ = seconds(lambda: index.join(lon, lat, with_nearest=False))
    made, _ = seconds(lambda: geopandas.points_from_xy(lon, lat, crs=4326), 1)
    slow, expected = seconds(lambda: peer(areas, lon, lat), 2)
    pairs, found = (set(map(tuple, rows.tolist())) for rows in (expected, ours(index, lon, lat)))
    return (
        name, f"{len(lon):,}", show(built), show(quick), show(slow), show(made),
        f"{slow / quick:.0f}", f"{slow / (quick + built):.0f}", str(len(pairs ^ found)),
    )  # fmt: skip


def measure(points: int = POINTS) -> Table:
    """Return the table for Afghanistan and Pakistan, for the world, and for points on borders."""
    rng = np.random.default_rng(0)
    world = load(1).frame
    region = world[world["country"].isin(["AFG", "PAK"])].reset_index(drop=True)
    west, south, east, north = region.total_bounds
    lon, lat = rng.uniform(west, east, points), rng.uniform(south, north, points)
    vertices = rng.choice(shapely.get_coordinates(region.geometry.array), points // 10)
    return Table(
        "join",
        (
            HEADING,
            case(f"{len(region)} provinces", region, lon, lat),
            case(f"{len(world):,} provinces", world, lon, lat),
            case(
                f"{len(world):,} provinces, points all over the globe",
                world,
                rng.uniform(-180, 180, points),
                rng.uniform(-90, 90, points),
            ),
            case("points on the borders' own vertices", region, *vertices.T.copy()),
        ),
    )


if __name__ == "__main__":
    record([measure(int(sys.argv[1]) if len(sys.argv) > 1 else POINTS)])
