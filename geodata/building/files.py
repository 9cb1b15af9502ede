"""Write the shipped files: the same bytes for the same content, and a list of them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

_ZSTD = 19


def parquet(frame: gpd.GeoDataFrame) -> bytes:
    """Return GeoParquet (WKB, zstd) with no time and no machine in it."""
    out = io.BytesIO()
    frame.to_parquet(out, index=False, compression="zstd", compression_level=_ZSTD)
    return out.getvalue()


def write(folder: Path, files: Mapping[str, bytes], version: str) -> None:
    """Write the files, and ``manifest.json`` with the version and each file's sha256."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    text = json.dumps({"version": version, "files": sums}, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
