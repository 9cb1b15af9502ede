"""Files of any size into the store: read, mapped, joined, checked and staged in columns.

Two stretches of a file are worked on at once; memory depends on their size, not on the file's.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from events.codebook import Codebook
from events.commits import Note
from events.importers.account import Account, Expectation, Imported, RejectFile
from events.importers.checking import check_rows
from events.importers.columns import Columns
from events.importers.doubts import examples_in, with_lines
from events.importers.drafts import Draft, Lookups, event_table
from events.importers.formats import Format, check_columns
from events.importers.joining import Areas, join_rows
from events.importers.opening import Reading, opened
from events.importers.rows import Lines, Reject, Rows
from events.importers.settling import TWIN, settled
from events.model import Issue
from events.schema import EVENTS, issues_to_table, with_hashes
from events.staging import Stage, staging
from events.store import Store

WORKERS = 2
FILE_BITS = 40  # above these bits of a line's number stands the number of its file
REPEATED = "every id once; a later row of this import has it, and counts"
KEPT = "no stored event was marked as withdrawn: rows were rejected, and may be theirs"
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one stretch of a file came to; ``events`` is a table of ``EVENTS``."""

    read: int
    events: pa.Table
    lines: Lines
    issues: tuple[Issue, ...]
    rejects: tuple[Reject, ...]
    rejected: int
    left_out: int


