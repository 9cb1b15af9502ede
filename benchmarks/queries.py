"""How long a change of the filter takes, from the filter to the data of every panel.

    python -m benchmarks.queries [EVENTS ...] [--folder FOLDER]

Beside it the same grouping in SQL written by hand over the same Parquet files in bare DuckDB
(the table loaded once, as ours is): the ratio says what the layer between costs.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.measuring import Table, record, seconds, show
from benchmarks.synthetic import MILLION, stored
from events.queries import Filter, Questions
from events.queries.reading import THREADS
from events.schema import WORLD
from events.snapshot import Snapshot
from events.store import Store

VIEW = (int(WORLD * 0.66), int(WORLD * 0.37), int(WORLD * 0.72), int(WORLD * 0.43))
ZOOM = 6
REPEATS, BARE_REPEATS = 9, 2
HEADING = ("events", "filter", "shown", "all panels", "bare DuckDB", "ratio")

FILTERS = {
    "no filter": Filter(),
    "two years": Filter(start=date(2024, 1, 1), end=date(2025, 12, 31)),
    "dyad and type": Filter(
        actors=("AFG:A1",), opponents=("PAK:B2",), event_types=("Battles", "Riots")
    ),
    "province, deaths": Filter(adm1=("XX-01", "XX-02"), min_fatalities=3),
    "words": Filter(words="convoy bridge"),
    "a word of every other note": Filter(words="forces"),
}
# the same conditions, as a person would write them
BARE = {
    "no filter": "true",
    "two years": "date_end >= '2024-01-01' AND date_start <= '2025-12-31'",
    "dyad and type": "event_type IN ('Battles', 'Riots') AND ("
    "list_contains(side_a, 'AFG:A1') AND list_contains(side_b, 'PAK:B2')"
    " OR list_contains(side_b, 'AFG:A1') AND list_contains(side_a, 'PAK:B2'))",
    "province, deaths": "adm1_id IN ('XX-01', 'XX-02') AND fatalities_high >= 3",
    "words": "contains(lower(notes), 'convoy') AND contains(lower(notes), 'bridge')",
    "a word of every other note": "contains(lower(notes), 'forces')",
}


def panels(ask: Questions, f: Filter) -> None:
    """Ask for what the page and its map draw after a change of the filter."""
    ask.headline(f)
    ask.facets(f)
    ask.timeline(f, "month")
    ask.areas(f, 1)
    ask.borders(f)
    ask.countries(f)
    ask.cells(f, VIEW, ZOOM)
    ask.rows(f, limit=50)


def bare_table(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """Load the columns that the panels need into a plain DuckDB table."""
    connection = duckdb.connect(config={"threads": THREADS})
    columns = (
        "event_id, dataset, status, event_type, sub_event_type, date_start, date_end, side_a,"
        " side_b, place_precision, country, adm1, adm1_id, adm2_id, border, x22, y22,"
        " fatalities_low, fatalities_best, fatalities_high, source_publisher, place_name, notes"
    )
    connection.execute(
        f"CREATE TABLE e AS SELECT {columns} FROM read_parquet(?, hive_partitioning = true)"
        " ORDER BY date_start",
        [list(snapshot.event_files)],
    )
    return connection


def bare_panels(connection: duckdb.DuckDBPyConnection, condition: str) -> None:
    """Ask the same of the plain table, one statement a panel."""
    base = f"FROM e WHERE status = 'event' AND ({condition})"
    toll = "sum(fatalities_low), sum(fatalities_high)"
    shift = 22 - ZOOM + 5
    x0, y0, x1, y1 = VIEW
    point = "place_precision IN ('exact', 'near')"
    facets = (
        "event_type", "sub_event_type", "adm1_id", "adm2_id", "border", "dataset",
        "source_publisher", "place_precision",
    )  # fmt: skip
    sets = ", ".join(f"({each})" for each in facets)
    texts = [
        (
            f"SELECT count(*), count(*) FILTER (NOT {point}), count(x22), sum(fatalities_best),"
            f" {toll}, min(date_start), max(date_end) {base}"
        ),
        f"SELECT status, count(*) FROM e WHERE {condition} GROUP BY 1",
        f"SELECT {', '.join(facets)}, count(*) {base} GROUP BY GROUPING SETS ({sets})",
        f"SELECT country, border, count(*) {base} GROUP BY 1, 2",
        (
            "SELECT actor, count(*) FROM"
            f" (SELECT unnest(list_distinct(side_a || side_b)) AS actor {base}) GROUP BY 1"
        ),
        (
            f"SELECT date_trunc('month', date_start), event_type, count(*), {toll} {base}"
            " GROUP BY 1, 2"
        ),
        f"SELECT adm1_id, count(*), count(*) FILTER (NOT {point}), {toll} {base} GROUP BY 1",
        f"SELECT border, count(*), {toll} {base} AND place_precision = 'border' GROUP BY 1",
        f"SELECT country, count(*), {toll} {base} AND place_precision = 'country' GROUP BY 1",
        (
            f"SELECT x22 >> {shift} AS cx, y22 >> {shift} AS cy, count(*), {toll},"
            f" mode(event_type), any_value(event_id),"
            f" count(*) FILTER (place_precision = 'near') {base} AND {point}"
            f" AND x22 BETWEEN {x0} AND {x1} AND y22 BETWEEN {y0} AND {y1}"
            " GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 2001"
        ),
        (
            "SELECT event_id, event_type, date_start, side_a, side_b, place_name, adm1,"
            f" fatalities_high {base} ORDER BY date_start DESC, event_id LIMIT 50"
        ),
    ]
    for text in texts:
        connection.execute(text).fetchall()


def case(count: int, folder: Path) -> list[tuple[str, ...]]:
    """Return the times of each filter on one number of events, ours and the bare table's."""
    snapshot = Store(stored(folder, count)).snapshot()
    loading, ask = seconds(lambda: Questions(snapshot), 1)
    ask.index_words()
    bare = bare_table(snapshot)
    events, rows = f"{count:,}", []
    for name, f in FILTERS.items():

        def ours(f: Filter = f) -> None:
            ask.forget()
            panels(ask, f)

        mine, _ = seconds(ours, REPEATS)
        other, _ = seconds(lambda name=name: bare_panels(bare, BARE[name]), BARE_REPEATS)
        shown = f"{ask.headline(f).shown:,}"
        rows.append((events, name, shown, show(mine), show(other), f"{mine / other:.2f}"))
    bare.close()
    return [*rows, (events, "opened", "", show(loading), "", "")]


def measure(counts: Sequence[int] = (MILLION,), folder: Path | None = None) -> Table:
    """Return the times of each filter on some numbers of events."""
    with tempfile.TemporaryDirectory() as fresh:
        rows = [row for count in counts for row in case(count, folder or Path(fresh))]
    return Table("queries", (HEADING, *rows))


def main() -> None:
    """Measure, and put the table into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="*", default=[MILLION])
    parser.add_argument("--folder", type=Path, help="keep the synthetic stores here")
    args = parser.parse_args()
    record([measure(args.events, args.folder)])


if __name__ == "__main__":
    main()
