"""How many events a filter shows, leaves out, and offers beside each choice."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from events.queries.answers import FacetValue, Headline, TimelineRow
from events.queries.conditions import Condition, where
from events.queries.filter import Filter

Conditions = dict[str, Condition]

NO_AREA = (
    "x IS NULL AND adm1_id IS NULL AND adm2_id IS NULL"
    " AND realm IN (SELECT id FROM realm WHERE len(countries) = 0)"
)
_HEADLINE = f"""
SELECT
    count(*), count(*) FILTER ({NO_AREA}), count(*) FILTER (x IS NULL),
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
        f"SELECT status::VARCHAR, count(*) FROM ev WHERE ({rest}) AND status <> 'event'"
        " GROUP BY 1 ORDER BY 1",
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
    answers = _plain_facets(cursor, found, labels)
    answers["countries"] = _facet(
        cursor,
        found,
        "countries",
        spread="SELECT unnest(countries) AS value, n FROM counted JOIN realm ON realm.id = key",
        key="realm",
    )
    for name, others in (("actors", f.opponents), ("opponents", f.actors)):
        answers[name] = _actor_facet(cursor, found, list(others))
    return answers


def _plain_facets(
    cursor: DuckDBPyConnection, found: Conditions, labels: dict[str, str]
) -> dict[str, tuple[FacetValue, ...]]:
    """Count the parts that are columns: those at rest in one pass, each chosen one in its own."""
    resting = [name for name in _PLAIN if name not in found]
    answers: dict[str, tuple[FacetValue, ...]] = {}
    for names in [resting, *([name] for name in _PLAIN if name in found)]:
        sql, parameters = where(found, names)
        sets = ", ".join(f"({_PLAIN[name]})" for name in names)
        chosen = ", ".join(f"{_PLAIN[name]}::VARCHAR" for name in names)
        rows = cursor.execute(
            f"SELECT grouping_id({', '.join(_PLAIN[name] for name in names)}), {chosen}, count(*)"
            f" FROM ev WHERE {sql} GROUP BY GROUPING SETS ({sets})",
            parameters,
        ).fetchall()
        everyone = (1 << len(names)) - 1
        for index, name in enumerate(names):
            bits = everyone ^ (1 << (len(names) - 1 - index))
            counts = {row[1 + index]: row[-1] for row in rows if row[0] == bits}
            answers[name] = _ranked(counts, labels)
    return answers


def _facet(
    cursor: DuckDBPyConnection,
    found: Conditions,
    part: str,
    *,
    spread: str,
    key: str,
    values: tuple[object, ...] = (),
) -> tuple[FacetValue, ...]:
    """Count a part that is looked up: events by key first, then spread over its values."""
    sql, parameters = where(found, [part])
    rows = cursor.execute(
        f"WITH counted AS (SELECT {key} AS key, count(*) AS n FROM ev WHERE {sql} GROUP BY 1)"
        f" SELECT value, sum(n)::BIGINT FROM ({spread}) GROUP BY 1",
        [*parameters, *values],
    ).fetchall()
    return _ranked(dict(rows), {})


def _actor_facet(
    cursor: DuckDBPyConnection, found: Conditions, others: list[str]
) -> tuple[FacetValue, ...]:
    """Count actors; with others chosen, only as they face one of those."""
    facing = " WHERE list_has_any(facing, ?)" if others else ""
    spread = (
        "SELECT actor AS value, n FROM counted JOIN"
        f" (SELECT DISTINCT id, actor FROM taking{facing}) AS t ON t.id = key"
    )
    return _facet(
        cursor,
        found,
        "actors",
        spread=spread,
        key="sides",
        values=(others,) if others else (),
    )


def _ranked(counts: dict[str | None, int], labels: dict[str, str]) -> tuple[FacetValue, ...]:
    named = [FacetValue(value, labels.get(value, value), n) for value, n in counts.items() if value]
    return tuple(sorted(named, key=lambda each: (-each.count, each.label)))


def timeline(cursor: DuckDBPyConnection, found: Conditions, unit: str) -> tuple[TimelineRow, ...]:
    """Return events by the period they began in and by type, the dates of the filter lifted."""
    sql, parameters = where(found, ["dates"])
    rows = cursor.execute(
        "SELECT date_trunc(?, day_start)::DATE, event_type::VARCHAR, count(*),"
        " sum(low)::BIGINT, sum(high)::BIGINT"
        f" FROM ev WHERE day_start IS NOT NULL AND {sql} GROUP BY 1, 2 ORDER BY 1, 2",
        [unit, *parameters],
    ).fetchall()
    return tuple(TimelineRow(*row) for row in rows)
