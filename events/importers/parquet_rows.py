"""A Parquet file as rows of text, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from events.importers.rows import Rows, UnreadableError, checked_header

STRETCH = 50_000


def opened(path: Path) -> tuple[tuple[str, ...], Iterator[Callable[[], Rows]]]:
    """Return the flat columns of a Parquet file, and its rows; a row's line is its number, from 1.

    Raises
    ------
    UnreadableError
        When it is no Parquet file.
    """
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as problem:
        message = f"{path.name}: it is no Parquet file that can be read: {problem}"
        raise UnreadableError(message) from problem
    flat = [field.name for field in file.schema_arrow if is_flat(field.type)]
    keys = checked_header(flat, path.name)
    return keys, _stretches(file, flat, keys)


def is_flat(kind: pa.DataType) -> bool:
    """Return whether values of a type can be written as text."""
    return not (
        pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    )


def _same(rows: Rows) -> Rows:
    return rows


def _stretches(file: Any, flat: list[str], keys: tuple[str, ...]) -> Iterator[Callable[[], Rows]]:
    line = 1
    for batch in file.iter_batches(STRETCH, columns=flat):
        columns = [as_text(batch.column(batch.schema.get_field_index(name))) for name in flat]
        lines = np.arange(line, line + batch.num_rows, dtype=np.int64)
        line += batch.num_rows
        rows = Rows(pa.Table.from_arrays(columns, names=list(keys)), lines)
        yield partial(_same, rows)


def as_text(values: pa.Array) -> pa.Array:
    """Return flat values as text; a time of day is kept to the microsecond."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.timestamp("us"))
    return values.cast(pa.string())
