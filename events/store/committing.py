"""Bringing rows in as one version: planned on the newest, again where another was quicker."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

import pyarrow as pa

from events.commits import Batch, Commit, Note
from events.plan import change_of, plan_rows, staged_events, staged_issues
from events.queries.planning import Comparison, compared_files
from events.queries.reading import read_files
from events.snapshot import KEYS, StoreError
from events.staging import Staged
from events.store.tables import SIDE_TABLES, FileEntry, Table, Tables
from events.store.writing import committed, put_back, write

_TRIES = 60
REPLACED = frozenset({"groups"})  # tables whose rows all give way to the new ones
T = TypeVar("T")


def until_done(tables: Tables, attempt: Callable[[], T | None]) -> T:
    """Try until an attempt gives something, waiting longer each time.

    Raises
    ------
    StoreError
        When other writers never let go.
    """
    for count in range(_TRIES):
        done = attempt()
        if done is not None:
            return done
        time.sleep(random.uniform(0, min(0.02 * 2**count, 1.0)))  # noqa: S311
    message = f"{tables.path}: other processes kept writing; nothing was changed, try again"
    raise StoreError(message)


def attempt(tables: Tables, batch: Batch, note: Note) -> Commit | None:
    """Try once on the newest version; None when another process was quicker."""
    events = tables.made("events")
    plan = plan_rows(events.files(), "events", batch.events, batch.removed)
    before = events.pins()
    after = dict(before)
    for name in SIDE_TABLES:
        scope = batch.issue_scope if name == "issues" else None
        rows = getattr(batch, name)
        side = write_side(tables, name, rows, note, pinned=before.get(name, -1), scope=scope)
        if side is None:
            return None
        after[name] = max(side, before.get(name, -1))
    changed = any(after[name] != before.get(name, -1) for name in SIDE_TABLES)
    if plan.empty and not changed:
        return Commit(events.version, unchanged=plan.unchanged)
    if not write(events, change_of(plan, "events"), note, after):
        return None
    counts = (plan.added.num_rows, plan.changed.num_rows, plan.unchanged, len(plan.removed))
    return Commit(events.version, *counts)


def attempt_staged(
    tables: Tables, staged: Staged, note: Note, compared: Comparison | None = None
) -> Commit | None:
    """Try once to bring staged rows in on the newest version; None as :func:`attempt`.

    ``compared`` spares a comparison where it was made with the very files of that version.
    """
    events, issues = tables.made("events"), tables.made("issues")
    before = events.pins()
    pinned = before.get("issues", -1)
    standing = tables.standing(issues, pinned)
    rest = staged_issues(_paths(issues, standing), staged)
    if not rest.empty and not (aligned(issues, standing) and write(issues, rest, note, None)):
        return None
    after = before if rest.empty else before | {"issues": issues.version}
    files = events.files()
    with ExitStack() as open_:
        found = compared
        if found is None or found.there != files:
            found = open_.enter_context(
                compared_files(files, staged.key_files, staged.rows, staged.folder)
            )
        change = staged_events(found, staged)
        if change.empty and after == before:
            return Commit(events.version, unchanged=found.counts.same)
        if not write(events, change, note, after):
            return None
        return Commit(events.version, change.added, change.changed, found.counts.same)


def write_side(
    tables: Tables, name: str, rows: pa.Table | None, note: Note, *, pinned: int,
    scope: str | None = None,
) -> int | None:  # fmt: skip
    """Bring a side table up to date; its version after, -1 for none, None on a conflict.

    The rows are compared with those of the version that the events pin, and written on it.
    """
    whole = name in REPLACED
    if rows is None or not (rows.num_rows or scope is not None or whole):
        return pinned
    table = tables.made(name)
    removed: tuple[str, ...] = ()
    own = name not in SIDE_TABLES  # it has versions of its own, which nothing pins
    standing = table.entries() if own else tables.standing(table, pinned)
    files = _paths(table, standing)
    if scope is not None:
        there = read_files(files, name, [scope], ["issue_id"], by="scope")
        removed = tuple(sorted(each for each in there["issue_id"].to_pylist() if each))
    if whole:
        removed = tuple(read_files(files, name, columns=[KEYS[name]])[KEYS[name]].to_pylist())
    plan = plan_rows(files, name, rows, removed)
    if plan.empty:
        return table.version if own else pinned
    if not (aligned(table, standing) and write(table, change_of(plan, name), note, None)):
        return None
    return table.version


def aligned(table: Table, standing: tuple[FileEntry, ...]) -> bool:
    """Bring a side table's newest version to the files that the events name, where it has others.

    Else the next commit would bring back what a rewind took out.  False on a conflict.
    """
    if {each.name for each in table.entries()} == {each.name for each in standing}:
        return True
    said = Note("store", "as the newest version of the events names it").metadata(0, 0, 0, None)
    return committed(table, said, lambda properties: put_back(table, standing, properties))


def _paths(table: Table, entries: tuple[FileEntry, ...]) -> tuple[str, ...]:
    return table.folder.files(each.name for each in entries)
