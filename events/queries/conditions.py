"""A filter as SQL conditions, one a part, with every value as a parameter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
from duckdb import DuckDBPyConnection

from events.queries.filter import Filter

Parameters = list[object]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on the table ``ev`` and the values of its question marks."""

    sql: str
    parameters: tuple[object, ...]


# parts that accept any of a list of values of one column of ``ev``
_COLUMNS = {
    "adm1": "adm1_id",
    "adm2": "adm2_id",
    "borders": "border",
    "event_types": "event_type",
    "sub_event_types": "sub_event_type",
    "datasets": "dataset",
    "publishers": "publisher",
    "statuses": "status",
    "precisions": "precision",
}
_EITHER = (
    "sides IN (SELECT id FROM sides WHERE list_has_any(side_a, $1) OR list_has_any(side_b, $1))"
)
_FACING = (
    "sides IN (SELECT id FROM sides"
    " WHERE (list_has_any(side_a, $1) AND list_has_any(side_b, $2))"
    " OR (list_has_any(side_b, $1) AND list_has_any(side_a, $2)))"
)


def conditions(f: Filter, known: dict[str, frozenset[str]]) -> dict[str, Condition]:
    """Return the conditions of a filter by the name of the part each comes from.

    Parameters
    ----------
    f : Filter
    known : dict of str to frozenset of str
        The values that each column of ``_COLUMNS`` holds; others can match nothing.

    Returns
    -------
    dict of str to Condition
        ``actors`` holds the dyad as well.  Parts at rest are absent.
    """
    found: dict[str, Condition] = {}
    if f.start:
        found["dates"] = Condition("day_end >= ?", (f.start,))
    if f.end:
        both = found.get("dates", Condition("true", ()))
        found["dates"] = Condition(f"{both.sql} AND day_start <= ?", (*both.parameters, f.end))
    if f.actors or f.opponents:
        found["actors"] = _sides(f)
    if f.countries:
        sql = "realm IN (SELECT id FROM realm WHERE list_has_any(countries, ?))"
        found["countries"] = Condition(sql, (list(f.countries),))
    for part, column in _COLUMNS.items():
        values = getattr(f, part)
        if values:
            found[part] = _any_of(column, sorted(set(values) & known[column]))
    if f.min_fatalities > 0:
        found["fatalities"] = Condition(f"{f.fatality_measure} >= ?", (f.min_fatalities,))
    if f.words:
        found["words"] = Condition("rowid IN (SELECT number FROM matching)", ())
    if f.retold is not None:
        found["retold"] = Condition("retold = ?", (f.retold,))
    return found


def matching(cursor: DuckDBPyConnection, words: str) -> pa.Table:
    """Return the numbers of the rows of ``ev`` in which each of these words stands.

    Looking through all texts is slow: it is done once, and the conditions of a filter with
    words read the answer from a table ``matching``.
    """
    each = words.split()
    # folded by the same functions as the stored words
    one = "contains(words, (SELECT lower(strip_accents(?))))"
    sql = f"SELECT rowid AS number FROM ev WHERE {' AND '.join(one for _ in each)}"
    table: pa.Table = cursor.sql(sql, params=each).to_arrow_table()
    return table


def _any_of(column: str, values: list[str]) -> Condition:
    if not values:
        return Condition("false", ())
    marks = ", ".join(f"?::e_{column}" for _ in values)
    return Condition(f"{column} IN ({marks})", tuple(values))


def _sides(f: Filter) -> Condition:
    if f.actors and f.opponents:
        actors, opponents = list(f.actors), list(f.opponents)
        marked = _FACING.replace("$1", "?").replace("$2", "?")
        return Condition(marked, (actors, opponents, actors, opponents))
    either = list(f.actors or f.opponents)
    return Condition(_EITHER.replace("$1", "?"), (either, either))


def where(found: dict[str, Condition], lifted: Iterable[str] = ()) -> tuple[str, Parameters]:
    """Return the text of a WHERE clause and its parameters, without the lifted parts."""
    left_out = set(lifted)
    kept = [each for part, each in found.items() if part not in left_out]
    sql = " AND ".join(f"({each.sql})" for each in kept) or "true"
    return sql, [value for each in kept for value in each.parameters]
