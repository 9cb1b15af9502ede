"""The province and the district of each point, and what is to be said where there is none.

The geometry is :mod:`geodata.cell_index`'s; here stand the keys, the names and the words.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Any

import geopandas
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from geodata import grid_file
from geodata.boundaries import SHIPPED, AreaSet
from geodata.cell_index import EPSG, CellIndex, JoinResult, Outcome
from geodata.cells import Floats

__all__ = ["CellIndex", "JoinResult", "Outcome", "cell_index", "join_points"]

WORLD = 200  # an ADM1 set with more countries than this leaves out no land

SCHEMA = pa.schema(
    [
        ("adm1_id", pa.string()),
        ("adm2_id", pa.string()),
        ("outcome", pa.string()),
        ("message", pa.string()),
        ("adm1_rivals", pa.list_(pa.string())),
        ("adm2_rivals", pa.list_(pa.string())),
        ("nearest_adm1_id", pa.string()),
        ("nearest_km", pa.float64()),
    ]
)

_built: dict[int, tuple[weakref.ref[geopandas.GeoDataFrame], CellIndex]] = {}


def cell_index(frame: geopandas.GeoDataFrame) -> CellIndex:
    """Return the index of a frame of areas, built once for as long as the frame lives.

    Provinces of more than ``WORLD`` countries are taken for all land there is, so that
    points outside all of them are at sea.

    Raises
    ------
    ValueError
        As ``CellIndex.build`` does.
    """
    kept = _built.get(id(frame))
    if kept is not None and kept[0]() is frame:
        return kept[1]
    if frame["country"].nunique() > WORLD:
        index = _of_the_world(frame)
        index = CellIndex(index.ids, index.geometries, index.grid, land=index)
    else:
        index = CellIndex.build(frame)
    key = id(frame)
    _built[key] = (weakref.ref(frame, lambda _: _built.pop(key, None)), index)
    return index


def _of_the_world(frame: geopandas.GeoDataFrame) -> CellIndex:
    """Return the index of a frame, with the grid that ships where it is the shipped areas'."""
    geometries = np.asarray(frame.geometry.array, dtype=object)
    grid = grid_file.read(SHIPPED / grid_file.NAME, geometries)
    if grid is None or frame.crs is None or frame.crs.to_epsg() != EPSG:
        return CellIndex.build(frame)
    return CellIndex.made(tuple(map(str, frame["id"])), geometries, grid)


def join_points(lon: Floats, lat: Floats, adm1: AreaSet, adm2: AreaSet | None = None) -> pa.Table:
    """Return the province and the district of each point.

    Parameters
    ----------
    lon, lat : array of float64, shape (n,)
        Degrees, EPSG:4326; bad values come back with the outcome ``invalid``.
    adm1, adm2 : AreaSet
        Provinces, and districts where there are any.

    Returns
    -------
    pyarrow.Table
        n rows of ``SCHEMA``.  ``outcome`` (of the province) is ``inside``, ``on_border``,
        ``at_sea``, ``outside`` or ``invalid``.  ``message`` says in words what stands in the
        way of a province or a district, null where nothing does or no district is drawn.
        ``nearest_km`` is geodesic, see :mod:`geodata.nearest`.

    Raises
    ------
    ValueError
        If the arrays differ in length, or the areas are unfit (``CellIndex.build``).
    """
    provinces = cell_index(adm1.frame)
    found = provinces.join(lon, lat)
    messages = _messages(found, adm1.frame, provinces, lon, lat)
    adm2_id: pa.Array[Any] = pa.nulls(len(found.outcome), pa.string())
    adm2_rivals: pa.Array[Any] = pa.nulls(len(found.outcome), SCHEMA.field("adm2_rivals").type)
    if adm2 is not None:
        districts = cell_index(adm2.frame)
        inner = districts.join(lon, lat, with_nearest=False)
        adm2_id = _keys(inner.area, districts.ids)
        adm2_rivals = _rival_keys(inner, districts.ids)
        for point, areas in inner.rivals():
            words = _between(adm2.frame, districts, areas, lon[point], lat[point])
            messages[point] = "; ".join(filter(None, (messages.get(point), words)))
    names = pa.array([outcome.name.lower() for outcome in Outcome])
    columns = [
        _keys(found.area, provinces.ids),
        adm2_id,
        names.take(pa.array(found.outcome, pa.uint8())),
        pa.array(_spread(messages, len(found.outcome)), pa.string()),
        _rival_keys(found, provinces.ids),
        adm2_rivals,
        _keys(found.nearest, provinces.ids),
        pa.array(found.km, from_pandas=True),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _messages(
    found: JoinResult, frame: geopandas.GeoDataFrame, index: CellIndex, lon: Floats, lat: Floats
) -> dict[int, str]:
    """Return what is to be said of the points that are in no single area, by point."""
    words = {
        point: _between(frame, index, areas, lon[point], lat[point])
        for point, areas in found.rivals()
    }
    lead = {Outcome.AT_SEA: "at sea", Outcome.OUTSIDE: "outside every area"}
    names = frame["name"].to_numpy()
    for outcome, text in lead.items():
        for point in np.flatnonzero(found.outcome == outcome):
            near, km = found.nearest[point], found.km[point]
            words[int(point)] = text if near < 0 else f"{text} (nearest {names[near]}, {km:.1f} km)"
    for point in np.flatnonzero(found.outcome == Outcome.INVALID):
        words[int(point)] = (
            f"no such position: latitude {lat[point]}, longitude {lon[point]}; "
            "accepted are -90 to 90 and -180 to 180"
        )
    return words


def _between(
    frame: geopandas.GeoDataFrame, index: CellIndex, areas: tuple[int, ...], lon: float, lat: float
) -> str:
    """Return the words for a point that several areas have; areas that overlap are named so."""
    names = frame["name"].to_numpy()[list(areas)]
    listed = ", ".join(names[:-1]) + f" and {names[-1]}"
    if shapely.contains_xy(index.geometries[list(areas)], lon, lat).any():
        return f"inside {listed}, which overlap there"
    return f"on the border between {listed}"


def _keys(rows: npt.NDArray[np.int32], ids: tuple[str, ...]) -> pa.Array[Any]:
    """Return the keys of rows, null for -1."""
    keys: pa.Array[Any] = pa.array(ids, pa.string()).take(pa.array(rows, pa.int32(), mask=rows < 0))
    return keys


def _rival_keys(found: JoinResult, ids: tuple[str, ...]) -> pa.Array[Any]:
    """Return the keys of the areas that meet at each point, null where it is on no border."""
    rivals = {point: [ids[area] for area in areas] for point, areas in found.rivals()}
    keys: pa.Array[Any] = pa.array(
        _spread(rivals, len(found.outcome)), SCHEMA.field("adm1_rivals").type
    )
    return keys


def _spread(values: Mapping[int, object], size: int) -> npt.NDArray[np.object_]:
    """Return an array of objects with the values at their places, else None."""
    spread = np.full(size, None, dtype=object)
    for place, value in values.items():
        spread[place] = value
    return spread
