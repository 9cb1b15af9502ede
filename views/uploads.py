"""Uploaded files on their way into an import: kept in the data folder, one a session, bounded.

Of the name that a browser sends only letters, digits and dashes become part of a path.
"""

from __future__ import annotations

import re
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from events.importers.opening import GEO_FILES, WORKBOOKS

MEGABYTES = 200
DAY = 86_400  # seconds
_ODD = re.compile(r"[^A-Za-z0-9_-]+")
GEO = tuple(one for one in GEO_FILES if one != ".shp")  # a shapefile is several files
KINDS = (".csv", ".tsv", ".txt", ".zip", ".json", ".parquet", *WORKBOOKS, *GEO)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in: what its sender calls it, and where it lies."""

    name: str
    path: Path


def keep(home: Path, name: str, content: memoryview) -> Upload:
    """Write an uploaded file into the data folder under a plain name.

    Raises
    ------
    ValueError
        When it is larger than ``MEGABYTES``, or its ending is of no kind that is read.
    OSError
        When it cannot be written.
    """
    kind = Path(name).suffix.casefold()
    if kind not in KINDS:
        message = f"the ending {kind[:20]!r} is not read; accepted: {', '.join(KINDS)}"
        raise ValueError(message)
    if content.nbytes > MEGABYTES * 1_000_000:
        message = f"it has {content.nbytes} bytes; {MEGABYTES} MB are read here"
        raise ValueError(message)
    _forget_old(home / "uploads")
    folder = home / "uploads" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    path = folder / f"{_ODD.sub('-', Path(name).stem).strip('-')[:60] or 'upload'}{kind}"
    path.write_bytes(content)
    return Upload(name[:200], path)


def _forget_old(folder: Path) -> None:
    """Delete what sessions left behind that ended without a word."""
    for each in folder.glob("*"):
        if time.time() - each.stat().st_mtime > DAY:
            shutil.rmtree(each, ignore_errors=True)


def drop(upload: Upload) -> None:
    """Delete an uploaded file."""
    shutil.rmtree(upload.path.parent, ignore_errors=True)
