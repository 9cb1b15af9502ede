"""Where it was: names tied to the gazetteer, and to the larger areas that the text puts them in.

"Shpolgai in Dand-e-Patan district" takes its area from the district; a village that no
gazetteer knows keeps its name and the smallest known area, and never gets a point.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from events.coding.lexicon import Lexicon
from events.coding.placenames import Name, NameGrammar, compile_names
from events.coding.placenames import find as find_names
from events.coding.records import ActorMention, Area, PlaceMention, Sentence
from events.model import PlacePrecision
from geodata.folding import fold
from geodata.gazetteer import Candidate, Gazetteer

_LIST_GAP = re.compile(r"^\s*(?:,|,?\s*and|,?\s*or|/)\s*(?:in |at |the )?(?:general area )?$")
_IN_GAP = re.compile(
    r"^[’']?s?\s*(?:\w+ )?(?:district|tehsil|village|hamlet|town|city|area|areas|villages|towns|districts|valley|state|province|region|agency|territory)?s?,?\s*"
    r"(?:(?:a|an|the|two|three)?\s?(?:\w+ ){0,3}(?:village|hamlet|town|city|capital|commune|suburb|quarter|towns|villages)?s?,?\s*(?:of|in|located in|lying in)\s+(?:the )?(?:[a-z]+ern )?(?:\w+ )?(?:region of |province of |district of |circle of |state of )?|,\s*(?:also )?(?:in )?(?:the )?(?:[a-z]+ern )?)$"
)
_OF_GAP = re.compile(
    r"^[’']s?\s*(?:remote |volatile |restive |northern |southern |eastern |western )*$"
)
_STRONG = ("exact", "alias", "folded")
_LEAST = 0.2
_SURE = 0.68
_CERTAIN = 0.9
_DOUBTFUL = 0.4
_SHORT_LABEL = 5


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
class PlaceFinder:
    """Finds places with one gazetteer and one lexicon."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    grammar: NameGrammar

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
        around = self._around(sentence, names, memory)
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
            best = self._named(word)
            if best and best.country and best.score >= _SURE:
                votes[best.country] += 2 if best.score >= _CERTAIN and best.match == "exact" else 1
        if not votes and not tally:
            votes = self._doubtful(text)
        kept = {
            code: n + tally[code] for code, n in votes.items() if tally[code] or n > 1 or not tally
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

    def _named(self, word: str) -> Candidate | None:
        """Return the likeliest place that is spelled so, not one that only sounds like it."""
        found = self.gazetteer.search(word, limit=5, fuzzy=False)
        return next((c for c in found if c.match in ("exact", "alias")), None)

    def headline(self, title: str, memory: PlaceMemory) -> Area | None:
        """Return the area that a headline names, if it names just one."""
        found: dict[tuple[str | None, str | None, str | None], Area] = {}
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
                    found[area.country, area.adm1, area.adm2] = area
                    break
        areas = list(found.values())
        fine = [
            a
            for a in areas
            if not any(b != a and b.adm1 == a.adm1 and a.adm2 is None for b in areas)
        ]
        return fine[0] if len(fine) == 1 else None

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

    def label(self, text: str, start: int, memory: PlaceMemory) -> PlaceMention | None:
        """Return the place that a line's label names ("Bajaur:"), if it names one."""
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

    def _around(
        self, sentence: Sentence, names: list[Name], memory: PlaceMemory
    ) -> tuple[tuple[str, str], ...]:
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

    def _allowed(self, memory: PlaceMemory) -> tuple[str, ...]:
        return memory.countries

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

    def _place(
        self,
        name: Name,
        names: list[Name],
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
                candidate.match == "folded" and candidate.score < 0.35 and not (name.cue or listed)
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

    def _country(self, name: Name, candidate: Candidate, sentence: Sentence) -> PlaceMention | None:
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
                r",? (?:a|the|in|two) (?:\w+ ){0,3}(?:village|hamlet|town|city|district|capital|province)",
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
            r"\b(?:in|at|near|on|around|over|opposite|of|spread to|spreading to|reached|hit) (?:the )?$",
            before,
            re.IGNORECASE,
        ):
            return False
        return bool(
            re.match(
                r"(?:[,.;]| (?:in|on|at|and|or|early|late|overnight|by|when|where|who|which|near|after|before|during|since|until|from|to|as|with|while|but|for|over|this|last|yesterday|today|district|was|were|has|have|had|killing|leaving|wounding|injuring|destroying|area|locality|general area)\b|[:)]|$)",
                after,
            )
        )

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

    def _contain(self, sentence: Sentence, found: list[PlaceMention]) -> list[PlaceMention]:
        """Tie smaller places to larger ones; the larger become containers."""
        result = list(found)
        for i in range(len(result) - 1, -1, -1):
            small = result[i]
            for j in self._larger(sentence, result, i):
                large = result[j]
                tied = self._tie(small, large, linked=j > i) or self._reread(sentence, small, large)
                if tied:
                    part = large.precision in ("exact", "near") and small.quarter
                    result[i], small = tied, tied
                    result[j] = (
                        large if part or not large.resolved else replace(large, container=True)
                    )
                    if not small.resolved:
                        break
        return result

    def _reread(
        self, sentence: Sentence, small: PlaceMention, large: PlaceMention
    ) -> PlaceMention | None:
        """Read a name anew where the text puts it in another area than its best candidate's."""
        first, second = sorted((small, large), key=lambda p: p.start)
        gap = sentence.text[first.end - sentence.start : second.start - sentence.start]
        adjacent = _OF_GAP.match(gap) and gap[:1] in "’'" if first is large else _IN_GAP.match(gap)
        if not small.resolved or not adjacent or large.precision not in ("district", "province"):
            return None
        if small.precision in ("country", "border", "province"):
            return None
        inside = self.gazetteer.search(
            small.name, country=large.area.country, adm1=large.area.adm1, limit=3, fuzzy=False
        )
        for candidate in inside:
            same = candidate.adm1 == large.area.adm1 and candidate.country == large.area.country
            if same and large.area.adm2 in (None, candidate.adm2) and candidate.kind != "province":
                return self._mention(
                    Name(
                        small.start, small.end, small.name, None, 1, near=small.precision == "near"
                    ),
                    candidate,
                )
        return replace(
            small,
            area=large.area,
            precision=large.precision,
            resolved=False,
            lat=None,
            lon=None,
            adm1_id=large.adm1_id,
            adm2_id=large.adm2_id,
        )

    def _larger(self, sentence: Sentence, found: list[PlaceMention], i: int) -> list[int]:
        """Candidates for the area around a place: the next after it, across its list, else before."""
        order: list[int] = []
        j = i + 1
        while j < len(found):
            gap = sentence.text[found[j - 1].end - sentence.start : found[j].start - sentence.start]
            if _IN_GAP.match(gap) or (order and _OF_GAP.match(gap)):
                order.append(j)
                j += 1
                continue
            if order:
                break
            if not re.match(
                r"^(?: (?:district|village|town|hamlet|tehsil)s?)?\s*(?:,|,?\s*and)\s*(?:in |at )?$",
                gap,
            ):
                break
            j += 1
        order += [k for k in range(i - 1, -1, -1) if not self._siblings(sentence, found, k, i)]
        if not found[i].resolved:
            order.sort(key=lambda k: found[k].precision == "country")
        return order

    def _siblings(self, sentence: Sentence, found: list[PlaceMention], k: int, i: int) -> bool:
        gaps = (
            sentence.text[found[n].end - sentence.start : found[n + 1].start - sentence.start]
            for n in range(k, i)
        )
        return all(_LIST_GAP.match(gap) for gap in gaps)

    def _tie(
        self, small: PlaceMention, large: PlaceMention, *, linked: bool
    ) -> PlaceMention | None:
        a, b = small.area, large.area
        if (not large.resolved and large.area == Area()) or large.precision in ("border",):
            return None
        if not small.resolved:
            if small.area != Area() or large.precision not in (
                "district",
                "province",
                "exact",
                "near",
                "country",
            ):
                return None
            whole = b.adm2 is not None and fold(b.adm2) == fold(large.name)
            if (
                large.precision in ("exact", "near")
                and not small.quarter
                and not (whole and linked)
            ):
                return None
            if whole and linked and not small.quarter:
                return replace(
                    small,
                    area=b,
                    precision="district",
                    adm1_id=large.adm1_id,
                    adm2_id=large.adm2_id,
                )
            precision = large.precision
            parent = large.name if large.precision in ("exact", "near") else large.parent
            return replace(
                small,
                parent=parent,
                area=b,
                precision=precision,
                adm1_id=large.adm1_id,
                adm2_id=large.adm2_id,
            )
        namesake = large.precision == "exact" and large.name in (b.adm1, b.adm2)
        if (
            namesake
            and small.precision == "district"
            and a.country == b.country
            and a.adm1 == b.adm1
        ):
            return small
        if (
            large.precision == "province"
            and small.precision != "province"
            and a.country == b.country
            and a.adm1 == b.adm1
        ):
            return small
        if (
            large.precision == "district"
            and small.precision in ("exact", "near")
            and a.adm1 == b.adm1
            and a.adm2 in (b.adm2, None)
        ):
            return replace(small, area=Area(b.country, b.adm1, b.adm2), adm2_id=large.adm2_id)
        if large.precision == "country" and small.precision != "country" and a.country == b.country:
            return small
        return None

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
