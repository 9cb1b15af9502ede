"""Place words to a place: its area and, only where it is known, its point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from geodata.candidate import POINT_KINDS, Candidate
from geodata.gazetteer import Gazetteer
from geodata.locate_areas import in_areas, on_border, take
from geodata.located import Located, Problem, Stated, smallest, told
from geodata.ranking import distance_km

__all__ = ["Located", "Problem", "Stated", "locate"]

Same = Callable[[Candidate, Candidate], bool]

_AREA_KINDS = {"district", "province", "region"}
# A rival this near the best candidate's score, and this far from it, makes the name ambiguous.
_RIVAL, _AMBIGUOUS = 0.60, 0.92
_ONE_PLACE_KM = 25.0
# Districts are split and renamed: a place this near one that the stated district has is in it.
_SAME_DISTRICT_KM = 60.0
# A misspelling is taken for a place only where the text says which province it is in.
_FUZZY_LEAST = 0.55
_WHOLE_LEAST = 0.30


def locate(place: Stated, gazetteer: Gazetteer, parties: Iterable[str] = ()) -> Located:
    """Return where a place is, no more exactly than is known.

    Parameters
    ----------
    place
        What the report says: name, precision, country, province, district.
    gazetteer
        Where names are looked up.
    parties
        Countries (ISO alpha-3) of the event's actors; two of them say which border "the
        border" is.

    Returns
    -------
    Located
        With ``issues`` for what is ambiguous, unresolved or contradictory; never a guessed
        point (codebook, section 5).
    """
    if place.precision == "border":
        return on_border(place, gazetteer, parties)
    area = in_areas(place, gazetteer)
    if place.precision == "country":
        return _country(area, gazetteer)
    if place.precision == "province":
        return _province(area, gazetteer)
    if place.precision == "district":
        return _district(area, gazetteer)
    return _point(area, gazetteer)


def _country(found: Located, gazetteer: Gazetteer) -> Located:
    if found.country or not found.name:
        return found
    countries = [c for c in _candidates(found, gazetteer) if c.kind == "country"]
    if countries:
        return replace(
            found, country=countries[0].country, method=f"gazetteer:{countries[0].match}"
        )
    return _unresolved(found)


def _province(found: Located, gazetteer: Gazetteer) -> Located:
    if found.adm1_id or not found.name:
        return found
    province = gazetteer.area(found.name, 1, country=found.country)
    if province is None:
        return _unresolved(found)
    found = replace(found, adm1=province.adm1, adm1_id=province.adm1_id, country=province.country)
    return replace(found, method=f"gazetteer:{province.match}")


def _district(found: Located, gazetteer: Gazetteer) -> Located:
    if not found.name:
        return found
    suiting = [c for c in _candidates(found, gazetteer) if _suits(c, found)]
    if not suiting:
        return _unresolved(found)
    best, rivals = suiting[0], _rivals(suiting, _one_district)
    method = f"gazetteer:{best.match}"
    if found.adm2 is not None:
        return replace(found, method=method)
    if _is_unsure(best, rivals):
        return _ambiguous(found, best, rivals)
    taken = replace(take(found, best), method=method, rivals=tuple(map(_described, rivals)))
    return taken if best.adm2_id else _unresolved(taken)


def _suits(candidate: Candidate, found: Located) -> bool:
    """Say whether a candidate lies in the areas that the text names."""
    if candidate.kind in {"country", "border", "province"} and candidate.name != found.adm1:
        return False
    if candidate.match == "fuzzy" and (not found.adm1_id or candidate.score < _FUZZY_LEAST):
        return False
    return (
        found.country in (None, candidate.country)
        and found.adm1_id in (None, candidate.adm1_id)
        and (None in (found.adm2_id, candidate.adm2_id) or found.adm2_id == candidate.adm2_id)
        and candidate.score >= _WHOLE_LEAST
    )


def _point(found: Located, gazetteer: Gazetteer) -> Located:
    if not found.name:
        text = f"precision {found.precision!r} needs the name of a place"
        return smallest(told(found, "unresolved", "place", "", text))
    candidates = _candidates(found, gazetteer)
    points = [c for c in candidates if c.kind in POINT_KINDS]
    suiting = [c for c in points if _suits(c, found)]
    if suiting:
        return _chosen(found, suiting)
    redrawn = next((c for c in points if _redrawn(c, found, gazetteer)), None)
    if redrawn is not None:
        text = (
            f"{found.name!r} is listed in district {redrawn.adm2}: "
            f"kept in {found.adm2}, as stated, which it is near"
        )
        kept = told(found, "vintage", "adm2", found.adm2 or "", text)
        return _at(replace(kept, method=f"gazetteer:{redrawn.match}"), redrawn)
    return _without_point(found, candidates, gazetteer)


def _chosen(found: Located, suiting: Sequence[Candidate]) -> Located:
    best, rivals = suiting[0], _rivals(suiting, _one_place)
    if _is_unsure(best, rivals):
        return _ambiguous(found, best, rivals)
    named = tuple(map(_described, rivals))
    return _at(replace(take(found, best), rivals=named, method=f"gazetteer:{best.match}"), best)


def _is_unsure(best: Candidate, rivals: Sequence[Candidate]) -> bool:
    return bool(rivals) and rivals[0].score >= _AMBIGUOUS * best.score


def _ambiguous(found: Located, best: Candidate, rivals: Sequence[Candidate]) -> Located:
    named = (_described(best), *map(_described, rivals))
    text = f"{found.name!r} may be {' or '.join(named)}: name its province or district"
    unsure = told(found, "ambiguous", "place", found.name or "", text)
    return smallest(replace(unsure, rivals=named, method="ambiguous"))


def _at(found: Located, best: Candidate) -> Located:
    if best.lat is not None:
        return replace(found, lat=best.lat, lon=best.lon)
    text = f"{found.name!r} is known to be in {best.adm2 or best.adm1}, without a known point"
    return smallest(told(found, "no-point", "place", found.name or "", text), resolved=True)


def _redrawn(candidate: Candidate, found: Located, gazetteer: Gazetteer) -> bool:
    """Say whether only the district differs, and the stated one is close by."""
    if candidate.lat is None or candidate.lon is None or found.adm2_id is None:
        return False
    if not _suits(candidate, replace(found, adm2=None, adm2_id=None)):
        return False
    away = gazetteer.distance_to_area(found.adm2_id, (candidate.lat, candidate.lon))
    return away is not None and away <= _SAME_DISTRICT_KM


def _without_point(
    found: Located, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> Located:
    area = next((c for c in candidates if c.kind in _AREA_KINDS and _suits(c, found)), None)
    if area is not None:
        text = f"{found.name!r} is a {area.kind}: known to the {area.precision}, not to a point"
        kept = told(take(found, area), "no-point", "place", found.name or "", text)
        return smallest(replace(kept, method=f"gazetteer:{area.match}"), resolved=True)
    elsewhere = [c for c in candidates if c.lat is not None and c.match in {"exact", "alias"}]
    stated = found.adm2_id or found.adm1_id
    if not elsewhere or stated is None:
        return _unresolved(found)
    away = gazetteer.distance_to_area(stated, (elsewhere[0].lat or 0.0, elsewhere[0].lon or 0.0))
    far = f"{away:.0f} km from the nearest place known in" if away is not None else "outside"
    text = f"{_described(elsewhere[0])} is {far} {found.adm2 or found.adm1}: no point is taken"
    apart = told(found, "contradiction", "place", found.name or "", text)
    return smallest(replace(apart, rivals=tuple(map(_described, elsewhere[:3]))))


def _rivals(suiting: Sequence[Candidate], same: Same) -> list[Candidate]:
    best = suiting[0]
    return [c for c in suiting[1:] if c.score >= _RIVAL * best.score and not same(best, c)][:5]


def _one_place(a: Candidate, b: Candidate) -> bool:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return _one_district(a, b)
    return distance_km((a.lat, a.lon), (b.lat, b.lon)) < _ONE_PLACE_KM


def _one_district(a: Candidate, b: Candidate) -> bool:
    return a.adm1_id == b.adm1_id and (None in {a.adm2_id, b.adm2_id} or a.adm2_id == b.adm2_id)


def _candidates(found: Located, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    return gazetteer.search(
        found.name or "",
        country=found.country,
        adm1=found.adm1_id,
        adm2=found.adm2_id,
        limit=20,
    )


def _described(candidate: Candidate) -> str:
    parts = dict.fromkeys((candidate.name, candidate.adm2, candidate.adm1, candidate.country))
    return ", ".join(part for part in parts if part)


def _unresolved(found: Located) -> Located:
    where = found.adm2 or found.adm1 or found.country or "any country"
    text = f"no place {found.name!r} is known in {where}: the name is kept, without a point"
    return smallest(told(found, "unresolved", "place", found.name or "", text))
