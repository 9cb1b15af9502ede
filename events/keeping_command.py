"""The verbs that keep a store in order: compact, vacuum, verify, backup, restore."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from events.backups.restoring import restore
from events.backups.writing import back_up
from events.commits import Note
from events.store import Store
from events.store.compacting import Compacted
from events.store.tables import KEPT_DAYS
from events.store.vacuuming import Vacuumed
from events.telling import plain

Say = Callable[[Sequence[str]], None]
Verb = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_verbs(verb: Verb, store: Callable[[], Store], say: Say, who: str) -> None:
    """Add the verbs to a command line."""
    small = verb(
        "compact",
        partial(_compact, store=store, say=say),
        "put the small files of many commits together; no row changes",
    )
    old = verb(
        "vacuum",
        partial(_vacuum, store=store, say=say),
        "remove files that only versions older than the retention need",
    )
    old.add_argument(
        "--keep-days",
        type=int,
        metavar="DAYS",
        help="how long an earlier version can be gone back to; it is kept as the store's setting "
        f"(at first {KEPT_DAYS})",
    )
    verb(
        "verify",
        partial(_verify, store=store, say=say),
        "read everything again and say what is wrong; ends with 1 where something is",
    )
    old.add_argument("--dry-run", action="store_true", help="say what would be removed")
    copy = verb(
        "backup",
        partial(_backup, store=store, say=say),
        "copy the data folder into one file, while others may go on writing",
    )
    copy.add_argument("path", type=Path, metavar="PATH", help="the archive to make, such as a.zip")
    back = verb(
        "restore",
        partial(_restore, store=store, say=say),
        "put a copy in place as the data folder, after everything in it was checked",
    )
    back.add_argument("path", type=Path, metavar="PATH", help="an archive that backup made")
    back.add_argument(
        "--replace", action="store_true", help="move a data folder that is not empty aside"
    )
    for each in (small, old):
        each.add_argument("--who", default=who, help="name kept in the log (%(default)s)")


def _compact(args: argparse.Namespace, store: Callable[[], Store], say: Say) -> int:
    say(compacted_lines(store().compact(args.who)))
    return 0


def _vacuum(args: argparse.Namespace, store: Callable[[], Store], say: Say) -> int:
    note = Note(args.who, "files of earlier versions removed; no row changed")
    done = store().vacuum(datetime.now(UTC), note, args.keep_days, dry_run=args.dry_run)
    say([plain(line) for line in vacuumed_lines(done, dry_run=args.dry_run)])
    return 0


def _verify(_: argparse.Namespace, store: Callable[[], Store], say: Say) -> int:
    # the areas take seconds to load: only this verb waits for them
    from events.placing import Geography  # noqa: PLC0415
    from events.verifying.verify import Account, verify  # noqa: PLC0415

    kept, account = store(), Account()
    for finding in verify(kept, Geography.load(kept.home), account):
        say([plain(finding.line())])
    said = f"{account.found:,} faults" if account.found else "nothing is wrong"
    say([f"{said}: {account.rows:,} rows in {account.files:,} files were read"])
    return 1 if account.found else 0


def _backup(args: argparse.Namespace, store: Callable[[], Store], say: Say) -> int:
    done = back_up(store(), args.path, datetime.now(UTC))
    files = f"{len(done.manifest.files):,} files, {_size(done.size)}"
    lines = [f"{args.path}: version {done.manifest.version}, {files}"]
    if done.left_out:
        lines.append(f"left out: {', '.join(done.left_out)}")
    say([plain(line) for line in lines])
    return 0


def _restore(args: argparse.Namespace, store: Callable[[], Store], say: Say) -> int:
    to = store()
    done = restore(args.path, to, datetime.now(UTC), replace=args.replace)
    said = f"{to.address or to.home}: version {done.manifest.version} as of {done.manifest.made}"
    lines = [said, *([f"what was there before: {done.before}"] if done.before else [])]
    say([plain(line) for line in lines])
    return 0


def compacted_lines(done: Sequence[Compacted]) -> list[str]:
    """Return what a compaction came to, a line a table."""
    lines = [
        f"{each.table}: {each.before:,} files ({_size(each.bytes_before)}) put together in "
        f"{each.after:,} ({_size(each.bytes_after)})"
        for each in done
        if each.before
    ]
    return lines or ["nothing to put together"]


def vacuumed_lines(done: Vacuumed, *, dry_run: bool) -> list[str]:
    """Return what a clean-up removed, or would remove, and which versions are left."""
    verb = "would be removed" if dry_run else "removed"
    lines = [
        f"{each.table}: {each.files:,} files ({_size(each.size)}) {verb}"
        for each in done.tables
        if each.files
    ]
    lines += [f"{folder}: left by an import that did not end; {verb}" for folder in done.left]
    if done.oldest > done.before:
        could = "could" if dry_run else "can"
        lines.append(
            f"versions {done.before} to {done.oldest - 1} {could} no longer be gone back to; the "
            f"oldest left is {done.oldest}, which was in force {done.days} days ago"
        )
    return lines or [f"nothing to remove: every file belongs to the last {done.days} days"]


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
