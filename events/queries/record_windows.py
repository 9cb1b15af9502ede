"""The stored events that can be compared with other data sets', a stretch of days at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb
import pyarrow as pa

from events.queries.reading import THREADS, WHOLE, literal, unreadable
from events.schema import EVENTS

_FIT = (
    "status = 'event' AND list_contains(?::VARCHAR[], dataset) AND date_start IS NOT NULL"
    " AND place_precision IS NOT NULL AND coalesce(date_end, date_start) - date_start < ?"
)


def days_of(
    files: Sequence[str], datasets: Sequence[str], longest: int
) -> tuple[tuple[date, int], ...]:
    """Return how many comparable records begin on each day that has any.

    Parameters
    ----------
    files : sequence of str
        The event files of a version.
    datasets : sequence of str
        Data sets to look at.
    longest : int
        Records that span as many days or more are left out.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    sql = f"SELECT date_start, count(*) FROM {WHOLE} WHERE {_FIT} GROUP BY 1 ORDER BY 1"
    return tuple(_asked(files, sql, [list(datasets), longest]).fetchall()) if files else ()


def datasets_of(files: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return of each data set how many events it has, and how many with a day and a place."""
    sql = (
        "SELECT dataset, count(*), count(*) FILTER (date_start IS NOT NULL"
        f" AND place_precision IS NOT NULL) FROM {WHOLE} WHERE status = 'event'"
        " GROUP BY 1 ORDER BY 1"
    )
    found = _asked(files, sql, []).fetchall() if files else []
    return {name: (count, fit) for name, count, fit in found}


def records_between(  # noqa: PLR0917
    files: Sequence[str], datasets: Sequence[str], longest: int, first: date, last: date,
    columns: Sequence[str],
) -> pa.Table:  # fmt: skip
    """Return the comparable records that begin on these days, both ends included.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    sql = f"SELECT {', '.join(columns)} FROM {WHOLE} WHERE {_FIT} AND date_start BETWEEN ? AND ?"
    found: pa.Table = _asked(files, sql, [list(datasets), longest, first, last]).to_arrow_table()
    return found


def _asked(files: Sequence[str], sql: str, values: list[object]) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("empty", EVENTS.empty_table())
    try:
        return connection.sql(sql, params=[literal(files), *values])
    except duckdb.Error as error:
        raise unreadable(files, error) from error
