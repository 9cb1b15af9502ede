"""Synthetic events in any number, as the store keeps them, and the same for a same seed.

They have the shape of real ones: 40 provinces, 14 actors in a few hundred pairings, clustered
points, 15 years, a third of all events known only to an area, and notes of about 200 letters
whose words are as unevenly common as words are (the most common stands in most notes, most
words in a handful of them).
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.commits import Note
from events.queries import EVENT_TYPES
from events.schema import EVENTS, ISSUES, WORLD
from events.staging import staging
from events.store import Store

FIRST, LAST = date(2010, 1, 1), date(2025, 12, 31)
ACTORS = [f"AFG:A{n}" for n in range(7)] + [f"PAK:B{n}" for n in range(7)]
PROVINCES = 40
DATASETS = ("acled", "ucdp", "hand")
# Words of notes by how common they are, the most common first; those made up of syllables
# stand for names, places and all else.
COMMON = ("forces", "district", "attack", "reported", "fire", "killed", "area", "police")
TELLING = (
    "clash", "convoy", "post", "border", "village", "market",
    "river", "bridge", "checkpoint", "patrol", "night", "dawn",
)  # fmt: skip
SYLLABLES = [a + b for a in "bdghkmnprstz" for b in ("a", "e", "i", "o", "u", "ar", "en", "il")]
VOCABULARY = 40_000
NOTE = 30  # words
CHUNK = 250_000
MILLION = 1_000_000


def events(count: int, seed: int = 1, first: int = 0) -> pa.Table:
    """Return ``count`` events as a table of ``EVENTS``, numbered from ``first``."""
    rng = np.random.default_rng([seed, first])
    province = rng.zipf(1.4, count) % PROVINCES
    precision = rng.choice(["exact", "near", "district", "province", "border"], count,
                           p=[0.5, 0.17, 0.15, 0.15, 0.03])  # fmt: skip
    pointed = np.isin(precision, ["exact", "near"])
    lat = 25 + province % 8 * 1.5 + rng.normal(0, 0.3, count).round(3)
    lon = 61 + province // 8 * 3.0 + rng.normal(0, 0.5, count).round(3)
    x = ((lon + 180) / 360 * WORLD).astype(np.int32)
    y = ((1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * WORLD).astype(np.int32)
    start = np.datetime64(FIRST) + rng.integers(0, (LAST - FIRST).days, count)
    low = rng.poisson(2, count)
    border = precision == "border"
    ids = pa.array([f"s{first + n:09d}" for n in range(count)])
    columns: dict[str, pa.Array] = {
        "event_id": ids,
        "dataset": _texts(list(DATASETS), rng.choice(3, count, p=[0.8, 0.19, 0.01])),
        "origin": _texts(["import"], np.zeros(count, int)),
        "status": _texts(["event", "background"], rng.choice(2, count, p=[0.98, 0.02])),
        "event_type": _texts(list(EVENT_TYPES), rng.integers(0, 6, count)),
        "sub_event_type": _texts([f"Sub-type {n}" for n in range(24)], rng.integers(0, 24, count)),
        "date_start": pa.array(start.astype("datetime64[D]")),
        "date_end": pa.array(start + rng.integers(0, 3, count)),
        "date_precision": _texts(["day", "span"], rng.integers(0, 2, count)),
        "side_a": _sides(rng, count, ACTORS[:7]),
        "side_b": _sides(rng, count, ACTORS[7:]),
        "place_name": _texts([f"Place {n}" for n in range(3000)], rng.integers(0, 3000, count)),
        "place_precision": pa.array(precision),
        "country": pa.array(np.where(province < 25, "AFG", "PAK"), mask=border),
        "adm1": _texts([f"Province {n}" for n in range(PROVINCES)], province, border),
        "adm1_id": _texts([f"XX-{n:02d}" for n in range(PROVINCES)], province, border),
        "adm2": _texts(
            [f"District {n}" for n in range(10 * PROVINCES)],
            province * 10 + rng.integers(0, 10, count),
            border | (precision == "province"),
        ),
        "border": pa.array(np.where(border, "AFG-PAK", ""), mask=~border),
        "lat": pa.array(lat, mask=~pointed),
        "lon": pa.array(lon, mask=~pointed),
        "x22": pa.array(x, mask=~pointed),
        "y22": pa.array(y, mask=~pointed),
        "fatalities_low": pa.array(low, mask=rng.random(count) < 0.3),
        "fatalities_best": pa.array(low, mask=rng.random(count) < 0.5),
        "fatalities_high": pa.array(low + rng.poisson(1, count), mask=rng.random(count) < 0.3),
        "source_publisher": _texts([f"Outlet {n}" for n in range(80)], rng.integers(0, 80, count)),
        "source_title": _texts([f"Title {n}" for n in range(5000)], rng.integers(0, 5000, count)),
        "notes": _notes(rng, count),
        "row_hash": ids,
    }
    columns["adm2_id"] = columns["adm2"]
    arrays = [_typed(columns.get(field.name), field.type, count) for field in EVENTS]
    return pa.Table.from_arrays(arrays, schema=EVENTS)


def _typed(values: pa.Array | None, kind: pa.DataType, count: int) -> pa.Array:
    return pa.nulls(count, kind) if values is None else values.cast(kind)


def _texts(names: list[str], index: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    codes = pa.array(np.asarray(index, np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(codes, pa.array(names)).cast(pa.string())


@cache
def _vocabulary() -> tuple[pa.Array, np.ndarray]:
    """Return the words and how often each or a more common one stands in a note."""
    rng = np.random.default_rng(0)
    made = {"".join(rng.choice(SYLLABLES, rng.integers(2, 5))) for _ in range(2 * VOCABULARY)}
    words = sorted(made)[: VOCABULARY - len(COMMON) - len(TELLING)]
    rng.shuffle(words)
    ranked = [*COMMON, *words[:30], *TELLING, *words[30:]]
    share = 1 / (np.arange(len(ranked)) + 5)
    return pa.array(ranked), np.cumsum(share / share.sum())


def _notes(rng: np.random.Generator, count: int) -> pa.Array:
    words, up_to = _vocabulary()
    chosen = np.searchsorted(up_to, rng.random(count * NOTE, np.float32)).clip(0, len(words) - 1)
    starts = pa.array(np.arange(0, count * NOTE + 1, NOTE, dtype=np.int32))
    return pc.binary_join(pa.ListArray.from_arrays(starts, words.take(pa.array(chosen))), " ")


def _sides(rng: np.random.Generator, count: int, actors: list[str]) -> pa.Array:
    pairs = [[each] for each in actors] + [[each, actors[0]] for each in actors[1:]] + [[]]
    chosen = pa.array(rng.integers(0, len(pairs), count))
    return pa.array(pairs, pa.list_(pa.string())).take(chosen)


def fill(home: Path, count: int) -> Store:
    """Return a store of ``count`` synthetic events; one that holds so many is kept as it is.

    The events go in as an import does it, one commit for each data set, so that memory does
    not grow with their number.
    """
    store = Store(home)
    why = f"{count} synthetic events"
    if any(entry.why == why and entry.file == DATASETS[-1] for entry in store.log()):
        return store
    none = ISSUES.empty_table()
    with ExitStack() as stack:
        stages = {each: stack.enter_context(staging(home, each, "benchmark")) for each in DATASETS}
        for first in range(0, count, CHUNK):
            made = events(min(CHUNK, count - first), first=first)
            for dataset, stage in stages.items():
                rows = made.filter(pc.equal(made["dataset"], dataset))
                stage.add(rows, np.arange(rows.num_rows), none)
        for dataset, stage in stages.items():
            store.commit_staged(stage.done(), Note("benchmark", why, dataset))
    return store


def stored(folder: Path, count: int) -> Path:
    """Return a data folder of ``count`` synthetic events in a folder, made when it is not there."""
    home = folder / f"events-{count}"
    fill(home, count)
    return home
