"""How many events a filter shows, leaves out, and offers beside each choice."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from events.queries.answers import FacetValue, Headline, TimelineRow
from events.queries.conditions import Condition, where
from events.queries.filter import Filter

Conditions = dict[str, Condition]

_HEADLINE = """
SELECT
    count(*), count(*) FILTER (NOT placed), count(*) FILTER (x IS NULL),
    count(*) FILTER (day_start IS NULL), sum(low), sum(best), sum(high),
    count(*) FILTER (high IS NULL), min(day_start), max(day_end), count(*) FILTER (rival)
FROM ev WHERE
"""
# facet name: column of ev, and the table that names its values
_PLAIN = {
    "event_types": "event_type",
    "sub_event_types": "sub_event_type",
    "adm1": "adm1_id",
    "adm2": "adm2_id",
    "borders": "border",
    "datasets": "dataset",
    "publishers": "publisher",
    "statuses": "status",
    "precisions": "precision",
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
    count = _Counter(cursor, found)
    answers = {name: _ranked(count.by(name, column), labels) for name, column in _PLAIN.items()}
    spread = "SELECT unnest(countries) AS value, n FROM counted JOIN realm ON realm.id = key"
    answers["countries"] = _ranked(count.by("countries", "realm", spread), {})
    for name, others in (("actors", f.opponents), ("opponents", f.actors)):
        answers[name] = _ranked(_actors(count, list(others)), {})
    return answers


class _Counter:
    """Counts of a filter's events by one column; a narrow filter's events are picked out once."""

    def __init__(self, cursor: DuckDBPyConnection, found: Conditions) -> None:
        self._cursor, self._found = cursor, found
        self._picked = bool(set(found) - {"statuses"})
        if self._picked:
            sql, parameters = where(found)
            columns = ", ".join([*_PLAIN.values(), "realm", "sides"])
            cursor.execute(
                f"CREATE OR REPLACE TEMP TABLE picked AS SELECT {columns} FROM ev WHERE {sql}",
                parameters,
            )

    def by(
        self,
        part: str,
        column: str,
        spread: str = "SELECT key AS value, n FROM counted",
        values: tuple[object, ...] = (),
    ) -> dict[str | None, int]:
        """Count by a column with one part lifted; ``spread`` turns its keys into values."""
        resting = self._picked and part not in self._found
        sql, parameters = ("true", []) if resting else where(self._found, [part])
        rows = self._cursor.execute(
            f"WITH counted AS (SELECT {column} AS key, count(*) AS n"
            f" FROM {'picked' if resting else 'ev'} WHERE {sql} GROUP BY 1)"
            f" SELECT value::VARCHAR, sum(n)::BIGINT FROM ({spread}) GROUP BY 1",
            [*parameters, *values],
        ).fetchall()
        return dict(rows)


def _actors(count: _Counter, others: list[str]) -> dict[str | None, int]:
    """Count actors; with others chosen, only as they face one of those."""
    facing = " WHERE list_has_any(facing, ?)" if others else ""
    spread = (
        "SELECT actor AS value, n FROM counted JOIN"
        f" (SELECT DISTINCT id, actor FROM taking{facing}) AS t ON t.id = key"
    )
    return count.by("actors", "sides", spread, (others,) if others else ())


def _ranked(counts: dict[str | None, int], labels: dict[str, str]) -> tuple[FacetValue, ...]:
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
