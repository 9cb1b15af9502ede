"""Which coded values of a matched pair agree."""

from __future__ import annotations

from collections.abc import Iterable

from events.evaluation.rule import SameArea, same_name, same_places
from events.model import Event

SLOTS = (
    "sub-type",
    "first and last day",
    "date precision",
    "both sides",
    "place name",
    "place precision",
    "country",
    "province",
    "district",
    "places listed",
)


def agreements(gold: Event, predicted: Event, same_area: SameArea) -> dict[str, bool]:
    """Return for each slot whether the two events agree.

    Names of places are compared by sound, provinces and districts by ``same_area``, actors by
    id; the two sides are unordered.  A value that both leave open agrees.
    """
    return {
        "sub-type": gold.sub_event_type == predicted.sub_event_type,
        "first and last day": (gold.date_start, gold.date_end)
        == (predicted.date_start, predicted.date_end),
        "date precision": gold.date_precision == predicted.date_precision,
        "both sides": _sides(gold) == _sides(predicted),
        "place name": same_name(_at("name", gold), _at("name", predicted)),
        "place precision": _at("precision", gold) == _at("precision", predicted),
        "country": _at("country", gold) == _at("country", predicted),
        "province": _same_at(1, gold, predicted, same_area),
        "district": _same_at(2, gold, predicted, same_area),
        "places listed": _listed(gold) == _listed(predicted),
    }


def accuracy(
    pairs: Iterable[tuple[Event, Event]], same_area: SameArea
) -> dict[str, tuple[int, int]]:
    """Return for each slot how many of the pairs agree, and how many pairs there are."""
    found = [agreements(gold, predicted, same_area) for gold, predicted in pairs]
    return {slot: (sum(one[slot] for one in found), len(found)) for slot in SLOTS}


def alike(gold: Event, predicted: Event, same_area: SameArea) -> float:
    """Return the share of slots that agree, with the area itself, from 0 to 1."""
    found = [*agreements(gold, predicted, same_area).values()]
    found.append(same_places(gold.place, predicted.place, same_area))
    found.append({_claim_key(c) for c in gold.claims} == {_claim_key(c) for c in predicted.claims})
    return sum(found) / len(found)


def _claim_key(claim: object) -> tuple[object, ...]:
    return tuple(getattr(claim, key) for key in ("kind", "low", "high", "claimant"))


def _sides(event: Event) -> frozenset[tuple[frozenset[str], int]]:
    sides = [frozenset(event.side_a), frozenset(event.side_b)]
    return frozenset((side, sides.count(side)) for side in sides)


def _listed(event: Event) -> set[str]:
    return {place.name.casefold() for place in event.places}


def _at(key: str, event: Event) -> str | None:
    value: str | None = getattr(event.place, key, None)
    return value


def _same_at(level: int, gold: Event, predicted: Event, same_area: SameArea) -> bool:
    one, other = _at(f"adm{level}", gold), _at(f"adm{level}", predicted)
    if one is None or other is None:
        return one == other
    return same_area(one, other, level, _at("country", gold))
