"""Which events they are, one by one and in order."""

from __future__ import annotations

from typing import Any

from duckdb import DuckDBPyConnection

from events.queries.answers import TableRow
from events.queries.conditions import where
from events.queries.counting import Conditions

SORTS = {
    "date": "day_start",
    "type": "event_type::VARCHAR",
    "place": "coalesce(area_2.name, area_1.name, place_name)",
    "province": "area_1.name",
    "low": "low",
    "best": "best",
    "high": "high",
    "precision": "precision",
    "source": "publisher::VARCHAR",
    "id": "event_id",
}
_LISTED: dict[str, str] = {
    "shown": "true",
    "noplace": "NOT placed",
    "area": "x IS NULL AND placed",
    "killed": "high > 0",
    "rival": "rival",
}
STATUSES = ("background", "statement", "planned", "withdrawn")
LISTINGS = (*_LISTED, "out", *STATUSES)
_FROM = """
FROM ev
JOIN sides ON sides.id = ev.sides
JOIN realm ON realm.id = ev.realm
LEFT JOIN area_1 ON area_1.id = ev.adm1_id::VARCHAR
LEFT JOIN area_2 ON area_2.id = ev.adm2_id::VARCHAR
"""
_ROWS = """
SELECT
    event_id, status::VARCHAR, event_type::VARCHAR, sub_event_type::VARCHAR, day_start, day_end,
    date_precision::VARCHAR, side_a, side_b, place_name, precision::VARCHAR, realm.country,
    area_1.name, area_2.name, ev.border::VARCHAR, low, best, high, rival, dataset::VARCHAR,
    publisher::VARCHAR, title, retold
"""


def _listed(found: Conditions, listing: str) -> tuple[str, list[object]]:
    """Return the condition of one listing; its statuses are asked for without the filter's own."""
    if listing in STATUSES:
        sql, parameters = where(found, ["statuses"])
        return f"{sql} AND status::VARCHAR = ?", [*parameters, listing]
    sql, parameters = where(found)
    if listing == "out":
        # an unknown value makes a condition null: such events are filtered out as well
        return f"coalesce(NOT ({sql}), true)", parameters
    return f"{sql} AND ({_LISTED[listing]})", parameters


def row_count(cursor: DuckDBPyConnection, found: Conditions, listing: str) -> int:
    """Return how many events a listing has."""
    sql, parameters = _listed(found, listing)
    (count,) = cursor.execute(f"SELECT count(*) FROM ev WHERE {sql}", parameters).fetchone() or (0,)
    return int(count)


def rows(
    cursor: DuckDBPyConnection,
    found: Conditions,
    listing: str,
    *,
    sort: str,
    direction: str,
    limit: int,
    offset: int,
) -> tuple[TableRow, ...]:
    """Return one page of a listing; equal values are ordered by event id."""
    sql, parameters = _listed(found, listing)
    # the page is cut before names are looked up, so that a page costs a page
    order = f"{SORTS[sort]} {direction} NULLS LAST, event_id"
    page = cursor.execute(
        f"SELECT ev.rowid FROM ev {_area_joins(sort)} WHERE {sql}"
        f" ORDER BY {order} LIMIT ? OFFSET ?",
        [*parameters, limit, offset],
    ).fetchall()
    found_rows = cursor.execute(
        f"{_ROWS} {_FROM} WHERE ev.rowid IN (SELECT unnest(?::BIGINT[])) ORDER BY {order}",
        [[row[0] for row in page]],
    ).fetchall()
    return tuple(TableRow(*_tupled(row)) for row in found_rows)


def _area_joins(sort: str) -> str:
    if "area_" not in SORTS[sort]:
        return ""
    return (
        "LEFT JOIN area_1 ON area_1.id = ev.adm1_id::VARCHAR"
        " LEFT JOIN area_2 ON area_2.id = ev.adm2_id::VARCHAR"
    )


def _tupled(row: tuple[Any, ...]) -> list[Any]:
    return [tuple(value) if isinstance(value, list) else value for value in row]


def ids(cursor: DuckDBPyConnection, found: Conditions, listing: str) -> tuple[str, ...]:
    """Return the ids of a listing by date, then id."""
    sql, parameters = _listed(found, listing)
    found_rows = cursor.execute(
        f"SELECT event_id FROM ev WHERE {sql} ORDER BY day_start NULLS LAST, event_id", parameters
    ).fetchall()
    return tuple(row[0] for row in found_rows)


def ids_in_cell(
    cursor: DuckDBPyConnection, found: Conditions, cell: tuple[int, int, int], limit: int
) -> tuple[str, ...]:
    """Return the ids of the events in one square of the map, the latest first."""
    shift, cx, cy = cell
    sql, parameters = where(found)
    found_rows = cursor.execute(
        f"SELECT event_id FROM ev WHERE x >> ? = ? AND y >> ? = ? AND {sql}"
        " ORDER BY day_start DESC NULLS LAST, event_id LIMIT ?",
        [shift, cx, shift, cy, *parameters, limit],
    ).fetchall()
    return tuple(row[0] for row in found_rows)


def similar_ids(cursor: DuckDBPyConnection, event_id: str, limit: int) -> tuple[str, ...]:
    """Return the ids that are spelt most like this one."""
    found_rows = cursor.execute(
        "SELECT event_id FROM ev WHERE jaro_winkler_similarity(event_id, ?) > 0.8"
        " ORDER BY jaro_winkler_similarity(event_id, ?) DESC, event_id LIMIT ?",
        [event_id, event_id, limit],
    ).fetchall()
    return tuple(row[0] for row in found_rows)
