"""A list of records in JSON as rows, read from the file as it goes.

Accepted are an array of objects, and an object that holds one under ``data`` or ``Result``, as
the answers of ACLED's and UCDP's interfaces do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import ijson
import numpy as np

from events.importers.rows import Rows, UnreadableError, checked_header, column_key, text_table

STRETCH = 20_000
LISTS = {b"[": "item"}
NAMED = ("data", "Result", "results")


def opened(path: Path) -> tuple[tuple[str, ...], Iterator[Callable[[], Rows]]]:
    """Return the columns of the first stretch of records, and all records.

    A record's line is its number in the list, from 1.

    Raises
    ------
    UnreadableError
        When it is no JSON, or no list of objects.
    """
    records = _records(path)
    first = list(islice(records, STRETCH))
    names = dict.fromkeys(key for record in first for key in record)
    keys = checked_header(list(names), path.name)
    return keys, _stretches(chain(first, records), keys)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open("rb") as stream:
            prefix = _prefix(stream, path.name)
            stream.seek(0)
            for record in ijson.items(stream, prefix, use_float=True):
                if not isinstance(record, dict):
                    message = f"{path.name}: its list holds {type(record).__name__}, not objects"
                    raise UnreadableError(message)
                yield record
    except ijson.JSONError as problem:
        message = f"{path.name}: it is no JSON: {problem}"
        raise UnreadableError(message) from problem


def _prefix(stream: BinaryIO, name: str) -> str:
    """Return where the list of records stands."""
    for prefix, event, _ in ijson.parse(stream):
        if event == "start_array" and prefix in ("", *NAMED):
            return f"{prefix}.item" if prefix else "item"
    message = f"{name}: it holds no list of records; accepted: an array, or one under {NAMED}"
    raise UnreadableError(message)


def _same(rows: Rows) -> Rows:
    return rows


def _stretches(
    records: Iterator[dict[str, Any]], keys: tuple[str, ...]
) -> Iterator[Callable[[], Rows]]:
    line = 1
    while taken := list(islice(records, STRETCH)):
        rows = _rows(taken, keys, line)
        line += len(taken)
        yield partial(_same, rows)


def _rows(taken: list[dict[str, Any]], keys: tuple[str, ...], line: int) -> Rows:
    known = [{column_key(key): value for key, value in record.items()} for record in taken]
    columns = [[_text(record.get(key)) for record in known] for key in keys]
    lines = np.arange(line, line + len(taken), dtype=np.int64)
    return Rows(text_table(keys, columns), lines)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
