"""Find the shipped area that a handed-in one is, so that keys and spellings stay the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd

from geodata.folding import fold, plain
from geodata.names import name_key
from geodata.pairing import Named, pair

# Stricter than for two lists that were compared by eye: a wrong key is worse than a new one.
_ALIKE = 0.93


@dataclass(frozen=True, slots=True)
class Matches:
    """For each handed-in area the row of its shipped one, or -1."""

    rows: tuple[int, ...]


def match(names: Sequence[str], parents: Sequence[str], shipped: gpd.GeoDataFrame) -> Matches:
    """Match areas with the shipped list of their province, by spelling.

    Parameters
    ----------
    names, parents
        Each area's name and its province's id.
    shipped
        Areas with adm1_id, name and aliases.
    """
    mine = [
        Named(str(number), parent, spellings(name))
        for number, (name, parent) in enumerate(zip(names, parents, strict=True))
    ]
    theirs = [
        Named(str(row), str(parent), (name, *aliases))
        for row, (parent, name, aliases) in enumerate(
            zip(shipped["adm1_id"], shipped["name"], shipped["aliases"], strict=True)
        )
    ]
    found = _same_sound(mine, theirs)
    left = [one for one in mine if one.key not in found]
    free = [other for other in theirs if other.key not in set(found.values())]
    found |= pair(left, free, _ALIKE, (name_key, fold))
    return Matches(tuple(int(found.get(str(number), -1)) for number in range(len(names))))


def spellings(name: str) -> tuple[str, ...]:
    """Return a name and what it says in brackets: "Ali Khail (Jaji)" is Ali Khail, or Jaji."""
    parts = [" ".join(part.split()) for part in re.split(r"[()]", name)]
    return tuple(dict.fromkeys([name, *filter(None, parts)]))


def _same_sound(mine: Sequence[Named], theirs: Sequence[Named]) -> dict[str, str]:
    """Pairs whose names have one transliteration key, where neither fits another one too.

    The shown name counts before the other spellings, for a neighbour's may be among those.
    """
    found: dict[str, str] = {}
    for names_asked in (1, None):
        taken = set(found.values())
        owners: dict[tuple[str, str], set[str]] = defaultdict(set)
        for other in theirs:
            if other.key not in taken:
                for name in other.names[:names_asked]:
                    owners[other.group, fold(name)].add(other.key)
        asked: dict[str, set[str]] = defaultdict(set)
        for one in mine:
            if one.key not in found:
                fits = set().union(*(owners.get((one.group, fold(name)), ()) for name in one.names))
                if len(fits) == 1:
                    asked[fits.pop()].add(one.key)
        found |= {min(askers): key for key, askers in asked.items() if len(askers) == 1}
    return found


def new_ids(names: Sequence[str], parents: Sequence[str], taken: Sequence[str | None]) -> list[str]:
    """Return each area's key: the one it has already, else "<province>.<name>", made unique."""
    used = {key for key in taken if key}
    found = []
    for name, parent, key in zip(names, parents, taken, strict=True):
        chosen = key or _unused(f"{parent}.{_slug(name)}", used)
        used.add(chosen)
        found.append(chosen)
    return found


def _slug(name: str) -> str:
    latin = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return latin or plain(name)[:40] or "area"


def _unused(key: str, used: set[str]) -> str:
    if key not in used:
        return key
    number = 2
    while f"{key}-{number}" in used:
        number += 1
    return f"{key}-{number}"
