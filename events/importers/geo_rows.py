"""Any geographic file that OGR reads as rows: its attributes, and the point of each feature."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer

from events.importers.parquet_rows import as_text, is_flat
from events.importers.rows import Reject, Rows, UnreadableError, checked_header

STRETCH = 20_000
LAT, LON = "geometry_lat", "geometry_lon"
POINT = 0  # GEOS number of a point
WGS84 = 4326


def opened(
    path: Path, layer: str | None = None
) -> tuple[tuple[str, ...], Iterator[Callable[[], Rows]]]:
    """Return the attributes of a layer with two columns for the point, and its rows.

    ``geometry_lat`` and ``geometry_lon`` are in EPSG:4326, whatever the file's own system is.  A
    feature's line is its number, from 1; one without a point is a reject.

    Raises
    ------
    UnreadableError
        When OGR cannot read it, it has several layers and none is named, or no known system.
    """
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if layer is None and len(layers) != 1:
            message = f"{path.name}: name one of its layers: {', '.join(layers)[:300]}"
            raise UnreadableError(message)
        chosen = layer or layers[0]
        about = pyogrio.read_info(path, layer=chosen)
    except (DataSourceError, DataLayerError, ValueError) as problem:
        message = f"{path.name}: {problem}"
        raise UnreadableError(message[:400]) from problem
    if about["crs"] is None:
        message = f"{path.name}: it does not say its coordinate reference system; save it with one"
        raise UnreadableError(message)
    names = [str(name) for name in about["fields"]]
    keys = checked_header([*names, LAT, LON], path.name)
    turn = Transformer.from_crs(CRS(about["crs"]), WGS84, always_xy=True)
    return keys, _stretches(path, chosen, keys, turn)


def _stretches(
    path: Path, layer: str, keys: tuple[str, ...], turn: Transformer
) -> Iterator[Callable[[], Rows]]:
    line = 1
    how = {"layer": layer, "batch_size": STRETCH, "use_pyarrow": True}
    with pyogrio.open_arrow(path, **how) as (about, batches):
        geometry = about["geometry_name"] or "wkb_geometry"
        for batch in batches:
            rows = _rows(batch, geometry, keys, turn, line)
            line += batch.num_rows
            yield partial(_same, rows)


def _same(rows: Rows) -> Rows:
    return rows


def _rows(
    batch: pa.RecordBatch, geometry: str, keys: tuple[str, ...], turn: Transformer, line: int
) -> Rows:
    shapes = shapely.from_wkb(batch.column(geometry).to_numpy(zero_copy_only=False))
    pointed = (shapely.get_type_id(shapes) == POINT) & ~shapely.is_empty(shapes)
    lon, lat = turn.transform(shapely.get_x(shapes), shapely.get_y(shapes))
    columns: list[Any] = []
    for field, values in zip(batch.schema, batch.columns, strict=True):
        if field.name != geometry:
            flat = is_flat(field.type)
            columns.append(as_text(values) if flat else pa.nulls(len(values), pa.string()))
    points = (np.round(side, 7) for side in (lat, lon))
    columns += [pa.array(one, from_pandas=True).cast(pa.string()) for one in points]
    kept = pa.array(pointed)
    lines = np.arange(line, line + batch.num_rows, dtype=np.int64)
    rejects = tuple(
        Reject(int(lines[row]), "geometry", _kind(shapes[row]), "a point; other shapes are none")
        for row in np.flatnonzero(~pointed)
    )
    table = pa.Table.from_arrays(columns, names=list(keys)).filter(kept)
    return Rows(table, lines[pointed], rejects)


def _kind(shape: Any) -> str:
    return "none" if shape is None else str(shape.geom_type)
