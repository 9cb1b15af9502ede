"""What a lead tells of a province and a later paragraph of a village: one event, once all is told.

A wide event that one finer event of its kind, time and parties lies in is that event; one that
takes in several of them, or that sums several deeds, stays the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.coding import areas
from events.coding.records import Draft
from events.coding.sameness import no_strangers, same_time
from events.coding.story import merge

_LEAD = 1  # the last line of a lead, counted from 0


def consolidate(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with each wide one merged into the single finer one that it tells of."""
    kept = list(drafts)
    for wide in list(drafts):
        if wide.status != "event" or (wide.area is None and wide.block > _LEAD):
            continue
        if wide.several:
            kept = _fold(wide, kept)
            continue
        finer = [d for d in kept if d is not wide and _part(wide, d)]
        if len(finer) == 1 and wide in kept:
            kept[kept.index(wide)] = _one(wide, finer[0])
            kept = [d for d in kept if d is not finer[0]]
    return kept


def _fold(wide: Draft, kept: list[Draft]) -> list[Draft]:
    """Return the drafts without the parts of a sum that have no toll of their own."""
    for part in [d for d in kept if d is not wide and _part(wide, d) and not d.several]:
        if not any(one.claim.kind in ("killed", "injured") for one in part.losses):
            merge(wide, part)
            kept = [d for d in kept if d is not part]
    return kept


def _part(wide: Draft, fine: Draft) -> bool:
    """Tell whether one draft tells more finely what another tells of a wider area."""
    if fine.status != "event" or fine.area is None:
        return False
    if wide.area is None:
        return _of_the_lead(wide, fine)
    alike = (wide.event_type, wide.sub_event_type) == (fine.event_type, fine.sub_event_type) or (
        (wide.generic or fine.generic) and wide.event_type == fine.event_type
    )
    holds = areas.contains(wide.area, fine.area) or (
        wide.several and areas.same(wide.area, fine.area)
    )
    holds = holds or _by_the_border(wide, fine)
    near = holds and wide.block <= fine.block
    return alike and near and same_time(wide.date, fine.date) and no_strangers(wide, fine)


def _of_the_lead(wide: Draft, fine: Draft) -> bool:
    """Tell whether a lead with no place is the placed event of its kind and parties below."""
    shared = {*wide.side_a, *wide.side_b} & {*fine.side_a, *fine.side_b}
    alike = wide.sub_event_type == fine.sub_event_type and wide.block <= fine.block
    placed = fine.area is not None and (fine.area.adm1 or fine.area.border)
    same = same_time(wide.date, fine.date) and no_strangers(wide, fine)
    return bool(alike and placed and shared and same)


def _by_the_border(wide: Draft, fine: Draft) -> bool:
    """Tell whether a lead's "near the border" is the next line's place, of the same parties."""
    if wide.area is None or fine.area is None or not wide.area.border or fine.area.border:
        return False
    parties = {*wide.side_a, *wide.side_b}
    return (
        fine.block - wide.block <= 1
        and len(parties) > 1
        and parties == {*fine.side_a, *fine.side_b}
        and any(a.endswith(":UNK") or ":" not in a for a in parties)
    )


def _one(wide: Draft, fine: Draft) -> Draft:
    """Return the wide draft with the finer one's place and day."""
    merge(wide, fine)
    wide.area, wide.places = fine.area, fine.places
    return wide
