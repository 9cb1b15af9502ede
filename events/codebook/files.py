"""The codebook's data files, read row by row against their schema.

The only place of the codebook that touches the disk.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import ValidationError

from events.codebook.rows import Row

RowT = TypeVar("RowT", bound=Row)


class CodebookError(ValueError):
    """A data file of the codebook breaks its schema; says file, row, value and what is accepted."""


def folder() -> Traversable:
    """Return the folder of the shipped codebook files."""
    return files("events.codebook")


def read_csv(at: Traversable, name: str, model: type[RowT]) -> tuple[RowT, ...]:
    """Read a CSV file of the codebook.

    Raises
    ------
    CodebookError
        When a row breaks the schema of ``model``.
    """
    text = at.joinpath(name).read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return tuple(
        _checked(model, row, f"{name}, line {reader.line_num}")
        for row in reader
        if any(row.values())
    )


def read_toml(at: Traversable, name: str, table: str, model: type[RowT]) -> tuple[RowT, ...]:
    """Read the array ``table`` of a TOML file of the codebook.

    Raises
    ------
    CodebookError
        When the array is missing or an entry breaks the schema of ``model``.
    """
    try:
        content = tomllib.loads(at.joinpath(name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        msg = f"{name} is not TOML: {problem}"
        raise CodebookError(msg) from problem
    if table not in content:
        msg = f"{name} has no [[{table}]]; it has {', '.join(sorted(content)) or 'nothing'}"
        raise CodebookError(msg)
    return tuple(
        _checked(model, entry, f"{name}, [[{table}]] {number}")
        for number, entry in enumerate(content[table], 1)
    )


def unique(rows: Iterable[RowT], key: str, name: str) -> None:
    """Raise CodebookError when two rows share ``key``."""
    seen: set[object] = set()
    for row in rows:
        value = getattr(row, key)
        if value in seen:
            msg = f"{name}: {key} {value!r} stands there twice"
            raise CodebookError(msg)
        seen.add(value)


def _checked(model: type[RowT], row: Mapping[Any, Any], where: str) -> RowT:
    try:
        return model.model_validate(row)
    except (ValidationError, TypeError) as problem:
        raise CodebookError(f"{where}: {_said(problem)}") from problem


def _said(problem: ValidationError | TypeError) -> str:
    if not isinstance(problem, ValidationError):
        return str(problem)
    first = problem.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field} is {str(first['input'])[:80]!r}: {first['msg']}"
