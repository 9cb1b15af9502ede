"""An import in shares: each a part of a file that is worked on apart, by whoever can see the file.

A share leaves what it came to in a folder of its own; taken in by order of the shares, that is
what one process gives that reads the files from their beginning to their end.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from events.importers import csv_rows
from events.importers.bulk import Told, Tools, readings, staged_rows
from events.importers.csv_rows import Dialect, Stretch
from events.importers.formats import Format, check_columns
from events.importers.opening import Reading, plain_csv
from events.importers.rows import Reject, UnreadableError
from events.staging import Stage, Staged

BYTES = 64 << 20  # of a share


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a stretch of a file begins, how many bytes it has, and its first line."""

    start: int
    size: int
    line: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the ``number``-th file of an import: some stretches of it, or all where none."""

    path: Path
    number: int
    cuts: tuple[Cut, ...] = ()
    dialect: Dialect | None = None

    def __str__(self) -> str:
        lines = f", from line {self.cuts[0].line:,} on" if self.cuts else ""
        return f"{self.path.name}{lines}"


@dataclass(frozen=True, slots=True)
class Done:
    """What a share came to; ``unknown`` are names of actors that the codebook does not list."""

    staged: Staged
    told: Told
    unknown: tuple[str, ...]


def shares(paths: Sequence[Path], form: Format) -> Iterator[Share]:
    """Yield the shares of some files, in order.

    A CSV file is cut where the single process cuts it, for which it is read through once; any
    other file, and an archive, is one share.

    Raises
    ------
    UnreadableError
        When a file cannot be read, or lacks a column.
    """
    for number, path in enumerate(paths):
        try:
            if path.stat().st_size <= BYTES:
                yield Share(path, number)
                continue
            dialect = plain_csv(path, form.dialect)
            if dialect is None:
                yield Share(path, number)
                continue
            check_columns(form, dialect.keys, path.name)
            for cuts in _parts(path, dialect):
                yield Share(path, number, cuts, dialect)
        except OSError as problem:
            message = f"{path.name}: it cannot be read: {problem.strerror or problem}"
            raise UnreadableError(message) from problem


def _parts(path: Path, dialect: Dialect) -> Iterator[tuple[Cut, ...]]:
    part: list[Cut] = []
    with path.open("rb") as stream:
        for each in csv_rows.stretches(stream, dialect, path.name):
            part.append(Cut(each.start, len(each.data), each.line))
            if sum(cut.size for cut in part) >= BYTES:
                yield tuple(part)
                part = []
    if part:
        yield tuple(part)


def work(share: Share, tools: Tools, parent: Path) -> Done:
    """Read, check, locate and join a share; write it to a new folder under ``parent``.

    Done twice it gives the same in another folder, so that a share whose worker was lost can be
    done again.

    Raises
    ------
    UnreadableError
        When the file cannot be read as the format.
    """
    folder = parent / uuid.uuid4().hex
    folder.mkdir()
    stage = Stage(folder, tools.format.dataset, tools.format.dataset)
    read = rejected = left_out = 0
    issues: Counter[str] = Counter()
    rejects: list[Reject] = []
    found = _readings(share, tools)
    try:
        # one at a time: a worker has a core for each share
        for told in staged_rows(found, share.path.name, share.number, tools, stage, workers=1):
            read, rejected = read + told.read, rejected + told.rejected
            left_out += told.left_out
            issues.update(told.issues)
            rejects += told.rejects
        staged = stage.done()
    finally:
        stage.close()
    whole = Told(share.path.name, read, rejected, left_out, dict(issues), tuple(rejects))
    return Done(staged, whole, tuple(sorted(tools.lookups.actors.unknown)))


def take(done: Done, tools: Tools, stage: Stage) -> Told:
    """Take what a share came to into the stage of the whole import."""
    stage.take(done.staged)
    tools.lookups.actors.unknown.update(done.unknown)
    return done.told


def _readings(share: Share, tools: Tools) -> Iterator[Reading]:
    if not share.cuts or share.dialect is None:
        yield from readings(share.path, tools)
        return
    with share.path.open("rb") as file:
        for cut in share.cuts:
            file.seek(cut.start)
            stretch = Stretch(file.read(cut.size), cut.line, cut.start)
            yield partial(csv_rows.rows_of, stretch, share.dialect)
