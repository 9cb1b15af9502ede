"""Which province and district a row names, each name looked up once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from events.model import Place
from geodata.folding import plain
from geodata.gazetteer import Gazetteer
from geodata.locate_areas import in_areas
from geodata.located import Problem

REMEMBERED = 200_000
MOST = 0.9  # share of the names of provinces that lie in one country
Named = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a row's names of areas mean.

    Names without a key are unknown: they stay as they are written.  ``problems`` say why.
    """

    adm1: str | None = None
    adm1_id: str | None = None
    adm2: str | None = None
    adm2_id: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class AreaNames:
    """The names of provinces and districts; districts only of countries that have a list.

    ``provinces`` are those of :func:`provinces_by_name`; other spellings go to what
    ``gazetteer`` gives.
    """

    gazetteer: Callable[[], Gazetteer]
    countries_with_districts: frozenset[str]
    provinces: dict[tuple[str | None, str], tuple[str, str]]
    _known: dict[Named, Stated] = field(default_factory=dict)
    _countries: dict[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Note which countries have a province of each name."""
        found: dict[str, set[str]] = {}
        for country, name in self.provinces:
            found.setdefault(name, set()).update({country} if country else ())
        object.__setattr__(
            self, "_countries", {name: frozenset(own) for name, own in found.items()}
        )

    def stated(self, country: str | None, adm1: str | None, adm2: str | None) -> Stated:
        """Return what a country (ISO alpha-3), a province and a district mean together."""
        key = (country, adm1, adm2)
        found = self._known.get(key)
        if found is None:
            found = self._looked_up(country, adm1, adm2)
            if len(self._known) < REMEMBERED:
                self._known[key] = found
        return found

    def country_of(self, provinces: Iterable[str]) -> str | None:
        """Return the country (ISO alpha-3) that nearly all of some provinces lie in, else None."""
        owners = [self._owners(name) for name in provinces]
        known = [one for one in owners if one]
        counts = Counter(country for one in known for country in one)
        best = next(iter(counts.most_common(1)), None)
        if best and best[1] >= MOST * len(known) and len(known) * 2 >= len(owners):
            return best[0]
        return None

    def _owners(self, province: str) -> frozenset[str]:
        """Return the countries that have a province of exactly this name."""
        return self._countries.get(plain(province), frozenset())

    def _looked_up(self, country: str | None, adm1: str | None, adm2: str | None) -> Stated:
        if country is None and adm1:
            owners = self._owners(adm1)
            if len(owners) == 1:
                return self._looked_up(next(iter(owners)), adm1, adm2)
            several = f"in {', '.join(sorted(owners))}" if owners else "in any country"
            text = f"province {adm1!r} {several}, and the row names no country: kept as written"
            return Stated(adm1, None, adm2, None, (Problem("unresolved", "adm1", adm1, text),))
        district = adm2 if country in self.countries_with_districts else None
        own = self.provinces.get((country, plain(adm1 or "")))
        if own and district is None:
            return Stated(own[1], own[0], adm2)
        asked = Place(None, "district", country, adm1, district)
        found = in_areas(asked, self.gazetteer())
        if found.country not in (None, country):  # a name of another country means nothing here
            return Stated(adm1, None, adm2, None, found.issues)
        known = found.adm2_id is not None
        return Stated(
            found.adm1 if found.adm1_id else adm1,
            found.adm1_id,
            found.adm2 if known else adm2,
            found.adm2_id,
            found.issues,
        )


def provinces_by_name(frame: pd.DataFrame) -> dict[tuple[str | None, str], tuple[str, str]]:
    """Return key and name of each province by its country and name, where no other has it."""
    found: dict[tuple[str | None, str], list[tuple[str, str]]] = {}
    for key, name, country in zip(frame["id"], frame["name"], frame["country"], strict=True):
        found.setdefault((country, plain(name)), []).append((key, name))
    return {said: own[0] for said, own in found.items() if len(own) == 1}
