"""What can be said of an import once all its rows are read: twin rows, rows that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from events.importers.withdrawing import marked
from events.model import Issue
from events.queries.planning import BATCH, Comparison
from events.queries.reading import read_files
from events.queries.standing import missing, twins
from events.schema import EVENTS, ISSUES, issues_to_table
from events.staging import Stage, Staged
from events.store import Store

TWIN = "twin row"


@dataclass(frozen=True, slots=True)
class Settled:
    """The staged rows with what was added to them, and how many of them are what.

    ``found`` is what bringing them in comes to.
    """

    staged: Staged
    found: Comparison
    twins: int = 0
    withdrawn: int = 0


@contextmanager
def settled(stage: Stage, store: Store, *, whole: bool) -> Iterator[Settled]:
    """Add to staged rows what they come to together; the comparison is open within the block.

    Parameters
    ----------
    stage
        All rows of an import.
    store
        What they are compared with.
    whole
        Whether they are all that their source has of their countries and days: stored rows of
        those that are not among them are then marked as withdrawn.

    Raises
    ------
    StoreError
        When the store cannot be read.
    """
    staged = stage.done()
    pa.default_memory_pool().release_unused()  # what the reading took is room for comparing
    with store.comparing(staged) as found:
        doubts = [_twin(*each) for each in twins(found, staged)]
        gone = missing(found, staged) if whole else ()
        if doubts:
            table = issues_to_table(doubts, stage.issue_scope)
            stage.add(EVENTS.empty_table(), np.zeros(0, np.int64), table)
        if not gone:  # the rows are those that were compared
            yield Settled(stage.done(), found, len(doubts))
            return
        there = found.there
    for first in range(0, len(gone), BATCH):
        rows = marked(read_files(there, "events", gone[first : first + BATCH]))
        stage.add(rows, np.zeros(rows.num_rows, np.int64), ISSUES.empty_table())
    staged = stage.done()
    with store.comparing(staged) as found:
        yield Settled(staged, found, len(doubts), len(gone))


def _twin(event: str, other: str) -> Issue:
    said = f"{event}, event_id: {other!r}: the row says, but for its id, what that one says"
    return Issue(event, "event_id", other, TWIN, said)
