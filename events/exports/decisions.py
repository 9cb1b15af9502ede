"""The log of what people decided, as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable

from events.exports.flat import neutral
from events.exports.spreadsheet import csv_text
from events.queries.reading import read
from events.schema import Row
from events.snapshot import Snapshot

COLUMNS = (
    "decided",
    "who",
    "verdict",
    "event_id",
    "report_id",
    "opened",
    "seconds",
    "score",
    "proposal",
    "outcome",
)
BRIEF = COLUMNS[:8]


def decision_log(snapshot: Snapshot, columns: Iterable[str] = COLUMNS) -> tuple[Row, ...]:
    """Return every decision of a version, the latest first, those withdrawn included.

    Parameters
    ----------
    snapshot : Snapshot
    columns : iterable of str
        Which of ``COLUMNS`` a row holds.
    """
    wanted = tuple(columns)
    rows = read(snapshot, "decisions", columns=[*wanted, "decision_id"]).to_pylist()
    latest = sorted(rows, key=lambda row: (row["decided"], row["decision_id"]), reverse=True)
    return tuple({name: row[name] for name in wanted} for row in latest)


def decisions_csv(snapshot: Snapshot) -> bytes:
    """Return the whole log as CSV: UTF-8 with a byte-order mark, nothing that a cell would run.

    ``seconds`` is how long the proposal was in focus, ``score`` what the program gave it;
    both are empty where they are not known.
    """
    rows = decision_log(snapshot)
    return csv_text(
        COLUMNS,
        ([neutral(v) if isinstance(v, str) else v for v in row.values()] for row in rows),
    )
