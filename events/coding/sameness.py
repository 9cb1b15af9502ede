"""Whether two drafts of one report tell the same event: by type, area, time and parties."""

from __future__ import annotations

from events.coding import areas
from events.coding.records import DateMention, Draft
from events.coding.types import BATTLES, CIVILIANS, PROTESTS, REMOTE, RIOTS, SHELLING

TOLD_ON = "day it was told"  # the rule of a date that only says when somebody spoke
_NIGHT = 2  # days; a longer span and a day in it are not told of one event
_STORY = 3  # lines within which a second telling goes on with the first
_FIGHT_PARTS = {SHELLING}


def same_type(old: Draft, new: Draft) -> bool:
    """Tell whether two drafts can be of one type, in the light of how they were told."""
    if new.generic or old.generic:
        kinetic = {BATTLES, REMOTE, CIVILIANS}
        if old.event_type == new.event_type and new.event_type in (PROTESTS, RIOTS):
            return True
        known = {a for a in (*old.side_a, *old.side_b) if not a.endswith((":CIV", ":UNK"))}
        close = (
            old.event_type == new.event_type
            or old.block == new.block
            or bool(known & {*new.side_a, *new.side_b})
        )
        return close and old.event_type in kinetic and new.event_type in kinetic
    if old.event_type == new.event_type:
        if new.event_type == PROTESTS:
            return True
        return (
            old.sub_event_type == new.sub_event_type
            or (old.event_type == REMOTE and new.block == old.block and new.area is None)
            or old.event_type == BATTLES
            or _of_a_bomber(old, new)
        )
    if (
        new.event_type == BATTLES
        and old.sub_event_type == SHELLING
        and new.inherited
        and new.mutual
    ):
        return True  # the other side answered: mutual fire is a fight, whatever the weapon
    part_of_fight = new.sub_event_type in _FIGHT_PARTS and old.event_type == BATTLES
    close = new.block == old.block or (
        new.area is not None and old.area is not None and areas.same(old.area, new.area)
    )
    return part_of_fight and close


def same_area(old: Draft, new: Draft) -> bool:
    """Tell whether two drafts can be of one area."""
    if old.area is None or new.area is None:
        mine, theirs = {*old.side_a, *old.side_b}, {*new.side_a, *new.side_b}
        lead = len(theirs) > 1 and mine == theirs and new.block - old.block == 1
        again = new.area is None and new.date is None and not new.losses
        again = again and new.block - old.block <= _STORY
        again = again and (old.sub_event_type == new.sub_event_type or _of_a_bomber(old, new))
        return old.block == new.block or new.generic or lead or again
    if old.inherited and old.block == new.block:
        return True
    if areas.same(old.area, new.area):
        return not _other_towns(old, new) and not _part_of_sum(old, new)
    if areas.contains(old.area, new.area):
        return (
            old.event_type == BATTLES
            and not old.several
            and old.block >= new.block - 4
            and not any(p.precision == "exact" for p in old.places)
        )
    return areas.contains(new.area, old.area) and new.event_type == BATTLES


def _part_of_sum(old: Draft, new: Draft) -> bool:
    """Tell whether a draft of one town is a part of what was told of "two operations" in all."""
    towns = {p.name for p in new.places if p.precision in ("exact", "near")}
    return old.several and not new.several and bool(towns - {p.name for p in old.places})


def _other_towns(old: Draft, new: Draft) -> bool:
    """Tell whether two drafts of one area with no district known name different towns."""
    if old.area is None or old.area.adm2 or not old.area.adm1:
        return False
    first = {p.name.lower() for p in old.places if p.resolved and p.precision in ("exact", "near")}
    second = {p.name.lower() for p in new.places if p.resolved and p.precision in ("exact", "near")}
    return bool(first) and bool(second) and not first & second


