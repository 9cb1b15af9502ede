"""The areas of a place: the border, country, province and district that a text names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geodata.gazetteer import Candidate, Gazetteer
from geodata.located import Located, Problem, Stated, told

# Below this a name's likeliest place is too weak to be taken without more words.
_WHOLE_LEAST = 0.30
_TWO = 2


def on_border(place: Stated, gazetteer: Gazetteer, parties: Iterable[str]) -> Located:
    """Find which border a place is on: by its name, else by the two countries it is between."""
    name = place.name or ""
    found = Located(place.name, "border", country=place.country, adm1=place.adm1, adm2=place.adm2)
    countries = gazetteer.countries_in(name)
    if len(countries) == _TWO:
        return replace(found, border=_line(countries), method="border:countries-in-name")
    named = [c for c in gazetteer.search(name, fuzzy=False) if c.border]
    if named and named[0].score >= _WHOLE_LEAST:
        return replace(found, border=named[0].border, method=f"border:{named[0].match}")
    both = tuple(dict.fromkeys((*countries, *parties)))
    if len(both) == _TWO:
        return replace(found, border=_line(both), method="border:parties")
    said = ", ".join(both) or "no country"
    text = f"which border {name!r} is cannot be told: name and actors name {said}, not two"
    problem = Problem("border-unknown", "place", name, text)
    return replace(found, resolved=False, issues=(problem,))


def _line(countries: Iterable[str]) -> str:
    return "-".join(sorted(countries))


def in_areas(place: Stated, gazetteer: Gazetteer) -> Located:
    """Find the stated country, province and district; what cannot be found is said."""
    found = Located(place.name, place.precision, country=place.country)
    if place.adm1:
        found = _with_province(found, place.adm1, gazetteer)
    if place.adm2:
        found = _with_district(found, place.adm2, gazetteer)
    return found


def take(found: Located, area: Candidate) -> Located:
    """Fill what is not known yet from a candidate's areas."""
    if found.adm2_id is None and area.adm2_id is not None:
        found = replace(found, adm2=found.adm2 or area.adm2, adm2_id=area.adm2_id)
    if found.adm1_id is None and area.adm1_id is not None:
        found = replace(found, adm1=area.adm1, adm1_id=area.adm1_id)
    return replace(found, country=found.country or area.country)


def _with_province(found: Located, name: str, gazetteer: Gazetteer) -> Located:
    province = gazetteer.area(name, 1, country=found.country)
    if province is not None:
        return take(replace(found, adm1=province.adm1), province)
    part = gazetteer.area(name, 2, country=found.country)
    if part is not None:
        text = f"{name!r} is not a province of the boundary set: it lies in its {part.adm1}"
        held = replace(found, country=part.country, adm1=part.adm1, adm1_id=part.adm1_id)
        return told(held, "vintage", "adm1", name, text)
    elsewhere = gazetteer.area(name, 1)
    if elsewhere is not None and found.country:
        text = f"province {name!r} is in {elsewhere.country}, not in {found.country} as stated"
        return told(replace(found, adm1=name), "contradiction", "adm1", name, text)
    text = f"no province {name!r} in {found.country or 'any country'}: kept as written, without id"
    return told(replace(found, adm1=name), "unresolved", "adm1", name, text)


def _with_district(found: Located, name: str, gazetteer: Gazetteer) -> Located:
    district = gazetteer.area(name, 2, country=found.country, adm1=found.adm1_id)
    if district is not None:
        return take(replace(found, adm2=district.adm2), district)
    elsewhere = gazetteer.area(name, 2, country=found.country)
    if elsewhere is not None and found.adm1_id:
        text = f"district {name!r} is in {elsewhere.adm1}, not in {found.adm1} as stated"
        return told(replace(found, adm2=name), "contradiction", "adm2", name, text)
    where = found.adm1 or found.country or "any country"
    text = f"no district {name!r} in {where}: kept as written, without id"
    return told(replace(found, adm2=name), "unresolved", "adm2", name, text)
