"""Place names to ranked candidates: by any spelling, with ambiguity kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from rapidfuzz import fuzz, process

from geodata import placewords
from geodata.folding import fold, plain
from geodata.placewords import PlaceWords
from geodata.ranking import FOCUS, Context, Facts, match_score, prior, weigh
from geodata.spellings import Spellings

__all__ = ["Candidate", "Gazetteer", "fold", "load"]

_DATA = Path(__file__).parent / "data"
ROWS_FILE, KEYS_FILE = "gazetteer.parquet", "gazetteer_keys.parquet"
# Names of fewer sounds differ by one letter from too many others.
_FUZZY_LEAST_LETTERS = 5
_FUZZY_CUTOFF = 80.0
_FUZZY_POOL_POPULATION = 100_000
_FUZZY_MOST = 40
_AREA_KINDS = {"adm1": "province", "adm2": "district"}
_KIND_ORDER = {
    kind: order
    for order, kind in enumerate(
        ("border", "country", "province", "crossing", "populated", "district", "region", "post")
    )
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    ``lat`` and ``lon`` (degrees, EPSG:4326) are None where no source gives a point; ``score``
    is 0 to 1, ``prior`` what it would be worth were its name all that is known; ``reason``
    says in words why it ranks where it does.
    """

    id: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    country: str | None
    adm1_id: str | None
    adm1: str | None
    adm2_id: str | None
    adm2: str | None
    border: str | None
    precision: str
    score: float
    match: str
    reason: str
    source: str
    population: int
    prior: float
    matched: str


@dataclass(frozen=True, slots=True)
class _Hit:
    row: int
    match: str
    spelling: str
    asked: str
    ratio: float
    kind: str | None