def same_time(old: DateMention | None, new: DateMention | None) -> bool:
    """Tell whether two dates can be of one event."""
    if old is None or new is None:
        return True
    if old.rule == "no date word" or new.rule == "no date word":
        return True
    if TOLD_ON in (old.rule, new.rule) and abs((old.last - new.last).days) <= _NIGHT:
        return True  # "police said on Friday" of what was on Thursday
    if "week" in (old.precision, new.precision) and old.precision != new.precision:
        return old.first <= new.last and new.first <= old.last
    if ((old.last - old.first).days > _NIGHT) != ((new.last - new.first).days > _NIGHT):
        return False
    return old.first <= new.last and new.first <= old.last


def same_actors(old: Draft, new: Draft) -> bool:
    """Tell whether two drafts can be of the same parties."""
    mine = {*old.side_a, *old.side_b}
    theirs = {*new.side_a, *new.side_b}
    if not mine or not theirs:
        return True
    if all(a.endswith(":CIV") for a in theirs) and old.event_type == BATTLES != new.event_type:
        return True
    if mine & theirs or _one_blast(old, new):
        return not (len(mine) > 1 and len(theirs) > 1 and _strangers(old, new))
    if new.inherited and old.sub_event_type == new.sub_event_type and no_strangers(old, new):
        return True  # the other party's account of it
    unknown = any(a.endswith((":UNK", ":CIV")) for a in mine | theirs)
    return unknown and (old.block == new.block) and (new.generic or new.area is None)


def _of_a_bomber(old: Draft, new: Draft) -> bool:
    """Tell whether an explosion is later told as a suicide bomber's or a grenade's."""
    told = {old.sub_event_type, new.sub_event_type}
    open_word = "Remote explosive/landmine/IED" in told and told & {"Suicide bomb", "Grenade"}
    return bool(open_word) and new.block - old.block <= _STORY and new.date is None


def _one_blast(old: Draft, new: Draft) -> bool:
    """Tell whether two bombings that name no two authors differ only in whom they hit."""
    if old.event_type != REMOTE or new.event_type != REMOTE or new.block - old.block > _STORY:
        return False
    lands = {a[:3] for a in (*old.side_a, *old.side_b, *new.side_a, *new.side_b) if ":" in a}
    groups = {a for a in (*old.side_a, *old.side_b, *new.side_a, *new.side_b) if ":" not in a}
    return len(lands) == 1 and len(groups) < 2  # noqa: PLR2004 - one author at most


def _strangers(old: Draft, new: Draft) -> bool:
    """Tell whether two full dyads differ in an armed actor that both name."""
    mine = {a for a in (*old.side_a, *old.side_b) if not a.endswith((":CIV", ":UNK"))}
    theirs = {a for a in (*new.side_a, *new.side_b) if not a.endswith((":CIV", ":UNK"))}
    return (
        len(mine) > 1
        and len(theirs) > 1
        and mine != theirs
        and not mine <= theirs
        and not theirs <= mine
    )


def near_areas(old: Draft, new: Draft) -> bool:
    """Tell whether one of two areas can hold the other, as a lead's province holds a village."""
    if old.area is None or new.area is None or old.inherited or new.inherited:
        return True
    if areas.same(old.area, new.area):
        return not _other_towns(old, new)
    return areas.contains(old.area, new.area) or areas.contains(new.area, old.area)


def no_strangers(old: Draft, new: Draft) -> bool:
    """Tell whether two drafts name no armed parties that exclude each other.

    Rival accounts may name different victims; the one who acts is the same.
    """
    mine = _named((*old.side_a, *old.side_b))
    theirs = _named((*new.side_a, *new.side_b))
    if mine & theirs or not mine or not theirs:
        return True
    return not (_named(old.side_a) and _named(new.side_a)) and min(len(mine), len(theirs)) < 2  # noqa: PLR2004 - a full dyad


def _named(side: tuple[str, ...]) -> set[str]:
    return {a for a in side if not a.endswith((":CIV", ":UNK", ":PRO"))}
