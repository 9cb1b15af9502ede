"""Reads the coder's lexicon files; the words themselves are an analyst's to extend."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from events.coding.lexicon import TABLES, Lexicon, compile_lexicon


class LexiconError(ValueError):
    """A lexicon file cannot be used; the message names the file and the key."""


@cache
def load() -> Lexicon:
    """Return the shipped lexicon; read once a process."""
    return load_from(resources.files("events") / "coding" / "data")


def load_from(folder: Traversable) -> Lexicon:
    """Return the lexicon whose files lie in ``folder``.

    Raises
    ------
    LexiconError
        A file is missing, is not TOML, or breaks its schema.
    """
    tables: dict[str, object] = {}
    for name in TABLES:
        try:
            tables[name] = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
        except FileNotFoundError as error:
            message = f"{name}.toml is missing in {folder}"
            raise LexiconError(message) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            message = f"{name}.toml: {error}"
            raise LexiconError(message) from error
        _check(name, tables[name])
    return compile_lexicon(tables)


def _check(name: str, table: object) -> None:
    try:
        TABLES[name].model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"{name}.toml: {where}: {first['msg']} (found {first.get('input')!r:.80})"
        raise LexiconError(message) from error
