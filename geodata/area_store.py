"""Where added sets are kept: whole or not at all, under <home>/boundaries.

A set is a GeoParquet file and a drawing, both named by their content, and a small JSON file
("AFG-2.json") that points at them.  Only the pointer is ever replaced, in one rename.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import geopandas as gpd
import pyarrow as pa

from geodata.drawing import REGION, areas_topojson, draw_areas
from geodata.findings import BoundaryError

_LOG = logging.getLogger(__name__)
_POINTER = re.compile(r"[A-Z]{3}-[12]\.json")
_DIGEST = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class AddedSet:
    """One added set: what it holds and from where; ``digest`` names its files."""

    country: str
    level: int
    version: str
    areas: int
    file: str
    licence: str | None
    added: str
    digest: str

    @property
    def stem(self) -> str:
        """The name of the set's pointer, "AFG-2"."""
        return f"{self.country}-{self.level}"


def folder(home: Path) -> Path:
    """Return the folder of the added sets; it may not exist."""
    return home / "boundaries"


def save(
    home: Path,
    frame: gpd.GeoDataFrame,
    *,
    country: str,
    level: int,
    version: str,
    file: str,
    licence: str | None,
    added: str,
) -> AddedSet:
    """Keep a set; from the moment the pointer is renamed, readers see it and nothing of the old.

    Returns
    -------
    AddedSet
        What was kept.
    """
    place = folder(home)
    place.mkdir(parents=True, exist_ok=True)
    drawing = areas_topojson(draw_areas(frame, REGION), REGION)
    digest = hashlib.sha256(drawing + f"{version}\0{file}\0{licence}".encode()).hexdigest()[:16]
    kept = AddedSet(country, level, version, len(frame), file, licence, added, digest)
    _replace(_areas_path(place, kept), _parquet(frame, place))
    _replace(_drawing_path(place, kept), drawing)
    _replace(place / f"{kept.stem}.json", (json.dumps(asdict(kept), indent=2) + "\n").encode())
    _sweep(place, kept.stem, digest)
    return kept


def _parquet(frame: gpd.GeoDataFrame, place: Path) -> bytes:
    with tempfile.TemporaryDirectory(dir=place, prefix=".new-") as scratch:
        path = Path(scratch, "areas.parquet")
        frame.to_parquet(path, index=False, compression="zstd")
        return path.read_bytes()


def _replace(path: Path, content: bytes) -> None:
    """Write a whole new file beside the old one, then rename it over."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sweep(place: Path, stem: str, digest: str | None) -> None:
    for old in place.glob(f"{stem}.*.*"):
        if digest is None or f".{digest}." not in old.name:
            with contextlib.suppress(OSError):
                old.unlink()


def _areas_path(place: Path, kept: AddedSet) -> Path:
    return place / f"{kept.stem}.{kept.digest}.parquet"


def _drawing_path(place: Path, kept: AddedSet) -> Path:
    return place / f"{kept.stem}.{kept.digest}.draw.json"


def sets(home: Path) -> tuple[AddedSet, ...]:
    """Return the added sets by country and level; a damaged pointer is logged and passed over."""
    found = []
    for path in sorted(folder(home).glob("*.json")):
        if not _POINTER.fullmatch(path.name):
            continue
        try:
            found.append(_pointed(path))
        except (OSError, ValueError, TypeError) as error:
            _LOG.warning(
                "the added areas of %s cannot be read, the shipped ones serve: %s", path, error
            )
    return tuple(found)


def _pointed(path: Path) -> AddedSet:
    kept = AddedSet(**json.loads(path.read_text(encoding="utf-8")))
    # The digest becomes part of a path: nothing but what this module writes may stand there.
    if kept.stem != path.stem or not _DIGEST.fullmatch(str(kept.digest)):
        raise ValueError(f"{path.name} points at {kept.stem} {kept.digest!r}")
    return kept


def read(home: Path, kept: AddedSet) -> gpd.GeoDataFrame | None:
    """Return a set's areas; None, and a line in the log, if its file is damaged."""
    path = _areas_path(folder(home), kept)
    try:
        return gpd.read_parquet(path)
    except (OSError, ValueError, pa.ArrowException) as error:
        _LOG.warning(
            "the added areas of %s cannot be read, the shipped ones serve: %s", path, error
        )
        return None


def drawing(home: Path, kept: AddedSet) -> bytes:
    """Return a set's TopoJSON."""
    return _drawing_path(folder(home), kept).read_bytes()


def remove(home: Path, country: str, level: int) -> AddedSet:
    """Forget a set: the shipped areas serve again.

    Raises
    ------
    BoundaryError
        If there is no such set; the message names those there are.
    """
    known = {(one.country, one.level): one for one in sets(home)}
    gone = known.get((country, level))
    if gone is None:
        names = ", ".join(f"{c} level {n}" for c, n in known) or "none"
        raise BoundaryError(f"no set of {country} level {level} was added; added are: {names}")
    (folder(home) / f"{gone.stem}.json").unlink()
    _sweep(folder(home), gone.stem, None)
    return gone
