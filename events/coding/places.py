"""Where it was: names tied to the gazetteer, and to the larger areas that the text puts them in.

"Shpolgai in Dand-e-Patan district" takes its area from the district; a village that no
gazetteer knows keeps its name and the smallest known area, and never gets a point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from events.coding import borders, villages
from events.coding.containment import Containment, of_one_list
from events.coding.elsewhere import is_elsewhere, on_a_journey
from events.coding.lexicon import Lexicon
from events.coding.line_places import LinePlaces
from events.coding.place_search import PlaceMemory
from events.coding.placenames import Name, compile_names
from events.coding.placenames import find as find_names
from events.coding.records import ActorMention, Area, PlaceMention, Sentence
from events.coding.report_area import Countries
from events.model import PlacePrecision
from geodata.folding import fold
from geodata.gazetteer import Candidate, Gazetteer

_LIST_GAP = re.compile(
    r"^(?:\s(?:district|tehsil|village|town|city|area|valley|township|subdivision|sector)s?)?"
    r"\s*(?:,|,?\s*and|,?\s*or|/|&)\s*(?:in |at |the )?(?:general area )?$"
)
_COMPASS = re.compile(
    r"(?:(?:north|south)?-?(?:east|west)(?:ern)?|(?:north|south)(?:ern)?|central|upper|lower) $",
    re.IGNORECASE,
)
# What makes a country the place, and not a party: "in Mali", never "the regimes of Mali".
_WITHIN = re.compile(
    r"(?:^|\b)(?:in|inside|across|throughout|within|into|over|on|at|against|towards?|around|hit|struck|bombed|near|"
    r"(?:part|parts|north|south|east|west|northeast|northwest|southeast|southwest|regions?|areas?|"
    r"provinces?|territory|soil|villages?|towns?|inside) of) (?:the )?$",
    re.IGNORECASE,
)
_ASKED = 8192  # names kept with what the gazetteer answers
_SIDE_NEAR = 24  # characters between a place and "on the Kenyan side"


@dataclass(frozen=True, slots=True)
class PlaceFinder(Containment, Countries, LinePlaces):
    """Finds places with one gazetteer and one lexicon."""

    @classmethod
    def of(cls, gazetteer: Gazetteer, lexicon: Lexicon) -> PlaceFinder:
        """Compile the lexicon's place words."""
        ask = lru_cache(maxsize=_ASKED)(partial(gazetteer.search, fuzzy=False))
        return cls(gazetteer, lexicon, compile_names(lexicon), ask)

    def find(
        self,
        sentence: Sentence,
        mentions: tuple[ActorMention, ...],
        memory: PlaceMemory,
        side: tuple[str, int, int] | None = None,
    ) -> tuple[PlaceMention, ...]:
        """Return the places of a sentence where something may have happened, in order.

        Names that the sentence puts elsewhere (where the speaker sits, where the wounded were
        taken) are left out; larger areas that only place a smaller one are ``container``.
        ``side`` is the country that "on the Kenyan side" names, with where the words stand.
        """
        every = find_names(sentence, mentions, self.grammar)
        people = [n for n in every if n.person]
        names = [n for n in self._joined(every, sentence, memory) if not n.person]
        around = self._around(names, memory)
        found: list[PlaceMention] = []
        kept: list[Name] = []
        for name in names:
            memory.side = side[0] if side and _beside(name, side) else None
            place = self._place(name, around, memory, sentence, found)
            if place:
                found.append(place)
                kept.append(name)
        if any(not n.road and p.precision != "country" for n, p in zip(kept, found, strict=True)):
            pairs = [(n, p) for n, p in zip(kept, found, strict=True) if not n.road]
            kept, found = [n for n, _ in pairs], [p for _, p in pairs]
        stays = [(n, p) for n, p in zip(kept, found, strict=True) if not on_a_journey(p, sentence)]
        kept, found = [n for n, _ in stays], [p for _, p in stays]
        found = of_one_list(sentence, self._contain(sentence, found))
        found = [
            place
            for place, name in zip(found, kept, strict=True)
            if not name.elsewhere and not is_elsewhere(name, sentence, people, self.lexicon)
        ]
        found = self._opened(sentence, found)
        found += [
            b
            for b in borders.find(sentence, found, self.lexicon, crossing=self._crossing(memory))
            if not any(m.start < b.end and b.start < m.end and not m.bare for m in mentions)
        ]
        for place in found:
            self._learn(place, memory)
        return tuple(sorted(found, key=lambda p: p.start))

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

    def _joined(
        self, names: tuple[Name, ...], sentence: Sentence, memory: PlaceMemory
    ) -> list[Name]:
        """Put together a name that holds "and": "Sistan and Baluchestan"."""
        joined: list[Name] = []
        for name in names:
            last = joined[-1] if joined else None
            gap = (
                sentence.text[last.end - sentence.start : name.start - sentence.start]
                if last
                else ""
            )
            if last and gap == " and ":
                whole = f"{last.text} and {name.text}"
                if any(
                    c.match in ("exact", "alias") for c in self._candidates(whole, None, memory)
                ):
                    joined[-1] = replace(
                        name, start=last.start, text=whole, cue=last.cue or name.cue
                    )
                    continue
            joined.append(name)
        return joined

    def _place(  # noqa: PLR0911
        self,
        name: Name,
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
            or villages.described(name, sentence)
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
                precision=self._nearness(name, known),
            )
        candidate = self._best(name, around, memory)
        if candidate and name.quarter and fold(candidate.name) != fold(name.text):
            candidate = None  # "Wana's Rustam Bazaar" is not the town of Rustam
        road = memory.known.get(" ".join(name.text.split()[:-1]).lower()) if name.quarter else None
        if candidate is None and road is not None:
            return replace(
                road,
                start=name.start,
                end=name.end,
                name=name.text,
                resolved=False,
                lat=None,
                lon=None,
            )
        if candidate and candidate.kind == "country":
            return self._country(name, candidate, sentence)
        if candidate:
            unsure = (
                candidate.match == "folded" and candidate.score < 0.35 and not (name.cue or listed)  # noqa: PLR2004
            )
            return None if unsure else self._mention(name, candidate)
        if known and not known.container:
            return replace(known, start=name.start, end=name.end, name=name.text)
        return (
            self._unknown(name) if villages.reads_as_place(name, sentence, listed=listed) else None
        )

    def _nearness(self, name: Name, known: PlaceMention) -> PlacePrecision:
        """Return "near" or "exact" as these words put it, where the place has a point."""
        if known.precision in ("exact", "near") and known.resolved:
            return "near" if name.near else "exact"
        return known.precision

    def _unknown(self, name: Name) -> PlaceMention:
        return PlaceMention(
            name.start,
            name.end,
            name.text,
            Area(),
            "district",
            resolved=False,
            quarter=name.quarter,
            unit=name.second_level,
        )

    def _country(self, name: Name, candidate: Candidate, sentence: Sentence) -> PlaceMention | None:
        """Return a country, with the part of it that the text names: "eastern Afghanistan"."""
        before = sentence.text[: name.start - sentence.start]
        part = _COMPASS.search(before)
        if not (_WITHIN.search(before) or name.possessive or part):
            return None
        start = sentence.start + part.start() if part else name.start
        return PlaceMention(
            start,
            name.end,
            sentence.text[start - sentence.start : name.end - sentence.start],
            Area(candidate.country),
            "country",
            container=name.possessive,
        )

    def _listed(self, name: Name, found: list[PlaceMention], sentence: Sentence) -> bool:
        if not found:
            return False
        gap = sentence.text[found[-1].end - sentence.start : name.start - sentence.start]
        return bool(_LIST_GAP.match(gap))

    def _crossing(self, memory: PlaceMemory) -> bool:
        """Tell whether a town or a crossing was told before."""
        return any(p.resolved and p.precision in ("exact", "near") for p in memory.known.values())


def _beside(name: Name, side: tuple[str, int, int]) -> bool:
    """Tell whether "on the Kenyan side" stands right beside a name."""
    _, start, end = side
    return 0 <= start - name.end <= _SIDE_NEAR or 0 <= name.start - end <= _SIDE_NEAR
