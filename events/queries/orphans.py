"""Keys that come twice, and rows that point at what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from events.queries.planning import MEMORY, Settings
from events.queries.reading import THREADS, quoted, unreadable
from events.snapshot import KEYS, SCHEMAS

Orphan = tuple[str, str, str, str, str]  # table, record, rule, value, what it says
ROWS = 1000

_DECLARED = """
CREATE TEMP VIEW known AS
    SELECT event_id AS id FROM events
    UNION ALL SELECT unnest(also).event_id FROM events WHERE len(also) > 0;
CREATE TEMP VIEW standing AS
    SELECT DISTINCT ON (event_id) * FROM decisions
    ORDER BY event_id, decided DESC, decision_id DESC;
CREATE TEMP VIEW outcomes AS
    SELECT event_id, report_id, TRY(json_extract_string(outcome, '$.id')) AS id FROM standing
    WHERE verdict IN ('accepted', 'corrected') AND outcome IS NOT NULL;
CREATE TEMP VIEW proposed AS
    SELECT unnest(TRY(json_extract_string(proposals, '$[*].id'))) AS id FROM codings
    UNION ALL SELECT event_id FROM decisions;
CREATE TEMP VIEW anything AS
    SELECT id FROM known UNION ALL SELECT id FROM proposed
    UNION ALL SELECT report_id FROM reports UNION ALL SELECT report_id FROM codings;
"""
_ORPHANS = {
    ("events", "no report has this id"): """
        SELECT event_id, source_report_id FROM events WHERE source_report_id IS NOT NULL
        AND origin <> 'hand' AND source_report_id NOT IN (SELECT report_id FROM reports)""",
    ("events", "a further source names it, and no report has this id"): """
        SELECT event_id, t.report_id FROM (SELECT event_id, unnest(also) AS t FROM events
        WHERE len(also) > 0) WHERE t.report_id IS NOT NULL
        AND t.report_id NOT IN (SELECT report_id FROM reports)""",
    ("events", "it was proposed by a program, and nobody's decision let it in"): """
        SELECT event_id, dataset FROM events WHERE dataset = 'reports'
        AND event_id NOT IN (SELECT id FROM outcomes WHERE id IS NOT NULL)""",
    ("decisions", "it was accepted, and there is no such event"): """
        SELECT event_id, id FROM outcomes WHERE id NOT IN (SELECT id FROM known)
        AND event_id NOT IN (SELECT id FROM known)""",
    ("decisions", "no report has this id"): """
        SELECT decision_id, report_id FROM decisions
        WHERE report_id NOT IN (SELECT report_id FROM reports)""",
    ("issues", "no event, report or proposal has this id"): """
        SELECT issue_id, record FROM issues WHERE severity <> 'error' AND record <> scope
        AND record NOT IN (SELECT id FROM anything WHERE id IS NOT NULL)
        AND NOT starts_with(record, concat(scope, ':'))""",
    ("pairings", "no event, report or proposal has this id"): """
        SELECT pairing_id, each FROM (SELECT pairing_id, unnest([first, second]) AS each
        FROM pairings) WHERE each NOT IN (SELECT id FROM anything WHERE id IS NOT NULL)""",
    ("groups", "proposed as one incident, and no event has this id; python -m events match"): """
        SELECT group_id, each FROM (SELECT group_id, unnest(records) AS each FROM groups)
        WHERE each NOT IN (SELECT event_id FROM events WHERE event_id IS NOT NULL)""",
}


def orphans(files: Mapping[str, Sequence[str]], folder: Path) -> Iterator[Orphan]:
    """Yield the keys that come twice, and the rows that point at what is not there.

    Parameters
    ----------
    files : mapping of str to sequence of str
        The Parquet files of one version of each table that can be read.
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
    try:
        with duckdb.connect(config=settings) as connection:
            connection.execute("SET preserve_insertion_order = false")
            for name in KEYS:
                _view(connection, name, files.get(name, ()))
            connection.execute(_DECLARED)
            yield from _all(connection)
    except duckdb.Error as error:
        raise unreadable([each for named in files.values() for each in named], error) from error


def _all(connection: duckdb.DuckDBPyConnection) -> Iterator[Orphan]:
    for name, key in KEYS.items():
        twice = connection.execute(
            f"SELECT {key}, count(*) FROM {name} WHERE {key} IS NOT NULL GROUP BY {key}"
            f" HAVING count(*) > 1 ORDER BY 1"
        )
        for record, count in _rows(twice):
            yield name, record, "duplicate", str(count), f"{count} rows have this {key}"
    for (table, said), query in _ORPHANS.items():
        for record, value in _rows(connection.execute(query)):
            yield table, record, "orphan", value, said


def _rows(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    while rows := found.fetchmany(ROWS):
        yield from rows


def _view(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[str]) -> None:
    connection.register(f"no_{name}", SCHEMAS[name].empty_table())
    rows = ""
    if files:
        rows = (
            f"FROM read_parquet({quoted(files)}, hive_partitioning = true,"
            " hive_types_autocast = false, union_by_name = true) UNION ALL BY NAME "
        )
    connection.execute(f"CREATE TEMP VIEW {name} AS {rows} FROM no_{name}")
