"""Why an event was missed or made up: what a person has to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.evaluation.rule import SameArea, mismatches
from events.evaluation.words import letters
from events.model import Event


@dataclass(frozen=True, slots=True)
class Miss:
    """One gold event without a match, or one predicted event too many.

    ``cause`` names the conditions of the rule that failed against the nearest event of the
    other side, or says what stands in its place; ``nearest`` is that event.
    """

    report: str
    kind: str
    cause: str
    event: Event
    nearest: Event | None


def missed(
    report: str,
    gold: Sequence[Event],
    predicted: Sequence[Event],
    others: Sequence[Event],
    *,
    text: str,
    same_area: SameArea,
) -> list[Miss]:
    """Return a miss for each unmatched gold event.

    ``predicted`` are the unmatched predicted events, ``others`` the predicted non-events.
    """
    found = []
    for event in gold:
        near = _nearest(event, predicted, text, same_area)
        if near:
            wrong = " and ".join(mismatches(event, near, same_area))
            found.append(Miss(report, "missed", f"wrong {wrong}", event, near))
            continue
        words = letters(event, text)
        told = next((one for one in others if letters(one, text) & words), None)
        cause = f"coded as {told.status}" if told else "nothing coded"
        found.append(Miss(report, "missed", cause, event, told))
    return found


def made_up(
    report: str,
    predicted: Sequence[Event],
    gold: Sequence[Event],
    *,
    text: str,
    same_area: SameArea,
) -> list[Miss]:
    """Return a miss for each unmatched predicted event; ``gold`` are all of the report's."""
    found = []
    events = [one for one in gold if one.status == "event"]
    for event in predicted:
        twin = next((one for one in events if not mismatches(one, event, same_area)), None)
        near = twin or _nearest(event, events, text, same_area)
        if twin:
            cause = "twice"
        elif near:
            cause = f"wrong {' and '.join(mismatches(near, event, same_area))}"
        else:
            words = letters(event, text)
            near = next((one for one in gold if letters(one, text) & words), None)
            cause = f"made of {near.status}" if near else "nothing in gold"
        found.append(Miss(report, "made up", cause, event, near))
    return found


def _nearest(event: Event, others: Sequence[Event], text: str, same_area: SameArea) -> Event | None:
    """Return the event that fails the fewest conditions and shares the most words."""
    words = letters(event, text)
    ranked = sorted(
        (len(mismatches(event, other, same_area)), -len(letters(other, text) & words), place)
        for place, other in enumerate(others)
    )
    for failed, shared, place in ranked:
        if failed == 1 or (failed <= 3 and shared < 0):  # noqa: PLR2004
            return others[place]
    return None
