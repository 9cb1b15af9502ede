"""What a person decided of a program's proposals, kept apart from what was proposed.

A decision is known by the proposal it was made of, so that a report coded again asks only
for what nobody has decided yet, and never overwrites what somebody has.  Each decision is a
row of its own: one that is changed or withdrawn is followed by another, and stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from events.jsonl import event_to_json
from events.model import Event
from events.schema import Row

Ruling = Literal["accepted", "corrected", "rejected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Review:
    """How a decision came about.

    ``opened`` is when the proposal was first in focus (UTC), ``seconds`` how long it was in
    focus until the decision; None where it was decided without being opened.  ``score`` is
    what the program gave it, from 0 to 1.
    """

    opened: datetime | None = None
    seconds: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of one proposal; ``event`` is the corrected one.

    ``withdrawn`` takes the decision before back: the proposal is open again.
    """

    ruling: Ruling
    event: Event | None = None
    review: Review = Review()


def same_proposal(proposal: Mapping[str, Any]) -> str:
    """Return what makes two proposals the same: status, type, days, sides and place."""
    place = proposal.get("place") or {}
    parts = [
        *(proposal.get(name) for name in ("status", "event_type", "sub_event_type")),
        *(proposal.get(name) for name in ("date_start", "date_end")),
        sorted(proposal.get("side_a") or ()),
        sorted(proposal.get("side_b") or ()),
        *(place.get(name) for name in ("name", "precision", "country", "adm1", "adm2")),
    ]
    return json.dumps(parts, ensure_ascii=True)


def undecided(
    proposals: Sequence[Event], decisions: Iterable[Mapping[str, Any]]
) -> tuple[Event, ...]:
    """Return the proposals that nobody has decided yet, under ids that no decision has.

    Parameters
    ----------
    proposals : sequence of Event
        What a coding of a report proposes.
    decisions : iterable of mapping
        Rows of ``DECISIONS`` of the same report.
    """
    rows = standing(decisions)
    about = {row["event_id"]: same_proposal(json.loads(row["proposal"])) for row in rows}
    known = {about[row["event_id"]] for row in rows if row["verdict"] != "withdrawn"}
    taken = {*about}
    open_ones = [each for each in proposals if same_proposal(event_to_json(each)) not in known]
    fresh = []
    for each in open_ones:
        again = about.get(each.id) == same_proposal(event_to_json(each))
        event_id = each.id if again else free_id(each.id, taken)
        taken.add(event_id)
        fresh.append(replace(each, id=event_id))
    return tuple(fresh)


def standing(decisions: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Return the latest decision on each proposal, in the order of their first decisions."""
    latest: dict[str, Mapping[str, Any]] = {}
    for row in sorted(decisions, key=lambda row: (row["decided"], row["decision_id"])):
        latest[row["event_id"]] = row
    return tuple(latest.values())


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """Return an id that is not taken: the wanted one, else with the first free number."""
    used = set(taken)
    number, free = 2, wanted
    while free in used:
        free, number = f"{wanted}.{number}", number + 1
    return free


def ruled(
    proposals: Sequence[Event], verdicts: Mapping[str, Verdict]
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return the events that enter the store, and the ids that must not be in it.

    Raises
    ------
    ValueError
        When a verdict is about no proposal, or a correction brings no event.
    """
    by_id = {each.id: each for each in proposals}
    kept: list[Event] = []
    gone: list[str] = []
    for event_id, verdict in verdicts.items():
        if event_id not in by_id:
            message = f"{event_id}: no such proposal; there are {', '.join(by_id) or 'none'}"
            raise ValueError(message)
        if verdict.ruling in ("rejected", "withdrawn"):
            gone.append(event_id)
        elif verdict.ruling == "accepted":
            kept.append(by_id[event_id])
        elif verdict.event is None:
            message = f"{event_id}: corrected, but without the corrected event"
            raise ValueError(message)
        else:
            kept.append(replace(verdict.event, id=event_id))
    return tuple(kept), tuple(gone)


def decision_rows(
    report_id: str,
    proposals: Sequence[Event],
    verdicts: Mapping[str, Verdict],
    outcomes: Iterable[Event],
    *,
    who: str,
    when: datetime,
) -> tuple[Row, ...]:
    """Return the rows of ``DECISIONS`` for these verdicts; ``when`` is given by the caller."""
    entered = {each.id: json.dumps(event_to_json(each), sort_keys=True) for each in outcomes}
    at = when.astimezone(UTC)
    return tuple(
        {
            "decision_id": f"{each.id}@{at:%Y%m%dT%H%M%S.%f}",
            "report_id": report_id,
            "event_id": each.id,
            "verdict": verdicts[each.id].ruling,
            "who": who,
            "decided": at.isoformat(timespec="seconds"),
            "proposal": json.dumps(event_to_json(each), sort_keys=True),
            "outcome": entered.get(each.id),
        }
        | _review_row(verdicts[each.id].review)
        for each in proposals
        if each.id in verdicts
    )


def _review_row(review: Review) -> Row:
    opened = review.opened.astimezone(UTC).isoformat(timespec="seconds") if review.opened else None
    return {"opened": opened, "seconds": review.seconds, "score": review.score}
