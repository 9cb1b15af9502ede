"""The side that only its losses name: "four militants and a soldier were killed"."""

from __future__ import annotations

import re
from collections.abc import Callable

from events.coding.records import Draft
from events.coding.types import AIR, BATTLES, CIVILIANS, REMOTE, SHELLING


def add_sides(
    draft: Draft, countries: tuple[str, ...], class_id: Callable[[str, str], str]
) -> None:
    """Fill the side that the victims belong to; leave it open where parties dispute who they were.

    Parameters
    ----------
    countries
        The countries of the report, the one it is most about first.
    class_id
        The actor id of a class of a country on the report's day.
    """
    _add_civilians(draft, countries, class_id)
    if draft.sub_event_type in (AIR, SHELLING) and _disputed(draft):
        draft.side_b = ()


PEOPLE = re.compile(
    r"people|person|civilian|villager|resident|child|wom[ae]n|boy|girl|passenger|farmer|trader|labour|worker|"
    r"teacher|student|shepherd|herder|guest|famil|house|home|shop|school|mosque|market|village|son|daughter|"
    r"nurse|midwife|doctor|driver|waiter|elder|pilgrim|worshipper|journalist|couple|cow|clinic|hospital|bus|warehouse|guard,|"
    r"migrant|refugee|porter|traveller|herdsm|imam|cleric|judge|councillor|engineer|technician|employee|vendor|seller|motorist|"
    r"pedestrian|patient|medic|rescuer|volunteer|infant|teenager|husband|mother|father|brother|sister|uncle|cousin|citizen|national|"
    r"\bm[ae]n\b|youth|victim|bod(?:y|ies)\b|muslim|monk|priest|deacon|shopkeeper|loader|^(?:others|more|\w+ more|\d[\d,]*|[a-z]+)$",  # noqa: E501
    re.IGNORECASE,
)
_VICTIMS = (
    (
        "UNK",
        re.compile(
            r"militant|terrorist|insurgent|gunm[ae]n|attacker|extremist|assailant", re.IGNORECASE
        ),
    ),
    ("POL", re.compile(r"police|constable|levies", re.IGNORECASE)),
    ("MIL", re.compile(r"soldier|troop|personnel|border guard", re.IGNORECASE)),
)


def _add_fighters(
    draft: Draft, countries: tuple[str, ...], class_id: Callable[[str, str], str]
) -> None:
    """Fill a fight's missing side from its victims: "four militants and a soldier were killed"."""
    sides = (*draft.side_a, *draft.side_b)
    lands = {a.partition(":")[0] for a in sides}
    land = (draft.area.country if draft.area else None) or next(iter(countries), None)
    if (draft.side_a and draft.side_b) or land is None:
        return
    for loss in draft.losses:
        actor = loss.claim.side
        if actor is None:
            codes = [code for code, words in _VICTIMS if words.search(loss.claim.what or "")]
            owner = land
            if codes and codes[0] != "UNK" and (loss.claim.claimant or "")[:3] == land:
                owner = next((one for one in countries if one != land), land)  # its enemy's
            actor = class_id(owner, codes[0]) if codes else None
        state = actor is not None and actor.endswith((":MIL", ":POL", ":GOV", ":IEA"))
        if actor is None or actor in sides or actor.endswith(":CIV") or loss.claim.high == 0:
            continue
        if state and lands and actor.partition(":")[0] in lands:
            continue
        if draft.side_a:
            draft.side_b = (actor,)
        elif draft.side_b:
            draft.side_a = (actor,)
        else:
            draft.side_b = (actor,)
        return


_FIGHTERS = re.compile(
    r"soldier|troop|police|fighter|militant|terrorist|insurgent|gunm|constable|levies",
    re.IGNORECASE,
)


def _add_soldiers(
    draft: Draft, countries: tuple[str, ...], class_id: Callable[[str, str], str]
) -> None:
    """Make soldiers or police who are the only victims of a blast its other side."""
    land = (draft.area.country if draft.area else None) or next(iter(countries), None)
    words = [
        one.claim.what or ""
        for one in draft.losses
        if one.claim.high != 0 and one.claim.kind in ("killed", "injured")
    ]
    codes = [code for w in words for code, named in _VICTIMS if code != "UNK" and named.search(w)]
    known = {*draft.side_a, *draft.side_b}
    if land is None or not codes or any(a.endswith((":MIL", ":POL", ":IEA")) for a in known):
        return
    hit = class_id(land, codes[0])
    if not draft.side_b:
        draft.side_b = (hit,)
    elif all(a.endswith(":UNK") or ":" not in a for a in draft.side_b):
        draft.side_a, draft.side_b = draft.side_b, (hit,)


def _add_civilians(
    draft: Draft, countries: tuple[str, ...], class_id: Callable[[str, str], str]
) -> None:
    """Make civilians the other side of a strike whose only victims they are."""
    if draft.event_type == BATTLES:
        _add_fighters(draft, countries, class_id)
        return
    if draft.sub_event_type == "Looting/property destruction" and not draft.side_b:
        land = draft.area.country if draft.area else None
        lost = (one.claim.what or "" for one in draft.losses if one.claim.kind == "destroyed")
        if land and draft.side_a and any(_DWELLINGS.search(words) for words in lost):
            draft.side_b = (f"{land}:CIV",)
    if draft.event_type == REMOTE and not (draft.side_a and draft.side_b):
        _add_soldiers(draft, countries, class_id)
    if draft.event_type not in (REMOTE, CIVILIANS) or draft.side_b:
        return
    words = [
        one.claim.what or "" for one in draft.losses if one.claim.high != 0 and not one.claim.subset
    ]
    land = (draft.area.country if draft.area else None) or next(iter(countries), None)
    people = draft.event_type == CIVILIANS and words
    hit = (people or any(PEOPLE.search(w) for w in words)) and not any(
        _FIGHTERS.search(w) for w in words
    )
    if hit and land:
        draft.side_b = (f"{land}:CIV",)


_REBELS = re.compile(r"militant|terrorist|fighter|insurgent|rebel|gunm|extremist", re.IGNORECASE)
_DWELLINGS = re.compile(
    r"house|home|shop|market|village|hut|dwelling|crop|mosque|school", re.IGNORECASE
)


def _disputed(draft: Draft) -> bool:
    """Tell whether one party says civilians and another fighters were hit (codebook, section 9)."""
    if not all(":" not in a or a.endswith((":CIV", ":UNK")) for a in draft.side_b):
        return False
    civil, armed = set(), set()
    for one in draft.losses:
        words, side = one.claim.what or "", one.claim.side or ""
        if one.claim.kind not in ("killed", "injured") or one.claim.high == 0:
            continue
        if one.claim.stance == "denied" and (side.endswith(":CIV") or "civilian" in words):
            armed.add(one.claim.claimant)
        elif one.claim.stance != "asserted":
            continue
        elif _REBELS.search(words) or (side and ":" not in side):
            armed.add(one.claim.claimant)
        elif side.endswith(":CIV") or PEOPLE.search(words):
            civil.add(one.claim.claimant)
    return any(a != b for a in armed for b in civil)
