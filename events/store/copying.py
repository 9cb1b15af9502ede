"""Which files make a consistent copy of the tables while others go on writing.

Data files and log entries never change once they are there.  So a copy is a list of names: the
log up to one version of the events, that of each other table up to what this version pins, and
the files that the kept versions need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from events.snapshot import StoreError
from events.store.retention import needed
from events.store.tables import FAULTS, Tables, broken

_ENTRY = re.compile(r"(\d{20})\.(json|checkpoint(\.\d+\.\d+)?\.parquet)")


@dataclass(frozen=True, slots=True)
class TableFiles:
    """The files of a copy: the store's version, and each name under ``tables/`` with its path."""

    version: int
    files: tuple[tuple[str, Path], ...]


def table_files(tables: Tables) -> TableFiles:
    """Return the files that make a copy of the newest version and all kept before it.

    Raises
    ------
    StoreError
        When a log cannot be read, or the tables lie on object storage.
    """
    if tables.url is not None:
        message = (
            f"{tables.url}: backup copies tables that lie in the data folder; on object storage "
            "use the storage's own copies or versions"
        )
        raise StoreError(message)
    try:
        plan = needed(tables, since=0)
        pins = tables.folder("events").pins(plan["events"].newest) if "events" in plan else {}
    except FAULTS as error:
        raise broken(tables.folder("events"), error) from error
    found: list[tuple[str, Path]] = []
    for name, each in plan.items():
        last = each.newest if name in {"events", "codings"} else pins.get(name, -1)
        if last < 0:
            continue
        folder = tables.folder(name)
        found += [(f"{name}/{file}", folder.path / file) for file in sorted(each.files)]
        found += [(f"{name}/_delta_log/{path.name}", path) for path in _entries(folder.log, last)]
    return TableFiles(plan["events"].newest if "events" in plan else 0, tuple(found))


def _entries(log: Path, last: int) -> Iterator[Path]:
    for path in sorted(log.iterdir()):
        entry = _ENTRY.fullmatch(path.name)
        if entry and int(entry[1]) <= last:
            yield path
