"""The events of one file as columns of numbers, laid out once and then only looked at.

What an event says in words that repeat is the number of a combination; the combinations stand
once each.  A part of many events lies in a file of its own beside the tables and is mapped into
memory: a server that starts again reads nothing anew, and the system lets go of what is not used.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from events.queries.answers import EVENT_TYPES
from events.queries.combos import Combo

Ints = npt.NDArray[np.int32]
KEPT_FROM = 20_000  # a smaller part is read anew sooner than it is kept in a file
_ENDING = ".part1.arrow"  # the number is that of the layout
_NUMBERS = (
    "day", "end", "sort", "where", "sides", "publisher", "place", "x", "y", "low", "best", "high",
    "file_row",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """The events of one file, ordered by their ids.

    ``day`` is a place in ``days`` (days since 1970, the least for none), ``end`` such a day;
    ``x``, ``y`` pixels of zoom 22, -1 for no known point; ``low``, ``best``, ``high`` are -1
    where nobody states a toll; ``file_row`` is where the event stands in the file.
    ``sorts``, ``wheres``, ``pairs``, ``publishers`` and ``places`` are what the numbers of
    ``sort``, ``where``, ``sides``, ``publisher`` and ``place`` stand for.
    """

    file: str
    ids: pa.StringArray
    titles: pa.StringArray
    day: Ints
    end: Ints
    sort: Ints
    where: Ints
    sides: Ints
    publisher: Ints
    place: Ints
    x: Ints
    y: Ints
    low: Ints
    best: Ints
    high: Ints
    file_row: Ints
    flags: npt.NDArray[np.uint8]
    days: Ints
    sorts: tuple[Combo, ...]
    wheres: tuple[Combo, ...]
    pairs: tuple[Combo, ...]
    publishers: tuple[Combo, ...]
    places: tuple[str | None, ...]
    table: pa.Table = field(repr=False)

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.day)

    @cached_property
    def kinds(self) -> tuple[tuple[str | None, ...], Ints]:
        """The event types, each once, and for each of ``sorts`` which it is of."""
        types = tuple(dict.fromkeys(row[0] for row in self.sorts))
        return types, np.array([types.index(row[0]) for row in self.sorts], np.int32)

    @cached_property
    def main_kinds(self) -> Ints:
        """For each of ``sorts`` the place of its type in the codebook, from 1 on; 0 for none."""
        places = {name: at for at, name in enumerate(EVENT_TYPES, 1)}
        return np.array([places.get(row[0] or "", 0) for row in self.sorts], np.int32)


def kept_name(file: str) -> str:
    """Return the name under which the part of a file is kept."""
    return f"{Path(file).stem}{_ENDING}"


def kept_part(file: str, folder: Path | None) -> Part | None:
    """Return the part of a file as it is kept in a folder; None where it is not."""
    size = str(Path(file).stat().st_size)
    return mapped(folder / kept_name(file), file, size) if folder else None


def keep(table: pa.Table, kept: Path) -> bool:
    """Write a table to a file, whole or not at all; return whether there was room and right."""
    partial = kept.with_name(f"{kept.name}.{uuid.uuid4().hex}.partial")
    try:
        kept.parent.mkdir(exist_ok=True)
        with pa.ipc.new_file(partial, table.schema) as out:
            out.write_table(table)
        partial.replace(kept)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        return False
    return True


def clear(folder: Path, files: Sequence[str]) -> None:
    """Remove what is kept of files that are gone from the table's folders.

    ``files`` are those of a version: beside them lie the files of all versions.
    """
    beside = {path for each in files for path in Path(each).parent.glob("*.parquet")}
    there = {kept_name(str(path)) for path in beside}
    for kept in folder.glob(f"*{_ENDING}*") if files else ():
        if kept.name.partition(_ENDING)[0] + _ENDING not in there:
            with suppress(OSError):
                kept.unlink()


def mapped(kept: Path, file: str, size: str) -> Part | None:
    """Return the kept part of a file of some bytes; None where it is not there or not of it."""
    try:
        with pa.memory_map(os.fspath(kept)) as source:
            table = pa.ipc.open_file(source).read_all()
    except (OSError, pa.ArrowInvalid):
        return None
    said = table.schema.metadata or {}
    return part_of(file, table) if said.get(b"size") == size.encode() else None


def part_of(file: str, table: pa.Table) -> Part:
    """Return the part whose columns a table holds."""
    told = json.loads(table.schema.metadata[b"told"])
    columns: dict[str, Any] = {name: whole(table[name]) for name in ("ids", "titles")}
    numbers = {name: whole(table[name]).to_numpy() for name in (*_NUMBERS, "flags")}
    return Part(
        file, **columns, **numbers,
        days=np.array(told["days"], np.int32),
        sorts=tuple(map(tuple, told["sorts"])),
        wheres=tuple(map(tuple, told["wheres"])),
        pairs=tuple((tuple(a), tuple(b)) for a, b in told["pairs"]),
        publishers=tuple((each,) for each in told["publishers"]),
        places=tuple(told["places"]),
        table=table,
    )  # fmt: skip


def whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
