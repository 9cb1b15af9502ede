"""What bringing rows into a table would change: which are new, changed, the same, repeated.

The keys are compared a part at a time, told apart by a hash, so that memory stays bounded
whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from events.queries.reading import PARQUET, THREADS, literal, quoted, unreadable
from events.schema import ISSUES

PART = 1_000_000  # keys compared at once
MEMORY = "300MB"
Settings = dict[str, str | bool | int | float | list[str]]
BATCH = 20_000  # rows handed on at once

_OUTCOME = """
INSERT INTO outcome
WITH new AS (SELECT key, row_hash, ordinal FROM incoming WHERE hash(key) % {parts} = {part}),
last AS (SELECT key, max(ordinal) AS ordinal FROM new GROUP BY key),
there AS (SELECT key, row_hash FROM present WHERE hash(key) % {parts} = {part})
SELECT
    new.ordinal,
    CASE
        WHEN new.ordinal <> last.ordinal THEN 'repeated'
        WHEN there.key IS NULL THEN 'added'
        WHEN there.row_hash = new.row_hash THEN 'same'
        ELSE 'changed'
    END
FROM new JOIN last ON last.key = new.key LEFT JOIN there ON there.key = new.key
"""
_CHOSEN = """
SELECT s.* EXCLUDE (file_row_number, number)
FROM (
    SELECT *, file_row_number + ? AS number FROM read_parquet(?, file_row_number = true)
) s
JOIN outcome o ON o.ordinal = s.number
WHERE list_contains(?::outcomes[], o.kind)
ORDER BY s.number
"""
_CHANGED = """
CREATE OR REPLACE TEMP TABLE changed AS
SELECT key FROM incoming JOIN outcome USING (ordinal) WHERE kind = 'changed'
"""
_OUTDATED = """
SELECT file_row_number AS number FROM read_parquet(?, file_row_number = true)
WHERE event_id IN (SELECT key FROM changed)
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of incoming rows; ``repeated`` have a later row with the same key."""

    added: int = 0
    changed: int = 0
    same: int = 0
    repeated: int = 0


@dataclass(frozen=True)
class Comparison:
    """Incoming rows compared with those that are there; open as long as the block that made it.

    ``there`` are the files that they were compared with.
    """

    connection: duckdb.DuckDBPyConnection
    counts: Counts
    there: tuple[str, ...] = ()

    def ordinals(self, outcome: str) -> pa.Array:
        """Return the numbers of the incoming rows with an outcome, in order."""
        sql = "SELECT ordinal FROM outcome WHERE kind = ? ORDER BY ordinal"
        found: pa.Table = self.connection.sql(sql, params=[outcome]).to_arrow_table()
        return found["ordinal"].combine_chunks()

    def repeated(self, key_files: Sequence[Path]) -> Iterator[tuple[int, str]]:
        """Yield the line and the key of each repeated row, in order."""
        sql = (
            "SELECT k.line, k.event_id FROM read_parquet(?) k JOIN outcome o"
            " ON o.ordinal = k.ordinal WHERE o.kind = 'repeated' ORDER BY k.ordinal"
        )
        found = self.connection.execute(sql, [literal([str(each) for each in key_files])])
        while rows := found.fetchmany(BATCH):
            yield from rows

    def write(self, file: Path, first: int, outcomes: Sequence[str], to: Path) -> int:
        """Write the rows of a staged file with some outcomes to another; return how many."""
        values = [first, literal([str(file)]), list(outcomes)]
        return _saved(self.connection.sql(_CHOSEN, params=values), to)

    def outdated(self) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
        """Yield each file that holds rows which change, with the numbers of those rows."""
        self.connection.execute(_CHANGED)
        for file in self.there:
            found = self.connection.sql(_OUTDATED, params=[literal([file])]).to_arrow_table()
            rows: npt.NDArray[np.int64] = found["number"].to_numpy()
            if len(rows):
                yield file, rows


def _saved(found: duckdb.DuckDBPyRelation, to: Path) -> int:
    """Write an answer to a Parquet file, batch by batch; return how many rows it has."""
    reader, count = found.to_arrow_reader(BATCH), 0
    with pq.ParquetWriter(to, reader.schema, compression="zstd") as out:
        for batch in reader:
            out.write_batch(batch)
            count += batch.num_rows
    return count


@contextmanager
def compared_files(
    there: Sequence[str], key_files: Sequence[Path], rows: int, folder: Path
) -> Iterator[Comparison]:
    """Compare staged keys with a version's event files.

    Parameters
    ----------
    there : sequence of str
        The Parquet files of the events' version.
    key_files : sequence of Path
        Rows of :data:`events.staging.KEYS`.
    rows : int
        How many they are.
    folder : Path
        Where what does not fit into memory is put.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    settings: Settings = {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "temp_directory": str(folder / "spill"),
    }
    with duckdb.connect(config=settings) as connection:
        connection.execute("SET preserve_insertion_order = false")
        files = quoted([str(each) for each in key_files])
        connection.execute(
            "CREATE TEMP VIEW incoming AS SELECT event_id AS key, row_hash, ordinal"
            f" FROM read_parquet({files})"
        )
        try:
            yield _compare(connection, there, rows)
        except duckdb.Error as error:
            raise unreadable(there, error) from error


