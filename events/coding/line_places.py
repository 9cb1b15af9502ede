"""The place that a line's label, the heading above it or its dateline names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from events.coding.place_search import PlaceMemory, PlaceSearch
from events.coding.placenames import Name
from events.coding.records import Area, PlaceMention

_SHORT_LABEL = 5


@dataclass(frozen=True, slots=True)
class LinePlaces(PlaceSearch):
    """Finds the places that stand before the text of a line."""

    def label(
        self, text: str, start: int, memory: PlaceMemory, *, sure: bool = False
    ) -> PlaceMention | None:
        """Return the place that a line's label names ("Bajaur:"), if it names one.

        ``sure`` asks for a province, district or town that the gazetteer knows.
        """
        name = Name(
            start, start + len(text), text.title() if text.isupper() else text, None, 1, near=False
        )
        candidate = self._best(name, (), memory)
        if text.isupper() and len(text) < _SHORT_LABEL:
            return None
        named = (
            all(w[:1].isupper() for w in text.split())
            and text not in self.grammar.stop
            and not text.isupper()
        )
        if sure and (candidate is None or candidate.kind in ("country", "border")):
            return None
        if candidate is None and named and memory.countries:
            return PlaceMention(
                start, start + len(text), text, Area(memory.countries[0]), "country", resolved=False
            )
        if (
            candidate is None
            or candidate.match == "folded"
            or candidate.country not in memory.countries[:3]
        ):
            return None
        place = self._mention(replace(name, text=text), candidate)
        self._learn(place, memory)
        return place

    def dateline(self, text: str, start: int, memory: PlaceMemory) -> PlaceMention | None:
        """Return the town that a report, or one of its paragraphs, is dated from.

        None where the gazetteer has no such town in the report's countries, and where the line
        names several ("KABUL/PESHAWAR").
        """
        first, _, rest = text.partition(", ")
        if "/" in first:
            return None
        around = {
            (c.country or "", c.adm1 or "")
            for c in (self._candidates(rest.title(), None, memory) if rest else ())
            if c.kind in ("province", "district") and c.match in ("exact", "alias")
        }
        said = first.title() if first.isupper() else first
        name = Name(start, start + len(first), said, None, 1, near=False)
        candidate = self._best(name, around, memory)
        if candidate is None or candidate.kind in ("country", "border", "region"):
            return None
        return replace(self._mention(name, candidate), name=said)
