"""The files a browser draws areas and borders from: few corners, shared edges stored once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.building.borders import Border, find_borders
from geodata.simplify import simplify_areas
from geodata.topology import build, lines_to_topojson, to_topojson


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of a shape is kept: degrees, see :func:`geodata.simplify.simplify_areas`."""

    tolerance: float
    step: float
    least_island: float


WORLD = Detail(0.03, 0.002, 0.003)
REGION = Detail(0.0015, 0.0002, 0.0)


def encode(document: Mapping[str, Any]) -> bytes:
    """Return JSON in its shortest form, UTF-8, keys as given."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def draw_areas(frame: gpd.GeoDataFrame, detail: Detail) -> gpd.GeoDataFrame:
    """Return the frame with simplified shapes."""
    shapes = simplify_areas(frame.geometry.to_numpy(), detail.tolerance, detail.least_island)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def areas_topojson(frame: gpd.GeoDataFrame, detail: Detail) -> bytes:
    """Return TopoJSON, object "areas": id, name, country and where the label stands."""
    topology = build(list(frame.geometry), detail.step)
    return encode(to_topojson(topology, [_known(row) for row in frame.itertuples()], "areas"))


def _known(row: Any) -> dict[str, Any]:
    known = {"id": row.id, "name": row.name, "country": row.country}
    if pd.notna(row.label_lat):
        known |= {"label_lat": round(row.label_lat, 3), "label_lon": round(row.label_lon, 3)}
    if getattr(row, "approximate", False):
        known["approximate"] = True
    return known


def borders_topojson(borders: Sequence[Border], detail: Detail) -> bytes:
    """Return TopoJSON, object "borders": id, name, label, disputed."""
    known = [
        {"id": line.id, "name": line.name, "label": line.label, "disputed": line.disputed}
        for line in borders
    ]
    return encode(
        lines_to_topojson([line.shape for line in borders], known, "borders", detail.step)
    )


def region_files(adm1: gpd.GeoDataFrame, countries: frozenset[str]) -> tuple[bytes, bytes]:
    """Return the areas and the borders of some countries, in more detail than the world's.

    The neighbours are simplified along with them, so that every border keeps both its sides.
    """
    mine = adm1["country"].isin(countries).to_numpy()
    near = shapely.STRtree(adm1.geometry.to_numpy()).query(
        adm1.geometry.to_numpy()[mine], predicate="intersects"
    )[1]
    around = adm1.iloc[np.union1d(np.flatnonzero(mine), near)]
    drawn = draw_areas(around, REGION)
    inside = drawn[drawn["country"].isin(countries)]
    borders = [
        line for line in find_borders(drawn, REGION.step) if countries & set(line.id.split("-"))
    ]
    return areas_topojson(inside, REGION), borders_topojson(borders, REGION)
