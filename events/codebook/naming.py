"""From words to actor ids: aliases, and the generic classes of any country."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from events.codebook.rows import ActorClassRow, ActorRow, AliasRow, CountryRow

SCORES = {
    "alias in its country": 1.0,
    "alias": 0.98,
    "country and class": 0.9,
    "capital for its government": 0.9,
    "class": 0.6,
    "country's name": 0.5,
}
OUTSIDE_ITS_DATES = 0.4  # factor: still told, but after every actor that fits the day
PART_OF_TEXT = 0.85  # factor: the alias is only a part of the words given
WRONG_CASE = 0.5  # factor: "is" for IS, "fc" for FC


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """One actor that words can mean; ``reason`` says by which rule, ``score`` is 0..1."""

    actor: str
    score: float
    alias: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An alias as indexed; ``rule`` is a key of SCORES."""

    alias: str
    actor: str
    country: str | None
    exact_case: bool
    rule: str


def fold(text: str) -> str:
    """Return ``text`` without case, accents, punctuation and a leading article, for comparing."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = plain.replace("’s", "").replace("'s", "").replace("’", "").replace("'", "")
    words = re.sub(r"[\W_]+", " ", plain.casefold()).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


class AliasIndex:
    """All names of actors, folded, with who they can mean."""

    def __init__(
        self,
        actors: Mapping[str, ActorRow],
        aliases: Iterable[AliasRow],
        classes: Iterable[ActorClassRow],
        countries: Mapping[str, CountryRow],
    ) -> None:
        self._actors = dict(actors)
        self._absorbed = {
            generic: tuple(row.id for row in actors.values() if generic in row.absorbs)
            for generic in {one for row in actors.values() for one in row.absorbs}
        }
        self._entries: dict[str, tuple[Entry, ...]] = {}
        for entry in (*_alias_entries(aliases), *_country_entries(countries)):
            key = fold(entry.alias)
            self._entries[key] = (*self._entries.get(key, ()), entry)
        self._nouns = {fold(noun): row.code for row in classes for noun in row.nouns}
        self._owners = {
            fold(owner): row.code for row in countries.values() for owner in _owners(row)
        }
        self._longest = 3 + max(len(key.split()) for key in (*self._entries, *self._nouns))

    def find(self, text: str, on: date | None, country: str | None) -> tuple[ActorMatch, ...]:
        """Return the actors that ``text`` can mean, best first, one entry an actor."""
        return _ranked(self._matches(text, on, country))

    def find_whole(self, text: str, on: date | None, country: str | None) -> tuple[ActorMatch, ...]:
        """Return the actors that ``text`` as a whole can mean, best first: no part of it counts."""
        return _ranked(self._whole_matches(text, on, country))

    def knows(self, text: str) -> bool:
        """Return whether ``text`` as a whole can mean anybody, on some day or in some country."""
        folded = fold(text)
        return folded in self._nouns or any(True for _ in self._named(folded))

    def resolve(self, actor: str, on: date | None) -> tuple[str, ...]:
        """Return who a generic id means on a day: AFG:MIL is AFG:IEA from 2021-08-15."""
        absorbing = self._absorbed.get(actor, ())
        fitting = tuple(one for one in absorbing if self._exists(one, on))
        return fitting or (actor,)

    def _whole_matches(
        self, text: str, on: date | None, country: str | None
    ) -> Iterator[ActorMatch]:
        folded = fold(text)
        for entry in self._named(folded):
            yield from self._judge(entry, text, on, country, 1.0)
        bare = self._nouns.get(folded)
        if country and bare:
            entry = Entry(text, f"{country}:{bare}", country, exact_case=False, rule="class")
            yield from self._judge(entry, text, on, country, 1.0)

    def _matches(self, text: str, on: date | None, country: str | None) -> Iterator[ActorMatch]:
        yield from self._whole_matches(text, on, country)
        words = fold(text).split()
        for size in range(min(len(words) - 1, self._longest), 0, -1):
            share = PART_OF_TEXT * (0.5 + 0.5 * size / len(words))
            for start in range(len(words) - size + 1):
                for entry in self._named(" ".join(words[start : start + size])):
                    yield from self._judge(entry, text, on, country, share)

    def _named(self, folded: str) -> Iterator[Entry]:
        yield from self._entries.get(folded, ())
        words = folded.split()
        for cut in range(1, len(words)):
            owner = self._owners.get(" ".join(words[:cut]))
            code = self._nouns.get(" ".join(words[cut:]))
            if owner and code:
                rule = "country and class"
                yield Entry(folded, f"{owner}:{code}", None, exact_case=False, rule=rule)

    def _judge(
        self, entry: Entry, text: str, on: date | None, country: str | None, share: float
    ) -> Iterator[ActorMatch]:
        if entry.country is not None and entry.country != country:
            return
        score = SCORES[entry.rule] * share
        reason = entry.rule if share == 1.0 else f"{entry.rule}, as a part of the words"
        if entry.exact_case and entry.alias not in text:
            score *= WRONG_CASE
            reason += ", other case"
        by_name = entry.rule.startswith("alias")
        for actor in (entry.actor,) if by_name else self.resolve(entry.actor, on):
            if self._exists(actor, on):
                yield ActorMatch(actor, round(score, 4), entry.alias, reason)
            else:
                late = round(score * OUTSIDE_ITS_DATES, 4)
                yield ActorMatch(actor, late, entry.alias, f"{reason}, outside the actor's dates")

    def _exists(self, actor: str, on: date | None) -> bool:
        row = self._actors.get(actor)
        if row is None:
            return True
        if on is None:
            return row.valid_to is None
        return (row.valid_from is None or row.valid_from <= on) and (
            row.valid_to is None or on <= row.valid_to
        )


def _ranked(matches: Iterable[ActorMatch]) -> tuple[ActorMatch, ...]:
    """Return matches best first, one an actor."""
    best: dict[str, ActorMatch] = {}
    for match in matches:
        if match.actor not in best or best[match.actor].score < match.score:
            best[match.actor] = match
    return tuple(sorted(best.values(), key=lambda m: (-m.score, m.actor)))


def _alias_entries(aliases: Iterable[AliasRow]) -> Iterator[Entry]:
    for row in aliases:
        rule = "alias" if row.country is None else "alias in its country"
        yield Entry(row.alias, row.actor, row.country, row.case == "exact", rule)


def _country_entries(countries: Mapping[str, CountryRow]) -> Iterator[Entry]:
    for row in countries.values():
        actor = f"{row.code}:GOV"
        yield Entry(row.name, actor, None, exact_case=True, rule="country's name")
        for capital in row.capitals:
            rule = "capital for its government"
            yield Entry(capital, actor, None, exact_case=True, rule=rule)


def _owners(row: CountryRow) -> tuple[str, ...]:
    return (row.name, *row.adjectives)
