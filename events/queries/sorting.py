"""The rows of several files in one order, in new files: however many, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from events.queries.planning import MEMORY, Settings
from events.queries.reading import THREADS, WHOLE, literal, unreadable
from events.snapshot import KEYS, SCHEMAS
from events.staging import FILE, GROUP

# what a table is asked by: events are loaded by day, issues by what was read
_ORDERS = {"events": ("date_start", "event_id"), "issues": ("scope", "record", "issue_id")}


def sorted_files(files: Sequence[str], table: str, folder: Path) -> tuple[tuple[Path, int], ...]:
    """Write the rows of a table's files, in order, to new files of up to 250,000 rows.

    Parameters
    ----------
    files : sequence of str
        Parquet files of one table; of ``events``, all of one data set.
    table : str
        Its name, a key of :data:`events.snapshot.SCHEMAS`.
    folder : Path
        Where the new files are written, and what does not fit into memory meanwhile.

    Returns
    -------
    tuple of (Path, int)
        Each new file with its number of rows.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    # the data set stands in the name of the folder, as the table format has it
    schema = pa.schema([field for field in SCHEMAS[table] if field.name != "dataset"])
    listed = ", ".join(f'"{name}"' for name in schema.names)
    order = ", ".join(_ORDERS.get(table, (KEYS[table],)))
    settings: Settings = {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "temp_directory": str(folder / "spill"),
    }
    try:
        with duckdb.connect(config=settings) as connection:
            connection.register("empty", SCHEMAS[table].empty_table())
            query = f"SELECT {listed} FROM {WHOLE} ORDER BY {order}"
            found = connection.sql(query, params=[literal(files)])
            return _written(found.to_arrow_reader(GROUP), schema, folder)
    except duckdb.Error as error:
        raise unreadable(files, error) from error


def _written(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, folder: Path
) -> tuple[tuple[Path, int], ...]:
    written: list[tuple[Path, int]] = []
    with ExitStack() as open_file:
        for batch in batches:
            if not written or written[-1][1] >= FILE:
                open_file.close()
                path = folder / f"sorted-{len(written):05}.parquet"
                writer = open_file.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))
                written.append((path, 0))
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))
            written[-1] = (written[-1][0], written[-1][1] + batch.num_rows)
    return tuple(written)
