"""Write the shipped files: the same bytes for the same content, and a list of them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

_ZSTD = 19
_MANIFEST = "manifest.json"
_BUILT = frozenset({".parquet", ".json", ".png"})


def parquet(frame: gpd.GeoDataFrame) -> bytes:
    """Return GeoParquet (WKB, zstd) with no time and no machine in it."""
    out = io.BytesIO()
    frame.to_parquet(out, index=False, compression="zstd", compression_level=_ZSTD)
    return out.getvalue()


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_manifest(folder: Path, version: str) -> None:
    """Write ``manifest.json``: the version, and the sha256 of every file that was built."""
    built = sorted(path for path in folder.rglob("*") if path.suffix in _BUILT)
    sums = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in built
        if path.name != _MANIFEST
    }
    text = json.dumps({"version": version, "files": sums}, indent=2) + "\n"
    (folder / _MANIFEST).write_text(text, encoding="utf-8")
