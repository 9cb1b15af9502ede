"""A hand-coded table as any other import: with an account of its rows, and a file of rejects."""

from __future__ import annotations

import re
from pathlib import Path

from events import pipeline
from events.codebook import load as load_codebook
from events.commits import Note
from events.importers import hand
from events.importers.account import Account, Imported, RejectFile
from events.importers.doubts import examples_of
from events.importers.rows import Reject
from events.plan import plan_rows
from events.schema import events_to_table
from events.store import Store

DATASET = "hand"
_LINE = re.compile(r"(\d+)\D*$")


def import_table(
    path: Path, store: Store, note: Note, *, rejects: Path, dry_run: bool = False
) -> Imported:
    """Bring a hand-coded table into the store as one version; account for its events.

    ``rejects`` is where the reasons of rejected rows go, those of its claims as well.

    Raises
    ------
    StoreError
        When the store cannot be written.
    """
    told = hand.read(path, load_codebook(), DATASET)
    before = store.snapshot().event_files
    done = pipeline.import_hand(path, store, note, dry_run=dry_run, dataset=DATASET)
    plan = plan_rows(before, "events", events_to_table(done.events), ())
    with RejectFile(rejects) as bad:
        for row in told.rows:
            if not row.accepted:
                found = _LINE.search(row.where)
                line = int(found[1]) if found else 0
                reasons = [
                    Reject(line, each.field, each.value, each.message.rsplit(": ", 1)[-1])
                    for each in row.issues
                ]
                bad.add(path.name, reasons)
    counts: dict[str, int] = {}
    for issue in (*told.issues, *done.issues):
        counts[issue.rule] = counts.get(issue.rule, 0) + 1
    rows = told.account[0]
    account = Account(
        (path.name,), DATASET, rows.read, plan.added.num_rows, plan.changed.num_rows,
        plan.unchanged, rows.rejected, issues=counts,
        rejects=rejects if rejects.is_file() else None,
        examples=examples_of((*told.issues, *done.issues)),
    )  # fmt: skip
    return Imported(account, done.commit)
