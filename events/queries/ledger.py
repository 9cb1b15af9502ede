"""What the records of a version come from, and what was doubted: counted, a page at a time.

The events may be many millions, each with a source of its own: nothing here is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from events.model import Issue
from events.queries.planning import Settings
from events.queries.reading import THREADS, WHOLE, quoted, unreadable
from events.schema import table_to_issues
from events.snapshot import SCHEMAS, Snapshot

PAGE = 50
MEMORY = "500MB"  # what is more goes to a folder on disk
LONGEST = 200  # letters of a search

_TOLD = """
SELECT source_title AS title, source_publisher AS publisher, source_published AS published,
       source_url AS url, source_retold AS retold FROM events
UNION ALL SELECT t.title, t.publisher, t.published, t.url, t.retold
FROM (SELECT unnest(also) AS t FROM events WHERE len(also) > 0)
"""
_SOURCES = f"""
SELECT *, count(*) AS records FROM ({_TOLD})
WHERE $words IS NULL OR contains(lower(concat_ws(' ', title, publisher, url)), $words)
GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set: how many records it has, and from the first day to the last."""

    name: str
    records: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Origin:
    """A source with how many records it tells; a record of several reports counts with each."""

    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    retold: bool | None
    records: int


@dataclass(frozen=True, slots=True)
class Doubts:
    """How many notes of one rule and weight there are."""

    rule: str
    severity: str
    notes: int


def data_sets(snapshot: Snapshot) -> tuple[DataSet, ...]:
    """Return the data sets of a version, the largest first.

    Raises
    ------
    StoreError
        When a file cannot be read; so do the others here.
    """
    sql = (
        "SELECT dataset, count(*), min(date_start), max(coalesce(date_end, date_start))"
        " FROM events GROUP BY dataset ORDER BY 2 DESC, 1"
    )
    with _opened(snapshot, "events") as connection:
        return tuple(DataSet(*row) for row in connection.execute(sql).fetchall())


def sources(
    snapshot: Snapshot, words: str = "", offset: int = 0, limit: int = PAGE
) -> tuple[int, tuple[Origin, ...]]:
    """Return how many sources have some words, and one page of them, the latest first.

    Parameters
    ----------
    snapshot
        A version of the store.
    words
        Letters that stand in title, publisher or address, in either case; all sources when empty.
    offset, limit
        Which page.
    """
    sought = words.strip().lower()[:LONGEST] or None
    order = "published DESC NULLS LAST, title, publisher, url, retold"
    with _opened(snapshot, "events") as connection:
        connection.execute(f"CREATE TEMP TABLE found AS {_SOURCES}", {"words": sought})
        total = _one(connection, "SELECT count(*) FROM found")
        page = f"SELECT * FROM found ORDER BY {order} LIMIT $limit OFFSET $offset"
        rows = connection.execute(page, {"limit": limit, "offset": offset}).fetchall()
    return total, tuple(Origin(*row) for row in rows)


def doubts(snapshot: Snapshot) -> tuple[Doubts, ...]:
    """Return how many notes each rule has made, the most frequent first."""
    sql = "SELECT rule, severity, count(*) FROM issues GROUP BY ALL ORDER BY 3 DESC, 1, 2"
    with _opened(snapshot, "issues") as connection:
        return tuple(Doubts(*row) for row in connection.execute(sql).fetchall())


def notes(
    snapshot: Snapshot, rule: str | None = None, offset: int = 0, limit: int = PAGE
) -> tuple[Issue, ...]:
    """Return one page of the notes on what was read, of one rule or of all, in a fixed order."""
    sql = (
        "SELECT * FROM issues WHERE $rule IS NULL OR rule = $rule"
        " ORDER BY scope, issue_id LIMIT $limit OFFSET $offset"
    )
    asked: dict[str, Any] = {"rule": rule, "limit": limit, "offset": offset}
    with _opened(snapshot, "issues") as connection:
        found = connection.sql(sql, params=asked).to_arrow_table()
    schema = SCHEMAS["issues"]
    return table_to_issues(found.select(schema.names).cast(schema))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _opened(snapshot: Snapshot, table: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in which one table of a version stands under its own name."""
    files: Sequence[str] = snapshot.files(table)
    with TemporaryDirectory() as spill:
        settings: Settings = {
            "threads": THREADS, "memory_limit": MEMORY, "temp_directory": spill,
        }  # fmt: skip
        try:
            with duckdb.connect(config=settings) as connection:
                connection.register("empty", SCHEMAS[table].empty_table())
                rows = WHOLE.replace("?", quoted(files), 1) if files else "empty"
                connection.execute(f"CREATE TEMP VIEW {table} AS FROM {rows}")
                yield connection
        except duckdb.Error as error:
            raise unreadable(files, error) from error
