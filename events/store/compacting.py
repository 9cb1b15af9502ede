"""Compaction: the small files of many commits put together, the rows as they are.

New files are written first, in order, and then take the old ones' place in one commit that
the change feed passes over.  A commit that came meanwhile does not undo the work: as long as
the old files stand in the newest version, the exchange is made on top of it.  Old files stay
where they are, so every earlier version, and who is reading it, finds what it had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from events.commits import Note
from events.queries.sorting import sorted_files
from events.staging import FILE
from events.store.committing import aligned, until_done
from events.store.tables import SIDE_TABLES, FileEntry, Table, Tables
from events.store.writing import NewFile, committed, exchange

SMALL = FILE // 2  # rows; a file with fewer is put together with others
_ROW = 200  # bytes, where the log does not say how many rows a file has


@dataclass(frozen=True, slots=True)
class Compacted:
    """What became of one table: files and bytes before and after; 0 and 0 where none had to."""

    table: str
    before: int = 0
    after: int = 0
    bytes_before: int = 0
    bytes_after: int = 0


@dataclass(frozen=True, slots=True)
class _Rewritten:
    """Old files of one data set and the new ones for them."""

    old: tuple[FileEntry, ...]
    new: tuple[NewFile, ...]


def small_files(entries: Sequence[FileEntry]) -> tuple[tuple[FileEntry, ...], ...]:
    """Return the small files of a version that belong together, two or more each."""

    def dataset(entry: FileEntry) -> str:
        return entry.dataset or ""

    rows = {each: each.size // _ROW if each.rows is None else each.rows for each in entries}
    small = sorted((each for each in entries if rows[each] < SMALL), key=dataset)
    groups = (tuple(group) for _, group in groupby(small, key=dataset))
    return tuple(group for group in groups if len(group) > 1)


def compact(tables: Tables, home: Path, who: str) -> tuple[Compacted, ...]:
    """Put the small files of every table together; what each came to.

    The events come last and pin the side tables as they are after it, in a commit of their
    own that changes no event.

    Raises
    ------
    StoreError
        When a table cannot be read or written.
    """
    note = Note(who, "small files put together; no row changed")
    pins: dict[str, tuple[int, int]] = {}  # of each side table before and after
    done: list[Compacted] = []
    for name in ("codings", *SIDE_TABLES, "events"):
        table = tables.open(name)
        if table is None:
            continue
        (home / "staging").mkdir(exist_ok=True)
        with TemporaryDirectory(dir=home / "staging", prefix="compact-") as folder:
            rewritten = [
                _rewrite(table, group, Path(folder) / str(number))
                for number, group in enumerate(small_files(_standing(tables, table)[1]))
            ]
            done.append(until_done(tables, lambda: _exchange(tables, name, rewritten, note, pins)))  # noqa: B023
    return tuple(done)


def _standing(tables: Tables, table: Table) -> tuple[int, tuple[FileEntry, ...]]:
    """Return a table's pin by the newest events, where it has one, and its files by that."""
    events = tables.open("events") if table.name in SIDE_TABLES else None
    if events is None:
        return table.version, table.entries()
    pin = events.pins().get(table.name, -1)
    return pin, tables.standing(table, pin)


def _rewrite(table: Table, old: tuple[FileEntry, ...], folder: Path) -> _Rewritten:
    folder.mkdir()
    paths = table.folder.files(each.name for each in old)
    new = sorted_files(paths, table.name, folder)
    return _Rewritten(old, tuple(NewFile(path, rows, old[0].dataset) for path, rows in new))


def _exchange(
    tables: Tables,
    name: str,
    rewritten: Sequence[_Rewritten],
    note: Note,
    pins: dict[str, tuple[int, int]],
) -> Compacted | None:
    """Exchange files on the newest version; None when another process was quicker.

    Old files that another process has taken out meanwhile stay out: what was made of them is
    left, and the next compaction sees to the rest.
    """
    table = tables.made(name)
    pin, standing = _standing(tables, table)
    there = {each.name for each in standing}
    whole = [each for each in rewritten if there.issuperset(file.name for file in each.old)]
    old = [file for each in whole for file in each.old]
    new = [file for each in whole for file in each.new]
    known = table.pins() if name == "events" else None
    # a pin that another process has set meanwhile, a rewind for one, stays
    ours = {side: new for side, (at, new) in pins.items() if (known or {}).get(side, -1) == at}
    after = None if known is None else known | ours
    if not old and after == known:
        return Compacted(name)
    said = note.metadata(0, 0, 0, after)
    if name in SIDE_TABLES and not aligned(table, standing):
        return None
    if not committed(
        table, said, lambda properties: exchange(table, new, old, properties, changed=False)
    ):
        return None
    if name in SIDE_TABLES:
        pins[name] = pin, table.version
    table.delta.create_checkpoint()
    sizes = sum(file.size for file in old), sum(file.path.stat().st_size for file in new)
    return Compacted(name, len(old), len(new), *sizes)
