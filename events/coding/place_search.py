"""The likeliest place of a name, given the areas that the text has named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from events.coding.lexicon import Lexicon
from events.coding.placenames import Name, NameGrammar
from events.coding.records import Area, PlaceMention
from events.model import PlacePrecision
from geodata.gazetteer import Candidate, Gazetteer

_STRONG = ("exact", "alias", "folded")
_LEAST = 0.2
_CLOSE = 0.15  # namesakes whose likelihood differs by less are told apart by the report's countries


@dataclass(slots=True)
class PlaceMemory:
    """Places told so far in a report: what "the same district" and unknown villages lean on."""

    countries: tuple[str, ...]
    provinces: list[tuple[str, str]] = field(default_factory=list)
    side: str | None = None
    home: Area | None = None  # the one area that the headline names
    town: PlaceMention | None = None  # of that area, where no district of it is known
    districts: list[tuple[str, str, str]] = field(default_factory=list)
    known: dict[str, PlaceMention] = field(default_factory=dict)
    searched: dict[tuple[str, str | None], tuple[Candidate, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlaceSearch:
    """Asks the gazetteer with what the text says around a name."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    grammar: NameGrammar
    ask: Callable[..., tuple[Candidate, ...]]

    def _candidates(
        self, text: str, country: str | None, memory: PlaceMemory
    ) -> tuple[Candidate, ...]:
        key = (text, country)
        if key not in memory.searched:
            memory.searched[key] = self.ask(text, country=country, limit=12)
        return memory.searched[key]

    def _best(
        self, name: Name, around: Iterable[tuple[str, str]], memory: PlaceMemory
    ) -> Candidate | None:
        near = set(around)
        best = self._highest(name, near, memory)
        if best is None and memory.side:
            side, memory.side = memory.side, None
            best, memory.side = self._highest(name, near, memory), side
        return best[1] if best and best[0] >= _LEAST else None

    def _highest(
        self, name: Name, near: set[tuple[str, str]], memory: PlaceMemory
    ) -> tuple[float, Candidate] | None:
        best: tuple[float, Candidate] | None = None
        said = self.lexicon.places.also_called.get(name.text, name.text)
        asked = f"{said} {name.unit}" if name.unit in ("district", "province") else said
        for country in (*memory.countries[:4], None):
            for candidate in self._candidates(asked, country, memory):
                if candidate.match not in _STRONG or (candidate.kind == "country" and name.unit):
                    continue
                if candidate.country not in memory.countries and candidate.kind != "border":
                    continue
                if candidate.kind == "country" and candidate.match in ("exact", "alias"):
                    return 1.0, candidate  # "in Lebanon" is no town of that name
                score = self._score(candidate, name, near, memory)
                if best is None or score > best[0]:
                    best = (score, candidate)
        return best

    def _score(
        self, candidate: Candidate, name: Name, near: set[tuple[str, str]], memory: PlaceMemory
    ) -> float:
        score = candidate.score
        if memory.side and candidate.country != memory.side:
            return 0.0
        rank = (
            memory.countries.index(candidate.country)
            if candidate.country in memory.countries
            else 9
        )
        score -= 0.08 * min(rank, 4)
        pair = (candidate.country or "", candidate.adm1 or "")
        if pair in near:
            score += 0.35
        elif pair in memory.provinces:
            score += 0.15
        if candidate.adm2:
            area = Area(candidate.country, candidate.adm1, candidate.adm2)
            score += 0.12 if area == memory.home else 0.0
            score += 0.25 if (*pair, candidate.adm2) in memory.districts else 0.0
        if (name.unit == "district" and candidate.kind == "district") or (
            name.unit == "province" and candidate.kind == "province"
        ):
            score += 0.3
        if name.unit == "town" and candidate.kind in ("populated", "crossing", "post"):
            score += 0.45
        if candidate.match == "folded":
            score -= 0.15
        if name.unit is None and candidate.kind in ("district", "province") and name.near:
            score -= 0.3
        return score

    def _mention(self, name: Name, candidate: Candidate) -> PlaceMention:
        precision: PlacePrecision = {
            "district": "district",
            "province": "province",
            "border": "border",
            "country": "country",
        }.get(candidate.precision, "exact")  # type: ignore[assignment]
        if candidate.kind == "region":
            precision = "province" if candidate.adm1 and not candidate.adm2 else candidate.precision  # type: ignore[assignment]
        if precision == "exact" and name.near:
            precision = "near"
        adm2, adm2_id = candidate.adm2, candidate.adm2_id
        levels = self.lexicon.places.second_level.get(candidate.country or "", ())
        if (
            name.unit == "province"
            and candidate.kind == "district"
            and name.second_level not in levels
        ):
            return self._new_province(name, candidate)
        if precision == "exact" and candidate.kind == "populated":
            if adm2 is None:
                adm2, adm2_id = self._seat_of(candidate)
            if name.unit == "district":
                precision = "district"  # a tehsil goes by the name of its town
        area = Area(
            candidate.country,
            candidate.adm1,
            adm2,
            candidate.border if precision == "border" else None,
        )
        return PlaceMention(
            name.start,
            name.end,
            name.text,
            area,
            precision,
            resolved=True,
            lat=candidate.lat,
            lon=candidate.lon,
            adm1_id=candidate.adm1_id,
            adm2_id=adm2_id,
            quarter=name.quarter,
        )

    def _new_province(self, name: Name, district: Candidate) -> PlaceMention:
        """Return what the text calls a province though the gazetteer has only a district by it."""
        area = Area(district.country, district.name)
        return PlaceMention(name.start, name.end, name.text, area, "province")

    def _seat_of(self, town: Candidate) -> tuple[str | None, str | None]:
        """Return the district that a town with no known district gives its name to."""
        found = self.ask(f"{town.name} district", country=town.country, adm1=town.adm1, limit=3)
        for one in found:
            if one.kind == "district" and one.country == town.country and one.adm1 == town.adm1:
                return one.adm2, one.adm2_id
        return None, None

    def _named(self, word: str, named: frozenset[str] = frozenset()) -> Candidate | None:
        """Return the likeliest place that is spelled so, not one that only sounds like it.

        A namesake in one of the countries ``named`` by the report goes before any elsewhere.
        """
        found = [c for c in self.ask(word, limit=12) if c.match in ("exact", "alias")]
        best = next(iter(found), None)
        if best is not None and best.kind == "country":
            return best  # "in Lebanon" is no town of that name
        near = (c for c in found if c.country in named and best and c.score >= best.score - _CLOSE)
        return next(near, best)

    def _learn(self, place: PlaceMention, memory: PlaceMemory) -> None:
        if place.resolved and place.area.adm1 and place.area.country:
            pair = (place.area.country, place.area.adm1)
            if pair not in memory.provinces:
                memory.provinces.append(pair)
            if place.area.adm2 and (*pair, place.area.adm2) not in memory.districts:
                memory.districts.append((*pair, place.area.adm2))
        if place.area != Area() and place.precision != "country":
            memory.known.setdefault(place.name.lower(), place)

    def _allowed(self, memory: PlaceMemory) -> tuple[str, ...]:
        return memory.countries
