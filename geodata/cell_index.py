"""In which of some areas does each point lie?  Exactly, for millions of points at once.

``CellIndex`` answers for points in cells wholly inside one area by array lookup
(:mod:`geodata.cells`) and tests only the rest against the polygons.  Its answer is that of
``geopandas.sjoin(predicate="intersects")``, with two things added that a plane does not
know: longitudes 180 and -180 are one meridian, and each pole is one point.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

import geopandas
import numpy as np
import numpy.typing as npt
import shapely

from geodata.cells import FIRST_LIST, MAX_LAT, MAX_LON, Floats, Grid, Ints, edges_of, make_grid
from geodata.nearest import Shore, make_shore, nearest

EPSG = 4326
POLYGONS = (3, 6)  # GEOS type numbers of polygon and multipolygon
TINY = 1e-100  # degrees; taken as 0, for GEOS contradicts itself where products underflow
CHUNK = 1 << 16  # points at once: the working arrays stay in the processor's cache
_EXACT = threading.Lock()  # GEOS builds a prepared geometry's index on its first use


class Outcome(IntEnum):
    """What is known of a point; a code of ``JoinResult.outcome``."""

    INSIDE = 0
    ON_BORDER = 1
    AT_SEA = 2
    OUTSIDE = 3
    INVALID = 4


@dataclass(frozen=True, slots=True, eq=False)
class JoinResult:
    """Answers for n points; areas are rows of the frame that the index was built of.

    ``outcome`` (n, uint8) holds ``Outcome`` codes.  ``area`` (n, int32) is -1 unless INSIDE.
    ``rival_point`` and ``rival_area`` (m) are pairs, sorted: every area of each point that is
    ON_BORDER.  ``nearest`` (n, int32) and ``km`` (n, float64) are set for AT_SEA and OUTSIDE,
    else -1 and NaN.
    """

    outcome: npt.NDArray[np.uint8]
    area: npt.NDArray[np.int32]
    rival_point: Ints
    rival_area: Ints
    nearest: npt.NDArray[np.int32]
    km: Floats

    def rivals(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield each point that is ON_BORDER with the rows of its areas."""
        starts = np.flatnonzero(np.diff(self.rival_point, prepend=-1))
        for point, areas in zip(
            self.rival_point[starts], np.split(self.rival_area, starts[1:]), strict=False
        ):
            yield int(point), tuple(int(area) for area in areas)


