"""Parquet files without some of their rows: what is left is copied a stretch at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from events.staging import parquet_writer

BATCH = 10_000  # rows in memory at once
GROUP = 50_000  # rows of a row group


@dataclass(frozen=True, slots=True)
class Replaced:
    """A file of a table that is to go, and the one with its other rows; None where none is left."""

    old: str
    new: Path | None
    rows: int


def without(old: str, gone: npt.NDArray[np.int64], new: Path) -> Replaced:
    """Write the rows of a Parquet file, but some, to another file.

    Parameters
    ----------
    old
        The file.
    gone
        The numbers of the rows to leave out, from 0.
    new
        Where the others go, in their order; it is not made where there are none.
    """
    with pq.ParquetFile(old) as file:
        kept = np.ones(file.metadata.num_rows, dtype=bool)
        kept[gone] = False
        rows = int(kept.sum())
        if not rows:
            return Replaced(old, None, 0)
        with parquet_writer(new, file.schema_arrow) as out:
            _copy(file, kept, out)
    return Replaced(old, new, rows)


def _copy(file: pq.ParquetFile, kept: npt.NDArray[np.bool_], out: pq.ParquetWriter) -> None:
    first, waiting, count = 0, [], 0
    for batch in file.iter_batches(BATCH):
        chosen = batch.filter(pa.array(kept[first : first + batch.num_rows]))
        first += batch.num_rows
        waiting.append(chosen)
        count += chosen.num_rows
        if count >= GROUP:
            out.write_table(pa.Table.from_batches(waiting), row_group_size=GROUP + BATCH)
            waiting, count = [], 0
    if count:
        out.write_table(pa.Table.from_batches(waiting), row_group_size=GROUP + BATCH)
