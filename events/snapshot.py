"""What one version of the store is made of: the files of each table."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from events.schema import CODINGS, DECISIONS, EVENTS, GROUPS, ISSUES, PAIRINGS, REPORTS

SCHEMAS = {
    "events": EVENTS,
    "reports": REPORTS,
    "decisions": DECISIONS,
    "issues": ISSUES,
    "pairings": PAIRINGS,
    "groups": GROUPS,
    "codings": CODINGS,
}
KEYS = {
    "events": "event_id",
    "reports": "report_id",
    "decisions": "decision_id",
    "issues": "issue_id",
    "pairings": "pairing_id",
    "groups": "group_id",
    "codings": "report_id",
}


class StoreError(Exception):
    """The tables cannot be read or written; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of all tables: the Parquet files of each, which never change.

    ``version`` counts the commits of the store; ``pins`` are the versions of the
    side tables that belong to it.
    """

    version: int
    event_files: tuple[str, ...] = ()
    report_files: tuple[str, ...] = ()
    decision_files: tuple[str, ...] = ()
    issue_files: tuple[str, ...] = ()
    home: Path | None = None
    pins: tuple[tuple[str, int], ...] = field(default=())
    pairing_files: tuple[str, ...] = ()
    group_files: tuple[str, ...] = ()

    def files(self, table: str) -> tuple[str, ...]:
        """Return the files of a table, by its name."""
        files: tuple[str, ...] = getattr(self, f"{table.removesuffix('s')}_files")
        return files