class Gazetteer:
    """The world's places by name; read-only, safe to share between threads."""

    def __init__(self, rows: pa.Table, keys: pa.Table, version: str, words: PlaceWords) -> None:
        self.version = version
        self._columns: dict[str, Any] = {
            name: rows[name].combine_chunks() for name in rows.column_names
        }
        self._spellings = Spellings.of(keys)
        self._words = words
        self._population = rows["population"].to_numpy()
        self._lat = rows["lat"].to_numpy()
        self._lon = rows["lon"].to_numpy()
        self._pools: dict[str | None, tuple[list[str], list[int]]] = {}

    @classmethod
    def load(cls, home: Path | None = None) -> Gazetteer:
        """Read the gazetteer that ships with the package.

        Parameters
        ----------
        home
            Folder with gazetteer.parquet and gazetteer_keys.parquet; the shipped one by default.

        Raises
        ------
        FileNotFoundError
            If a file is missing; it names the command that makes it.
        """
        folder = home or _DATA
        for name in (ROWS_FILE, KEYS_FILE):
            if not (folder / name).is_file():
                raise FileNotFoundError(
                    f"{folder / name} is missing: run `python -m geodata build`"
                )
        rows, keys = pq.read_table(folder / ROWS_FILE), pq.read_table(folder / KEYS_FILE)
        digest = hashlib.sha256((folder / ROWS_FILE).read_bytes()).hexdigest()[:12]
        return cls(rows, keys, f"gazetteer-{digest}", placewords.load())

    def search(
        self,
        name: str,
        *,
        country: str | None = None,
        adm1: str | None = None,
        adm2: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 10,
        fuzzy: bool = True,
    ) -> tuple[Candidate, ...]:
        """Return the places that a name may mean, the likeliest first.

        Parameters
        ----------
        name
            The name as a text writes it, in any script, with or without generic words.
        country
            ISO alpha-3 of the country the text names.
        adm1, adm2
            Name or id of the province and the district the text names.
        near
            (lat, lon) in degrees of what the text is about.
        limit
            The most candidates to return.
        fuzzy
            Whether to look for likely misspellings where no spelling matches.

        Returns
        -------
        tuple of Candidate
            Empty where nothing is like the name.
        """
        core = self._words.core(name)
        hits = self._hits(name, None) or self._hits(core.name, core.kind)
        if core.kind and hits and hits[0].kind is None:
            hits += self._hits(core.name, core.kind)
        if not hits and (rest := self._words.without_direction(core.name)):
            hits = self._hits(rest, core.kind)
        provinces = self._areas("adm1", adm1, country)
        districts = self._areas("adm2", adm2, country)
        context = Context(country, provinces, districts, near)
        if not hits and fuzzy:
            hits = self._fuzzy(core.name, core.kind, country)
        return self._ranked(hits, context, limit)

    def area_ids(self, name: str, level: int, country: str | None = None) -> frozenset[str]:
        """Return the ids of the provinces (level 1) or districts (2) that a name or id means."""
        return self._areas(f"adm{level}", name, country)

    def same_area(self, name_a: str, name_b: str, level: int, country: str | None = None) -> bool:
        """Say whether two names mean one province (level 1) or one district (level 2).

        True where they are equal by sound without generic words, or are names of one area.
        """
        keys = {fold(self._words.core(name).name) for name in (name_a, name_b)}
        if len(keys) == 1:
            return True
        ids = (self.area_ids(name, level, country) for name in (name_a, name_b))
        return bool(frozenset.intersection(*ids))

    def _hits(self, name: str, kind: str | None) -> list[_Hit]:
        key = fold(name)
        if not key:
            return []
        rows = self._spellings.rows_of(key)
        return [self._hit(int(row), name, key, kind) for row in rows]

    def _hit(self, row: int, name: str, key: str, kind: str | None) -> _Hit:
        asked = plain(name)
        own = self._columns["name"][row].as_py()
        if plain(own) == asked:
            return _Hit(row, "exact", own, name, 100.0, kind)
        names = (own, *self._columns["aliases"][row].as_py())
        core = self._words.core
        for other in names:
            if plain(other) == asked or plain(core(other).name) == asked:
                return _Hit(row, "alias", other, name, 100.0, kind)
        sounds = (other for other in names if key in (fold(other), fold(core(other).name)))
        return _Hit(row, "folded", next(sounds, own), name, 100.0, kind)

    def _areas(self, level: str, name: str | None, country: str | None) -> frozenset[str]:
        if not name:
            return frozenset()
        kind = _AREA_KINDS[level]
        found = {
            (hit.match == "folded", self._columns[f"{level}_id"][hit.row].as_py())
            for word in dict.fromkeys((name, self._words.core(name).name))
            for hit in self._hits(word, None)
            if self._columns["kind"][hit.row].as_py() == kind
            and country in (None, self._columns["country"][hit.row].as_py())
        }
        sure = frozenset(area for folded, area in found if not folded)
        return sure or frozenset(area for _, area in found) or frozenset({name})

    def _fuzzy(self, name: str, kind: str | None, country: str | None) -> list[_Hit]:
        key = fold(name)
        if len(key) < _FUZZY_LEAST_LETTERS:
            return []
        keys, rows = self._pool(country)
        found = process.extract(
            key, keys, scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF, limit=_FUZZY_MOST
        )
        best: dict[int, _Hit] = {}
        for spelling, ratio, position in found:
            row = rows[position]
            best.setdefault(row, _Hit(row, "fuzzy", spelling, name, ratio, kind))
        return list(best.values())

    def _pool(self, country: str | None) -> tuple[list[str], list[int]]:
        """Keys that a misspelling is looked for in: one country's, else the likeliest of all."""
        if country not in self._pools:
            countries = np.asarray(self._columns["country"].to_numpy(zero_copy_only=False))
            if country is not None:
                mask = countries == country
            else:
                kinds = np.asarray(self._columns["kind"].to_numpy(zero_copy_only=False))
                mask = np.isin(countries, list(FOCUS)) | (
                    self._population >= _FUZZY_POOL_POPULATION
                )
                mask |= ~np.isin(kinds, ["populated", "district"])
            positions = list(self._spellings.positions_of(mask))
            keys = [self._spellings.key(position) for position in positions]
            self._pools[country] = keys, self._spellings.rows[positions].tolist()
        return self._pools[country]

    def _ranked(self, hits: Iterable[_Hit], context: Context, limit: int) -> tuple[Candidate, ...]:
        best: dict[int, tuple[float, _Hit, tuple[str, ...], float]] = {}
        for hit in hits:
            facts = self._facts(hit.row)
            place = Context(context.country, context.adm1, context.adm2, context.near, hit.kind)
            common = self._words.is_common(hit.asked)
            weight, reasons = weigh(facts, place, common=common)
            score = weight * match_score(hit.match, hit.asked, hit.spelling, hit.ratio)
            if hit.row not in best or best[hit.row][0] < score:
                best[hit.row] = (score, hit, reasons, prior(facts))
        ordered = sorted(best.items(), key=self._order)[:limit]
        return tuple(self._candidate(row, *found) for row, found in ordered)

    def _order(
        self, item: tuple[int, tuple[float, _Hit, tuple[str, ...], float]]
    ) -> tuple[Any, ...]:
        row, (score, *_) = item
        kind = _KIND_ORDER[self._columns["kind"][row].as_py()]
        return (-round(score, 6), kind, -int(self._population[row]), row)

    def _facts(self, row: int) -> Facts:
        get = self._columns
        return Facts(
            kind=get["kind"][row].as_py(),
            country=get["country"][row].as_py(),
            adm1_id=get["adm1_id"][row].as_py(),
            adm2_id=get["adm2_id"][row].as_py(),
            lat=float(self._lat[row]),
            lon=float(self._lon[row]),
            population=int(self._population[row]),
        )

    def _candidate(
        self, row: int, score: float, hit: _Hit, reasons: tuple[str, ...], alone: float
    ) -> Candidate:
        got = {name: column[row].as_py() for name, column in self._columns.items()}
        spelt = {
            "exact": "spelled as here",
            "alias": f"also called {hit.spelling}",
            "folded": f"sounds like {hit.spelling}",
            "fuzzy": f"much like {got['name']} ({hit.ratio:.0f}%)",
        }[hit.match]
        size = (f"{got['population']:,} people",) if got["population"] else ()
        for name in ("aliases", "note"):
            got.pop(name)
        return Candidate(
            **got,
            score=round(score, 4),
            match=hit.match,
            reason="; ".join((spelt, *reasons, *size)),
            prior=round(alone, 4),
            matched=hit.spelling,
        )


@cache
def load(home: Path | None = None) -> Gazetteer:
    """Return the shipped gazetteer, read once a process."""
    return Gazetteer.load(home)
