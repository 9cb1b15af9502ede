"""The areas, border stretches and squares of the map that hold a filter's events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from events.queries.answers import EVENT_TYPES, AreaRow, BorderRow, Cell
from events.queries.combos import Field
from events.queries.conditions import Bytes
from events.queries.counting import Tally, shown_where, stated
from events.queries.kernels import heap, inside, occupied, squared
from events.queries.loading import Loaded, Numbered
from events.schema import WORLD, ZOOM

MAX_CELLS = 2000
CELL_PIXELS = 5  # a cell is 2**5 = 32 pixels wide at its zoom
SPLIT_ZOOM = 15  # from here on only events of the very same point share a cell
_SUMS = 8  # measures, near ones, sums of x and y
MOST_SQUARES = 1 << 22  # of a grid that is laid out whole

Box = tuple[int, int, int, int]
Run = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
Longs = npt.NDArray[np.int64]


def areas(loaded: Loaded, tally: Tally, level: int) -> tuple[AreaRow, ...]:
    """Return the events of each province (level 1) or district (level 2)."""
    where = shown_where(tally)
    without_point = where[:, 0] - where[:, 5]
    no_district = np.array([row[3] is None for row in loaded.wheres.rows], bool)
    here = without_point * no_district if level == 1 else without_point
    field = loaded.wheres.fields[f"adm{level}"]
    columns = np.column_stack([where[:, :5], without_point, here])
    return tuple(
        AreaRow(name, n, pointless, *stated(tolls), known_here)
        for name, (n, *tolls, pointless, known_here) in _grouped(field, columns)
    )


def _grouped(field: Field, columns: Longs) -> list[tuple[str, list[int]]]:
    """Return the sums of columns over the combinations of each value, by value."""
    sums = np.zeros((len(field.names), columns.shape[1]), np.int64)
    np.add.at(sums, field.value, columns[field.combo])
    found = [(name, sums[at].tolist()) for at, name in enumerate(field.names) if sums[at, 0]]
    return sorted(found)


def borders(loaded: Loaded, tally: Tally) -> tuple[BorderRow, ...]:
    """Return the events that are known only to a stretch of a border."""
    return _unplaced(loaded, tally, "border", 1)


def countries(loaded: Loaded, tally: Tally) -> tuple[BorderRow, ...]:
    """Return the events that are known only to a country."""
    return _unplaced(loaded, tally, "country", 0)


def _unplaced(loaded: Loaded, tally: Tally, precision: str, place: int) -> tuple[BorderRow, ...]:
    where, found = shown_where(tally), dict[str, Longs]()
    for at, row in enumerate(loaded.wheres.rows):
        if row[4] == precision and row[place] is not None and where[at, 0]:
            found[row[place]] = found.get(row[place], 0) + where[at]
    return tuple(
        BorderRow(name, sums[0], *stated(sums[1:5]))
        for name, sums in sorted((name, sums.tolist()) for name, sums in found.items())
    )


@dataclass(frozen=True)
class Inside:
    """The shown events of a part with a point in a view."""

    of: Numbered
    number: int
    rows: npt.NDArray[np.int32]
    corners: npt.NDArray[np.int32]  # least and most x, least and most y


def in_box(number: int, each: Numbered, fails: Bytes, box: Box) -> Inside:
    """Return the shown events of a part in a box; ``x0 > x1`` crosses the date line."""
    x0, y0, x1, y1 = (min(max(side, 0), WORLD) for side in box)
    corners = np.array([WORLD, -1, WORLD, -1], np.int32)
    rows = inside(fails, each.part.x, each.part.y, x0, x1, y0, y1, corners)
    return Inside(each, number, rows, corners)


def cells(found: Sequence[Inside], zoom: int, run: Run = map) -> tuple[int, tuple[Cell, ...]]:
    """Return the squares with events inside a view, at most ``MAX_CELLS`` of them.

    Parameters
    ----------
    found : sequence of Inside
        The events of the view, part by part.
    zoom : int
        The map's zoom; squares grow finer with it and coarser where there are too many.
    run : callable
        Does a work for each of some things, as :class:`map` does, perhaps several at once.

    Returns
    -------
    tuple
        ``(shift, cells)``.
    """
    found = [each for each in found if len(each.rows)]
    if not found:
        return max(ZOOM - max(zoom, 0) + CELL_PIXELS, 0), ()
    corners = _corners(found)
    shift = 0 if zoom >= SPLIT_ZOOM else max(ZOOM - max(zoom, 0) + CELL_PIXELS, 0)
    while True:
        grid = _grid(found, shift, corners, run)
        if len(grid.squares) <= MAX_CELLS:
            return shift, _heaped(found, grid, run)
        shift = max(shift + 1, ZOOM - zoom)


@dataclass(frozen=True)
class Grid:
    """The squares that hold events, by number; which one each event lies in."""

    squares: Longs
    of_events: list[Longs]
    left: int
    top: int
    height: int


def _corners(found: Sequence[Inside]) -> tuple[int, int, int, int]:
    """Return the least and greatest x and y of the events of a view."""
    left, right, top, bottom = np.array([each.corners for each in found]).T
    return int(left.min()), int(right.max()), int(top.min()), int(bottom.max())


def _grid(
    found: Sequence[Inside], shift: int, corners: tuple[int, int, int, int], run: Run
) -> Grid:
    left, right, top, bottom = (each >> shift for each in corners)
    width, height = right - left + 1, bottom - top + 1
    few, whole = width * height <= MAX_CELLS, width * height <= MOST_SQUARES

    def numbered(each: Inside) -> tuple[Longs, Longs]:
        out = np.empty(len(each.rows), np.int64)
        squared(each.rows, each.of.part.x, each.of.part.y, shift, left, top, height, out)
        if few:  # all may be drawn: which of them are empty shows when they are summed
            return out, np.arange(width * height)
        if not whole:
            return out, np.unique(out)
        seen = np.zeros(width * height, np.uint8)
        occupied(out, seen)
        return out, np.flatnonzero(seen)

    numbers = list(run(numbered, found))
    known = np.unique(np.concatenate([own for _, own in numbers]))
    if len(known) > MAX_CELLS:
        return Grid(known, [], left, top, height)
    if few:
        of_events = [own for own, _ in numbers]
    elif whole:
        place = np.empty(width * height, np.int64)
        place[known] = np.arange(len(known))
        of_events = list(run(lambda each: place[each[0]], numbers))
    else:
        of_events = list(run(lambda each: np.searchsorted(known, each[0]), numbers))
    return Grid(known, of_events, left, top, height)


def _heaped(found: Sequence[Inside], grid: Grid, run: Run) -> tuple[Cell, ...]:
    size, types = len(grid.squares), len(EVENT_TYPES) + 1

    def heaped(each: tuple[Inside, Longs]) -> tuple[Longs, Longs, Longs]:
        inside_, square = each
        part = inside_.of.part
        sums, kinds = np.zeros((size, _SUMS), np.int64), np.zeros((size, types), np.int64)
        one = np.zeros(size, np.int64)
        heap(
            inside_.rows, square, part.x, part.y, part.low, part.high, part.flags, part.sort,
            part.main_kinds, sums, kinds, one, inside_.number,
        )  # fmt: skip
        return sums, kinds, one

    heaps = list(run(heaped, list(zip(found, grid.of_events, strict=True))))
    sums, kinds = sum(each[0] for each in heaps), sum(each[1] for each in heaps)
    one = np.max([each[2] for each in heaps], axis=0)
    parts = {each.number: each.of.part for each in found}
    main = (np.argmax(kinds, axis=1) - 1).tolist()
    across, down = np.divmod(grid.squares, grid.height)
    drawn = []
    for at in np.flatnonzero(sums[:, 0]).tolist():
        n, *tolls, near, x, y = sums[at].tolist()
        part, row = parts[int(one[at]) >> 32], int(one[at]) & 0xFFFFFFFF
        only = part.ids[row].as_py() if n == 1 else None
        place = int(across[at]) + grid.left, int(down[at]) + grid.top
        mean = round(x / n), round(y / n)
        drawn.append(Cell(*place, n, *stated(tolls), main[at], only, near, *mean))
    return tuple(sorted(drawn, key=lambda cell: (-cell.n, cell.cx, cell.cy)))
