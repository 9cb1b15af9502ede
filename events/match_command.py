"""``python -m events match``: propose which records of several data sets are one incident."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from events.commits import Batch, Note
from events.matching.finding import find
from events.matching.rules import load as load_rules
from events.store import Store
from events.telling import commit_line, plain

Say = Callable[[Sequence[str]], None]


def run(args: argparse.Namespace, store: Store, say: Say) -> int:
    """Run the command.

    Raises
    ------
    MatchingError
        When a data set is not there, or there is nothing to compare.
    StoreError
        When the store cannot be read or written.
    """
    asked = tuple(filter(None, (args.datasets or "").split(",")))
    within = frozenset(filter(None, args.within.split(",")))
    found = find(store.snapshot(), store.home, asked, within)
    say([plain(line) for line in found.account(load_rules().levels)])
    if args.dry_run:
        say(["dry run: nothing is stored"])
        return 0
    why = f"proposed which records of {', '.join(found.datasets)} are one incident"
    done = store.commit(Batch(groups=found.table), Note(args.who, why))
    say([commit_line(done)])
    return 0
