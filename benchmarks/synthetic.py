"""Synthetic events in any number, as the store keeps them, and the same for a same seed.

They have the shape of real ones: 40 provinces, 14 actors in a few hundred pairings, clustered
points, 15 years, and a third of all events known only to an area.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from events.commits import Batch, Note
from events.queries import EVENT_TYPES
from events.schema import EVENTS, WORLD
from events.store import Store

FIRST, LAST = date(2010, 1, 1), date(2025, 12, 31)
ACTORS = [f"AFG:A{n}" for n in range(7)] + [f"PAK:B{n}" for n in range(7)]
PROVINCES = 40
WORDS = (
    "clash", "convoy", "post", "border", "village", "market",
    "river", "bridge", "checkpoint", "patrol", "night", "dawn",
)  # fmt: skip
CHUNK = 250_000


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
        "dataset": _texts(["acled", "ucdp", "hand"], rng.choice(3, count, p=[0.8, 0.19, 0.01])),
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
        "notes": pa.array([" ".join(each) for each in rng.choice(WORDS, (count, 12))]),
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


def _sides(rng: np.random.Generator, count: int, actors: list[str]) -> pa.Array:
    pairs = [[each] for each in actors] + [[each, actors[0]] for each in actors[1:]] + [[]]
    chosen = pa.array(rng.integers(0, len(pairs), count))
    return pa.array(pairs, pa.list_(pa.string())).take(chosen)


def fill(home: Path, count: int) -> Store:
    """Return a store of ``count`` synthetic events; an existing one of that size is kept."""
    store = Store(home)
    note = Note("benchmark", f"{count} synthetic events")
    if store.version() < -(-count // CHUNK):
        for first in range(0, count, CHUNK):
            store.commit(Batch(events=events(min(CHUNK, count - first), first=first)), note)
    return store
