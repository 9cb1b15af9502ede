"""Which words name an actor: known groups, and classes of people of a country.

A class noun takes its country from its own phrase ("Pakistani soldiers", "refugees from South
Sudan"); without one it stays ``bare`` and gets its country from where the event is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from events.codebook.vocabulary import Codebook
from events.coding.actor_grammar import ActorGrammar, plain_text
from events.coding.records import ActorMention

_PHRASE_WORDS = 4  # between a country's word and its noun
_GROUP_NOUNS = (
    r"Army|Front|Movement|Forces|Force|Group|Brigade|Brigades|Party|Union|Militia|Council|Alliance|"
    r"Command|Coalition|Resistance|Organi[sz]ation|Jihad|Fighters|Congress|League"
)
_ACRONYM = re.compile(
    rf"((?:[A-Z][\w’'-]+ (?:of |the |and |for )?){{0,5}}(?:{_GROUP_NOUNS})(?: of [A-Z]\w+)?) \(([A-Z][A-Z0-9-]{{1,8}})\)"  # noqa: E501
)
# Words that may stand between a country's name and the noun it qualifies.
_INSIDE = re.compile(r"(?:[\s-]+(?:and|or|[a-z]+ese|[a-z-]+|[A-Z][\w-]*))*?[\s-]*", re.IGNORECASE)
_BREAK = re.compile(
    r"[,.;:()“”\"—–]|\b(?:in|on|at|of|to|by|from|with|for|that|which|who|said|says|say|was|were|is|are|has|have|had|as|"
    r"killed|attacked|fired|fought|will|would|into|near|over|after|before|told|than|but|while|the|a|an|its|their|of|shot|fought|struck|hit|fell|took|left|lost|sent|burnt|held|set|"
    r"(?!armed|armoured|armored|united|uniformed|outlawed|banned|allied|backed)\w+ed)\b",
    re.IGNORECASE,
)
_LOCATIVE = re.compile(
    r"\b(?:in|near|at|from|to|into|of|over|across|around|through|inside|outside|within|for|between|against|towards|"
    r"province|district|city|state|visit to|side of|dividing)\s+(?:[\w’'-]+\s+and\s+)?(?:the\s+)?"
    r"(?:(?:north|south|east|west|central|mainland)[\w-]*\s+)*$",
    re.IGNORECASE,
)
# A capital after these is the city that was hit, not its state.
_TARGET = re.compile(
    r"\b(?:strikes?|airstrikes?|raids?|attacks?|assaults?|bomb\w*|shelling|rockets?|missiles?|drones?|fire)\s+"
    r"(?:[\w-]+\s+){0,5}?on\s+$|\b(?:hit|hits|struck|bombed|shelled|rocked|pounded|strafed)\s+$",
    re.IGNORECASE,
)


def named_countries(text: str, grammar: ActorGrammar, codebook: Codebook) -> Counter[str]:
    """Return how often a report names each country, by its own words or by an actor of it."""
    plain = plain_text(text)
    tally = Counter(grammar.codes[match.group()] for match in grammar.country.finditer(plain))
    for match in grammar.alias.finditer(plain):
        for row in codebook.actor_aliases:
            if row.alias.lower() == match.group().lower():
                actor = codebook.actor(row.actor)
                if row.country is not None and row.country not in tally:
                    continue  # "CNA" is the Chins' army only where Myanmar is told of
                if actor and actor.country and (row.case == "any" or row.alias == match.group()):
                    tally[actor.country] += 2 if actor.actor_class in ("rebels", "militia") else 1
                break
    return tally


@dataclass(frozen=True, slots=True)
class ActorFinder:
    """Finds actors in the words of one report."""

    grammar: ActorGrammar
    codebook: Codebook
    on: date
    countries: tuple[str, ...]
    acronyms: dict[str, str]
    enemy: str | None = None  # whom the party that publishes the report calls the enemy

    def find(self, text: str, offset: int) -> tuple[ActorMention, ...]:
        """Return the actors that ``text`` names, in order and without overlaps."""
        plain = plain_text(text)
        named = list(self._named(plain))
        taken = [(m.start, m.end) for m in named]
        lands = [
            m
            for m in self.grammar.country.finditer(plain)
            if not _overlaps(m.start(), m.end(), taken)
        ]
        classed, used = self._classed(plain, lands, taken)
        classed = [m for m in classed if not (m.bare and self._of_group(plain, m, named))]
        taken += [(m.start, m.end) for m in classed]
        states = self._states(plain, [m for m in lands if m.start() not in used], taken)
        found = sorted([*named, *classed, *states], key=lambda m: (m.start, -m.end))
        return tuple(replace(m, start=m.start + offset, end=m.end + offset) for m in found)

    def actor_of(
        self, mention: ActorMention, country: str | None = None, *, speaks: bool = False
    ) -> str | None:
        """Return the actor id of a mention.

        A country's own name is its forces when it fights and its government when it speaks.
        """
        if mention.actor:
            return mention.actor
        if mention.cls == "ENY":
            return self.enemy
        land = mention.country or country
        if land is None:
            return None
        cls = mention.cls
        if mention.metonym:
            cls = "GOV" if speaks else "MIL"
        return self.class_id(land, cls)

    def class_id(self, country: str, cls: str) -> str:
        """Return the id of a class of a country on the report's day (AFG:MIL is AFG:IEA now)."""
        return self.codebook.index.resolve(f"{country}:{cls}", self.on)[0]

    def _named(self, plain: str) -> Iterator[ActorMention]:
        begin = 0
        pattern = self.grammar.alias
        while match := pattern.search(plain, begin):
            begin = match.end()
            words = match.group()
            actor = self._lookup(words)
            if actor is None:
                begin = match.start() + 1
                continue
            end = self._absorb(plain, match.end())
            yield ActorMention(match.start(), end, plain[match.start() : end], "GRP", None, actor)
            begin = end
        for match in re.finditer(r"\b[A-Z][A-Z0-9-]{1,8}\b", plain):
            if known := self.acronyms.get(match.group()):  # noqa: SIM102
                if self._lookup(match.group()) is None:
                    yield ActorMention(
                        match.start(), match.end(), match.group(), "GRP", None, known
                    )

    def _lookup(self, words: str) -> str | None:
        for country in (*self.countries[:3], None):
            for found in self.codebook.find_actor(words, self.on, country):
                whole = found.reason in ("alias", "alias in its country")
                if whole and (found.alias not in self.grammar.exact or found.alias in words):
                    return found.actor
        return None

    def _absorb(self, plain: str, end: int) -> int:
        """Take in the noun after a group's name: "TTP fighters", "RSF men"."""
        after = re.match(r"[\s-]+(?:\([A-Z]+\)\s+)?", plain[end:])
        if after:
            noun = self.grammar.noun.match(plain, end + after.end())
            if noun and self.grammar.classes.get(noun.group().lower()) in (
                "UNK",
                "CIV",
                "MIL",
                "TRI",
                "POL",
            ):
                return noun.end()
        return end

    def _of_group(self, plain: str, noun: ActorMention, named: list[ActorMention]) -> bool:
        """Tell whether a noun belongs to a group named after it: "fighters of the banned TTP"."""
        if noun.cls not in ("UNK", "CIV", "MIL"):
            return False
        gaps = (plain[noun.end : m.start] for m in named if m.start >= noun.end)
        return any(self.grammar.cues["members"].fullmatch(gap) for gap in gaps)

    def _classed(
        self, plain: str, lands: list[re.Match[str]], taken: list[tuple[int, int]]
    ) -> tuple[list[ActorMention], set[int]]:
        found: list[ActorMention] = []
        used: set[int] = set()
        for match in self.grammar.noun.finditer(plain):
            if _overlaps(match.start(), match.end(), taken):
                continue
            noun = match.group().lower()
            cls = self.grammar.classes.get(noun) or self.grammar.classes.get(
                re.sub(r"[\s-]+", " ", noun), "CIV"
            )
            if noun in self.grammar.ranks and not _titled(plain, match):
                continue
            if cls in ("MIL", "POL", "GOV") and self.grammar.cues["former"].search(
                plain[: match.start()]
            ):
                cls = "CIV"
            owners = self._owners(plain, match, lands)
            if owners and cls == "ENY":
                cls = "MIL"
            if owners and noun in ("guard", "guards", "side", "fighters"):
                cls = "MIL"
            used |= {owner.start() for owner in owners}
            for owner in owners:
                start = min(owner.start(), match.start())
                end = max(owner.end(), match.end())
                code = self.grammar.codes[owner.group()]
                found.append(ActorMention(start, end, plain[start:end], cls, code))
            if not owners and noun not in self.grammar.owned:
                found.append(
                    ActorMention(match.start(), match.end(), match.group(), cls, None, bare=True)
                )
        return found, used

    def _owners(
        self, plain: str, noun: re.Match[str], lands: list[re.Match[str]]
    ) -> list[re.Match[str]]:
        """Country words of the noun's own phrase; two when they are coordinated."""
        owners: list[re.Match[str]] = []
        edge = noun.start()
        for land in reversed([one for one in lands if one.end() <= noun.start()]):
            between = re.sub(r"^'s?\b", "", plain[land.end() : edge])
            joined = bool(owners) and re.fullmatch(r"\s*(?:and|or|,)\s+", between)
            if not (
                joined
                or (
                    not owners
                    and not _BREAK.search(between)
                    and len(between.split()) <= _PHRASE_WORDS
                )
            ):
                break
            if not joined and re.search(r"\band\b", between):
                break
            owners.insert(0, land)
            edge = land.start()
        if owners:
            return owners
        after = [one for one in lands if one.start() >= noun.end()]
        if after and re.fullmatch(r" (?:from|of) (?:the )?", plain[noun.end() : after[0].start()]):
            return [after[0]]
        return []

    def _states(
        self, plain: str, lands: list[re.Match[str]], taken: list[tuple[int, int]]
    ) -> Iterator[ActorMention]:
        for land in lands:
            word = land.group()
            if word not in self.grammar.names or _overlaps(land.start(), land.end(), taken):
                continue
            if _LOCATIVE.search(plain[: land.start()]) or plain[land.end() :].startswith(
                ("'s", " province", " city", "-")
            ):
                continue
            code = self.grammar.codes[word]
            capital = word != self.codebook.countries[code].name
            if capital and _TARGET.search(plain[: land.start()]):
                continue
            yield ActorMention(land.start(), land.end(), word, "GOV", code, metonym=True)


def acronyms(text: str, codebook: Codebook, on: date) -> dict[str, str]:
    """Return groups that the report introduces itself: "Oromo Liberation Army (OLA)"."""
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        known = codebook.find_actor(match[1].strip(), on) or codebook.find_actor(match[2], on)
        sure = [m.actor for m in known if m.reason.startswith("alias") and "part" not in m.reason]
        found.setdefault(match[2], sure[0] if sure else match[2])
    return found


def _titled(plain: str, rank: re.Match[str]) -> bool:
    """Tell whether a rank stands before a name: "Major Adnan Aslam", not "a major attack"."""
    return rank.group()[:1].isupper() and bool(re.match(r" [A-Z]\w", plain[rank.end() :]))


def _overlaps(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in taken)
