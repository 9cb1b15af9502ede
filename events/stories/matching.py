"""Which proposals of two reports are the same event, and how far they agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from rapidfuzz import fuzz, utils

from events.evaluation.rule import mismatches, same_by_sound, same_name
from events.model import Event, Place

Apart = Callable[[str, str], bool]
_WORDS_ALIKE = 90.0  # of 100, for words and plans, which have no incident to go by


def slim(proposal: Mapping[str, Any]) -> Event:
    """Return what matching needs of a proposal's JSON; quicker than reading all of it."""
    place, days = proposal.get("place"), (proposal.get("date_start"), proposal.get("date_end"))
    start, end = (date.fromisoformat(day) if day else None for day in days)
    names = ("name", "precision", "country", "adm1", "adm2", "border")
    return Event(
        id=proposal["id"],
        status=proposal["status"],
        event_type=proposal.get("event_type"),
        sub_event_type=proposal.get("sub_event_type"),
        date_start=start,
        date_end=end,
        side_a=tuple(proposal.get("side_a") or ()),
        side_b=tuple(proposal.get("side_b") or ()),
        place=Place(**{name: place.get(name) for name in names}) if place else None,
    )


def same_event(one: Event, other: Event) -> bool:
    """Return whether two proposals tell of one event.

    The rule is the codebook's, as coding is scored by it: type, area, dates at most a day
    apart, a shared actor.  An event without a day or a place is matched with none.  Words,
    background and plans are the same only where their sentences nearly are.
    """
    if one.status != other.status or one.event_type != other.event_type:
        return False
    if mismatches(one, other, same_by_sound):
        return False
    if one.status == "event":
        return one.date_start is not None and one.place is not None
    words = [" ".join(quote.text for quote in each.evidence) for each in (one, other)]
    alike = fuzz.token_set_ratio(*words, processor=utils.default_process)
    return all(words) and alike >= _WORDS_ALIKE


def agreement(one: Event, other: Event) -> int:
    """Return how many details two matched proposals share; the best match has the most."""
    mine, theirs = one.place, other.place
    named = bool(mine and theirs and same_name(mine.name, theirs.name))
    alike = (
        (mine and mine.adm2) == (theirs and theirs.adm2),
        one.date_start == other.date_start,
        one.date_end == other.date_end,
        one.sub_event_type == other.sub_event_type,
    )
    actors = {*one.side_a, *one.side_b} & {*other.side_a, *other.side_b}
    return 2 * named + sum(alike) + len(actors)


def pairs(
    mine: Sequence[Event], theirs: Sequence[Event], apart: Apart = lambda _a, _b: False
) -> tuple[tuple[Event, Event], ...]:
    """Return the matches between two reports, each proposal in one at most, the surest first."""
    found = [
        (-agreement(one, other), at, to)
        for at, one in enumerate(mine)
        for to, other in enumerate(theirs)
        if same_event(one, other) and not apart(one.id, other.id)
    ]
    taken: set[tuple[str, int]] = set()
    matched = []
    for _, at, to in sorted(found):
        if ("mine", at) in taken or ("theirs", to) in taken:
            continue
        taken |= {("mine", at), ("theirs", to)}
        matched.append((mine[at], theirs[to]))
    return tuple(matched)
