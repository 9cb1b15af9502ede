"""Areas as a topology: shared edges stored once, for drawing them and for finding borders.

TopoJSON 1.0 (``{"type": "Topology", "arcs", "objects", "transform"}``).  Neighbours share an
edge here only if they share its corners exactly, as the areas of a valid coverage do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

Corner = tuple[int, int]
Arc = tuple[Corner, ...]
_LEAST_RING = 3


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs in whole steps of the grid, and for each area its polygons as rings of arc numbers.

    A ring names an arc ``a`` as ``a`` when it runs along it and ``~a`` when against it
    (TopoJSON's own rule).  ``areas[i]`` belongs to the i-th shape given.
    """

    arcs: tuple[Arc, ...]
    areas: tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]
    step: float

    def owners(self) -> tuple[tuple[int, ...], ...]:
        """Return, for each arc, the numbers of the areas beside it: two, or one at the edge."""
        found: list[list[int]] = [[] for _ in self.arcs]
        for number, polygons in enumerate(self.areas):
            for arc in (arc for polygon in polygons for ring in polygon for arc in ring):
                index = arc if arc >= 0 else ~arc
                if number not in found[index]:
                    found[index].append(number)
        return tuple(map(tuple, found))

    def line(self, arc: int) -> shapely.LineString:
        """Return one arc in degrees."""
        return shapely.LineString(np.round(np.asarray(self.arcs[arc]) * self.step, 9))


@dataclass(slots=True)
class _Book:
    """The arcs found so far, each under its own course and findable by the reverse."""

    numbers: dict[Arc, int] = field(default_factory=dict)

    def number(self, arc: Arc) -> int:
        back = self.numbers.get(arc[::-1])
        if back is not None and arc not in self.numbers:
            return ~back
        return self.numbers.setdefault(arc, len(self.numbers))


def build(shapes: Sequence[shapely.Geometry], step: float) -> Topology:
    """Return the topology of polygons whose neighbours share corners.

    Parameters
    ----------
    shapes
        Polygons or multipolygons in degrees; empty ones give an area without polygons.
    step
        The grid in degrees that corners are rounded to.
    """
    areas = [_rings(shape, step) for shape in shapes]
    junctions = _junctions(ring for polygons in areas for polygon in polygons for ring in polygon)
    book = _Book()
    coded = tuple(
        tuple(
            tuple(tuple(book.number(arc) for arc in _cut(ring, junctions)) for ring in polygon)
            for polygon in polygons
        )
        for polygons in areas
    )
    return Topology(tuple(book.numbers), coded, step)


def _rings(shape: shapely.Geometry, step: float) -> list[list[list[Corner]]]:
    """Round the rings, by polygon; open ones (no corner repeated), degenerate ones left out."""
    polygons = []
    for part in shapely.get_parts(shape):
        rings = [_rounded(ring, step) for ring in (part.exterior, *part.interiors)]
        kept = [ring for ring in rings if len(ring) >= _LEAST_RING]
        if kept and len(rings[0]) >= _LEAST_RING:
            polygons.append(kept)
    return polygons


def _rounded(ring: shapely.LinearRing, step: float) -> list[Corner]:
    whole = np.rint(shapely.get_coordinates(ring) / step).astype(np.int64)
    moved = np.any(whole[1:] != whole[:-1], axis=1)
    return [(int(x), int(y)) for x, y in whole[1:][moved]]


def _junctions(rings: Iterator[list[Corner]]) -> set[Corner]:
    """Corners where courses part: those that two rings pass with different neighbours."""
    neighbours: dict[Corner, frozenset[Corner]] = {}
    found: set[Corner] = set()
    for ring in rings:
        for index, corner in enumerate(ring):
            beside = frozenset((ring[index - 1], ring[(index + 1) % len(ring)]))
            if neighbours.setdefault(corner, beside) != beside:
                found.add(corner)
    return found


def _cut(ring: list[Corner], junctions: set[Corner]) -> Iterator[Arc]:
    stops = [index for index, corner in enumerate(ring) if corner in junctions]
    start = stops[0] if stops else ring.index(min(ring))
    turned = [*ring[start:], *ring[:start], ring[start]]
    ends = [index for index, corner in enumerate(turned) if corner in junctions] or [0, len(ring)]
    for first, last in pairwise(ends):
        yield tuple(turned[first : last + 1])


def to_topojson(
    topology: Topology, properties: Sequence[Mapping[str, Any]], name: str
) -> dict[str, Any]:
    """Return TopoJSON with one object, ``name``, whose geometries carry ``properties``.

    Raises
    ------
    ValueError
        If there are not as many properties as areas.
    """
    geometries = [
        {"type": "MultiPolygon", "arcs": polygons, "properties": dict(known)}
        for polygons, known in zip(topology.areas, properties, strict=True)
    ]
    return _document(topology.arcs, topology.step, {name: geometries})


def lines_to_topojson(
    lines: Sequence[shapely.Geometry],
    properties: Sequence[Mapping[str, Any]],
    name: str,
    step: float,
) -> dict[str, Any]:
    """Return TopoJSON of lines or multilines, each part an arc of its own."""
    arcs: list[Arc] = []
    geometries = []
    for line, known in zip(lines, properties, strict=True):
        mine = [_open(part, step) for part in shapely.get_parts(line)]
        mine = [arc for arc in mine if len(arc) > 1]
        numbers = [[len(arcs) + offset] for offset in range(len(mine))]
        arcs += mine
        geometries.append({"type": "MultiLineString", "arcs": numbers, "properties": dict(known)})
    return _document(arcs, step, {name: geometries})


def _open(line: shapely.LineString, step: float) -> Arc:
    whole = np.rint(shapely.get_coordinates(line) / step).astype(np.int64)
    keep = np.append(True, np.any(whole[1:] != whole[:-1], axis=1))
    return tuple((int(x), int(y)) for x, y in whole[keep])


def _document(
    arcs: Sequence[Arc], step: float, objects: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    return {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [0, 0]},
        "arcs": [_steps(arc) for arc in arcs],
        "objects": {
            name: {"type": "GeometryCollection", "geometries": geometries}
            for name, geometries in objects.items()
        },
    }


def _steps(arc: Arc) -> list[list[int]]:
    corners = np.asarray(arc)
    return np.vstack([corners[:1], np.diff(corners, axis=0)]).tolist()  # type: ignore[no-any-return]
