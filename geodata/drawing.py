"""Areas as the file a browser draws: fewer corners, shared edges stored once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.simplify import simplify_areas
from geodata.topology import build, to_topojson


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
    """Return the areas that have an outline, simplified so that neighbours still meet."""
    outlined = frame[frame.geometry.notna().to_numpy()]
    if outlined.empty:
        return outlined
    shapes = simplify_areas(outlined.geometry.to_numpy(), detail.tolerance, detail.least_island)
    return outlined.set_geometry(gpd.GeoSeries(shapes, index=outlined.index, crs=frame.crs))


def areas_topojson(frame: gpd.GeoDataFrame, detail: Detail) -> bytes:
    """Return TopoJSON, object "areas".

    Each area has id, name, country, label_lat and label_lon; a district adm1_id and adm1 too,
    and approximate where its outline is.
    """
    topology = build(list(frame.geometry), detail.step)
    rows = frame.drop(columns="geometry").to_dict("records")
    return encode(to_topojson(topology, [_known(row) for row in rows], "areas"))


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {key: row[key] for key in ("id", "name", "country")}
    known |= {key: row[key] for key in ("adm1_id", "adm1") if pd.notna(row.get(key))}
    if np.isfinite(row["label_lat"]):
        known |= {key: round(float(row[key]), 3) for key in ("label_lat", "label_lon")}
    if row.get("approximate"):
        known["approximate"] = True
    return known
