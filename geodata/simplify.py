"""Fewer corners for drawing, without parting neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely


def simplify_areas(
    shapes: Sequence[shapely.Geometry], tolerance: float, least_island: float = 0.0
) -> np.ndarray:
    """Return the areas with fewer corners; edges that two areas share stay shared.

    Parameters
    ----------
    shapes
        Polygons and multipolygons of a valid coverage, in degrees.
    tolerance
        In degrees: a corner goes if the triangle it makes with its neighbours is smaller than
        the tolerance squared (Visvalingam-Whyatt, on the whole coverage at once).
    least_island
        Islands smaller than this many square degrees are left out, but never an area's largest
        part nor a part that touches another area.

    Returns
    -------
    numpy.ndarray
        As many shapes, in the same order.
    """
    given = np.asarray(shapes, dtype=object)
    if least_island > 0:
        given = _without_islets(given, least_island)
    return np.asarray(shapely.coverage_simplify(given, tolerance), dtype=object)


def _without_islets(shapes: np.ndarray, least: float) -> np.ndarray:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(parts), dtype=bool)
    order = np.lexsort((np.arange(len(parts)), -area, owner))
    largest[order[np.flatnonzero(np.diff(owner[order], prepend=-1))]] = True
    small = np.flatnonzero((area < least) & ~largest)
    inner, other = shapely.STRtree(parts).query(parts[small], predicate="intersects")
    touching = np.unique(inner[small[inner] != other])
    gone = np.delete(small, touching)
    kept = np.delete(np.arange(len(parts)), gone)
    return np.asarray(shapely.multipolygons(parts[kept], indices=owner[kept]), dtype=object)
