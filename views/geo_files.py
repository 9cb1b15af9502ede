"""Outlines and ground that the map draws, each packed once as it is sent."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from geodata import boundaries
from geodata.simplify import simplify_areas
from geodata.topology import build, to_topojson

DATA = boundaries.SHIPPED
BACKDROP = DATA / "backdrop"
RELIEF_IMAGE = BACKDROP / "hillshade.png"
# Districts are drawn from zoom 8 on, where half a pixel is about this many degrees.
_TOLERANCE, _STEP = 0.004, 0.0005

FILES: dict[str, Path] = {
    "adm1_home": DATA / "adm1_draw_AFG_PAK.json",
    "adm1_world": DATA / "adm1_draw.json",
    "borders_home": DATA / "borders_draw_AFG_PAK.json",
    "borders_world": DATA / "borders_draw.json",
    "land": BACKDROP / "land.json",
    "lakes": BACKDROP / "lakes.json",
    "rivers": BACKDROP / "rivers.json",
    "labels": DATA / "labels.json",
}


@dataclass(frozen=True, slots=True)
class Packed:
    """A JSON document gzipped once, with the tag that a browser's copy is compared by."""

    body: bytes
    tag: str


def names() -> tuple[str, ...]:
    """Return the names that :func:`packed` knows."""
    return (*FILES, *_MADE)


def packed(name: str) -> Packed | None:
    """Return a document by name, None where this installation does not hold it.

    Raises
    ------
    KeyError
        If the name is none of :func:`names`.
    """
    if name in _MADE:
        return _made(name, boundaries.version())
    path = FILES[name]
    return _shipped(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=16)
def _shipped(path: Path, stamp: int) -> Packed:  # noqa: ARG001
    return _pack(path.read_bytes())


@lru_cache(maxsize=8)
def _made(name: str, version: str) -> Packed:  # noqa: ARG001
    document = _MADE[name]()
    return _pack(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def _pack(body: bytes) -> Packed:
    return Packed(gzip.compress(body, 6, mtime=0), hashlib.sha256(body).hexdigest()[:20])


def _districts() -> dict[str, Any]:
    """Return TopoJSON of all districts that have an outline, the shipped and the added."""
    frame = boundaries.load(2).frame
    frame = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    simplified = simplify_areas(frame.geometry.to_numpy(), _TOLERANCE)
    known = [_known(row) for row in frame.itertuples()]
    return to_topojson(build(list(simplified), _STEP), known, "areas")


def _known(row: Any) -> dict[str, Any]:
    known = {"id": row.id, "name": row.name, "country": row.country, "adm1_id": row.adm1_id}
    if pd.notna(row.adm1):
        known["adm1"] = row.adm1
    if bool(row.approximate):
        known["approximate"] = True
    return known


def _relief() -> dict[str, Any]:
    """Return where the hillshade is fetched from and which box of degrees it covers."""
    note = BACKDROP / "hillshade.json"
    if not (note.is_file() and RELIEF_IMAGE.is_file()):
        return {}
    return {"url": "../../assets/relief.png", "bounds": json.loads(note.read_bytes())["bounds"]}


_MADE: dict[str, Callable[[], dict[str, Any]]] = {
    "adm2": _districts,
    "relief": _relief,
}
