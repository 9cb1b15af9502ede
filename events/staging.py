"""Rows on their way into the store, in files: so that their number does not matter.

A staging folder lies beside the tables.  Nothing in it is part of the store until it is
committed, and it is gone afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events.folders_in_use import new_folder
from events.schema import EVENTS, ISSUES, LATER

GROUP = 50_000  # rows of a row group
FILE = 250_000  # rows of a file: a changed row costs the writing of one
KEYS = pa.schema(
    [
        ("event_id", pa.string()),
        ("row_hash", pa.string()),
        ("ordinal", pa.int64()),
        ("line", pa.int64()),
    ]
)
# the data set stands in the name of the folder, as the table format has it
STORED = EVENTS.remove(EVENTS.get_field_index("dataset"))
# nearly every row has another value: a dictionary of them is built for nothing
_SPREAD = frozenset({"event_id", "row_hash", "notes", "lat", "lon", "x22", "y22", "text"})
_UNASKED = frozenset({"row_hash", "notes", "message"})  # never looked up by


@dataclass(frozen=True, slots=True)
class Staged:
    """What is staged, all of one data set.

    ``event_files`` are pairs of a Parquet file of ``STORED``, where a column of ``LATER`` may be
    missing that no row has, and the number of its first row among all; ``key_files`` have the
    same rows as ``KEYS``; ``issue_files`` are of ``ISSUES``.
    ``issue_scope`` names what the issues belong to: those of the staged records are replaced.
    """

    folder: Path
    dataset: str
    event_files: tuple[tuple[Path, int], ...]
    key_files: tuple[Path, ...]
    issue_files: tuple[Path, ...]
    issue_scope: str
    rows: int


@dataclass
class Stage:
    """Takes rows in, stretch by stretch."""

    folder: Path
    dataset: str
    issue_scope: str
    rows: int = 0
    _files: list[tuple[Path, int]] = field(default_factory=list)
    _waiting: list[pa.Table] = field(default_factory=list)
    _writers: dict[str, Any] = field(default_factory=dict)
    _side: dict[str, list[Path]] = field(default_factory=lambda: {"keys": [], "issues": []})

    def add(self, events: pa.Table, lines: npt.NDArray[np.int64], issues: pa.Table) -> None:
        """Take in rows of ``EVENTS`` with the lines they stand in, and what is doubtful in them."""
        count = events.num_rows
        keys = events.select(["event_id", "row_hash"])
        keys = keys.append_column("ordinal", pa.array(np.arange(count) + self.rows, pa.int64()))
        keys = keys.append_column("line", pa.array(lines, pa.int64()))
        self._writer("keys", KEYS).write_table(keys)
        self._writer("issues", ISSUES).write_table(issues)
        self.rows += count
        if count:
            self._waiting.append(events.select(STORED.names))
        if sum(each.num_rows for each in self._waiting) >= GROUP:
            self._write()

    def take(self, other: Staged) -> None:
        """Take in all that another stage of the data set holds, after the rows that are here.

        Its files of events stay where they are; its keys and issues are copied.
        """
        self._write()
        if "events" in self._writers:
            self._writers.pop("events").close()
        self._files += [(path, first + self.rows) for path, first in other.event_files]
        for path in other.key_files:
            with pq.ParquetFile(path) as keys:
                self._take_keys(keys)
        for path in other.issue_files:
            with pq.ParquetFile(path) as issues:
                for batch in issues.iter_batches():
                    self._writer("issues", ISSUES).write_batch(batch)
        self.rows += other.rows

    def _take_keys(self, keys: pq.ParquetFile) -> None:
        place = KEYS.get_field_index("ordinal")
        for batch in keys.iter_batches():
            shifted = pc.add(batch.column(place), self.rows)
            self._writer("keys", KEYS).write_batch(
                batch.set_column(place, KEYS.field(place), shifted)
            )

    def done(self) -> Staged:
        """Close the files and return what they hold; more may be added, and asked for again."""
        self._write()
        for name, schema in (("keys", KEYS), ("issues", ISSUES)):
            if not self._side[name]:
                self._writer(name, schema)
        self.close()
        return Staged(
            self.folder, self.dataset, tuple(self._files), tuple(self._side["keys"]),
            tuple(self._side["issues"]), self.issue_scope, self.rows,
        )  # fmt: skip

    def close(self) -> None:
        """Close the files, whatever they hold."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()

    def _write(self) -> None:
        if not self._waiting:
            return
        table = pa.concat_tables(self._waiting)
        self._waiting.clear()
        table = table.drop_columns([n for n in LATER if table[n].null_count == table.num_rows])
        written = self.rows - table.num_rows
        writer = self._writers.get("events")
        if not writer or written - self._files[-1][1] >= FILE or writer.schema != table.schema:
            if writer:
                self._writers.pop("events").close()
            self._files.append((self.folder / f"events-{len(self._files):05}.parquet", written))
        path = self._files[-1][0]
        self._writer("events", table.schema, path).write_table(table, row_group_size=2 * GROUP)

    def _writer(self, name: str, schema: pa.Schema, path: Path | None = None) -> Any:
        if name not in self._writers:
            where = path or self.folder / f"{name}-{len(self._side[name]):02}.parquet"
            if path is None:
                self._side[name].append(where)
            packed = "none" if name == "keys" else "zstd"  # keys are gone in a minute
            self._writers[name] = parquet_writer(where, schema, packed)
        return self._writers[name]


def parquet_writer(path: Path, schema: pa.Schema, compression: str = "zstd") -> pq.ParquetWriter:
    """Open a Parquet file for rows of a table: what is quick to write, and small enough."""
    leaves = [leaf for each in schema for leaf in _leaves(each.name, each.type)]
    return pq.ParquetWriter(
        path, schema, compression=compression,
        compression_level=1 if compression == "zstd" else None,
        use_dictionary=[leaf for leaf in leaves if leaf.rsplit(".", 1)[-1] not in _SPREAD],
        # what a reader can leave files out by; of nested values none does
        write_statistics=[leaf for leaf in leaves if "." not in leaf and leaf not in _UNASKED],
    )  # fmt: skip


def _leaves(path: str, kind: pa.DataType) -> Iterator[str]:
    """Yield the names that the columns within a column have in a Parquet file."""
    if pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for each in kind:
            yield from _leaves(f"{path}.{each.name}", each.type)
    else:
        yield path


@contextmanager
def staging(home: Path, dataset: str, issue_scope: str) -> Iterator[Stage]:
    """Give a place to stage rows in the data folder; it is cleared at the end, come what may."""
    with new_folder(home / "staging") as folder:
        stage = Stage(folder, dataset, issue_scope)
        try:
            yield stage
        finally:
            stage.close()


def file_names(paths: Sequence[Path]) -> list[str]:
    """Return paths as text."""
    return [str(each) for each in paths]
