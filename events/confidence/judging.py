"""Which proposals of gold reports are right: the samples that the score is fitted to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from events.confidence.cues import cues
from events.confidence.fitting import Sample
from events.evaluation.pairing import pair
from events.evaluation.rule import SameArea
from events.evaluation.slots import agreements
from events.evaluation.words import letters
from events.jsonl import Coding
from events.model import Event, Issue, Report

Proposing = Callable[[Report], tuple[Sequence[Event], Sequence[Issue]]]
MAIN_SLOTS = (
    "sub-type",
    "first and last day",
    "both sides",
    "place name",
    "country",
    "province",
    "district",
)


def samples(
    gold: Iterable[Coding], propose: Proposing, same_area: SameArea, tuned: Collection[str] = ()
) -> tuple[Sample, ...]:
    """Return a sample for each proposal of the gold reports.

    Parameters
    ----------
    gold
        Hand-coded reports.
    propose
        Codes and prepares a report as the page does: its proposals, and all issues.
    same_area
        As in :func:`events.evaluate.evaluate`.
    tuned
        Ids of the reports that the coder was written against.
    """
    found: list[Sample] = []
    for coding in gold:
        if coding.report is None:
            continue
        proposals, issues = propose(coding.report)
        right = _right(coding.events, proposals, coding.report.text, same_area)
        found += [
            Sample(
                coding.report.id,
                cues(one, proposals, issues),
                one.id in right,
                right.get(one.id, False),
                coding.report.id not in tuned,
            )
            for one in proposals
        ]
    return tuple(found)


def _right(
    gold: Sequence[Event], proposals: Sequence[Event], text: str, same_area: SameArea
) -> dict[str, bool]:
    """Return the ids of the proposals that are right, each with whether all main slots are.

    An event is right when it matches a gold event, each used once; a statement, a plan or
    history when its words are those of a gold record of the same status.
    """
    mine = [one for one in gold if one.status == "event"]
    theirs = [one for one in proposals if one.status == "event"]
    found = {}
    for row, column in pair(mine, theirs, same_area):
        slots = agreements(mine[row], theirs[column], same_area)
        found[theirs[column].id] = all(slots[name] for name in MAIN_SLOTS)
    for status in ("statement", "background", "planned"):
        told = [one for one in proposals if one.status == status]
        kept = [one for one in gold if one.status == status]
        found |= {one.id: True for one in _sharing(kept, told, text)}
    return found


def _sharing(gold: Sequence[Event], told: Sequence[Event], text: str) -> list[Event]:
    """Return the proposals whose words are those of a gold record, one to one."""
    if not gold or not told:
        return []
    theirs = [letters(one, text) for one in told]
    shared = np.array([[len(letters(one, text) & other) for other in theirs] for one in gold])
    rows, columns = linear_sum_assignment(shared > 0, maximize=True)
    return [told[int(c)] for r, c in zip(rows, columns, strict=True) if shared[r, c]]
