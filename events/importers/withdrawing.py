"""Rows that a source has taken back: kept, and marked as withdrawn.

ACLED publishes the ids of the rows that it deleted.  Their events leave the map and stay in the
store, with their history.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from events.commits import Note
from events.importers import acled
from events.importers.account import Account, Imported
from events.importers.columns import as_array
from events.importers.formats import DELETED
from events.importers.opening import opened
from events.importers.rows import UnreadableError
from events.queries.reading import read_files
from events.schema import EVENTS, ISSUES, UNHASHED, with_hashes
from events.staging import staging
from events.store import Store

UNKNOWN = "never imported here"
STATUS = "withdrawn"


def withdraw(path: Path, store: Store, note: Note, *, dry_run: bool = False) -> Imported:
    """Mark the events of a list of deleted ids as withdrawn, as one version.

    Raises
    ------
    UnreadableError
        When the file is no such list.
    StoreError
        When the store cannot be written.
    """
    source = opened(path)
    if not set(DELETED) <= set(source.keys):
        message = f"{path.name}: a list of deleted rows has the columns {', '.join(DELETED)}"
        raise UnreadableError(message)
    files = store.snapshot().event_files
    read = known = rejected = 0
    with staging(store.home, acled.DATASET, acled.DATASET) as stage:
        for reading in source.stretches:
            rows = reading()
            ids = as_array(rows.table[DELETED[0]]).to_pylist()
            wanted = [f"{acled.DATASET}-{each.strip()}" for each in ids if each.strip()]
            rejected += len(ids) - len(wanted) + len(rows.rejects)
            read += rows.read
            there = read_files(files, "events", sorted(set(wanted)))
            known += sum(each in set(there["event_id"].to_pylist()) for each in wanted)
            stage.add(marked(there), np.zeros(there.num_rows, np.int64), ISSUES.empty_table())
        staged = stage.done()
        with store.comparing(staged) as found:
            counts = found.counts
        commit = None if dry_run else store.commit_staged(staged, note)
    account = Account(
        (path.name,), acled.DATASET, read, changed=counts.changed,
        unchanged=known - counts.changed, rejected=rejected, withdrawn=counts.changed,
        left_out={UNKNOWN: read - known - rejected},
    )  # fmt: skip
    return Imported(account, commit)


def marked(rows: pa.Table) -> pa.Table:
    """Return rows of ``EVENTS`` with the status of what is taken back."""
    place = UNHASHED.get_field_index("status")
    marked = rows.select(UNHASHED.names)
    status = pa.repeat(STATUS, rows.num_rows)
    return with_hashes(marked.set_column(place, UNHASHED.field(place), status), EVENTS)
