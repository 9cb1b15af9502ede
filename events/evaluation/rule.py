"""When two codings are the same event: type, area, dates within a day, a shared actor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from events.model import Event, Place
from geodata.folding import fold

SameArea = Callable[[Place, Place], bool]

WITHIN = timedelta(days=1)
# Words that say what kind of place a name is, not which.
KIND_WORDS = re.compile(
    r"\b(the|province|district|tehsil|valley|town|city|village|area|areas|sector|crossing|gate|"
    r"border|region|county|township|state|general|upper|central|near)\b",
    re.IGNORECASE,
)


def mismatches(gold: Event, predicted: Event, same_area: SameArea) -> tuple[str, ...]:
    """Return which conditions of the rule fail: type, area, dates, actors; none is a match."""
    checks = {
        "type": gold.event_type == predicted.event_type,
        "area": same_places(gold.place, predicted.place, same_area),
        "dates": near_dates(gold, predicted),
        "actors": shared_actor(gold, predicted),
    }
    return tuple(name for name, holds in checks.items() if not holds)


def near_dates(one: Event, other: Event) -> bool:
    """Return whether the first days and the last days each lie at most a day apart."""
    return _near(one.date_start, other.date_start) and _near(one.date_end, other.date_end)


def shared_actor(one: Event, other: Event) -> bool:
    """Return whether an actor is named in both, on whichever side; or no actor in either."""
    first, second = {*one.side_a, *one.side_b}, {*other.side_a, *other.side_b}
    return bool(first & second) or not (first or second)


def same_places(one: Place | None, other: Place | None, same_area: SameArea) -> bool:
    """Return whether both have a place and it is the same area, or neither has one."""
    if one is None or other is None:
        return one is other
    return same_area(one, other)


def same_area_by_name(one: Place, other: Place) -> bool:
    """Return whether two places lie in one area by the codebook's section 1, rule 1.

    The area is the district where one is known, else the province, else the stretch of
    border, else the country.  Names are compared by their transliteration key.  Where only
    one side knows the district (or province), the areas are the same only when the places
    bear the same name.
    """
    first, second = _level(one), _level(other)
    if "border" in (first, second):
        known = one.border is not None and other.border is not None
        return first == second and (one.border == other.border or not known)
    if one.country != other.country:
        return False
    if first == second == "country":
        return True
    same_name = bool(one.name and other.name) and same_name_as(one.name, other.name)
    for mine, theirs in ((one.adm1, other.adm1), (one.adm2, other.adm2)):
        if mine and theirs:
            if not same_name_as(mine, theirs):
                return False
        elif mine or theirs:
            return same_name
    return first != "country" or same_name


def same_name_as(one: str | None, other: str | None) -> bool:
    """Return whether two names are spellings of one, leaving out words such as "district"."""
    return fold(_bare(one or "")) == fold(_bare(other or ""))


def _bare(name: str) -> str:
    return KIND_WORDS.sub(" ", name).strip() or name


def _level(place: Place) -> str:
    if place.adm2:
        return "district"
    if place.adm1:
        return "province"
    return "border" if place.precision == "border" else "country"


def _near(one: date | None, other: date | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= WITHIN