def compared_table(there: Sequence[str], key: str, rows: pa.Table) -> dict[str, pa.Array]:
    """Compare rows in memory with a table's files; return the numbers of the rows by outcome.

    Parameters
    ----------
    there : sequence of str
        The Parquet files of the table's version.
    key : str
        The column that tells rows apart.
    rows : pyarrow.Table
        With the columns ``key`` and ``row_hash``.

    Returns
    -------
    dict
        ``added``, ``changed``, ``same`` and ``repeated``.
    """
    incoming = pa.table(
        {
            "key": rows[key],
            "row_hash": rows["row_hash"],
            "ordinal": pa.array(range(rows.num_rows), pa.int64()),
        }
    )
    with duckdb.connect(config={"threads": THREADS}) as connection:
        connection.register("incoming", incoming)
        try:
            found = _compare(connection, there, rows.num_rows, key)
        except duckdb.Error as error:
            raise unreadable(there, error) from error
        return {kind: found.ordinals(kind) for kind in ("added", "changed", "same", "repeated")}


def _compare(
    connection: duckdb.DuckDBPyConnection, there: Sequence[str], rows: int, key: str = "event_id"
) -> Comparison:
    present = "(SELECT NULL::VARCHAR AS key, NULL::VARCHAR AS row_hash WHERE false)"
    count = 0
    if there:
        source = PARQUET.replace("?", quoted(there), 1)
        present = f"(SELECT {key} AS key, row_hash FROM {source})"
        counted = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
        count = int(counted[0]) if counted else 0
    connection.execute(f"CREATE TEMP VIEW present AS FROM {present}")
    connection.execute("CREATE TYPE outcomes AS ENUM ('added', 'changed', 'same', 'repeated')")
    connection.execute("CREATE TABLE outcome (ordinal BIGINT, kind outcomes)")
    parts = max(rows, count) // PART + 1
    for part in range(parts):
        connection.execute(_OUTCOME.format(parts=parts, part=part))
    told = dict(connection.execute("SELECT kind, count(*) FROM outcome GROUP BY 1").fetchall())
    return Comparison(connection, Counts(**told), tuple(there))


def compared_issues(
    there: Sequence[str],
    issue_files: Sequence[Path],
    key_files: Sequence[Path],
    scope: str,
    to: Path,
) -> tuple[int, tuple[str, ...]]:
    """Write the staged issues that are new to a file; return how many, and which hold no longer.

    An earlier issue of the same scope no longer holds when its record was read again and the
    issue was not found again.
    """
    listed = ", ".join(ISSUES.names)
    issues, keys = (
        quoted([str(each) for each in issue_files]),
        quoted([str(each) for each in key_files]),
    )
    present = f"read_parquet({quoted(there)}, union_by_name = true)" if there else "none"
    settings: Settings = {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "temp_directory": str(to.parent / "spill"),
    }
    with duckdb.connect(config=settings) as connection:
        connection.register("none", ISSUES.empty_table())
        try:
            added = connection.sql(
                f"SELECT DISTINCT {listed} FROM read_parquet({issues}) WHERE issue_id NOT IN"
                f" (SELECT issue_id FROM {present} WHERE scope = ?)",
                params=[scope],
            )
            count = _saved(added, to)
            gone = connection.execute(
                f"SELECT issue_id FROM {present} WHERE scope = ?"
                f" AND record IN (SELECT event_id FROM read_parquet({keys}))"
                f" AND issue_id NOT IN (SELECT issue_id FROM read_parquet({issues})) ORDER BY 1",
                [scope],
            ).fetchall()
        except duckdb.Error as error:
            raise unreadable(there, error) from error
    return count, tuple(each for (each,) in gone)
