"""The rows of a version's files by their keys, nested columns and all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from events.model import Event, Issue, Report
from events.schema import row_to_report, table_to_events, table_to_issues
from events.snapshot import KEYS, SCHEMAS, Snapshot, StoreError

THREADS = 2


def read_files(
    files: Sequence[str],
    table: str,
    keys: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    by: str | None = None,
) -> pa.Table:
    """Read the rows of a table's files, all or those with given keys.

    Parameters
    ----------
    files : sequence of str
        Paths of Parquet files; none gives an empty table.
    table : str
        A key of :data:`events.snapshot.SCHEMAS`.
    keys : sequence of str, optional
        Only rows whose column ``by`` is among these.
    columns : sequence of str, optional
        All when not given.
    by : str, optional
        A column of the table; its own key when not given.

    Returns
    -------
    pyarrow.Table
        With the table's own column order and types; rows in no fixed order.
    """
    schema = SCHEMAS[table]
    names = [name for name in schema.names if columns is None or name in columns]
    wanted = pa.schema([schema.field(name) for name in names])
    by = by or KEYS[table]
    if by not in schema.names:
        message = f"{by!r} is no column of {table}; it has {', '.join(schema.names)}"
        raise KeyError(message)
    if not files or (keys is not None and not keys):
        return wanted.empty_table()
    listed = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT {listed} FROM {WHOLE}"
    parameters: list[object] = [literal(files)]
    if keys is not None:
        query += f' WHERE "{by}" IN (SELECT unnest(?::VARCHAR[]))'
        parameters.append(list(keys))
    try:
        with duckdb.connect(config={"threads": THREADS}) as connection:
            connection.register("empty", schema.empty_table())
            found: pa.Table = connection.sql(query, params=parameters).to_arrow_table()
    except duckdb.Error as error:
        raise unreadable(files, error) from error
    return found.cast(wanted)


def literal(files: Sequence[str]) -> list[str]:
    """Return paths that are taken letter for letter, not as patterns."""
    return [re.sub(r"[*?\[]", r"[\g<0>]", each) for each in files]


def quoted(files: Sequence[str]) -> str:
    """Return paths as a list that can stand in a statement, taken letter for letter."""
    return "[" + ", ".join("'" + each.replace("'", "''") + "'" for each in literal(files)) + "]"


def unreadable(files: Sequence[str], error: Exception) -> StoreError:
    """Return the error that says which files cannot be read, and what to do."""
    first = str(error).splitlines()[0]
    return StoreError(
        f"{files[0] if files else 'the store'}: cannot be read ({first}); "
        "bring the file back from a copy, or read an earlier version"
    )


# dataset stands in the folder names (dataset=acled); it is text even when it looks like a number
PARQUET = (
    "read_parquet(?, hive_partitioning = true, hive_types_autocast = false, union_by_name = true)"
)
# with the columns that files of an older store lack; "empty" is a table of the schema
WHOLE = f"(FROM {PARQUET} UNION ALL BY NAME FROM empty)"


def read(
    snapshot: Snapshot,
    table: str,
    keys: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    by: str | None = None,
) -> pa.Table:
    """Read the rows of one table of a version; see :func:`read_files`."""
    return read_files(snapshot.files(table), table, keys, columns, by)


def read_events(snapshot: Snapshot, ids: Sequence[str]) -> tuple[Event, ...]:
    """Return the events with these ids, in the order of ``ids``; unknown ids are left out."""
    found = {event.id: event for event in table_to_events(read(snapshot, "events", ids))}
    return tuple(found[each] for each in ids if each in found)


def read_report(snapshot: Snapshot, report_id: str) -> Report | None:
    """Return one report, or None where the version does not hold it."""
    rows = read(snapshot, "reports", [report_id]).to_pylist()
    return row_to_report(rows[0]) if rows else None


def read_issues(snapshot: Snapshot, record: str | None = None) -> tuple[Issue, ...]:
    """Return the open issues, of one record or of all, in a fixed order."""
    table = read(snapshot, "issues", None if record is None else [record], by="record")
    return table_to_issues(table.sort_by([("scope", "ascending"), ("issue_id", "ascending")]))


@contextmanager
def closed(tables: Mapping[str, pa.Table]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database of some tables in memory that reaches no file and no network."""
    with duckdb.connect(config={"threads": THREADS}) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
