"""Place names to ranked candidates: by any spelling, with ambiguity kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geodata import placewords
from geodata.added_places import digest as added_digest
from geodata.added_places import read_added, with_added
from geodata.candidate import Candidate, Hit
from geodata.folding import fold, plain
from geodata.home import region_folder
from geodata.lookalikes import Lookalikes
from geodata.place_rows import PlaceRows
from geodata.placewords import PlaceWords
from geodata.ranking import Context, match_score, prior, weigh
from geodata.spellings import Spellings

__all__ = ["Candidate", "Gazetteer", "fold", "load"]

_DATA = Path(__file__).parent / "data"
ROWS_FILE, KEYS_FILE = "gazetteer.parquet", "gazetteer_keys.parquet"
# Kinds that are found without their generic word: "Zabul Province" by "Zabul".
CORE_KINDS = frozenset({"province", "district", "country"})
_AREA_KINDS = {"adm1": "province", "adm2": "district"}


class Gazetteer:
    """The world's places by name; read-only, safe to share between threads."""

    def __init__(self, rows: pa.Table, keys: pa.Table, version: str, words: PlaceWords) -> None:
        self.version = version
        self.added = 0  # rows of a region's own places
        self._rows = PlaceRows(rows)
        self._spellings = Spellings.of(keys)
        self._words = words
        self._lookalikes = Lookalikes(self._spellings, rows)

    @classmethod
    def load(cls, home: Path | None = None, region: Path | None = None) -> Gazetteer:
        """Read the gazetteer that ships with the package, and a region's own places.

        Parameters
        ----------
        home
            Folder with gazetteer.parquet and gazetteer_keys.parquet; the shipped one by default.
        region
            Folder with a ``places.csv`` of one's own; by default that of
            :func:`geodata.home.region_folder`.

        Raises
        ------
        FileNotFoundError
            If a file is missing; it names the command that makes it.
        CuratedError
            If a row of ``places.csv`` does not fit; it names the line and the field.
        """
        folder = home or _DATA
        for name in (ROWS_FILE, KEYS_FILE):
            if not (folder / name).is_file():
                raise FileNotFoundError(
                    f"{folder / name} is missing: run `python -m geodata build`"
                )
        rows, keys = pq.read_table(folder / ROWS_FILE), pq.read_table(folder / KEYS_FILE)
        digest = hashlib.sha256((folder / ROWS_FILE).read_bytes()).hexdigest()[:12]
        shipped = cls(rows, keys, f"gazetteer-{digest}", placewords.load())
        own = region or region_folder()
        added = read_added(own, shipped)
        if not added:
            return shipped
        version = f"gazetteer-{digest}+{added_digest(own)}"
        both = cls(*with_added(rows, keys, added), version, placewords.load())
        both.added = len(added)
        return both

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
        for said in self._words.variants(name) if not hits else ():
            hits += self._hits(said, core.kind)
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
        if fold(self._words.core(name_a).name) == fold(self._words.core(name_b).name):
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
        hits = [Hit(row, "exact", name, name, 100.0, kind) for row in self._rows.of_id(name)]
        hits += [hit for said in self._words.variants(name) for hit in self._hits(said, kind)]
        found = self._best_area(hits, kind, country, adm1)
        if found is None and (country or adm1):
            likest = self._fuzzy(
                self._words.core(name).name, kind, country or self._country_of(adm1)
            )
            found = self._best_area(likest, kind, country, adm1)
        return found

    def _best_area(
        self, hits: list[Hit], kind: str, country: str | None, adm1: str | None
    ) -> Candidate | None:
        areas = [hit for hit in hits if self._rows.value(hit.row, "kind") == kind]
        found = self._ranked(areas, Context(country), len(areas))
        inside = (c for c in found if adm1 in (None, c.adm1_id) and country in (None, c.country))
        return next(inside, None)

    def _country_of(self, area: str | None) -> str | None:
        rows = self._rows.of_id(area or "")
        return self._rows.value(rows[0], "country") if rows else None

    def countries_in(self, name: str) -> tuple[str, ...]:
        """Return the countries (ISO alpha-3) that a border's name names."""
        return self._words.countries(name)

    def distance_to_area(self, area: str, point: tuple[float, float]) -> float | None:
        """Return the km from (lat, lon) to the nearest place known in an area (an id)."""
        return self._rows.distance_to_area(area, point)

    def _hits(self, name: str, kind: str | None) -> list[Hit]:
        key = fold(name)
        if not key:
            return []
        rows = self._spellings.rows_of(key)
        return [self._hit(int(row), name, key, kind) for row in rows]

    def _hit(self, row: int, name: str, key: str, kind: str | None) -> Hit:
        asked = plain(name)
        own = self._rows.value(row, "name")
        if plain(own) == asked:
            return Hit(row, "exact", own, name, 100.0, kind)
        names = self._rows.names(row)
        shorts = [(other, other) for other in names]
        if self._rows.value(row, "kind") in CORE_KINDS:
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
            (hit.match == "folded", self._rows.value(hit.row, f"{level}_id"))
            for word in self._words.variants(name)
            for hit in self._hits(word, None)
            if self._rows.value(hit.row, "kind") == kind
            and country in (None, self._rows.value(hit.row, "country"))
        }
        sure = frozenset(area for folded, area in found if not folded)
        return sure or frozenset(area for _, area in found) or frozenset({name})

    def _any_in(self, hits: Iterable[Hit], country: str) -> bool:
        return any(self._rows.value(hit.row, "country") in (None, country) for hit in hits)

    def _fuzzy(self, name: str, kind: str | None, country: str | None) -> list[Hit]:
        found = self._lookalikes.of(fold(name), country)
        return [Hit(row, "fuzzy", key, name, ratio, kind) for row, key, ratio in found]

    def _ranked(self, hits: Iterable[Hit], context: Context, limit: int) -> tuple[Candidate, ...]:
        best: dict[int, tuple[float, Hit, tuple[str, ...], float]] = {}
        for hit in hits:
            facts = self._rows.facts(hit.row, placed=context.near is not None)
            place = Context(context.country, context.adm1, context.adm2, context.near, hit.kind)
            common = self._words.is_common(hit.asked)
            weight, reasons = weigh(facts, place, hit.match, common=common)
            score = weight * match_score(hit, self._rows.value(hit.row, "name"))
            if hit.row not in best or best[hit.row][0] < score:
                best[hit.row] = (score, hit, reasons, prior(facts))
        ordered = sorted(
            best.items(), key=lambda item: (-round(item[1][0], 6), *self._rows.order(item[0]))
        )[:limit]
        return tuple(self._rows.candidate(row, *found) for row, found in ordered)


@cache
def load(home: Path | None = None) -> Gazetteer:
    """Return the shipped gazetteer, read once a process."""
    return Gazetteer.load(home)
