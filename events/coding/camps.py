"""Who stands with whom: the parties of a deed put on its two sides.

Those who act stand together against those who suffer; in mutual fire each camp has a side.
Order is not blame: the two sides are sets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.coding.records import ActorMention, Trigger
from events.coding.types import (
    BATTLES,
    CIVILIANS,
    PROTESTS,
    REMOTE,
    RIOTS,
    STRATEGIC,
    is_mutual,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides with the mentions that they rest on."""

    side_a: tuple[str, ...] = ()
    side_b: tuple[str, ...] = ()
    mentions: tuple[tuple[str, ActorMention], ...] = ()
    civilians: bool = False

    @property
    def crowd(self) -> bool:
        """Whether one side is protesters."""
        return any(a.endswith(":PRO") for a in (*self.side_a, *self.side_b))


@dataclass(frozen=True, slots=True)
class Party:
    """An armed party of a stretch: whether it acts, and whether the grammar is ``sure`` of it."""

    actor: str
    mention: ActorMention
    agent: bool
    sure: bool = False
    allied: bool = False  # with the party named before it


def _camp(actor: str) -> str:
    land, _, code = actor.partition(":")
    return land if code in ("MIL", "POL", "GOV", "IEA") else actor


def arrange(
    trigger: Trigger,
    armed: list[Party],
    civilians: list[tuple[str, ActorMention]],
    country: str | None,
) -> Sides:
    """Return the sides of a deed from its armed parties and its civilians."""
    used = (*((one.actor, one.mention) for one in armed), *civilians)
    people = tuple(dict.fromkeys(actor for actor, _ in civilians))
    if trigger.event_type == STRATEGIC:
        return _strategic(trigger, armed, people, used)
    first, second = _camps(trigger, armed)
    if trigger.event_type in (PROTESTS, RIOTS):
        return _crowd(trigger, [*first, *second], people, used, country)
    two_tribes = (
        trigger.event_type == BATTLES and first and not second and first[0].endswith(":TRI")
    )
    if two_tribes:
        second = list(first)
    targets = trigger.event_type in (REMOTE, CIVILIANS) and people and not second
    if targets:
        second = list(people)
    return Sides(tuple(first), tuple(second), used, civilians=bool(people))


def _camps(trigger: Trigger, armed: Sequence[Party]) -> tuple[list[str], list[str]]:
    """Put the armed parties on two sides: those who act with the first who acts, and the others."""
    first: list[str] = []
    second: list[str] = []
    camp: str | None = None
    held: dict[str, list[str]] = {}
    together = not is_mutual(trigger.text)
    for one in sorted(armed, key=lambda one: (one.allied, not one.agent)):
        if trigger.event_type in (PROTESTS, RIOTS) and camp is None:
            camp = _camp(one.actor)
        if camp is None and one.agent:
            camp = _camp(one.actor)
        mine = camp is not None and _camp(one.actor) == camp
        joint = one.agent and one.sure and together and bool(first)
        side = first if mine or joint else second
        if one.allied:
            before = armed[armed.index(one) - 1]
            side = held.get(before.actor, side)
        held.setdefault(one.actor, side)
        if one.actor not in side:
            side.append(one.actor)
    return _split(trigger, first, second)


def _split(trigger: Trigger, first: list[str], second: list[str]) -> tuple[list[str], list[str]]:
    """Part two camps that both only suffer: "four militants and a soldier were killed"."""
    if (
        not first
        and trigger.event_type in (BATTLES, CIVILIANS)
        and len({_camp(a) for a in second}) > 1
    ):
        camp = _camp(second[0])
        return [a for a in second if _camp(a) == camp], [a for a in second if _camp(a) != camp]
    return first, [a for a in second if a not in first]


def _crowd(
    trigger: Trigger,
    named: Sequence[str],
    people: tuple[str, ...],
    used: tuple[tuple[str, ActorMention], ...],
    country: str | None,
) -> Sides:
    """Return the crowd against whom it meets: whoever protests is a protester.

    Residents, tribesmen or a party's supporters in the street are ``CCC:PRO`` (codebook,
    section 4); police and soldiers who act against them are the other side.
    """
    code = "RIO" if trigger.event_type == RIOTS else "PRO"
    crowd = [a.replace(":PRO", f":{code}") for a in named if a.endswith((":PRO", ":RIO"))]
    if not crowd:
        land = people[0][:3] if people else country
        crowd = [f"{land}:{code}"] if land else []
    forces = [a for a in named if a.endswith((":MIL", ":POL", ":IEA", ":GOV"))]
    against = forces or (list(people) if code == "RIO" else [])
    return Sides(tuple(crowd[:1]), tuple(against), used, civilians=bool(people))


def _strategic(
    trigger: Trigger,
    armed: Sequence[Party],
    people: tuple[str, ...],
    used: tuple[tuple[str, ActorMention], ...],
) -> Sides:
    machine = trigger.sub_event_type == "Disrupted weapons use"
    owned = [
        one.actor
        for one in armed
        if machine
        and re.search(
            r"drone|quadcopter|aircraft|jet|helicopter|uav", one.mention.text, re.IGNORECASE
        )
    ]
    if trigger.sub_event_type == "Other":  # who closed a crossing, not whose post was in dispute
        armed = [one for one in armed if one.agent and one.sure]
    first = list(dict.fromkeys(p.actor for p in armed if p.agent and p.actor not in owned))
    second = list(dict.fromkeys(p.actor for p in armed if not p.agent and p.actor not in first))
    if trigger.sub_event_type == "Agreement" and len(first) > 1:
        first, second = first[:1], [*first[1:], *second]
    if trigger.sub_event_type in ("Arrests", "Looting/property destruction") and not second:
        second = list(people)
    if trigger.sub_event_type == "Agreement" and first and first[0].endswith(":TRI") and not second:
        second = list(first)
    return Sides(tuple(first), tuple(second), used, civilians=bool(people))
