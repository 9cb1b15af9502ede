"""The cells of a world grid: which lie wholly inside one area, which need an exact test.

The grid is in degrees and has two levels: coarse cells of 1/2 degree, and inside those
that a boundary passes, 16 x 16 fine cells of 1/32 degree (3.5 km).  Both sides are powers
of two, so ``floor(lon * 32)`` is exact and a point is never put into a neighbour's cell.

A cell that an edge touches, or comes within ``SLACK`` of, gets the list of its candidate
areas: those are tested exactly elsewhere (:mod:`geodata.cell_index`).  Rounding can therefore
only cost time, never an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MAX_LON, MAX_LAT = 180.0, 90.0
PER_DEGREE = 32
SIDE = 16  # fine cells along the side of a coarse cell
COLUMNS, ROWS = 360 * PER_DEGREE, 180 * PER_DEGREE
COARSE_COLUMNS, COARSE_ROWS = COLUMNS // SIDE, ROWS // SIDE
SLACK = 1e-7  # of a fine cell; 100,000 times the rounding error of a position in cells
OUTSIDE = -1
FIRST_LIST = -2  # codes from here downwards: number of a fine block, or of a candidate list


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Edges of all rings of all areas, in degrees, EPSG:4326; one row an edge."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    area: Ints
    part: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Codes of the cells: an area's row, ``OUTSIDE``, or ``FIRST_LIST - number``.

    ``coarse`` refers to the rows of ``fine``; ``fine`` refers to the candidate lists, of
    which list ``i`` is ``candidates[starts[i]:starts[i + 1]]``.
    """

    coarse: npt.NDArray[np.int32]
    fine: npt.NDArray[np.int32]
    starts: Ints
    candidates: npt.NDArray[np.int32]

    def codes(self, lon: Floats, lat: Floats) -> npt.NDArray[np.int32]:
        """Return the code of the cell of each point; positions must be finite and in range."""
        column = np.minimum(np.floor(lon * PER_DEGREE).astype(np.int32) + COLUMNS // 2, COLUMNS - 1)
        row = np.minimum(np.floor(lat * PER_DEGREE).astype(np.int32) + ROWS // 2, ROWS - 1)
        codes: npt.NDArray[np.int32] = self.coarse[row // SIDE * COARSE_COLUMNS + column // SIDE]
        inner = np.flatnonzero(codes <= FIRST_LIST)
        block = FIRST_LIST - codes[inner].astype(np.int64)
        within = (row[inner] % SIDE) * SIDE + column[inner] % SIDE
        codes[inner] = self.fine[block * SIDE * SIDE + within]
        return codes


def edges_of(geometries: npt.NDArray[Any]) -> Edges:
    """Return the edges of (multi)polygons, each ring's in its own direction."""
    polygons, area = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(polygons, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = points[:-1][same], points[1:][same]
    owner = part[ring[1:][same]]
    x0, y0, x1, y1 = np.concatenate([start.T, end.T])
    return Edges(x0, y0, x1, y1, area[owner], owner)


def make_grid(edges: Edges) -> Grid:
    """Return the grid of areas whose edges are given; areas may overlap."""
    edge, cell = _touched(edges)
    touched = np.zeros(COARSE_ROWS * COARSE_COLUMNS, dtype=bool)
    touched[_coarse(cell)] = True
    part_area = np.zeros(int(edges.part.max(initial=-1)) + 1, dtype=np.int64)
    part_area[edges.part] = edges.area
    part, row, first, last = _spans(edges)
    span_area = part_area[part]
    coarse, doubly = _coarse_codes(span_area, row, first, last)
    refined = np.flatnonzero(touched | doubly)
    coarse[refined] = FIRST_LIST - np.arange(len(refined), dtype=np.int32)
    inside_cell, inside_area = _cells_inside(coarse, span_area, row, first, last)
    fine, mixed = _fine_codes(coarse, len(refined), cell, inside_cell, inside_area)
    keep = mixed[inside_cell]
    pair_cell = np.concatenate([_position(coarse, cell), inside_cell[keep]])
    pair_area = np.concatenate([edges.area[edge], inside_area[keep]])
    lists, starts, candidates = _lists(pair_cell, pair_area)
    fine[lists] = FIRST_LIST - np.arange(len(lists), dtype=np.int32)
    return Grid(coarse, fine, starts, candidates)


def _touched(edges: Edges) -> tuple[Ints, Ints]:
    """Return (edge, fine cell) for every closed cell that an edge touches."""
    ax, ay = edges.x0 * PER_DEGREE, edges.y0 * PER_DEGREE
    bx, by = edges.x1 * PER_DEGREE, edges.y1 * PER_DEGREE
    low, high = _cell_range(ay, by, ROWS)
    edge, row = _expand(low, high)
    ax, ay, bx, by = ax[edge], ay[edge], bx[edge], by[edge]
    bottom = row - ROWS // 2
    with np.errstate(divide="ignore", invalid="ignore"):
        t0 = (bottom - SLACK - ay) / (by - ay)
        t1 = (bottom + 1 + SLACK - ay) / (by - ay)
    level = by == ay
    t0, t1 = np.where(level, 0, t0).clip(0, 1), np.where(level, 1, t1).clip(0, 1)
    left, right = _cell_range(ax + t0 * (bx - ax), ax + t1 * (bx - ax), COLUMNS)
    which, column = _expand(left, right)
    return edge[which], row[which] * COLUMNS + column


def _cell_range(a: Floats, b: Floats, count: int) -> tuple[Ints, Ints]:
    """Return the first and last of ``count`` cells between two positions in cells."""
    low = np.floor(np.minimum(a, b) - SLACK).astype(np.int64) + count // 2
    high = np.floor(np.maximum(a, b) + SLACK).astype(np.int64) + count // 2
    return low.clip(0, count - 1), high.clip(0, count - 1)


def _expand(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Return (index, value) for every whole number of the ranges, both ends included."""
    size = np.maximum(last - first + 1, 0)
    index = np.repeat(np.arange(len(first)), size)
    before = np.cumsum(size) - size
    return index, np.arange(len(index)) - before[index] + first[index]


def _spans(edges: Edges) -> tuple[Ints, Ints, Ints, Ints]:
    """Return (part, row, first, last column): cells whose centre is in a part, row by row.

    Even-odd counting of the edges that cross the row's middle line.  It is only relied on
    for cells that no edge touches, where the centre speaks for the whole cell.
    """
    ay, by = edges.y0 * PER_DEGREE, edges.y1 * PER_DEGREE
    low = np.ceil(np.minimum(ay, by) - 0.5).astype(np.int64)
    high = np.ceil(np.maximum(ay, by) - 0.5).astype(np.int64) - 1
    edge, row = _expand(low, high)
    along = (row + 0.5 - ay[edge]) / (by - ay)[edge]
    x = (edges.x0[edge] + along * (edges.x1 - edges.x0)[edge]) * PER_DEGREE
    part = edges.part[edge]
    order = np.lexsort((x, row, part))
    enter, leave = order[::2], order[1::2]
    first = np.ceil(x[enter] - 0.5).astype(np.int64) + COLUMNS // 2
    last = np.ceil(x[leave] - 0.5).astype(np.int64) - 1 + COLUMNS // 2
    return part[enter], row[enter] + ROWS // 2, first, last


def _coarse_codes(
    area: Ints, row: Ints, first: Ints, last: Ints
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Return the codes of coarse cells as if no edge were near, and which lie in two areas."""
    middle = row % SIDE == SIDE // 2
    left = -((SIDE // 2 - first[middle]) // SIDE)
    right = (last[middle] - SIDE // 2) // SIDE
    span, column = _expand(left, right)
    cell = row[middle][span] // SIDE * COARSE_COLUMNS + column
    codes = np.full(COARSE_ROWS * COARSE_COLUMNS, OUTSIDE, dtype=np.int32)
    codes[cell] = area[middle][span]
    return codes, np.bincount(cell, minlength=len(codes)) > 1


def _cells_inside(
    coarse: npt.NDArray[np.int32], area: Ints, row: Ints, first: Ints, last: Ints
) -> tuple[Ints, Ints]:
    """Return (fine cell, area) of the spans' cells, in refined coarse cells only."""
    real = np.flatnonzero(first <= last)
    piece, column = _expand(first[real] // SIDE, last[real] // SIDE)
    span = real[piece]
    block = FIRST_LIST - coarse[row[span] // SIDE * COARSE_COLUMNS + column].astype(np.int64)
    keep = block >= 0
    span, column, block = span[keep], column[keep], block[keep]
    left = np.maximum(first[span] - column * SIDE, 0)
    right = np.minimum(last[span] - column * SIDE, SIDE - 1)
    which, within = _expand(left, right)
    base = block * SIDE * SIDE + row[span] % SIDE * SIDE
    return base[which] + within, area[span][which]


def _fine_codes(
    coarse: npt.NDArray[np.int32], blocks: int, cell: Ints, inside_cell: Ints, inside_area: Ints
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Return the codes of fine cells, and which of them need a list of candidates."""
    fine = np.full(blocks * SIDE * SIDE, OUTSIDE, dtype=np.int32)
    fine[inside_cell] = inside_area
    mixed = np.bincount(inside_cell, minlength=len(fine)) > 1
    mixed[_position(coarse, cell)] = True
    return fine, mixed


def _lists(cell: Ints, area: Ints) -> tuple[Ints, Ints, npt.NDArray[np.int32]]:
    """Return the cells that have candidates, where each one's list starts, and the lists."""
    width = int(area.max(initial=0)) + 1
    pairs = np.sort(cell * width + area)  # np.unique hashes, which takes ten times as long
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    owner = pairs // width
    starts = np.flatnonzero(np.diff(owner, prepend=-1) > 0)
    return owner[starts], np.append(starts, len(pairs)), (pairs % width).astype(np.int32)


def _coarse(cell: Ints) -> Ints:
    """Return the coarse cell that a fine cell of the world lies in."""
    return cell // COLUMNS // SIDE * COARSE_COLUMNS + cell % COLUMNS // SIDE


def _position(coarse: npt.NDArray[np.int32], cell: Ints) -> Ints:
    """Return where a fine cell of the world stands among the cells of the blocks."""
    block = FIRST_LIST - coarse[_coarse(cell)].astype(np.int64)
    return block * SIDE * SIDE + cell // COLUMNS % SIDE * SIDE + cell % COLUMNS % SIDE
