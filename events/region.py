"""What an analyst's region folder adds to the coder: read, checked, and told file by file."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from events import lexicon
from events.codebook.files import CodebookError
from events.codebook.files import folder as shipped_folder
from events.codebook.loader import load_from
from events.coding.lexicon import TABLES
from events.lexicon import LexiconError
from geodata import added_places
from geodata.curated import CuratedError
from geodata.gazetteer import Gazetteer

__all__ = ["ERRORS", "account", "digest"]

ERRORS = (CodebookError, LexiconError, CuratedError, NotADirectoryError)
_ROWS = ("actors.csv", "actor_aliases.csv")


def account(folder: Path | None) -> list[str]:
    """Return a line for each file of a region's folder: what it adds, or that it is not read.

    Parameters
    ----------
    folder
        The folder (:func:`geodata.home.region_folder`); None where there is none.

    Raises
    ------
    CodebookError, LexiconError, CuratedError
        A file breaks its schema; the message names file, line or key, and value.
    """
    if folder is None:
        return ["no region folder: the coder uses the words, actors and places that it ships with"]
    shipped = load_from(shipped_folder())
    both = load_from(shipped_folder(), folder)
    lexicon.load_from(lexicon.SHIPPED, folder)
    finder = Gazetteer.load(region=folder)
    counts = {
        "actors.csv": len(both.named_actors) - len(shipped.named_actors),
        "actor_aliases.csv": len(both.actor_aliases) - len(shipped.actor_aliases),
        added_places.FILE: finder.added,
    }
    return [str(folder), *_lines(folder, counts)]


def _lines(folder: Path, counts: dict[str, int]) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.name in counts:
            yield f"  {path.name}: {counts[path.name]} rows added"
        elif path.stem in TABLES and path.suffix == ".toml":
            table = tomllib.loads(path.read_text("utf-8"))
            yield f"  {path.name}: {_size(table)} entries added"
        else:
            known = ", ".join([*counts, *(f"{name}.toml" for name in TABLES)])
            yield f"  {path.name}: not read; read are {known}"


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_size(one) for one in value.values())
    return sum(_size(one) for one in value) if isinstance(value, list) else 1


def digest(folder: Path | None) -> str:
    """Return a short hash of what a region's folder adds, empty where there is none.

    It belongs to the coder's version: the same text may be coded otherwise with other words.
    """
    if folder is None:
        return ""
    sums = hashlib.sha256()
    for name in (*_ROWS, added_places.FILE, *(f"{table}.toml" for table in sorted(TABLES))):
        path = folder / name
        if path.is_file():
            sums.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sums.hexdigest()[:12]
