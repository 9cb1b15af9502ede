"""Where it was: names tied to the gazetteer, and to the larger areas that the text puts them in.

"Shpolgai in Dand-e-Patan district" takes its area from the district; a village that no
gazetteer knows keeps its name and the smallest known area, and never gets a point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from events.coding.containment import Containment
from events.coding.lexicon import Lexicon
from events.coding.place_search import PlaceMemory
from events.coding.placenames import Name, compile_names
from events.coding.placenames import find as find_names
from events.coding.records import ActorMention, Area, PlaceMention, Sentence
from events.coding.report_area import Countries
from geodata.gazetteer import Candidate, Gazetteer

_LIST_GAP = re.compile(r"^\s*(?:,|,?\s*and|,?\s*or|/)\s*(?:in |at |the )?(?:general area )?$")
_SHORT_LABEL = 5


@dataclass(frozen=True, slots=True)
class PlaceFinder(Containment, Countries):
    """Finds places with one gazetteer and one lexicon."""

    @classmethod
    def of(cls, gazetteer: Gazetteer, lexicon: Lexicon) -> PlaceFinder:
        """Compile the lexicon's place words."""
        return cls(gazetteer, lexicon, compile_names(lexicon))

    def find(
        self,
        sentence: Sentence,
        mentions: tuple[ActorMention, ...],
        memory: PlaceMemory,
        side: str | None = None,
    ) -> tuple[PlaceMention, ...]:
        """Return the places of a sentence where something may have happened, in order.

        Names that the sentence puts elsewhere (where the speaker sits, where the wounded were
        taken) are left out; larger areas that only place a smaller one are ``container``.
        ``side`` is the country that "on the Kenyan side" names.
        """
        memory.side = side
        names = [n for n in find_names(sentence, mentions, self.grammar) if not n.person]
        around = self._around(names, memory)
        found: list[PlaceMention] = []
        kept: list[Name] = []
        for name in names:
            place = self._place(name, names, around, memory, sentence, found)
            if place:
                found.append(place)
                kept.append(name)
        found = self._contain(sentence, found)
        found = [place for place, name in zip(found, kept, strict=True) if not name.elsewhere]
        found += [
            b
            for b in self._borders(sentence, found)
            if not any(m.start < b.end and b.start < m.end and not m.bare for m in mentions)
        ]
        for place in found:
            self._learn(place, memory)
        return tuple(sorted(found, key=lambda p: p.start))

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

    def _around(self, names: list[Name], memory: PlaceMemory) -> tuple[tuple[str, str], ...]:
        """Provinces and countries that the sentence itself names: they place its other names."""
        found: list[tuple[str, str]] = []
        for name in names:
            for candidate in self._candidates(name.text, None, memory):
                sure = candidate.match in ("exact", "alias") or candidate.score > 0.6  # noqa: PLR2004
                if (
                    candidate.kind in ("province", "district")
                    and sure
                    and candidate.country in self._allowed(memory)
                    and candidate.adm1
                ):
                    if name.cue or name.unit or name.possessive:
                        found.append((candidate.country or "", candidate.adm1))
                    break
        return tuple(found)

    def _place(  # noqa: PLR0911, PLR0917
        self,
        name: Name,
        names: list[Name],  # noqa: ARG002
        around: tuple[tuple[str, str], ...],
        memory: PlaceMemory,
        sentence: Sentence,
        found: list[PlaceMention],
    ) -> PlaceMention | None:
        known = memory.known.get(name.text.lower())
        listed = self._listed(name, found, sentence)
        if not (
            name.cue
            or listed
            or known
            or name.possessive
            or sentence.text.removeprefix("The ").startswith(name.text)
            or self._linked_next(name, sentence)
        ):
            return None
        there = memory.side is None or (known is not None and known.area.country == memory.side)
        if (
            known
            and there
            and not known.container
            and known.area.adm1
            and name.unit in (None, "town")
        ):
            return replace(
                known,
                start=name.start,
                end=name.end,
                precision="near" if name.near and known.precision == "exact" else known.precision,
            )
        candidate = self._best(name, around, memory)
        if candidate and candidate.kind == "country":
            return self._country(name, candidate, sentence)
        if candidate is None and memory.side and self._candidates(name.text, None, memory):
            return PlaceMention(
                name.start, name.end, name.text, Area(memory.side), "country", resolved=False
            )
        if candidate:
            unsure = (
                candidate.match == "folded" and candidate.score < 0.35 and not (name.cue or listed)  # noqa: PLR2004
            )
            return None if unsure else self._mention(name, candidate)
        if known and not known.container:
            return replace(known, start=name.start, end=name.end, name=name.text)
        if name.cue == 2 or listed or self._described(name, sentence):  # noqa: PLR2004
            return self._unknown(name)
        plain = name.cue == 1 and len(name.text.split()) <= 3 and self._village_like(name, sentence)  # noqa: PLR2004
        return self._unknown(name) if plain else None

    def _unknown(self, name: Name) -> PlaceMention:
        return PlaceMention(
            name.start,
            name.end,
            name.text,
            Area(),
            "district",
            resolved=False,
            quarter=name.quarter,
        )

    def _country(self, name: Name, candidate: Candidate, sentence: Sentence) -> PlaceMention | None:  # noqa: ARG002
        if not (name.cue or name.possessive):
            return None
        return PlaceMention(
            name.start,
            name.end,
            name.text,
            Area(candidate.country),
            "country",
            container=name.possessive,
        )

    def _listed(self, name: Name, found: list[PlaceMention], sentence: Sentence) -> bool:
        if not found:
            return False
        gap = sentence.text[found[-1].end - sentence.start : name.start - sentence.start]
        return bool(_LIST_GAP.match(gap))

    def _linked_next(self, name: Name, sentence: Sentence) -> bool:
        """Tell whether the words after a name put it in a larger area."""
        after = sentence.text[name.end - sentence.start :]
        return bool(
            re.match(
                r",? (?:a|the|in|two) (?:\w+ ){0,3}(?:village|hamlet|town|city|district|capital|province)",  # noqa: E501
                after,
            )
        )

    def _described(self, name: Name, sentence: Sentence) -> bool:
        return self._linked_next(name, sentence)

    def _village_like(self, name: Name, sentence: Sentence) -> bool:
        """Tell whether "in X", "at X" reads as a place: not a person, an institution, a time."""
        before = sentence.text[: name.start - sentence.start]
        after = sentence.text[name.end - sentence.start :]
        if not re.search(
            r"\b(?:in|at|near|on|around|over|opposite|of|spread to|spreading to|reached|reaching|hit) (?:the )?$",  # noqa: E501
            before,
            re.IGNORECASE,
        ):
            return False
        return bool(
            re.match(
                r"(?:[,.;]| (?:in|on|at|and|or|early|late|overnight|by|when|where|who|which|near|after|before|during|since|until|from|to|as|with|while|but|for|over|this|last|yesterday|today|district|was|were|has|have|had|killing|leaving|wounding|injuring|destroying|area|locality|general area)\b|[:)]|$)",  # noqa: E501
                after,
            )
        )

    def _borders(self, sentence: Sentence, found: list[PlaceMention]) -> Iterable[PlaceMention]:
        for match in self.lexicon.patterns["border"].finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if any(p.start < end and start < p.end for p in found):
                continue
            if re.match(
                r"\s(?:battalion|forces?|guards?|police|officials?|crossing|post|posts|town|villages?|corps|troops|security)\b",
                sentence.text[match.end() :],
            ):
                continue
            line = next(
                (pair for name, pair in self.lexicon.places.lines.items() if name in match.group()),
                None,
            )
            yield PlaceMention(start, end, match.group(), Area(border=line or "?"), "border")

    def _learn(self, place: PlaceMention, memory: PlaceMemory) -> None:
        if place.resolved and place.area.adm1 and place.area.country:
            pair = (place.area.country, place.area.adm1)
            if pair not in memory.provinces:
                memory.provinces.append(pair)
        if place.area != Area() and place.precision != "country":
            memory.known.setdefault(place.name.lower(), place)
