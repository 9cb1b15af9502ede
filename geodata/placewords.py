"""The words around a place's name: generic ones, directions, and names that are plain words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from geodata.folding import plain, words

_FILE = Path(__file__).parent / "data" / "place_words.toml"


class _Generic(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    province: list[str]
    district: list[str]
    populated: list[str]
    crossing: list[str]
    post: list[str]
    any: list[str]


class _Direction(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    words: list[str]


class _Common(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    calendar: list[str]
    institution: list[str]
    word: list[str]
    person: list[str]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    generic: _Generic
    direction: _Direction
    common: _Common
    demonym: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Core:
    """A name without its generic words: ``kind`` is what they announce, if anything."""

    name: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The checked lists of place_words.toml, in the form that lookups need."""

    generic: dict[tuple[str, ...], str]
    directions: frozenset[tuple[str, ...]]
    common: frozenset[str]
    demonyms: dict[tuple[str, ...], str]

    def core(self, name: str) -> Core:
        """Take generic words off both ends: "Khost province" is Khost, a province.

        Returns
        -------
        Core
            The name unchanged where nothing but generic words would be left.
        """
        parts, kind = words(name), None
        while (shorter := self._shorter(parts)) is not None:
            parts, found = shorter
            kind = kind or (found if found != "any" else None)
        return Core(" ".join(parts), kind)

    def variants(self, name: str) -> tuple[str, ...]:
        """Return what a register's name may be called: "Sabari (Yaqubi)" by either word."""
        outside, _, inside = name.partition("(")
        said = (name, outside, inside.partition(")")[0]) if inside else (name,)
        cores = (form for one in said for form in (one.strip(), self.core(one).name))
        return tuple(form for form in dict.fromkeys(cores) if form)

    def without_direction(self, name: str) -> str | None:
        """Take a leading direction off ("eastern Nangarhar"); None where there is none."""
        parts = words(name)
        for size in (2, 1):
            if len(parts) > size and parts[:size] in self.directions:
                return " ".join(parts[size:])
        return None

    def is_common(self, name: str) -> bool:
        """Say whether the name is an everyday word or a person's name."""
        return plain(name) in self.common

    def countries(self, name: str) -> tuple[str, ...]:
        """Return the countries (ISO alpha-3) that a border's name names: "Pak-Afghan border"."""
        parts, found, at = words(name), [], 0
        while at < len(parts):
            size = next((n for n in (2, 1) if parts[at : at + n] in self.demonyms), 0)
            if size:
                found.append(self.demonyms[parts[at : at + size]])
            at += size or 1
        return tuple(dict.fromkeys(found))

    def _shorter(self, parts: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
        for size in (3, 2, 1):
            if len(parts) <= size:
                continue
            if (kind := self.generic.get(parts[-size:])) is not None:
                return parts[:-size], kind
            if (kind := self.generic.get(parts[:size])) is not None:
                return parts[size:], kind
        return None


@cache
def load(path: Path = _FILE) -> PlaceWords:
    """Read and check the lists.

    Raises
    ------
    pydantic.ValidationError
        If a list is missing, misspelt or not a list of texts.
    """
    file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    generic = {
        words(word): kind for kind, listed in file.generic.model_dump().items() for word in listed
    }
    common = (name for listed in file.common.model_dump().values() for name in listed)
    return PlaceWords(
        generic=generic,
        directions=frozenset(words(word) for word in file.direction.words),
        common=frozenset(map(plain, common)),
        demonyms={words(word): code for code, listed in file.demonym.items() for word in listed},
    )
