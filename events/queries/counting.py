"""How many events a filter shows, leaves out, and offers beside each choice."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from events.queries.answers import FacetValue, Headline, TimelineRow
from events.queries.conditions import Condition, where
from events.queries.filter import Filter

Conditions = dict[str, Condition]
Counts = dict[str | None, int]

_HEADLINE = """
SELECT
    count(*), count(*) FILTER (NOT placed), count(*) FILTER (x IS NULL),
    count(*) FILTER (day_start IS NULL), sum(low), sum(best), sum(high),
    count(*) FILTER (high IS NULL), min(day_start), max(day_end), count(*) FILTER (rival)
FROM ev WHERE
"""
# table of combinations (and the column of ev that refers to it): the parts that are its columns
_COMBINED = {
    ("sorts", "sort"): {
        "event_types": "event_type",
        "sub_event_types": "sub_event_type",
        "statuses": "status",
        "precisions": "precision",
        "datasets": "dataset",
    },
    ("realm", "realm"): {
        "adm1": "adm1_id",
        "adm2": "adm2_id",
        "borders": "border",
        "countries": "unnest(countries)",
    },
}


def headline(cursor: DuckDBPyConnection, found: Conditions, issues_open: int) -> Headline:
    """Return the numbers above the map."""
    sql, parameters = where(found)
    row = cursor.execute(_HEADLINE + sql, parameters).fetchone() or (0,) * 11
    (total,) = cursor.execute("SELECT count(*) FROM ev").fetchone() or (0,)
    rest, values = where(found, ["statuses"])
    by_status = cursor.execute(
        "SELECT status::VARCHAR AS name, n FROM"
        f" (SELECT status, count(*) AS n FROM ev WHERE {rest} GROUP BY 1)"
        " WHERE name <> 'event' ORDER BY 1",
        values,
    ).fetchall()
    shown, without_place, without_point, undated, *rest_of_row = row
    low, best, high, unknown, first, last, rivals = rest_of_row
    return Headline(
        shown=shown,
        filtered_out=total - shown,
        total=total,
        without_place=without_place,
        area_only=without_point - without_place,
        undated=undated,
        not_on_map_by_status=dict(by_status),
        killed_low=_whole(low),
        killed_best=_whole(best),
        killed_high=_whole(high),
        killed_unknown=unknown,
        first=first,
        last=last,
        events_with_rival_claims=rivals,
        issues_open=issues_open,
    )


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))


def facets(
    cursor: DuckDBPyConnection, f: Filter, found: Conditions, labels: dict[str, str]
) -> dict[str, tuple[FacetValue, ...]]:
    """Return the choices of each part, each counted with its own choice lifted."""
    answers: dict[str, Counts] = {
        "publishers": _lifted(cursor, found, "publishers", _SIMPLY, "publisher")
    }
    for (table, column), parts in _COMBINED.items():
        answers |= _together(cursor, found, parts, table=table, column=column)
    for name, others in (("actors", f.opponents), ("opponents", f.actors)):
        answers[name] = _actors(cursor, found, list(others))
    return {name: _ranked(counts, labels) for name, counts in answers.items()}


_SIMPLY = "SELECT key::VARCHAR AS value, n FROM counted"


def _lifted(
    cursor: DuckDBPyConnection,
    found: Conditions,
    part: str,
    spread: str,
    column: str,
    *values: object,
) -> Counts:
    """Count by a column with one part lifted; ``spread`` turns its keys into values."""
    sql, parameters = where(found, [part])
    rows = cursor.execute(
        f"WITH counted AS (SELECT {column} AS key, count(*) AS n FROM ev WHERE {sql} GROUP BY 1)"
        f" SELECT value, sum(n)::BIGINT FROM ({spread}) GROUP BY 1",
        [*parameters, *values],
    ).fetchall()
    return dict(rows)


def _together(
    cursor: DuckDBPyConnection, found: Conditions, parts: dict[str, str], *, table: str, column: str
) -> dict[str, Counts]:
    """Count by combinations with all their parts lifted, then each part under the others.

    Whether a combination passes a part can be told from the combination alone, so that the
    events are gone through once for all these parts.
    """
    sql, parameters = where(found, parts)
    inside = {name: each for name, each in found.items() if name in parts}
    branches = []
    for name, value in parts.items():
        own, values = where(inside, [name])
        branches.append(
            f"SELECT '{name}', value, sum(n)::BIGINT FROM"
            f" (SELECT ({value})::VARCHAR AS value, n FROM named WHERE {own}) GROUP BY 2"
        )
        parameters = [*parameters, *values]
    rows = cursor.execute(
        f"WITH counted AS (SELECT {column} AS key, count(*) AS n FROM ev WHERE {sql} GROUP BY 1),"
        f" named AS MATERIALIZED (SELECT {table}.*, key AS {column}, n FROM counted"
        f" JOIN {table} ON {table}.id = key) {' UNION ALL '.join(branches)}",
        parameters,
    ).fetchall()
    counts: dict[str, Counts] = {name: {} for name in parts}
    for name, value, n in rows:
        counts[name][value] = n
    return counts


def _actors(cursor: DuckDBPyConnection, found: Conditions, others: list[str]) -> Counts:
    """Count actors; with others chosen, only as they face one of those."""
    facing = " WHERE list_has_any(facing, ?)" if others else ""
    spread = (
        "SELECT actor AS value, n FROM counted JOIN"
        f" (SELECT DISTINCT id, actor FROM taking{facing}) AS t ON t.id = key"
    )
    return _lifted(cursor, found, "actors", spread, "sides", *([others] if others else []))


def _ranked(counts: Counts, labels: dict[str, str]) -> tuple[FacetValue, ...]:
    named = [FacetValue(value, labels.get(value, value), n) for value, n in counts.items() if value]
    return tuple(sorted(named, key=lambda each: (-each.count, each.label)))


# column of ev to group by, and the first day of each of its values
_PERIODS = {
    "day": ("day_start", "period"),
    "week": ("week", "DATE '1970-01-01' + (period * 7 - 3)"),
    "month": ("month", "make_date(period // 12, period % 12 + 1, 1)"),
}


def timeline(cursor: DuckDBPyConnection, found: Conditions, unit: str) -> tuple[TimelineRow, ...]:
    """Return events by the period they began in and by type, the dates of the filter lifted."""
    sql, parameters = where(found, ["dates"])
    column, first_day = _PERIODS[unit]
    rows = cursor.execute(
        f"SELECT ({first_day})::DATE, event_type::VARCHAR, n, low, high FROM ("
        f" SELECT {column} AS period, event_type, count(*) AS n, sum(low)::BIGINT AS low,"
        f" sum(high)::BIGINT AS high FROM ev WHERE {sql} GROUP BY 1, 2)"
        " WHERE period IS NOT NULL ORDER BY 1, 2",
        parameters,
    ).fetchall()
    return tuple(TimelineRow(*row) for row in rows)
