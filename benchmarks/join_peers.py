"""Points to provinces: the cell index against the spatial joins of DuckDB and SedonaDB.

``make bench-peers`` installs both beside the project, in an environment of their own, prints
the table and puts it into docs/performance.md.  All three start from the same two columns of
floats and end with the pairs of point and area; areas and index stand ready beforehand.
"""

from __future__ import annotations

import sys

import duckdb
import geopandas
import numpy as np
import pyarrow as pa
import sedonadb
import shapely
from duckdb_extensions import import_extension

from benchmarks.join import POINTS, ours
from benchmarks.measuring import Table, record, seconds, show
from geodata.boundaries import load
from geodata.join import CellIndex

HEADING = (
    "areas", "points", "cell index", "DuckDB spatial", "SedonaDB",
    "ratio to DuckDB", "ratio to SedonaDB", "answers that differ",
)  # fmt: skip
PAIRS = """
    SELECT points.point, areas.area FROM points
    JOIN areas ON ST_Intersects(areas.shape, ST_Point(points.lon, points.lat))
"""


def shapes(areas: geopandas.GeoDataFrame) -> pa.Table:
    """Return the areas as numbers and WKB."""
    wkb = shapely.to_wkb(areas.geometry.to_numpy())
    return pa.table({"area": np.arange(len(areas)), "wkb": pa.array(wkb, pa.binary())})


def in_duckdb(areas: geopandas.GeoDataFrame) -> duckdb.DuckDBPyConnection:
    """Return a connection that holds the areas as geometries."""
    import_extension("spatial")
    connection = duckdb.connect()
    connection.execute("LOAD spatial")
    connection.register("wkb", shapes(areas))
    connection.execute("CREATE TABLE areas AS SELECT area, ST_GeomFromWKB(wkb) AS shape FROM wkb")
    return connection


def in_sedona(areas: geopandas.GeoDataFrame) -> sedonadb.context.SedonaContext:
    """Return a context that holds the areas as geometries."""
    context = sedonadb.connect()
    context.create_data_frame(shapes(areas)).to_view("wkb")
    made = context.sql("SELECT area, ST_GeomFromWKB(wkb) AS shape FROM wkb")
    made.to_memtable().to_view("areas")
    return context


def pairs(table: pa.Table) -> np.ndarray:
    """Return the rows of an answer in one order, to be compared."""
    rows = np.column_stack([table["point"].to_numpy(), table["area"].to_numpy()])
    return np.unique(rows, axis=0)


def case(
    name: str, areas: geopandas.GeoDataFrame, lon: np.ndarray, lat: np.ndarray
) -> tuple[str, ...]:
    """Return a row of the table."""
    index, database, context = CellIndex.build(areas), in_duckdb(areas), in_sedona(areas)
    points = pa.table({"point": np.arange(len(lon)), "lon": lon, "lat": lat})
    database.register("columns", points)
    database.execute("CREATE TABLE points AS SELECT * FROM columns")
    context.create_data_frame(points).to_view("points")
    quick, found = seconds(lambda: ours(index, lon, lat))
    duck, one = seconds(lambda: database.execute(PAIRS).to_arrow_table(), 1)
    sedona, other = seconds(lambda: context.sql(PAIRS).to_arrow_table())
    expected = pairs(pa.table({"point": found[:, 0], "area": found[:, 1]}))
    differ = sum(
        len(set(map(tuple, pairs(each).tolist())) ^ set(map(tuple, expected.tolist())))
        for each in (one, other)
    )
    return (
        name, f"{len(lon):,}", show(quick), show(duck), show(sedona),
        f"{duck / quick:.1f}", f"{sedona / quick:.1f}", str(differ),
    )  # fmt: skip


def measure(points: int = POINTS) -> Table:
    """Return the table for Afghanistan and Pakistan and for the world."""
    rng = np.random.default_rng(0)
    world = load(1).frame
    region = world[world["country"].isin(["AFG", "PAK"])].reset_index(drop=True)
    west, south, east, north = region.total_bounds
    lon, lat = rng.uniform(west, east, points), rng.uniform(south, north, points)
    everywhere = rng.uniform(-180, 180, points), rng.uniform(-90, 90, points)
    return Table(
        "join-peers",
        (
            HEADING,
            case(f"{len(region)} provinces", region, lon, lat),
            case(f"{len(world):,} provinces", world, lon, lat),
            case(f"{len(world):,} provinces, points all over the globe", world, *everywhere),
        ),
    )


if __name__ == "__main__":
    record([measure(int(sys.argv[1]) if len(sys.argv) > 1 else POINTS)])
