"""The drawing of Pakistan's districts, put on the ground: its transform, its fit to the provinces."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import numpy as np
import shapely

from geodata.building.packages import Packages

_MEMBER = "package/index.js"
_STEP = re.compile(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?")
# The drawing is plate carree; fitted to the outline of the country by least squares.
_CENTRE = (68.58062, 30.39301)
_SPAN = (7.99781, 6.94829)
_HALF = 800.0
# Noding grid in degrees (0.1 m), and how densely outlines are sampled to divide a gap (1 km).
_GRID = 1e-6
_SAMPLE = 0.01


def read_drawing(packages: Packages) -> dict[str, shapely.Geometry]:
    """Return the drawn districts by name, as polygons in EPSG:4326."""
    text = packages.read("pakistan-districts", _MEMBER).decode("utf-8")
    drawing = json.JSONDecoder().raw_decode(text, text.index("{"))[0]
    return {
        place["name"]: shapely.make_valid(shapely.Polygon(_geographic(trace(place["path"]))))
        for place in drawing["locations"]
    }


def trace(path: str) -> np.ndarray:
    """Return the absolute corners (n, 2) of an SVG path of one ring: the verbs m, l, z."""
    corners: list[tuple[float, float]] = []
    relative, x, y = False, 0.0, 0.0
    steps = iter(_STEP.findall(path))
    for step in steps:
        if step.isalpha():
            if step not in "mMlLzZ":
                raise ValueError(f"SVG path verb {step!r} is not known: m, l and z are")
            relative = step.islower()
            continue
        dx, dy = float(step), float(next(steps))
        x, y = (x + dx, y + dy) if relative else (dx, dy)
        corners.append((x, y))
    return np.asarray(corners)


def _geographic(corners: np.ndarray) -> np.ndarray:
    lon = _CENTRE[0] + _SPAN[0] * (corners[:, 0] - _HALF) / _HALF
    lat = _CENTRE[1] + _SPAN[1] * (_HALF - corners[:, 1]) / _HALF
    return np.column_stack([lon, lat])


def fit(
    drawn: Mapping[str, shapely.Geometry], province: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    """Divide a province among its drawn districts: no gap, no overlap, same corners at shared edges.

    What the drawing covers twice goes to the smaller district, what it leaves out to the
    nearest one, what lies outside the province is cut off.
    """
    ordered = dict(sorted(drawn.items(), key=lambda item: (item[1].area, item[0])))
    nearest = _nearest(ordered)
    lines = [shapely.boundary(shape) for shape in [*ordered.values(), *nearest.values(), province]]
    noded = shapely.union_all(lines, grid_size=_GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = [face for face in faces if shapely.intersects_xy(province, *_point(face))]
    found: dict[str, list[shapely.Geometry]] = {name: [] for name in ordered}
    for face in inside:
        found[_owner(face, ordered, nearest)].append(face)
    return {name: shapely.coverage_union_all(parts) for name, parts in found.items() if parts}


def _owner(
    face: shapely.Geometry,
    drawn: Mapping[str, shapely.Geometry],
    nearest: Mapping[str, shapely.Geometry],
) -> str:
    at = _point(face)
    for shapes in (drawn, nearest):
        for name, shape in shapes.items():
            if shapely.intersects_xy(shape, *at):
                return name
    where = shapely.Point(*at)
    return min(drawn, key=lambda name: (shapely.distance(drawn[name], where), name))


def _point(face: shapely.Geometry) -> tuple[float, float]:
    at = shapely.point_on_surface(face)
    return float(at.x), float(at.y)


def _nearest(drawn: Mapping[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Return, for each district, the part of the plane that it is nearest to."""
    samples, owners = [], []
    for name, shape in drawn.items():
        corners = shapely.get_coordinates(shapely.segmentize(shapely.boundary(shape), _SAMPLE))
        samples.append(corners)
        owners += [name] * len(corners)
    points, first = np.unique(np.round(np.vstack(samples), 6), axis=0, return_index=True)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=_wide(points), ordered=True)
    )
    mine = np.asarray(owners)[first]
    return {name: shapely.coverage_union_all(cells[mine == name]) for name in drawn}


def _wide(points: np.ndarray) -> shapely.Geometry:
    return shapely.box(*(points.min(axis=0) - 1.0), *(points.max(axis=0) + 1.0))
