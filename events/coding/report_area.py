"""The countries that a report is about, and the one area that its headline names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from events.coding.place_search import PlaceMemory, PlaceSearch
from events.coding.placenames import Name
from events.coding.records import Area
from geodata.gazetteer import Candidate

_SURE = 0.68
_CERTAIN = 0.9
_DOUBTFUL = 0.4


@dataclass(frozen=True, slots=True)
class Countries(PlaceSearch):
    """Finds the countries and the one area that a report is about."""

    def countries(self, text: str, tally: Counter[str]) -> tuple[str, ...]:
        """Return the countries that a report is about: those it names, and those of its places.

        Parameters
        ----------
        text
            The report's text and title.
        tally
            How often each country is named by its own words or by its actors.
        """
        votes: Counter[str] = Counter()
        for word in dict.fromkeys(
            re.findall(
                r"(?:(?:in|at|near|of|on|’s|'s)(?: the)? |, |^)([A-Z][\w-]+(?: [A-Z][\w-]+)?)", text
            )
        ):
            if word.split()[0] in self.grammar.stop:
                continue
            best = self._named(word, frozenset(tally))
            if best and best.country and best.score >= _SURE:
                votes[best.country] += 2 if best.score >= _CERTAIN and best.match == "exact" else 1
        for short, whole in self.lexicon.places.also_called.items():
            if re.search(rf"\b{re.escape(short)}\b", text) and (best := self._named(whole)):
                votes[best.country or ""] += 2
        votes.pop("", None)
        if not votes and not tally:
            votes = self._doubtful(text)
        most = max(votes.values(), default=0)
        kept = {
            code: n + tally[code]
            for code, n in votes.items()
            if tally[code] or (n > 1 if tally else 2 * n >= most)
        }
        kept |= {code: n for code, n in tally.items() if code not in kept}
        first = {code: i for i, code in enumerate(kept)}
        return tuple(sorted(kept, key=lambda code: (-kept[code], first[code])))

    def _doubtful(self, text: str) -> Counter[str]:
        """Countries by less certain names, for a report that names nothing surer."""
        votes: Counter[str] = Counter()
        for word in dict.fromkeys(
            re.findall(r"(?:in|at|near|of)(?: the)? ([A-Z][\w-]+(?: [A-Z][\w-]+)?)", text)
        ):
            best = self._named(word)
            if best and best.country and best.score >= _DOUBTFUL:
                votes[best.country] += 1
        return votes

    def headline(self, title: str, memory: PlaceMemory) -> Area | None:
        """Return the area that a headline names, if it names just one."""
        found: dict[tuple[str | None, str | None, str | None], Area] = {}
        towns: dict[tuple[str | None, str | None, str | None], tuple[str, Candidate]] = {}
        for match in re.finditer(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?", title):
            words = re.sub(r"[’']s?$", "", match.group()).split()
            for name in dict.fromkeys((" ".join(words), *words)):
                sure = self._sure(name, memory)
                if (
                    sure
                    and sure.kind not in ("country", "border")
                    and name not in self.grammar.stop
                ):
                    area = Area(sure.country, sure.adm1, sure.adm2)
                    towns[area.country, area.adm1, area.adm2] = (name, sure)
                    found[area.country, area.adm1, area.adm2] = area
                    break
        areas = list(found.values())
        fine = [
            a
            for a in areas
            if not any(b != a and b.adm1 == a.adm1 and a.adm2 is None for b in areas)
        ]
        if len(fine) != 1:
            return None
        name, sure = towns[fine[0].country, fine[0].adm1, fine[0].adm2]
        if sure.kind == "populated" and fine[0].adm2 is None:
            place = self._mention(Name(0, 0, name, None, 1, near=False), sure)
            memory.town = replace(place, area=fine[0])
        return fine[0]

    def _sure(self, name: str, memory: PlaceMemory) -> Candidate | None:
        for candidate in self._candidates(name, None, memory):
            if candidate.match in ("exact", "alias") and candidate.country in memory.countries[:2]:
                return candidate if candidate.adm1 and candidate.score >= _DOUBTFUL else None
        return None

    def country_of(self, name: str, memory: PlaceMemory) -> str | None:
        """Return the country of a place, among those that the report is about."""
        known = memory.known.get(name.lower())
        if known and known.area.country:
            return known.area.country
        for candidate in self._candidates(name, None, memory):
            sure = candidate.match in ("exact", "alias") and candidate.kind != "country"
            if sure and candidate.country in memory.countries[:4]:
                return candidate.country
        return None
