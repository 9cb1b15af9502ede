"""Reads the coder's lexicon files, and the words that an analyst adds for a region.

A region's file has the name and the keys of a shipped one and holds only what it adds: lists are
appended, tables filled up, single values replaced (docs/coding-another-region.md).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from events.coding.lexicon import TABLES, Lexicon, compile_lexicon
from geodata.home import region_folder


class LexiconError(ValueError):
    """A lexicon file cannot be used; the message names the file and the key."""


SHIPPED = resources.files("events") / "coding" / "data"


@cache
def load() -> Lexicon:
    """Return the shipped lexicon with the words of the user's own region; read once a process."""
    own = region_folder()
    return load_from(SHIPPED, *((own,) if own else ()))


def load_from(folder: Traversable, *regions: Traversable) -> Lexicon:
    """Return the lexicon whose files lie in ``folder``.

    Parameters
    ----------
    folder
        Where all files are.
    *regions
        Folders with files that add to them; none is required.

    Raises
    ------
    LexiconError
        A file is missing, is not TOML, or breaks its schema.
    """
    tables: dict[str, Any] = {}
    for name in TABLES:
        tables[name] = _read(folder, name)
        _check(name, tables[name])
        for region in regions:
            if region.joinpath(f"{name}.toml").is_file():
                tables[name] = _added(tables[name], _read(region, name))
                _check(name, tables[name])
    return compile_lexicon(tables)


def _read(folder: Traversable, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
    except FileNotFoundError as error:
        message = f"{name}.toml is missing in {folder}"
        raise LexiconError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{name}.toml: {error}"
        raise LexiconError(message) from error


def _added(shipped: Any, more: Any) -> Any:
    """Return one table with another's entries added; the check sees values of a wrong kind."""
    if isinstance(shipped, dict) and isinstance(more, dict):
        both = dict(shipped)
        for key, value in more.items():
            both[key] = _added(shipped[key], value) if key in shipped else value
        return both
    if isinstance(shipped, list) and isinstance(more, list):
        return [*shipped, *more]
    return more


def _check(name: str, table: object) -> None:
    try:
        TABLES[name].model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"{name}.toml: {where}: {first['msg']} (found {first.get('input')!r:.80})"
        raise LexiconError(message) from error
