"""Administrative areas: those shipped, and those that a user has added in their place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd

from geodata.home import data_home

SHIPPED = Path(__file__).with_name("data")
LEVELS = (1, 2)


@dataclass(frozen=True, slots=True)
class AreaSet:
    """The areas of one level, and the version they are cited by.

    ``frame`` is a GeoDataFrame in EPSG:4326 with the columns id, name, country (ISO alpha-3),
    country_name, pcode, aliases, geometry (level 2 also adm1_id, adm1, approximate, note, and
    the seat's lat and lon); ``geometry`` is None for areas that are only listed.
    """

    level: int
    version: str
    frame: gpd.GeoDataFrame


def load(level: int, countries: tuple[str, ...] | None = None, home: Path | None = None) -> AreaSet:
    """Load the areas of one level; a set that a user added replaces the shipped one.

    Parameters
    ----------
    level
        1 (provinces) or 2 (districts).
    countries
        ISO alpha-3 codes; all countries if None.
    home
        The data folder; :func:`geodata.home.data_home` if None.

    Raises
    ------
    ValueError
        If ``level`` is neither 1 nor 2.
    """
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not known: 1 (provinces) and 2 (districts) are")
    frame = gpd.read_parquet(SHIPPED / f"adm{level}.parquet")
    if countries is not None:
        frame = frame[frame["country"].isin(countries)]
    return AreaSet(level, version(home), frame.reset_index(drop=True))


def version(home: Path | None = None) -> str:
    """Return the version of the boundaries in force, which every event is stored with."""
    _ = home or data_home()
    return f"shipped-{_shipped_version()}"


@lru_cache(maxsize=1)
def _shipped_version() -> str:
    manifest = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    return str(manifest["version"])