@dataclass(frozen=True)
class Tools:
    """What a format's rows are worked on with."""

    format: Format
    lookups: Lookups
    areas: Areas
    codebook: Codebook
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of some rows of a file once they are staged; ``issues`` counts by rule."""

    file: str
    read: int
    rejected: int
    left_out: int
    issues: Mapping[str, int]
    rejects: tuple[Reject, ...]


# takes files into a stage, in order, and tells what they came to
Filling = Callable[[Sequence[Path], Tools, Stage], Iterable[Told]]


@dataclass
class Tally:
    """What has been counted so far."""

    read: int = 0
    rejected: int = 0
    left_out: int = 0
    issues: Counter[str] = field(default_factory=Counter)

    def take(self, told: Told) -> None:
        """Count some rows."""
        self.read += told.read
        self.rejected += told.rejected
        self.left_out += told.left_out
        self.issues.update(told.issues)


def import_files(
    paths: Sequence[Path],
    tools: Tools,
    store: Store,
    note: Note,
    *,
    rejects: Path,
    expected: Expectation | None = None,
    dry_run: bool = False,
    filling: Filling | None = None,
    whole: bool = False,
) -> Imported:
    """Bring files of one format into the store as one version.

    Parameters
    ----------
    rejects
        Where the reasons of rejected rows are written.
    expected
        What the files must hold, or nothing is stored.
    dry_run
        Account for every row, and store nothing.
    filling
        What works on the files; this process when not given.
    whole
        Whether the files are all that the source has of their countries and days: stored events
        of those that are not in them are marked as withdrawn.  Not where a row was rejected,
        since nobody knows whose it was.

    Raises
    ------
    UnreadableError
        When a file cannot be read as the format at all.
    ExpectationError
        When the files do not hold what is expected.
    StoreError
        When the store cannot be written.
    """
    tally = Tally()
    form = tools.format
    with staging(store.home, form.dataset, form.dataset) as stage, RejectFile(rejects) as bad:
        for told in (filling or filled_here)(paths, tools, stage):
            tally.take(told)
            bad.add(told.file, told.rejects)
        kept = KEPT if whole and tally.rejected else ""
        with settled(stage, store, whole=whole and not kept) as done:
            staged, found, counts = done.staged, done.found, done.found.counts
            tally.issues.update({TWIN: done.twins} if done.twins else {})
            examples = examples_in(staged.issue_files)
            examples = with_lines(examples, staged.key_files, lambda at: _line(paths, at))
            tally.rejected += counts.repeated
            for line, record in found.repeated(staged.key_files):
                name, at = _line(paths, line)
                bad.add(name, [Reject(at, "id", record, REPEATED)])
            (expected or Expectation()).check(tally.read, tally.rejected)
            commit = None if dry_run else store.commit_staged(staged, note, found)
    account = Account(
        tuple(path.name for path in paths), form.dataset, tally.read,
        commit.added if commit else counts.added,
        (commit.changed if commit else counts.changed) - done.withdrawn,
        commit.unchanged if commit else counts.same,
        tally.rejected, done.withdrawn,
        {form.why: tally.left_out} if tally.left_out else {}, dict(tally.issues),
        tuple(sorted(tools.lookups.actors.unknown)), rejects if tally.rejected else None, kept,
        examples,
    )  # fmt: skip
    return Imported(account, commit)


def _line(paths: Sequence[Path], at: int) -> tuple[str, int]:
    """Return the file and the line that a staged row stands in."""
    return paths[at >> FILE_BITS].name, at & ((1 << FILE_BITS) - 1)


def filled_here(paths: Sequence[Path], tools: Tools, stage: Stage) -> Iterator[Told]:
    """Take files into a stage in this process; yield what each stretch came to."""
    for number, path in enumerate(paths):
        yield from staged_rows(readings(path, tools), path.name, number, tools, stage)


def readings(path: Path, tools: Tools) -> Iterator[Reading]:
    """Yield what reads the stretches of a file.

    Raises
    ------
    UnreadableError
        When it cannot be read, or lacks a column.
    """
    source = opened(path, tools.format.dialect, tools.layer)
    check_columns(tools.format, source.keys, path.name)
    return source.stretches


def staged_rows(
    stretches: Iterable[Reading],
    name: str,
    number: int,
    tools: Tools,
    stage: Stage,
    *,
    workers: int = WORKERS,
) -> Iterator[Told]:
    """Take stretches of a file, the ``number``-th of its import, into a stage; in order."""

    def work(reading: Reading) -> tuple[Piece, pa.Table]:
        piece = processed(reading(), tools)
        return piece, issues_to_table(piece.issues, tools.format.dataset)

    for piece, issues in in_order(work, stretches, workers):
        stage.add(piece.events, piece.lines + (number << FILE_BITS), issues)
        rules = Counter(issues["rule"].to_pylist())
        yield Told(name, piece.read, piece.rejected, piece.left_out, rules, piece.rejects)


def in_order(work: Callable[[T], R], items: Iterable[T], workers: int = WORKERS) -> Iterator[R]:
    """Yield the answers in the order of the items, a few worked on at once and none ahead."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[R]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > workers + 1:  # one is ready for when another is done
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def processed(rows: Rows, tools: Tools) -> Piece:
    """Return what some rows come to: events with their places, doubts, and rejects."""
    read, left_out = rows.read, 0
    columns = Columns(rows)
    if tools.format.left_out is not None:
        out = tools.format.left_out(columns)
        left_out = int(out.sum())
        if left_out:
            rows = replace(rows, table=rows.table.filter(pa.array(~out)), lines=rows.lines[~out])
            columns = Columns(rows)
    draft = tools.format.draft(columns, tools.lookups)
    wrong = columns.rejected()
    rejected = int(wrong.sum()) + len(rows.rejects)
    lines = rows.lines
    if wrong.any():
        draft, lines = kept(draft, ~wrong), lines[~wrong]
    joined = join_rows(draft, tools.areas)
    table = event_table(_whole(draft, joined.columns), len(lines))
    events = with_hashes(table, EVENTS)
    issues = (*joined.issues, *check_rows(events, tools.codebook))
    rejects = sorted((*rows.rejects, *columns.rejects()), key=lambda each: each.line)
    return Piece(read, events, lines, issues, tuple(rejects), rejected, left_out)


def _whole(draft: Draft, places: dict[str, pa.Array]) -> dict[str, pa.Array]:
    count = len(draft.country)
    fixed = {
        "origin": pa.repeat("import", count),
        "status": pa.repeat("event", count),
        "source_retold": pa.repeat(pa.scalar(False), count),  # noqa: FBT003
    }
    return {**fixed, **draft.columns, **places}


def kept(draft: Draft, rows: np.ndarray) -> Draft:
    """Return a draft with some of its rows."""
    mask = pa.array(rows)
    columns = {name: column.filter(mask) for name, column in draft.columns.items()}
    others = (draft.country, draft.adm1, draft.adm2, draft.lat, draft.lon, draft.asked)
    return Draft(columns, *(None if each is None else each.filter(mask) for each in others))
