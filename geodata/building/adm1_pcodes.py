"""OCHA's p-codes for first-level areas, matched by name within a country."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from geodata.building.pcodes import PCode
from geodata.names import name_key

Say = Callable[[str], None]


def add_pcodes(
    adm1: pd.DataFrame, pcodes: Mapping[tuple[str, int], Sequence[PCode]], say: Say
) -> pd.DataFrame:
    """Return ``adm1`` with OCHA's ``pcode``, where exactly one area answers to its name."""
    wanted: dict[tuple[str, str], str] = {
        (code.country, name_key(code.name)): code.code
        for (_, level), codes in pcodes.items()
        if level == 1
        for code in codes
    }
    found: dict[int, str] = {}
    for country, areas in adm1.groupby("country"):
        found |= _in_country(str(country), areas, wanted)
    once = Counter(found.values())
    found = {index: code for index, code in found.items() if once[code] == 1}
    say(
        f"gave {len(found)} first-level areas their p-code (OCHA lists {len(set(wanted.values()))})"
    )
    return adm1.assign(pcode=pd.Series(found, dtype=object).reindex(adm1.index))


def _in_country(
    country: str, areas: pd.DataFrame, wanted: Mapping[tuple[str, str], str]
) -> dict[int, str]:
    """Match a country's areas: an own name wins over an alias, a shared alias says nothing."""
    aliases: dict[str, set[int]] = defaultdict(set)
    for index, names in zip(areas.index.astype(int), areas["aliases"], strict=True):
        for name in names:
            aliases[name_key(name)].add(index)
    shown = list(zip(areas.index.astype(int), areas["name"], strict=True))
    found: dict[int, str] = {}
    for (at, key), code in wanted.items():
        if at != country:
            continue
        own = [index for index, name in shown if name_key(name) == key]
        owners = own or sorted(aliases.get(key, ()))
        if len(owners) == 1 and owners[0] not in found:
            found[owners[0]] = code
    return found
