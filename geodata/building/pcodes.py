"""OCHA's p-codes of level 1 and 2, by country."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass

from geodata.building.packages import Packages

_MEMBER = "hdx_python_scraper-2.7.4/tests/fixtures/input/download-global-pcodes-adm-1-2.csv"


@dataclass(frozen=True, slots=True)
class PCode:
    """One row of OCHA's table: ``parent`` is the p-code of the area above."""

    country: str
    level: int
    code: str
    name: str
    parent: str


def read_pcodes(packages: Packages) -> dict[tuple[str, int], tuple[PCode, ...]]:
    """Return the p-codes by (ISO alpha-3, level), each group in the order of its codes."""
    text = packages.read("hdx-pcodes", _MEMBER).decode("utf-8-sig")
    found: dict[tuple[str, int], list[PCode]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(text)):
        level = int(row["Admin Level"])
        name = " ".join(row["Name"].split())
        code = PCode(row["Location"], level, row["P-Code"], name, row["Parent P-Code"])
        found[code.country, level].append(code)
    return {key: tuple(sorted(codes, key=lambda c: c.code)) for key, codes in found.items()}
