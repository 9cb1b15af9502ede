"""The rows of one file: whether they can be read, are of the schema, and hash to what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events.hashing import row_hashes
from events.schema import DERIVED, ISSUES, LATER, UNHASHED, row_hash
from events.snapshot import KEYS, SCHEMAS
from events.verifying.finding import Finding

ROWS = 50_000  # read at once
# a row kept by a program that did not have these yet was hashed without them
_LATER = {
    "decisions": ("opened", "seconds", "score"),
    "pairings": ("first_digest", "second_digest"),
}


def read_rows(table: str, path: Path, name: str) -> Iterator[pa.Table | Finding]:
    """Yield the rows of a file as tables of the schema, after what keeps them from being that.

    Parameters
    ----------
    table : str
        A key of :data:`events.snapshot.SCHEMAS`.
    path : Path
        The Parquet file.
    name : str
        Its name in the table's folder, of which the data set is a part.
    """
    try:
        with pq.ParquetFile(path) as file:
            wrong = list(_other_columns(table, file.schema_arrow, name))
            yield from wrong
            if wrong:
                return
            for batch in file.iter_batches(ROWS):
                yield _whole(table, pa.Table.from_batches([batch]), name)
    except (OSError, ValueError, pa.ArrowException) as error:
        yield Finding(table, name, "unreadable", name, str(error).splitlines()[0])


def _other_columns(table: str, found: pa.Schema, name: str) -> Iterator[Finding]:
    for field in SCHEMAS[table]:
        if field.name == "dataset" or (field.name in LATER and field.name not in found.names):
            continue
        if found.names.count(field.name) > 1:
            yield Finding(table, name, "schema", field.name, "the column stands there twice")
        elif field.name not in found.names:
            if field.name not in _LATER.get(table, ()):
                yield Finding(table, name, "schema", field.name, "the column is missing")
        elif _kind(found.field(field.name).type) != _kind(field.type):
            said = f"the column is {found.field(field.name).type}, not {field.type}"
            yield Finding(table, name, "schema", field.name, said)


def _kind(of: pa.DataType) -> object:
    """Return a type without the differences that writers make of the same one."""
    if pa.types.is_list(of) or pa.types.is_large_list(of):
        return ("list", _kind(of.value_type))
    if pa.types.is_struct(of):
        return tuple((each.name, _kind(each.type)) for each in of)
    if pa.types.is_large_string(of) or pa.types.is_string_view(of):
        return pa.string()
    return of


def _whole(table: str, rows: pa.Table, name: str) -> pa.Table:
    """Return rows with all columns of the schema, the data set of the file's folder too."""
    columns = []
    for field in SCHEMAS[table]:
        if field.name in rows.column_names:
            columns.append(rows[field.name].cast(field.type))
        else:
            folder = Path(name).parent.name
            value = folder.removeprefix("dataset=") if field.name == "dataset" else None
            columns.append(pa.repeat(pa.scalar(value, field.type), rows.num_rows))
    return pa.Table.from_arrays(columns, schema=SCHEMAS[table])


def row_faults(table: str, rows: pa.Table) -> Iterator[Finding]:
    """Yield the rows without a key, and those that do not hash to what they say."""
    keys = rows[KEYS[table]]
    nameless = keys.null_count
    if nameless:
        said = f"{nameless} rows have none"
        yield Finding(table, f"{nameless} rows", "no key", KEYS[table], said)
    differ = pc.fill_null(pc.not_equal(rows["row_hash"], _hashes(table, rows)), True)  # noqa: FBT003
    for at in pc.indices_nonzero(differ).to_pylist():
        hashed, said = rows["row_hash"][at].as_py(), "the row's content has another hash"
        if table in _LATER and hashed == row_hash(
            _earlier(table, rows.slice(at, 1).to_pylist()[0])
        ):
            continue
        yield Finding(table, str(keys[at].as_py()), "hash", str(hashed), said)


def _hashes(table: str, rows: pa.Table) -> pa.Array:
    if table == "events":
        return row_hashes(rows.select(UNHASHED.names), DERIVED)
    if table == "issues":
        names = [name for name in ISSUES.names if name not in {"issue_id", "row_hash", "scope"}]
        return row_hashes(rows.select([*names, "scope"]))
    return pa.array([row_hash(row) for row in rows.to_pylist()], pa.string())


def _earlier(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in row.items() if key not in _LATER[table] or value is not None
    }
