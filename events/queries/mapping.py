"""The areas, border stretches and squares of the map that hold a filter's events."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from events.queries.answers import AreaRow, BorderRow, Cell
from events.queries.conditions import where
from events.queries.counting import Conditions
from events.schema import WORLD, ZOOM

MAX_CELLS = 2000
CELL_PIXELS = 5  # a cell is 2**5 = 32 pixels wide at its zoom
SPLIT_ZOOM = 15  # from here on only events of the very same point share a cell

Box = tuple[int, int, int, int]


def areas(cursor: DuckDBPyConnection, found: Conditions, level: int) -> tuple[AreaRow, ...]:
    """Return the events of each province (level 1) or district (level 2)."""
    sql, parameters = where(found)
    column = {1: "adm1_id", 2: "adm2_id"}[level]
    here = {1: "x IS NULL AND adm2_id IS NULL", 2: "x IS NULL"}[level]
    rows = cursor.execute(
        "SELECT area::VARCHAR, n, without_point, low, high, here FROM ("
        f" SELECT {column} AS area, count(*) AS n, count(*) FILTER (x IS NULL) AS without_point,"
        " sum(low)::BIGINT AS low, sum(high)::BIGINT AS high,"
        f" count(*) FILTER ({here}) AS here FROM ev WHERE {sql} GROUP BY 1)"
        " WHERE area IS NOT NULL ORDER BY 1",
        parameters,
    ).fetchall()
    return tuple(AreaRow(*row) for row in rows)


def borders(cursor: DuckDBPyConnection, found: Conditions) -> tuple[BorderRow, ...]:
    """Return the events that are known only to a stretch of a border."""
    return _unplaced(cursor, found, "border::VARCHAR", "border")


def countries(cursor: DuckDBPyConnection, found: Conditions) -> tuple[BorderRow, ...]:
    """Return the events that are known only to a country."""
    name = "(SELECT r.country FROM realm r WHERE r.id = realm)"
    return _unplaced(cursor, found, name, "country")


def _unplaced(
    cursor: DuckDBPyConnection, found: Conditions, name: str, precision: str
) -> tuple[BorderRow, ...]:
    sql, parameters = where(found)
    rows = cursor.execute(
        f"SELECT {name} AS area, count(*), sum(low)::BIGINT, sum(high)::BIGINT FROM ev"
        f" WHERE precision::VARCHAR = ? AND x IS NULL AND {sql}"
        " GROUP BY 1 HAVING area IS NOT NULL ORDER BY 1",
        [precision, *parameters],
    ).fetchall()
    return tuple(BorderRow(*row) for row in rows)


def cells(
    cursor: DuckDBPyConnection, found: Conditions, box: Box, zoom: int
) -> tuple[int, tuple[Cell, ...]]:
    """Return the squares with events inside a view, at most ``MAX_CELLS`` of them.

    Parameters
    ----------
    box : tuple of int
        ``(x0, y0, x1, y1)`` in zoom-22 pixels; ``x0 > x1`` crosses the antimeridian.
    zoom : int
        The map's zoom; squares grow finer with it and coarser where there are too many.

    Returns
    -------
    tuple
        ``(shift, cells)``.
    """
    shift = 0 if zoom >= SPLIT_ZOOM else max(ZOOM - max(zoom, 0) + CELL_PIXELS, 0)
    while True:
        rows = _cells(cursor, found, box, shift)
        if len(rows) <= MAX_CELLS:
            return shift, rows
        shift = max(shift + 1, ZOOM - zoom)


def _inside(box: Box) -> tuple[str, list[object]]:
    x0, y0, x1, y1 = box
    across = "(x >= ? OR x <= ?)" if x0 > x1 else "(x >= ? AND x <= ?)"
    bounded = [min(max(each, 0), WORLD) for each in (x0, x1, y0, y1)]
    return f"{across} AND y >= ? AND y <= ?", list(bounded)


def _cells(cursor: DuckDBPyConnection, found: Conditions, box: Box, shift: int) -> tuple[Cell, ...]:
    sql, parameters = where(found)
    inside, corners = _inside(box)
    # by type first: the main type of a cell is then the greatest of a few numbers
    rows = cursor.execute(
        "SELECT cx, cy, sum(n)::BIGINT AS events, sum(low)::BIGINT, sum(high)::BIGINT,"
        " arg_max(kind, n * 8 - kind), min(one), sum(near)::BIGINT,"
        " (sum(x) / sum(n))::INTEGER, (sum(y) / sum(n))::INTEGER FROM ("
        " SELECT x >> ? AS cx, y >> ? AS cy, kind, count(*) AS n, sum(low) AS low,"
        " sum(high) AS high, min(rowid) AS one, count(*) FILTER (near) AS near,"
        f" sum(x::BIGINT) AS x, sum(y::BIGINT) AS y FROM ev WHERE {inside} AND {sql}"
        " GROUP BY 1, 2, 3)"
        f" GROUP BY 1, 2 ORDER BY events DESC, cx, cy LIMIT {MAX_CELLS + 1}",
        [shift, shift, *corners, *parameters],
    ).fetchall()
    names = _ids(cursor, [row[6] for row in rows if row[2] == 1])
    return tuple(Cell._make([*row[:6], names.get(row[6]), *row[7:]]) for row in rows)


def _ids(cursor: DuckDBPyConnection, numbers: list[int]) -> dict[int, str]:
    """Return the ids of the events in these rows of ``ev``."""
    if not numbers:
        return {}
    listed = "SELECT rowid, event_id FROM ev WHERE rowid IN (SELECT unnest(?::BIGINT[]))"
    return dict(cursor.execute(listed, [numbers]).fetchall())
