"""How well a row of the gazetteer answers a name: one score, and its reason in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rapidfuzz import fuzz

from geodata.candidate import Hit
from geodata.folding import plain

EARTH_KM = 6371.0088
# How good each way of matching is by itself: at least, and more the nearer the spelling is.
_ALIAS, _FOLDED = (0.95, 0.03), (0.70, 0.22)
_FUZZY_LEAST, _FUZZY_MORE = 0.30, 0.40
# Countries whose every hamlet this map is about.
FOCUS = frozenset({"AFG", "PAK"})
_PRIOR = {"country": 0.96, "border": 0.97, "region": 0.88, "crossing": 0.93, "post": 0.80}
_CITY = 200_000
_UNCOUNTED = {True: 500, False: 0}
# Away from the countries this map is about, a likeness in sound alone is mostly chance.
_CHANCE = 0.7
_COMMON_WORD = 0.12


@dataclass(frozen=True, slots=True)
class Context:
    """What the text says about where a name lies, as ids; empty where it says nothing.

    ``adm1`` and ``adm2`` are all ids that the words may mean; ``near`` is (lat, lon).
    """

    country: str | None = None
    adm1: frozenset[str] = frozenset()
    adm2: frozenset[str] = frozenset()
    near: tuple[float, float] | None = None
    kind: str | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing but the name itself is known."""
        return not (self.country or self.adm1 or self.adm2 or self.near)


@dataclass(frozen=True, slots=True)
class Facts:
    """What ranking needs to know of a row; an area's point is the middle of its province."""

    kind: str
    country: str | None
    adm1_id: str | None
    adm2_id: str | None
    lat: float
    lon: float
    population: int


def prior(facts: Facts) -> float:
    """Return how likely the place is to be meant when nothing but its name is known, 0 to 1."""
    known = _PRIOR.get(facts.kind)
    if known is not None:
        return known
    home = facts.country in FOCUS
    if facts.kind == "province":
        return 0.95 if home else 0.90
    if facts.kind == "district":
        return 0.84 if home else 0.55
    # A place listed without a count is a village as often as not.
    size = math.log10((facts.population or _UNCOUNTED[home]) + 1)
    if facts.population >= _CITY:
        return min(0.80 + 0.025 * size + (0.02 if home else 0.0), 0.98)
    return min(0.22 + 0.085 * size + (0.18 if home else 0.0), 0.86)


def match_score(hit: Hit, own: str) -> float:
    """Return how well a spelling answers what was asked, 0 to 1.

    ``own`` is the row's name: of two rows that share another name, the one whose own name is
    nearer to it is likelier meant.
    """
    if hit.match == "exact":
        return 1.0
    if hit.match == "fuzzy":
        return _FUZZY_LEAST + _FUZZY_MORE * max(0.0, (hit.ratio - 75) / 25)
    spelling, (least, more) = (own, _ALIAS) if hit.match == "alias" else (hit.spelling, _FOLDED)
    return least + more * fuzz.ratio(plain(hit.asked), plain(spelling)) / 100


def weigh(
    facts: Facts, context: Context, match: str, *, common: bool
) -> tuple[float, tuple[str, ...]]:
    """Return how well the place suits what the text says, 0 to 1, and why.

    ``common`` marks a name that is an everyday word: alone it means the word, not the hamlet.
    """
    weight = prior(facts) * (_CHANCE if match == "folded" and _is_far(facts, context) else 1.0)
    reasons: list[str] = []
    if common and context.is_empty and facts.kind not in {"country", "border"}:
        weight *= _COMMON_WORD
        reasons.append("an everyday word, and nothing places it")
    for factor in (_by_country, _by_province, _by_district, _by_distance, _by_kind):
        weight, reason = factor(weight, facts, context)
        if reason:
            reasons.append(reason)
    return weight, tuple(reasons)


def _is_far(facts: Facts, context: Context) -> bool:
    return facts.country not in FOCUS and facts.country != context.country


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two (lat, lon) points in kilometres."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b[1] - a[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def _lift(weight: float, least: float) -> float:
    """Raise a weight into [least, 1], keeping the order of two raised ones."""
    return least + (1 - least) * weight


def _by_country(weight: float, facts: Facts, context: Context) -> tuple[float, str]:
    if context.country is None or facts.country is None:
        return weight, ""
    if facts.country == context.country:
        return _lift(weight, 0.55), f"in the named country {context.country}"
    return weight * 0.15, f"not in the named country {context.country}"


def _by_province(weight: float, facts: Facts, context: Context) -> tuple[float, str]:
    if not context.adm1:
        return weight, ""
    if facts.adm1_id in context.adm1:
        return _lift(weight, 0.75), "in the named province"
    return weight * (0.8 if facts.adm1_id is None else 0.25), "not in the named province"


def _by_district(weight: float, facts: Facts, context: Context) -> tuple[float, str]:
    if not context.adm2:
        return weight, ""
    if facts.adm2_id in context.adm2:
        return _lift(weight, 0.85), "in the named district"
    if facts.adm2_id is None:
        return weight * 0.85, "its district is not known"
    return weight * 0.5, "not in the named district"


def _by_distance(weight: float, facts: Facts, context: Context) -> tuple[float, str]:
    if context.near is None or math.isnan(facts.lat):
        return weight, ""
    away = distance_km(context.near, (facts.lat, facts.lon))
    return _lift(weight, 0.6 * math.exp(-away / 60)) * (0.4 + 0.6 * math.exp(-away / 400)), (
        f"{away:.0f} km from where the text is"
    )


def _by_kind(weight: float, facts: Facts, context: Context) -> tuple[float, str]:
    if context.kind is None:
        return weight, ""
    if facts.kind == context.kind:
        return _lift(weight, 0.5), f"the text calls it a {context.kind}"
    return weight * (0.85 if facts.kind in {"region", "border"} else 0.6), ""
