"""What staged rows are to those that a data set has: which repeat one, which are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from events.hashing import row_hashes
from events.queries.planning import BATCH, Comparison
from events.queries.reading import PARQUET, literal, unreadable
from events.schema import DERIVED, EVENTS
from events.staging import Staged

Source = tuple[str, Sequence[object], bool]
# what may differ between two rows of one content
_APART = ("event_id", "boundaries", "status", *DERIVED)
_FEW = (
    "date_start, date_end, event_type, sub_event_type, place_name, lat, lon,"
    " fatalities_low, fatalities_high"
)
# first by columns that are quickly read; those that look alike then by more of them
_LOOKS = (f"hash({_FEW})", f"hash({_FEW}, side_a, side_b, source_publisher, notes)")
_OWN = "read_parquet(?, union_by_name = true)"
_OTHERS = (
    f"(SELECT * FROM {PARQUET} WHERE dataset = ? AND event_id NOT IN (SELECT key FROM incoming))"
)
_SUSPECTS = """
CREATE TEMP TABLE suspects_{stage} AS
SELECT look FROM ({every}) GROUP BY look HAVING min(id) <> max(id) AND bool_or(own)
"""
_EVERY = "SELECT {look} AS look, hash(event_id) AS id, {own} AS own FROM {rows} WHERE {alike}"
_FIRST = f"{_LOOKS[0]} IN (SELECT look FROM suspects_0)"
_ALIKE = ("true", _FIRST, f"{_FIRST} AND {_LOOKS[1]} IN (SELECT look FROM suspects_1)")
_MISSING = f"""
WITH own AS (SELECT country, date_start, date_end FROM {_OWN}),
days AS (SELECT min(date_start) AS first, max(coalesce(date_end, date_start)) AS last FROM own)
SELECT event_id FROM {_OTHERS}
WHERE status <> 'withdrawn' AND country IN (SELECT country FROM own)
AND date_start BETWEEN (SELECT first FROM days) AND (SELECT last FROM days) ORDER BY 1
"""


def twins(found: Comparison, staged: Staged) -> Iterator[tuple[str, str]]:
    """Yield the id of each staged row that is another's in all but the id, and the other's id.

    Parameters
    ----------
    found : Comparison
        The staged rows compared with what is there, still open.
    staged : Staged
        Rows of one data set; the other row may be among them, or in the store.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    sources = _sources(found, staged)
    ids: dict[str, dict[str, bool]] = {}
    try:
        if not all(_suspects(found.connection, sources, stage) for stage in (0, 1)):
            return
        for rows, own_values, own in sources:
            for digest, event in _contents(found, rows, own_values):
                ids.setdefault(digest, {}).setdefault(event, own)
    except duckdb.Error as error:
        raise unreadable(found.there, error) from error
    for same in ids.values():
        first = sorted(same)[:2]  # one and the same other, in whatever order rows are read
        for event, own in same.items() if len(first) > 1 else ():
            if own:
                yield event, first[event == first[0]]


def missing(found: Comparison, staged: Staged) -> tuple[str, ...]:
    """Return the ids that the data set has, of the staged rows' countries and days, beside them.

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    if not found.there:
        return ()
    values = [_files(staged), literal(found.there), staged.dataset]
    try:
        rows = found.connection.execute(_MISSING, values).fetchall()
    except duckdb.Error as error:
        raise unreadable(found.there, error) from error
    return tuple(each for (each,) in rows)


def _files(staged: Staged) -> list[str]:
    return literal([str(path) for path, _ in staged.event_files])


def _sources(found: Comparison, staged: Staged) -> list[Source]:
    """Return where rows are read from, with the values asked for, and whether they are staged."""
    own: list[Source] = []
    if staged.event_files:
        own.append((_OWN, [_files(staged)], True))
    if found.there and own:
        own.append((_OTHERS, [literal(found.there), staged.dataset], False))
    return own


def _suspects(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], stage: int) -> bool:
    """Keep the looks that several rows have, by a stage's columns; return whether there are any."""
    every = " UNION ALL ".join(
        _EVERY.format(look=_LOOKS[stage], own=str(own).lower(), rows=rows, alike=_ALIKE[stage])
        for rows, _, own in sources
    )
    values = [value for _, own_values, _ in sources for value in own_values]
    connection.execute(_SUSPECTS.format(stage=stage, every=every), values)
    return bool(connection.execute(f"SELECT 1 FROM suspects_{stage} LIMIT 1").fetchall())


def _contents(found: Comparison, rows: str, values: Sequence[object]) -> Iterator[tuple[str, str]]:
    """Yield a hash of the content and the id of each row that looks like another."""
    sql = f"SELECT * FROM {rows} WHERE {_ALIKE[-1]}"
    for batch in found.connection.sql(sql, params=list(values)).to_arrow_reader(BATCH):
        table = pa.Table.from_batches([batch])
        columns = [
            table[each.name].cast(each.type) if each.name in table.column_names
            else pa.nulls(table.num_rows, each.type)
            for each in EVENTS if each.name != "dataset"
        ]  # fmt: skip
        named = [each.name for each in EVENTS if each.name != "dataset"]
        hashes = row_hashes(pa.Table.from_arrays(columns, names=named), _APART)
        yield from zip(hashes.to_pylist(), table["event_id"].to_pylist(), strict=True)
