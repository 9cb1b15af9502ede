"""The likeliest place of a name, given the areas that the text has named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from events.coding.lexicon import Lexicon
from events.coding.placenames import Name, NameGrammar
from events.coding.records import Area, PlaceMention
from events.model import PlacePrecision
from geodata.gazetteer import Candidate, Gazetteer

_STRONG = ("exact", "alias", "folded")
_LEAST = 0.2


@dataclass(slots=True)
class PlaceMemory:
    """Places told so far in a report: what "the same district" and unknown villages lean on."""

    countries: tuple[str, ...]
    provinces: list[tuple[str, str]] = field(default_factory=list)
    side: str | None = None
    home: Area | None = None  # the one area that the headline names
    known: dict[str, PlaceMention] = field(default_factory=dict)
    searched: dict[tuple[str, str | None], tuple[Candidate, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlaceSearch:
    """Asks the gazetteer with what the text says around a name."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    grammar: NameGrammar

    def _candidates(
        self, text: str, country: str | None, memory: PlaceMemory
    ) -> tuple[Candidate, ...]:
        key = (text, country)
        if key not in memory.searched:
            memory.searched[key] = self.gazetteer.search(
                text, country=country, limit=12, fuzzy=False
            )
        return memory.searched[key]

    def _best(
        self, name: Name, around: Iterable[tuple[str, str]], memory: PlaceMemory
    ) -> Candidate | None:
        near = set(around)
        best: tuple[float, Candidate] | None = None
        asked = f"{name.text} {name.unit}" if name.unit in ("district", "province") else name.text
        for country in (*memory.countries[:4], None):
            for candidate in self._candidates(asked, country, memory):
                if candidate.match not in _STRONG or (candidate.kind == "country" and name.unit):
                    continue
                if candidate.country not in memory.countries and candidate.kind != "border":
                    continue
                score = self._score(candidate, name, near, memory)
                if best is None or score > best[0]:
                    best = (score, candidate)
        return best[1] if best and best[0] >= _LEAST else None

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
        area = Area(
            candidate.country,
            candidate.adm1,
            candidate.adm2,
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
            adm2_id=candidate.adm2_id,
            quarter=name.quarter,
        )

    def _named(self, word: str) -> Candidate | None:
        """Return the likeliest place that is spelled so, not one that only sounds like it."""
        found = self.gazetteer.search(word, limit=5, fuzzy=False)
        return next((c for c in found if c.match in ("exact", "alias")), None)

    def _allowed(self, memory: PlaceMemory) -> tuple[str, ...]:
        return memory.countries
