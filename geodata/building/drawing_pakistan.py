"""The drawing of Pakistan's districts: its transform to degrees, its fit to the provinces."""

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
    drawn: Mapping[str, shapely.Geometry],
    parents: Mapping[str, str],
    provinces: Mapping[str, shapely.Geometry],
) -> dict[str, shapely.Geometry]:
    """Divide each province among its drawn districts: no gap, no overlap, shared corners.

    What the drawing covers twice goes to the smaller district, what it leaves out to the
    nearest one, what lies outside the district's province is cut off.

    Parameters
    ----------
    drawn
        The drawn outlines by district.
    parents
        The province of each district.
    provinces
        The provinces' outlines, which are kept as they are.
    """
    cells = {adm1_id: _cells(drawn, parents, adm1_id) for adm1_id in provinces}
    lines = [shapely.boundary(shape) for shape in provinces.values()]
    for adm1_id, shapes in cells.items():
        inner = [shapely.boundary(shape) for shape in shapes.values()]
        lines.append(shapely.intersection(shapely.union_all(inner), provinces[adm1_id]))
    noded = shapely.union_all(lines, grid_size=_GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    found: dict[str, list[shapely.Geometry]] = {name: [] for name in drawn}
    for face in faces:
        at = shapely.point_on_surface(face)
        for adm1_id, outline in provinces.items():
            if shapely.intersects(outline, at):
                found[_nearest(cells[adm1_id], at)].append(face)
                break
    return {name: shapely.coverage_union_all(parts) for name, parts in found.items() if parts}


def _cells(
    drawn: Mapping[str, shapely.Geometry], parents: Mapping[str, str], adm1_id: str
) -> dict[str, shapely.Geometry]:
    """Divide the plane among a province's districts: each as drawn, and what it is nearest to."""
    mine = {name: shape for name, shape in drawn.items() if parents[name] == adm1_id}
    ordered = dict(sorted(mine.items(), key=lambda item: (shapely.area(item[1]), item[0])))
    around = _voronoi(ordered)
    covered = shapely.union_all(list(ordered.values()))
    found: dict[str, shapely.Geometry] = {}
    taken: shapely.Geometry = shapely.Polygon()
    for name, shape in ordered.items():
        own = shapely.difference(shape, taken)
        found[name] = shapely.union(own, shapely.difference(around[name], covered))
        taken = shapely.union(taken, shape)
    return found


def _nearest(cells: Mapping[str, shapely.Geometry], at: shapely.Point) -> str:
    return min(cells, key=lambda name: (shapely.distance(cells[name], at), name))


def _voronoi(drawn: Mapping[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
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
    return {name: shapely.union_all(cells[mine == name]) for name in drawn}


def _wide(points: np.ndarray) -> shapely.Geometry:
    (west, south), (east, north) = points.min(axis=0) - 1.0, points.max(axis=0) + 1.0
    return shapely.Polygon([(west, south), (east, south), (east, north), (west, north)])