@dataclass(frozen=True, eq=False)
class CellIndex:
    """Areas made ready for the join; keep it, for building the world's takes seconds."""

    ids: tuple[str, ...]
    geometries: npt.NDArray[Any]
    grid: Grid
    land: CellIndex | None = None

    @classmethod
    def build(
        cls,
        areas: geopandas.GeoDataFrame,
        id_column: str = "id",
        land: CellIndex | None = None,
    ) -> CellIndex:
        """Return the index of ``areas``.

        Parameters
        ----------
        areas : geopandas.GeoDataFrame
            (Multi)polygons in EPSG:4326.  A row whose geometry is missing or empty is never hit.
        id_column : str
            The column with the areas' keys.
        land : CellIndex, optional
            Index of all land.  Points outside every area are AT_SEA where it has nothing;
            without it they are OUTSIDE, for no one knows what lies there.

        Raises
        ------
        ValueError
            If the CRS is another, or a geometry is no polygon, is invalid, or leaves the range
            of longitude and latitude; the message names the areas.
        """
        ids = tuple(str(value) for value in areas[id_column])
        geometries = _checked(areas, ids)
        return cls.made(ids, geometries, make_grid(edges_of(geometries)), land)

    @classmethod
    def made(
        cls,
        ids: tuple[str, ...],
        geometries: npt.NDArray[Any],
        grid: Grid,
        land: CellIndex | None = None,
    ) -> CellIndex:
        """Return the index of areas that are fit, whose grid was made before."""
        shapely.prepare(geometries)
        return cls(ids, geometries, grid, land)

    def join(self, lon: Floats, lat: Floats, *, with_nearest: bool = True) -> JoinResult:
        """Return where each point lies.

        Parameters
        ----------
        lon, lat : array of float64, shape (n,)
            Degrees, EPSG:4326.  NaN, infinite and out-of-range values come back INVALID.
        with_nearest : bool
            Whether to find the nearest area of points outside, which costs more than the rest.

        Raises
        ------
        ValueError
            If ``lon`` and ``lat`` are not one-dimensional and of one length.
        """
        lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if lon.ndim != 1 or lon.shape != lat.shape:
            msg = f"lon {lon.shape} and lat {lat.shape} must be one-dimensional and of one length"
            raise ValueError(msg)
        valid = (np.abs(lon) <= MAX_LON) & (np.abs(lat) <= MAX_LAT)
        area, point, hit = self._hits(lon, lat, valid)
        outcome = np.where(area >= 0, Outcome.INSIDE, Outcome.OUTSIDE).astype(np.uint8)
        outcome[~valid] = Outcome.INVALID
        first = np.diff(point, prepend=-1) != 0
        several = ~first | np.append(~first[1:], False) if len(point) else first
        area[point] = np.where(several, -1, hit)
        outcome[point] = np.where(several, Outcome.ON_BORDER, Outcome.INSIDE)
        near, km = self._outside(lon, lat, outcome, with_nearest=with_nearest)
        return JoinResult(outcome, area, point[several], hit[several], near, km)

    def _hits(
        self, lon: Floats, lat: Floats, valid: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.int32], Ints, Ints]:
        """Return the areas found by lookup, and the exactly tested hits as sorted pairs."""
        area = np.empty(len(lon), dtype=np.int32)
        x, y = (lon, lat) if valid.all() else (np.where(valid, lon, 0), np.where(valid, lat, 0))
        for start in range(0, len(lon), CHUNK):
            piece = slice(start, start + CHUNK)
            area[piece] = self.grid.codes(x[piece], y[piece])
        area[~valid] = -1
        edge = np.flatnonzero(valid & ((np.abs(lon) == MAX_LON) | (np.abs(lat) == MAX_LAT)))
        area[edge] = -1
        listed = np.flatnonzero(area <= FIRST_LIST)
        number = FIRST_LIST - area[listed].astype(np.int64)
        area[listed] = -1
        pairs = [self._test(lon, lat, listed, number), self._seam(lon, lat, edge)]
        point, hit = (np.concatenate(side) for side in zip(*pairs, strict=True))
        order = np.lexsort((hit, point))
        return area, point[order], hit[order]

    def _test(self, lon: Floats, lat: Floats, points: Ints, lists: Ints) -> tuple[Ints, Ints]:
        """Return the (point, area) pairs that intersect, by each point's candidate list."""
        size = np.diff(self.grid.starts)[lists]
        point = np.repeat(points, size)
        before = np.cumsum(size) - size
        place = np.arange(len(point)) - np.repeat(before - self.grid.starts[lists], size)
        area = self.grid.candidates[place].astype(np.int64)
        order = np.argsort(area, kind="stable")  # one polygon after another: kinder to the cache
        point, area = point[order], area[order]
        x, y = (np.where(np.abs(side[point]) < TINY, 0.0, side[point]) for side in (lon, lat))
        with _EXACT:
            hit = shapely.intersects_xy(self.geometries[area], x, y)
        return point[hit], area[hit]

    def _seam(self, lon: Floats, lat: Floats, points: Ints) -> tuple[Ints, Ints]:
        """Return the pairs for points on the antimeridian (both sides) or at a pole (all round)."""
        if len(points) == 0:
            return points, points
        x, y = lon[points], lat[points]
        x = np.where(np.abs(y) == MAX_LAT, MAX_LON, x)
        places = np.asarray(shapely.union(shapely.points(x, y), shapely.points(-x, y)))
        for pole in (-MAX_LAT, MAX_LAT):
            places[y == pole] = shapely.linestrings([[-MAX_LON, pole], [MAX_LON, pole]])
        with _EXACT:
            which, area = self._tree.query(places, predicate="intersects")
        return points[which], area

    def _outside(
        self,
        lon: Floats,
        lat: Floats,
        outcome: npt.NDArray[np.uint8],
        *,
        with_nearest: bool,
    ) -> tuple[npt.NDArray[np.int32], Floats]:
        """Return the nearest areas; turn OUTSIDE into AT_SEA in ``outcome`` where no land is."""
        area = np.full(len(lon), -1, dtype=np.int32)
        km = np.full(len(lon), np.nan)
        out = np.flatnonzero(outcome == Outcome.OUTSIDE)
        if self.land is not None and len(out):
            on_land = self.land.join(lon[out], lat[out], with_nearest=False).outcome
            outcome[out[on_land == Outcome.OUTSIDE]] = Outcome.AT_SEA
        if with_nearest and len(out):
            area[out], km[out] = nearest(self._shore, lon[out], lat[out])
        return area, km

    @cached_property
    def _shore(self) -> Shore:
        return make_shore(edges_of(self.geometries))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.geometries)


def _checked(areas: geopandas.GeoDataFrame, ids: tuple[str, ...]) -> npt.NDArray[Any]:
    """Return the geometries, or say which of them cannot be joined to and why."""
    if areas.crs is None or areas.crs.to_epsg() != EPSG:
        msg = f"the areas' CRS is {areas.crs}; accepted is EPSG:{EPSG}"
        raise ValueError(msg)
    geometries = np.asarray(areas.geometry.array, dtype=object)
    there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    reach = np.abs(np.nan_to_num(shapely.bounds(geometries)))
    kind = shapely.get_type_id(geometries)
    rules = {
        "no polygon": ~np.isin(kind, POLYGONS),
        "invalid, by the rules of OGC simple features": ~shapely.is_valid(geometries),
        "beyond longitude 180 or latitude 90": (reach > [MAX_LON, MAX_LAT] * 2).any(axis=1),
    }
    for fault, found in rules.items():
        rows = np.flatnonzero(found & there)
        if len(rows):
            named = ", ".join(repr(ids[row]) for row in rows[:5])
            msg = f"the geometry of {len(rows)} area(s) is {fault}: {named}; mend it before"
            raise ValueError(msg)
    return geometries
