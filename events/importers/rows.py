"""Rows of a file as columns of text, each row with the line where it begins.

Nothing here knows what the columns mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Lines = npt.NDArray[np.int64]
MAX_COLUMNS = 500
SHOWN = 120  # letters of a value that an account repeats


class UnreadableError(ValueError):
    """A file that cannot be read as a table at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One reason why a row was not taken in: the column, its value, and the rule it breaks."""

    line: int
    column: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A stretch of a file.

    ``table`` has one column of text for each of the header's names, ``lines`` (n) the line of
    the file, or the row of the sheet, where each row begins.  ``rejects`` are rows that have
    no place in ``table``, because they are no rows of this table at all; each once.
    """

    table: pa.Table
    lines: Lines
    rejects: tuple[Reject, ...] = ()

    @property
    def read(self) -> int:
        """How many rows of the file this is."""
        return int(self.table.num_rows) + len(self.rejects)


def column_key(name: str) -> str:
    """Return a header's name as columns are known by: small letters, ``_`` between words."""
    return "_".join(name.strip().strip("\"'\ufeff").casefold().split())


def checked_header(names: Sequence[str], where: str) -> tuple[str, ...]:
    """Return the keys of a header; blank names get a number.

    Raises
    ------
    UnreadableError
        When there is no header, it has too many columns, or a name twice.
    """
    keys = [column_key(name) for name in names]
    if not any(keys):
        message = f"{where}: the first line must be the header; it is blank"
        raise UnreadableError(message)
    if len(keys) > MAX_COLUMNS:
        message = f"{where}: the header has {len(keys)} columns; at most {MAX_COLUMNS} are read"
        raise UnreadableError(message)
    named = [key or f"column_{number}" for number, key in enumerate(keys, 1)]
    twice = sorted({key for key in named if named.count(key) > 1})
    if twice:
        message = f"{where}: the header has {', '.join(twice)[:SHOWN]} twice"
        raise UnreadableError(message)
    return tuple(named)


def text_table(keys: Sequence[str], columns: Sequence[Sequence[str | None]]) -> pa.Table:
    """Return columns of text as a table."""
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.Table.from_arrays(arrays, names=list(keys))
