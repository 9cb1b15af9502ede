"""The verb ``rewind``: the store made to stand as it did, and what that does told."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date

from events.store import Store
from events.store.rewinding import Rewound
from events.telling import plain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "to", type=_version_or_day, metavar="VERSION|DAY",
        help="a version as log lists them, or a day such as 2025-10-12: as it stood at its end",
    )  # fmt: skip
    parser.add_argument("--why", default="", help="kept in the log, beside the version")
    parser.add_argument("--dry-run", action="store_true", help="say what it would do")


def _version_or_day(text: str) -> int | date:
    try:
        return int(text) if text.isdecimal() else date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no version and no day; accepted is one such as 3 or 2025-10-12"
        raise argparse.ArgumentTypeError(message) from None


def run(args: argparse.Namespace, store: Store, say: Callable[[Sequence[str]], None]) -> int:
    """Rewind a store, or say what that would do; return 0.

    Raises
    ------
    StoreError
        When it cannot be done; nothing is changed then.
    """
    to = args.to if isinstance(args.to, int) else store.version_on(args.to)
    done = store.rewind(to, args.who, args.why, dry_run=args.dry_run)
    say([plain(each) for each in rewound_lines(done)])
    return 0


def rewound_lines(done: Rewound) -> list[str]:
    """Return what a rewind came to, or would come to, a line a table."""
    if done.empty:
        return [f"nothing to do: version {done.on} does not differ from version {done.to}"]
    lines = [
        f"{each.table}: {each.added:,} added, {each.changed:,} changed, {each.removed:,} removed"
        for each in done.tables
    ]
    if done.version is None:
        head = f"dry run, nothing was changed: from version {done.on} to what version {done.to} has"
        return [head, *lines, f"which events: python -m events diff {done.on} {done.to}"]
    if done.left:
        lines.append(f"{', '.join(done.left)}: written by another process meanwhile, left as is")
    again = f"back again: python -m events rewind {done.on}"
    return [f"version {done.version}: as it stood in version {done.to}", *lines, again]
