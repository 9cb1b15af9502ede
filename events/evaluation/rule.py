"""When two codings are the same event: type, area, dates within a day, a shared actor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from events.model import Event, Place
from geodata.folding import fold

# Whether two names mean one area: name, name, level (1 province, 2 district), country.
SameArea = Callable[[str, str, int, str | None], bool]

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


def same_by_sound(one: str, other: str, _level: int = 0, _country: str | None = None) -> bool:
    """Return whether two names sound the same without words such as "district".

    The fallback where no gazetteer is at hand that knows other names of one area.
    """
    return same_name(one, other)


def same_places(one: Place | None, other: Place | None, same_area: SameArea) -> bool:
    """Return whether two places lie in one area by the codebook's section 1, rule 1.

    The area is the district where one is known, else the province, else the stretch of
    border, else the country.  Two places of one name in one province are one area whatever
    districts were given; where only one of the two knows the province, the name decides too.
    """
    if one is None or other is None:
        return one is other
    if "border" in (_level(one), _level(other)):
        known = one.border is not None and other.border is not None
        return _level(one) == _level(other) and (one.border == other.border or not known)
    return one.country == other.country and _same_within(one, other, same_area)


def _same_within(one: Place, other: Place, same_area: SameArea) -> bool:
    named_alike = same_name(one.name, other.name)
    if one.adm1 is None and other.adm1 is None:
        return named_alike or one.precision == other.precision == "country"
    if one.adm1 is None or other.adm1 is None:
        return named_alike
    if not same_area(one.adm1, other.adm1, 1, one.country):
        return False
    if one.adm2 is None and other.adm2 is None:
        return True
    if one.adm2 is None or other.adm2 is None:
        return named_alike
    return named_alike or same_area(one.adm2, other.adm2, 2, one.country)


def same_name(one: str | None, other: str | None) -> bool:
    """Return whether two names sound the same without words such as "district"."""
    if not one or not other:
        return one == other
    return fold(_bare(one)) == fold(_bare(other))


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
