"""The columns that every second-level area has, whichever list it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd

from geodata.placing import label_points

COLUMNS = (
    "id", "name", "country", "country_name", "adm1_id", "adm1", "pcode", "geonames_id",
    "aliases", "approximate", "note", "lat", "lon",
    "label_lat", "label_lon", "geometry",
)  # fmt: skip


def district_frame(rows: Sequence[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Return the rows as a frame with :data:`COLUMNS`, sorted by id, in EPSG:4326."""
    frame = gpd.GeoDataFrame(
        list(rows), columns=list(COLUMNS), geometry="geometry", crs="EPSG:4326"
    )
    frame["geonames_id"] = frame["geonames_id"].astype("Int64")
    frame["label_lat"], frame["label_lon"] = label_points(list(frame.geometry))
    return frame.sort_values("id", ignore_index=True)
