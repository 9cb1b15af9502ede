"""Spellings much like a misspelt one: a fuzzy search among the places that may be meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process

from geodata.ranking import FOCUS
from geodata.spellings import Spellings

# Names of fewer sounds differ by one letter from too many others.
_LEAST_LETTERS = 5
_CUTOFF = 80.0
_MOST = 40
_BIG_CITY = 100_000

Pool = tuple[list[str], list[int]]


class Lookalikes:
    """The keys that a misspelling is looked for in, by country, made when first asked for."""

    def __init__(self, spellings: Spellings, rows: pa.Table) -> None:
        self._spellings = spellings
        self._country: Any = rows["country"]
        self._kind: Any = rows["kind"]
        self._population = rows["population"].to_numpy()
        self._pools: dict[str | None, dict[str, Pool]] = {}

    def of(self, key: str, country: str | None) -> Iterator[tuple[int, str, float]]:
        """Yield (row, its key, likeness in percent) for keys much like this one.

        Looks among one country's places, or, where none is named, among areas everywhere, big
        cities, and every place of Afghanistan and Pakistan.
        """
        if len(key) < _LEAST_LETTERS:
            return
        keys, rows = self._pool(country).get(key[0], ([], []))
        seen: set[int] = set()
        found = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=_CUTOFF, limit=_MOST)
        for spelling, ratio, position in found:
            if rows[position] not in seen:
                seen.add(rows[position])
                yield rows[position], spelling, ratio

    def _pool(self, country: str | None) -> dict[str, Pool]:
        """Group the keys by their first sound, which a misspelling seldom changes."""
        if country not in self._pools:
            pools: dict[str, Pool] = defaultdict(lambda: ([], []))
            for position in np.flatnonzero(self._mask(country)[self._spellings.rows]):
                key = self._spellings.key(int(position))
                keys, rows = pools[key[:1]]
                keys.append(key)
                rows.append(int(self._spellings.rows[position]))
            self._pools[country] = dict(pools)
        return self._pools[country]

    def _mask(self, country: str | None) -> Any:
        countries = self._country.to_numpy(zero_copy_only=False)
        if country is not None:
            return countries == country
        kinds = self._kind.to_numpy(zero_copy_only=False)
        likely = np.isin(countries.astype(str), list(FOCUS)) | (self._population >= _BIG_CITY)
        return likely | ~np.isin(kinds.astype(str), ["populated", "district"])
