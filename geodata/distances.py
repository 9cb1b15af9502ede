"""How far a point lies from an area that it is said to be in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import geopandas
import numpy as np
import numpy.typing as npt
import shapely

from geodata.cells import Floats, edges_of
from geodata.nearest import Shore, make_shore, nearest

REMEMBERED = 200_000  # distances; a data set has the same points again and again


@dataclass(frozen=True)
class Distances:
    """Distances to the areas of a frame; an area's outline is made ready when first asked for.

    ``frame`` is that of an :class:`geodata.boundaries.AreaSet`.
    """

    frame: geopandas.GeoDataFrame
    _shores: dict[tuple[str, str], tuple[Shore, npt.NDArray[Any]]] = field(default_factory=dict)
    _measured: dict[tuple[str, str, float, float], float] = field(default_factory=dict)

    def to_area(self, area_id: str, lon: Floats, lat: Floats) -> Floats:
        """Return the geodesic km from points (n, EPSG:4326) to an area; 0 inside it."""
        return self._km("id", area_id, lon, lat)

    def to_country(self, code: str, lon: Floats, lat: Floats) -> Floats:
        """Return the km from points to the nearest area of a country (ISO alpha-3)."""
        return self._km("country", code, lon, lat)

    def _km(self, column: str, value: str, lon: Floats, lat: Floats) -> Floats:
        keys = [(column, value, *point) for point in zip(lon.tolist(), lat.tolist(), strict=True)]
        new = [number for number, key in enumerate(keys) if key not in self._measured]
        if new:
            east, north = lon[new], lat[new]
            shore, shapes = self._shore(column, value)
            km = np.where(_inside(shapes, east, north), 0.0, nearest(shore, east, north)[1])
            if len(self._measured) > REMEMBERED:
                self._measured.clear()
            found = dict(zip([keys[number] for number in new], km.tolist(), strict=True))
            self._measured.update(found)
            return np.array([found.get(key, self._measured.get(key)) for key in keys], np.float64)
        return np.array([self._measured.get(key) for key in keys], np.float64)

    def _shore(self, column: str, value: str) -> tuple[Shore, npt.NDArray[Any]]:
        key = (column, value)
        if key not in self._shores:
            wanted = (self.frame[column] == value).to_numpy()
            geometries = self.frame.geometry.array[wanted]
            shapes = np.array([each for each in geometries if each is not None], dtype=object)
            self._shores[key] = make_shore(edges_of(shapes)), shapes
        return self._shores[key]


def _inside(shapes: npt.NDArray[Any], lon: Floats, lat: Floats) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(lon), dtype=bool)
    for shape in shapes:
        found |= shapely.intersects_xy(shape, lon, lat)
    return found
