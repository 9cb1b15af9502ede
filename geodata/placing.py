"""Where the label of an area stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

# Half a kilometre or so: nobody sees a label moved by less.
_NEAR_ENOUGH = 0.02


def label_points(shapes: Sequence[shapely.Geometry | None]) -> tuple[np.ndarray, np.ndarray]:
    """Return (lat, lon) of the point deepest inside each shape's largest part; NaN for None."""
    points = [_deepest(shape) for shape in shapes]
    lon, lat = np.asarray(points, dtype=float).reshape(-1, 2).T
    return np.round(lat, 4), np.round(lon, 4)


def _deepest(shape: shapely.Geometry | None) -> tuple[float, float]:
    if shape is None or shapely.is_empty(shape):
        return (np.nan, np.nan)
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    room = max(np.sqrt(largest.area) / 50, _NEAR_ENOUGH / 10)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=room)
    lon, lat = shapely.get_coordinates(circle)[0]
    return (float(lon), float(lat))
