"""What matching needs of stored events, as arrays: days, areas of the stated precision, sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz import utils

from events.evaluation.rule import KIND_WORDS
from events.matching.actors import Sides
from geodata.folding import fold

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]
COLUMNS = (
    "event_id", "dataset", "event_type", "date_start", "date_end", "side_a", "side_b",
    "place_name", "place_precision", "country", "border", "adm1_id", "adm2_id", "lat", "lon",
    "fatalities_low", "fatalities_best", "fatalities_high", "notes",
)  # fmt: skip
LEVELS = ("exact", "near", "district", "province", "border", "country")
EXACT, NEAR, DISTRICT, PROVINCE, BORDER, COUNTRY = range(6)
_DASHED = re.compile(r"[-_/]")


@dataclass(frozen=True)
class Records:
    """n records in the order of their first days.

    ``first`` and ``last`` are days since 1970, ``level`` a number of :data:`LEVELS`, ``lat`` and
    ``lon`` degrees (EPSG:4326), NaN without a point; ``low``, ``best``, ``high`` NaN where no toll
    is stated, ``best`` the high one where no best is.  ``dataset``, ``kind``, ``adm1``, ``adm2``
    and ``land`` are numbers into ``names``, -1 for none; ``side`` is one into ``sides``.
    """

    ids: Texts
    dataset: Ints
    kind: Ints
    first: Ints
    last: Ints
    level: Ints
    lat: Floats
    lon: Floats
    adm1: Ints
    adm2: Ints
    land: Ints
    low: Floats
    best: Floats
    high: Floats
    sides: tuple[Sides, ...]
    side: Ints  # of each record, into ``sides``
    place: Texts  # folded names, "" for none
    named: Texts  # as written
    notes: Texts
    names: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.ids)


def records_of(table: pa.Table) -> Records:
    """Return the records of a table with ``COLUMNS``, each with a day and a place."""
    table = table.sort_by([("date_start", "ascending"), ("event_id", "ascending")])
    first = _days(table["date_start"])
    last = np.maximum(_days(table["date_end"].fill_null(0)), first)
    names: dict[str, tuple[str, ...]] = {}

    def numbered(name: str, column: str) -> Ints:
        found = table[column].combine_chunks().dictionary_encode()
        names[name] = tuple(found.dictionary.to_pylist())
        return np.asarray(found.indices.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)

    level = np.array([LEVELS.index(each) for each in table["place_precision"].to_pylist()])
    sides, side = _sides(table)
    named = table["place_name"].fill_null("").to_numpy()
    low, best, high = (_numbers(table[f"fatalities_{each}"]) for each in ("low", "best", "high"))
    return Records(
        ids=table["event_id"].to_numpy(),
        dataset=numbered("dataset", "dataset"),
        kind=numbered("type", "event_type"),
        first=first,
        last=last,
        level=level.astype(np.int64),
        lat=_numbers(table["lat"]),
        lon=_numbers(table["lon"]),
        adm1=numbered("adm1", "adm1_id"),
        adm2=numbered("adm2", "adm2_id"),
        land=_lands(table, names),
        low=low,
        best=np.where(np.isnan(best), high, best),
        high=high,
        sides=sides,
        side=side,
        place=np.array([_folded(each) for each in named], object),
        named=named,
        notes=np.array(
            [utils.default_process(each or "") for each in table["notes"].to_pylist()], object
        ),
        names=names,
    )


@lru_cache(maxsize=200_000)
def _folded(name: str) -> str:
    bare = KIND_WORDS.sub(" ", _DASHED.sub(" ", name)).strip() or name
    return fold(bare[:80]) if name else ""


def _days(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.cast(pa.int32()).to_numpy(), np.int64)


def _numbers(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.cast(pa.float64()).to_numpy(), np.float64)


def _sides(table: pa.Table) -> tuple[tuple[Sides, ...], Ints]:
    known: dict[Sides, int] = {}
    number = [
        known.setdefault((tuple(a or ()), tuple(b or ())), len(known))
        for a, b in zip(table["side_a"].to_pylist(), table["side_b"].to_pylist(), strict=True)
    ]
    return tuple(known), np.array(number, np.int64)


def _lands(table: pa.Table, names: dict[str, tuple[str, ...]]) -> Ints:
    """Return the country of each record, of one known to a border the first of the two."""
    said: Sequence[Any] = table["country"].to_pylist()
    lines: Sequence[Any] = table["border"].to_pylist()
    known: dict[str, int] = {}
    found = [
        -1 if not (land or line) else known.setdefault(land or line.split("-")[0], len(known))
        for land, line in zip(said, lines, strict=True)
    ]
    names["land"] = tuple(known)
    return np.array(found, np.int64)
