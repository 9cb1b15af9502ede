"""Place names to ranked candidates: by any spelling, with ambiguity kept."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geodata import placewords
from geodata.candidate import Candidate, Hit
from geodata.folding import fold, plain
from geodata.lookalikes import Lookalikes
from geodata.placewords import PlaceWords
from geodata.ranking import Context, Facts, distance_km, match_score, prior, weigh
from geodata.spellings import Spellings

__all__ = ["Candidate", "Gazetteer", "fold", "load"]

_DATA = Path(__file__).parent / "data"
ROWS_FILE, KEYS_FILE = "gazetteer.parquet", "gazetteer_keys.parquet"
# Kinds that are found without their generic word: "Zabul Province" by "Zabul".
CORE_KINDS = frozenset({"province", "district", "country"})
_AREA_KINDS = {"adm1": "province", "adm2": "district"}
_KIND_ORDER = {
    kind: order
    for order, kind in enumerate(
        ("border", "country", "province", "crossing", "populated", "district", "region", "post")
    )
}


class Gazetteer:
    """The world's places by name; read-only, safe to share between threads."""

    def __init__(self, rows: pa.Table, keys: pa.Table, version: str, words: PlaceWords) -> None:
        self.version = version
        self._columns: dict[str, Any] = {
            name: rows[name].combine_chunks() for name in rows.column_names
        }
        self._spellings = Spellings.of(keys)
        self._words = words
        self._lookalikes = Lookalikes(self._spellings, rows)
        self._population = rows["population"].to_numpy()
        self._ids = rows["id"].to_numpy(zero_copy_only=False)
        self._lat, self._lon = rows["lat"].to_numpy(), rows["lon"].to_numpy()

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
        if fuzzy and (not hits or (country and not self._any_in(hits, country))):
            hits = [*hits, *self._fuzzy(core.name, core.kind, country)]
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

    def area(
        self, name: str, level: int, *, country: str | None = None, adm1: str | None = None
    ) -> Candidate | None:
        """Return the likeliest province (level 1) or district (level 2) of a name or id.

        Only areas in ``country`` and in the province ``adm1`` (an id) count, where given; a
        name that is no area's is taken for the likest one there.
        """
        if not name:
            return None
        kind = _AREA_KINDS[f"adm{level}"]
        ids = self._areas(f"adm{level}", name, country)
        rows = (int(row) for area in sorted(ids) for row in self._rows_of_id(area))
        hits = [Hit(row, "exact", name, name, 100.0, kind) for row in rows]
        if country or adm1:
            hits += self._fuzzy(
                self._words.core(name).name, kind, country or self._country_of(adm1)
            )
        found = self._ranked(hits, Context(country), len(hits))
        return next((c for c in found if c.kind == kind and adm1 in (None, c.adm1_id)), None)

    def _country_of(self, area: str | None) -> str | None:
        rows = self._rows_of_id(area or "")
        return self._columns["country"][rows[0]].as_py() if rows else None

    def countries_in(self, name: str) -> tuple[str, ...]:
        """Return the countries (ISO alpha-3) that a border's name names."""
        return self._words.countries(name)

    def distance_to_area(self, area: str, point: tuple[float, float]) -> float | None:
        """Return the km from (lat, lon) to the nearest place known in an area (an id)."""
        scalar, no = pa.scalar(area), pa.scalar(value=False)
        held = (self._columns["adm1_id"], self._columns["adm2_id"])
        mask = np.logical_or(*(np.asarray(pc.fill_null(pc.equal(ids, scalar), no)) for ids in held))
        rows = np.flatnonzero(mask & ~np.isnan(self._lat))
        places = ((float(self._lat[row]), float(self._lon[row])) for row in rows)
        return min((distance_km(point, place) for place in places), default=None)

    def _rows_of_id(self, area: str) -> list[int]:
        return [int(row) for row in np.flatnonzero(self._ids == area)]

    def _hits(self, name: str, kind: str | None) -> list[Hit]:
        key = fold(name)
        if not key:
            return []
        rows = self._spellings.rows_of(key)
        return [self._hit(int(row), name, key, kind) for row in rows]

    def _hit(self, row: int, name: str, key: str, kind: str | None) -> Hit:
        asked = plain(name)
        own = self._columns["name"][row].as_py()
        if plain(own) == asked:
            return Hit(row, "exact", own, name, 100.0, kind)
        names = (own, *self._columns["aliases"][row].as_py())
        shorts = [(other, other) for other in names]
        if self._columns["kind"][row].as_py() in CORE_KINDS:
            shorts += [(other, self._words.core(other).name) for other in names]
        for other, short in shorts:
            if plain(short) == asked:
                return Hit(row, "alias", other, name, 100.0, kind)
        sounds = (other for other, short in shorts if fold(short) == key)
        return Hit(row, "folded", next(sounds, own), name, 100.0, kind)

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

    def _any_in(self, hits: Iterable[Hit], country: str) -> bool:
        return any(self._columns["country"][hit.row].as_py() in (None, country) for hit in hits)

    def _fuzzy(self, name: str, kind: str | None, country: str | None) -> list[Hit]:
        found = self._lookalikes.of(fold(name), country)
        return [Hit(row, "fuzzy", key, name, ratio, kind) for row, key, ratio in found]

    def _ranked(self, hits: Iterable[Hit], context: Context, limit: int) -> tuple[Candidate, ...]:
        best: dict[int, tuple[float, Hit, tuple[str, ...], float]] = {}
        for hit in hits:
            facts = self._facts(hit.row, context)
            place = Context(context.country, context.adm1, context.adm2, context.near, hit.kind)
            common = self._words.is_common(hit.asked)
            weight, reasons = weigh(facts, place, hit.match, common=common)
            score = weight * match_score(hit.match, hit.asked, hit.spelling, hit.ratio)
            if hit.row not in best or best[hit.row][0] < score:
                best[hit.row] = (score, hit, reasons, prior(facts))
        ordered = sorted(best.items(), key=self._order)[:limit]
        return tuple(self._candidate(row, *found) for row, found in ordered)

    @cached_property
    def _middles(self) -> dict[str | None, tuple[float, float]]:
        """The middle of each province's places: where its areas are taken to be for ranking."""
        table = pa.table({name: self._columns[name] for name in ("adm1_id", "lat", "lon")})
        means = table.group_by("adm1_id").aggregate([("lat", "mean"), ("lon", "mean")])
        found = (row for row in means.to_pylist() if row["lat_mean"] is not None)
        return {row["adm1_id"]: (row["lat_mean"], row["lon_mean"]) for row in found}

    def _order(
        self, item: tuple[int, tuple[float, Hit, tuple[str, ...], float]]
    ) -> tuple[Any, ...]:
        row, (score, *_) = item
        kind = _KIND_ORDER[self._columns["kind"][row].as_py()]
        return (-round(score, 6), kind, -int(self._population[row]), row)

    def _facts(self, row: int, context: Context) -> Facts:
        get = self._columns
        lat, lon = float(self._lat[row]), float(self._lon[row])
        if context.near and math.isnan(lat):
            lat, lon = self._middles.get(get["adm1_id"][row].as_py(), (lat, lon))
        return Facts(
            kind=get["kind"][row].as_py(),
            country=get["country"][row].as_py(),
            adm1_id=get["adm1_id"][row].as_py(),
            adm2_id=get["adm2_id"][row].as_py(),
            lat=lat,
            lon=lon,
            population=int(self._population[row]),
        )

    def _candidate(
        self, row: int, score: float, hit: Hit, reasons: tuple[str, ...], alone: float
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
