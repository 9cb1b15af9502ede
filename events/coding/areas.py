"""The areas of an event, from the places of its words (codebook, section 1).

A list of provinces is one area each; villages of one district are one area with several places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.coding.records import Area, PlaceMention
from geodata.folding import fold


@dataclass(frozen=True, slots=True)
class Site:
    """One area with the places told in it; ``main`` names the event's place."""

    area: Area
    main: PlaceMention
    places: tuple[PlaceMention, ...]


def sites(places: Sequence[PlaceMention]) -> tuple[Site, ...]:
    """Return the areas that places lie in; containers and mere countries give way to finer ones."""
    fine = [
        p
        for p in places
        if not p.container
        and (
            p.precision not in ("border", "country")
            or (p.precision == "country" and not p.resolved)
        )
    ]
    bordered = any(p.precision == "border" for p in places)
    if (
        not fine
        and not bordered
        and any(p.precision == "country" and not p.container for p in places)
    ):
        fine = [p for p in places if p.precision == "country" and not p.container][:1]
    if not fine:
        fine = [p for p in places if p.container and p.precision in ("district", "province")]
        fine = fine[-1:]
    groups: dict[tuple[object, ...], list[PlaceMention]] = {}
    for place in fine:
        groups.setdefault(_key(place), []).append(place)
    found = [_site(group, places) for group in groups.values()]
    return tuple(_drop_containing(found))


def _key(place: PlaceMention) -> tuple[object, ...]:
    area = place.area
    if area.adm2:
        return area.country, area.adm1, area.adm2
    if place.parent:
        return area.country, area.adm1, place.parent
    if place.resolved and place.precision in ("exact", "near"):
        return area.country, area.adm1, place.name
    return area.country, area.adm1, None if area != Area() else "?"


def _site(group: list[PlaceMention], places: Sequence[PlaceMention]) -> Site:
    resolved = [p for p in group if p.resolved]
    quarters = [p for p in group if p.quarter and not p.resolved]
    if len(resolved) == 1 and len(group) > 1 and quarters:
        main = resolved[0]
    elif len({p.name for p in group}) == 1:
        main = (resolved or group)[0]
    else:
        main = _district(group, places) or (resolved or group)[0]
    return Site(main.area, main, tuple(group))


def _district(group: list[PlaceMention], places: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the district that the text names around several places."""
    around = [
        p for p in places if p.precision == "district" and p.resolved and p.area == group[0].area
    ]
    named = (p for p in around if fold(p.name) == fold(p.area.adm2 or ""))
    return next(named, next(iter(around), None))


def _drop_containing(found: list[Site]) -> list[Site]:
    """Leave out a province beside a district of it, and places with no known area beside known ones."""  # noqa: E501
    known = [s for s in found if s.area != Area()]
    if not known:
        return found[:1]
    kept = []
    for site in known:
        inside = any(contains(site.area, other.area) and other is not site for other in known)
        if not inside:
            kept.append(site)
    return kept


def contains(large: Area, small: Area) -> bool:
    """Tell whether one area lies inside another, larger one."""
    if (
        large == small
        or large.border
        or small.border
        or large.country is None
        or large.country != small.country
    ):
        return False
    if large.adm1 is None:
        return small.adm1 is not None
    return large.adm1 == small.adm1 and large.adm2 is None and small.adm2 is not None


def same(one: Area, other: Area) -> bool:
    """Tell whether two areas are the same."""
    if one.border or other.border:
        return bool(one.border and other.border)
    return (one.country, one.adm1, one.adm2) == (other.country, other.adm1, other.adm2)


def around(found: Sequence[Area]) -> Area | None:
    """Return the one province that several areas lie in, if there is one."""
    if len({(area.country, area.adm1) for area in found}) == 1 and found[0].adm1:
        return Area(found[0].country, found[0].adm1)
    return None
