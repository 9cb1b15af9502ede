"""The drawing files of borders, and of a region in more detail than the world's."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from geodata.building.borders import Border, find_borders
from geodata.drawing import REGION, Detail, areas_topojson, draw_areas, encode
from geodata.topology import lines_to_topojson


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
