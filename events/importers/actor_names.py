"""Which actor a data set's name means: the codebook's where it is listed, else the name itself.

Nothing is guessed: a name counts as known only as a whole.  An unknown one is kept as it is
written and is its own id, so that filters and cards show it.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files

from events.codebook import Codebook, CodebookError
from events.importers.countries import Countries

FILE = "actor_patterns.csv"
LONGEST = 200
REMEMBERED = 200_000
_YEARS = re.compile(r"\s*\((\d{4})?\s*-\s*(\d{4})?\)\s*(?P<unit>.*)$")
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_TOLD = ("alias", "country and class")


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as a class of actors, of a country or the event's, or as words of the codebook.

    ``kept`` is the name in one line where it is none of these.
    """

    group: str | None = None
    owner: str | None = None
    said: tuple[str, ...] = ()
    kept: str | None = None


@dataclass(frozen=True)
class ActorNames:
    """The names of one format, each looked up once.

    ``unknown`` fills with the names that the codebook does not list.
    """

    codebook: Codebook
    countries: Countries
    format: str
    _known: dict[tuple[str, str | None, int], str] = field(default_factory=dict)
    _readings: dict[str, Reading] = field(default_factory=dict)
    _kept: dict[str, str | None] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    @cached_property
    def eras(self) -> tuple[date, ...]:
        """Days on which an actor of the codebook begins, or is no more."""
        days = {row.valid_from for row in self.codebook.named_actors.values()}
        days |= {
            row.valid_to + timedelta(days=1)
            for row in self.codebook.named_actors.values()
            if row.valid_to
        }
        return tuple(sorted(day for day in days if day))

    @cached_property
    def patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """The format's own way of writing an actor of any country, with its class."""
        text = files("events.importers").joinpath("data", FILE).read_text(encoding="utf-8")
        found = []
        for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
            if row["class"] not in self.codebook.actor_classes:
                message = f"{FILE}, line {number}: {row['class']!r} is no class of actors"
                raise CodebookError(message)
            if row["format"] == self.format:
                said = re.escape(row["pattern"]).replace(r"\{country\}", "(?P<country>.+)")
                found.append((re.compile(said, re.IGNORECASE), row["class"]))
        return tuple(found)

    def era(self, day: date | None) -> int:
        """Return the number of the stretch of days, between two of ``eras``, that a day is in."""
        return -1 if day is None else bisect_right(self.eras, day)

    def actor(self, name: str, country: str | None, day: date | None) -> str:
        """Return the id of an actor as the format writes it.

        Parameters
        ----------
        name
            As the row has it.
        country
            ISO alpha-3 of the event, for names such as "Civilians".
        day
            The event's first day: who "Military Forces of Afghanistan" are depends on it.
        """
        key = (name, country, self.era(day))
        found = self._known.get(key)
        if found is None:
            found = self._listed(name, country, day)
            if found is None:
                found = plain_name(name)
                self.unknown.add(found)
            if len(self._known) < REMEMBERED:
                self._known[key] = found
        return found

    def claimant(self, words: str, country: str | None, day: date | None) -> str:
        """Return who says so: an actor where the words as a whole name one, else the words."""
        found = self._whole(words, country, day, (*_TOLD, "class"))
        return found or plain_name(words)

    def kept_names(self, names: Sequence[str]) -> list[str | None]:
        """Return the names that actors keep, None where the codebook may know one."""
        new = {name: self._kept_name(name) for name in names if name not in self._kept}
        if len(self._kept) < REMEMBERED:
            self._kept.update(new)
        return [new[name] if name in new else self._kept[name] for name in names]

    def _kept_name(self, name: str) -> str | None:
        reading = self._reading(name)
        if reading.kept:
            self.unknown.add(reading.kept)
        return reading.kept

    def _listed(self, name: str, country: str | None, day: date | None) -> str | None:
        reading = self._reading(name)
        owner = reading.owner or country
        if reading.group and owner:
            return self.codebook.resolve(f"{owner}:{reading.group}", day)
        for said in reading.said:
            if found_id := self._whole(said, country, day, _TOLD):
                return found_id
        return None

    def _reading(self, name: str) -> Reading:
        reading = self._readings.get(name)
        if reading is None:
            reading = self._read(name)
            if len(self._readings) < REMEMBERED:
                self._readings[name] = reading
        return reading

    def _read(self, name: str) -> Reading:
        """Return what a name can be read as, whatever the day and the country."""
        dated = _YEARS.search(name)
        bare = name[: dated.start()] if dated else name
        for pattern, group in self.patterns:
            if found := pattern.fullmatch(bare):
                named = found.groupdict().get("country")
                owner = self.countries.named(named)
                if owner or not named:
                    return Reading(group, owner)
        parts = (part.strip() for part in bare.split(": "))
        several = dict.fromkeys((name, bare, *parts, _BRACKET.sub("", bare)))
        index = self.codebook.index
        said = tuple(one for one in several if len(one) <= LONGEST and index.knows(one))
        return Reading(said=said, kept=None if said else plain_name(name))

    def _whole(
        self, words: str, country: str | None, day: date | None, told: tuple[str, ...]
    ) -> str | None:
        if len(words) > LONGEST:
            return None
        for match in self.codebook.index.find_whole(words, day, country):
            if match.reason.startswith(told) and "other case" not in match.reason:
                return match.actor
        return None


def plain_name(name: str) -> str:
    """Return a name in one line, without control characters, cut where no name goes on."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST]
