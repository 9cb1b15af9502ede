"""What a change to the store is made of, and what its log says of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from events.snapshot import SCHEMAS


@dataclass(frozen=True, slots=True)
class Note:
    """Who makes a change, why, and from which file."""

    who: str
    why: str
    file: str | None = None

    def metadata(
        self, added: int, changed: int, removed: int, pins: dict[str, int] | None
    ) -> dict[str, str]:
        """Return what the log keeps of a commit; ``pins`` are the side tables' versions."""
        said = {
            "who": self.who,
            "why": self.why,
            "file": self.file or "",
            "added": str(added),
            "changed": str(changed),
            "removed": str(removed),
        }
        return said if pins is None else said | {"pins": json.dumps(pins, sort_keys=True)}


@dataclass(frozen=True, slots=True)
class Commit:
    """What a change came to; ``version`` is the store's version after it."""

    version: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to bring in together, as tables of :mod:`events.schema`.

    ``issue_scope`` names what was read: its earlier issues are replaced by ``issues``.
    ``groups`` replace all that were proposed before; None leaves them.
    """

    events: pa.Table = field(default_factory=SCHEMAS["events"].empty_table)
    removed: tuple[str, ...] = ()
    reports: pa.Table = field(default_factory=SCHEMAS["reports"].empty_table)
    decisions: pa.Table = field(default_factory=SCHEMAS["decisions"].empty_table)
    issues: pa.Table = field(default_factory=SCHEMAS["issues"].empty_table)
    pairings: pa.Table = field(default_factory=SCHEMAS["pairings"].empty_table)
    groups: pa.Table | None = None
    issue_scope: str | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One commit of the store, as its log has it; ``when`` is in UTC."""

    version: int
    when: datetime
    who: str
    why: str
    file: str | None
    added: int
    changed: int
    removed: int


def log_entry(commit: Mapping[str, Any]) -> LogEntry:
    """Return the log entry of a commit as the table format keeps it."""
    return LogEntry(
        version=int(commit["version"]),
        when=datetime.fromtimestamp(commit["timestamp"] / 1000, UTC),
        who=commit.get("who", "store"),
        why=commit.get("why", "the tables were made"),
        file=commit.get("file") or None,
        added=int(commit.get("added", 0)),
        changed=int(commit.get("changed", 0)),
        removed=int(commit.get("removed", 0)),
    )
