"""What a decision on a merged proposal enters into the store, and which decisions it makes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from events.decisions import Verdict, decision_rows
from events.jsonl import event_to_json
from events.model import Event
from events.schema import Row
from events.stories.merging import Merge

Merges = Mapping[str, Merge]


def entering(
    kept: Sequence[Event], gone: Sequence[str], merges: Merges
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return the events to store and the ids to take out, where some proposals are merged.

    One that joins a stored event is stored under that event's id; where it is rejected or taken
    back, the stored event stays as it was without it.
    """
    joining = {key: merge.into for key, merge in merges.items() if merge.into is not None}
    stored = [
        replace(each, id=joining[each.id].id) if each.id in joining else each for each in kept
    ]
    stored += [joining[each] for each in gone if each in joining]
    return tuple(stored), tuple(each for each in gone if each not in joining)


def merge_rows(
    report_id: str,
    proposals: Sequence[Event],
    verdicts: Mapping[str, Verdict],
    outcomes: Sequence[Event],
    merges: Merges,
    *,
    who: str,
    when: datetime,
) -> tuple[Row, ...]:
    """Return the decisions on proposals, and on those of other reports merged with them.

    Each proposal keeps a decision of its own, with what it was before it was merged; its
    outcome is the merged event, whose id says with what.
    """
    entered = {each.id: each for each in outcomes}
    rows: list[Row] = []
    for each in proposals:
        if each.id not in verdicts:
            continue
        verdict, merge = verdicts[each.id], merges.get(each.id, Merge(each))
        dropped = verdict.ruling in {"rejected", "withdrawn"}
        outcome = None if dropped else entered.get(merge.into.id if merge.into else each.id)
        told = [(report_id, merge.own, verdict)]
        told += [(part.report.id, part.event, Verdict(verdict.ruling)) for part in merge.parts]
        for told_by, own, ruling in told:
            (row,) = decision_rows(told_by, [own], {own.id: ruling}, (), who=who, when=when)
            json_ = json.dumps(event_to_json(outcome), sort_keys=True) if outcome else None
            rows.append(row | {"outcome": json_})
    return tuple(rows)
