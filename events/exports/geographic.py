"""Exports that mapping programs open: GeoJSON, GeoPackage and GeoParquet, EPSG:4326.

An event has a point only where its place is known to one; all others come with an empty
geometry, so that no program draws a province on its centroid.
"""

from __future__ import annotations

import io
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio
import shapely

from events.exports.flat import (
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    POINT_PRECISIONS,
    claim_cells,
    event_cells,
    pointed,
)
from events.exports.provenance import Provenance
from events.schema import Row

_INTERNAL = {"x22", "y22", "row_hash"}


def geojson(events: pa.Table, told: Provenance) -> bytes:
    """Return a feature collection (RFC 7946) with the provenance as a member of its own."""
    collection = {
        "type": "FeatureCollection",
        "name": "events",
        "provenance": told.as_json(),
        "features": [_feature(row) for row in events.to_pylist()],
    }
    return json.dumps(collection, ensure_ascii=True, default=_plain).encode()


def _feature(row: Row) -> dict[str, Any]:
    row = pointed(row)
    lon, lat = row["lon"], row["lat"]
    geometry = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
    properties = {name: value for name, value in row.items() if name not in _INTERNAL}
    return {
        "type": "Feature",
        "id": row["event_id"],
        "geometry": geometry,
        "properties": properties,
    }


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    message = f"no JSON for {value!r}"
    raise TypeError(message)


def gpkg(events: pa.Table, told: Provenance) -> bytes:
    """Return a GeoPackage with the layers events, claims and provenance (the last two plain)."""
    rows = [pointed(row) for row in events.to_pylist()]
    frame = pd.DataFrame([event_cells(row) for row in rows], columns=list(EVENT_COLUMNS))
    points = geopandas.GeoSeries(
        [None if row["lon"] is None else shapely.Point(row["lon"], row["lat"]) for row in rows],
        crs="EPSG:4326",
    )
    claims = pd.DataFrame(
        [cells for row in rows for cells in claim_cells(row)], columns=list(CLAIM_COLUMNS)
    )
    facts = pd.DataFrame(told.as_pairs(), columns=["what", "value"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        pyogrio.write_dataframe(
            geopandas.GeoDataFrame(_typed(frame), geometry=points),
            path,
            layer="events",
            driver="GPKG",
            geometry_type="Point",
        )
        pyogrio.write_dataframe(_typed(claims), path, layer="claims", append=True)
        pyogrio.write_dataframe(_typed(facts), path, layer="provenance", append=True)
        return path.read_bytes()


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give columns of numbers with gaps, and empty ones, a type that a database column has."""
    whole = ("fatalities_low", "fatalities_best", "fatalities_high", "low", "high")
    kinds = {
        name: "Int64"
        if name in whole
        else "float64"
        if name in {"lat", "lon"}
        else "boolean"
        if name in {"source_retold", "subset"}
        else "datetime64[s]"
        if name in {"date_start", "date_end", "source_published"}
        else "string"
        for name in frame.columns
    }
    return frame.astype(kinds)


def geoparquet(events: pa.Table, told: Provenance) -> bytes:
    """Return a GeoParquet file (1.1) with nested claims; the provenance is file metadata."""
    precise = pc.is_in(events["place_precision"], value_set=pa.array(POINT_PRECISIONS))
    lon = _where(precise, events["lon"])
    lat = _where(precise, events["lat"])
    there = np.asarray(lon.is_valid()) & np.asarray(lat.is_valid())
    wkb = np.full(events.num_rows, None, dtype=object)
    x = np.asarray(lon.fill_null(0.0))[there]
    y = np.asarray(lat.fill_null(0.0))[there]
    wkb[there] = shapely.to_wkb(shapely.points(x, y))
    names = [name for name in events.column_names if name not in _INTERNAL]
    table = events.select(names)
    table = table.set_column(names.index("lon"), "lon", lon)
    table = table.set_column(names.index("lat"), "lat", lat)
    table = table.append_column("geometry", pa.array(wkb, pa.binary()))
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
    }
    metadata = {"geo": json.dumps(geo), "provenance": json.dumps(told.as_json())}
    buffer = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), buffer, compression="zstd")
    return buffer.getvalue()


def _where(keep: Any, values: Any) -> Any:
    return pc.if_else(keep, values, pa.scalar(None, pa.float64())).combine_chunks()
