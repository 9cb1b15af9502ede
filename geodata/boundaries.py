"""Administrative areas: those shipped, and those that a user has added in their place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata import area_store
from geodata.adding import LEVELS, AddReport, Request, prepare
from geodata.area_store import AddedSet
from geodata.findings import BoundaryError
from geodata.home import data_home
from geodata.names import one_line

__all__ = [
    "SHIPPED", "AddReport", "AddedSet", "AreaSet", "BoundaryError", "add", "drawing", "list_sets",
    "load", "remove", "version",
]  # fmt: skip

SHIPPED = Path(__file__).with_name("data")
_LISTED_ONLY = "listed without an outline"
# The shipped drawings, by (level, country).
_DRAWINGS = {
    (1, None): "adm1_draw.json",
    (1, "AFG"): "adm1_draw_AFG_PAK.json",
    (1, "PAK"): "adm1_draw_AFG_PAK.json",
    (2, "PAK"): "adm2_draw_PAK.json",
}
_NO_AREAS = (
    b'{"type":"Topology","arcs":[],"objects":'
    b'{"areas":{"type":"GeometryCollection","geometries":[]}}}'
)


@dataclass(frozen=True, slots=True)
class AreaSet:
    """The areas of one level, and the version they are cited by.

    ``frame`` is a GeoDataFrame in EPSG:4326 with the columns id, name, country (ISO alpha-3),
    country_name, pcode, geonames_id, aliases, label_lat, label_lon, geometry; level 1 also
    iso_3166_2, ne_id, type, wikidata; level 2 also adm1_id, adm1, approximate, note, and the
    seat's lat and lon.  ``geometry`` is None for areas that are only listed.
    """

    level: int
    version: str
    frame: gpd.GeoDataFrame


def load(level: int, countries: tuple[str, ...] | None = None, home: Path | None = None) -> AreaSet:
    """Load the areas of one level; a set that a user added replaces the shipped one.

    Districts that only the shipped list has stay listed, without an outline, so that an event
    coded with one keeps its name.

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
    BoundaryError
        If ``level`` is neither 1 nor 2.
    """
    if level not in LEVELS:
        raise BoundaryError(f"level {level!r} is not known: 1 (provinces) and 2 (districts) are")
    home = home or data_home()
    frame = _shipped(level, countries)
    for kept in area_store.sets(home):
        if kept.level == level and (countries is None or kept.country in countries):
            added = area_store.read(home, kept)
            if added is not None:
                frame = _with(frame, added, kept)
    return AreaSet(level, version(home), frame)


def _shipped(level: int, countries: tuple[str, ...] | None) -> gpd.GeoDataFrame:
    wanted = None if countries is None else [("country", "in", set(countries))]
    return gpd.read_parquet(SHIPPED / f"adm{level}.parquet", filters=wanted)


def _with(frame: gpd.GeoDataFrame, added: gpd.GeoDataFrame, kept: AddedSet) -> gpd.GeoDataFrame:
    others = frame[frame["country"] != kept.country]
    parts = [others, added]
    if kept.level == LEVELS[1]:
        listed = frame[(frame["country"] == kept.country) & ~frame["id"].isin(added["id"])].copy()
        listed["geometry"] = None
        listed["note"] = _LISTED_ONLY
        parts.append(listed)
    return pd.concat([part for part in parts if len(part)]).sort_values("id", ignore_index=True)


def version(home: Path | None = None) -> str:
    """Return the version of the boundaries in force, which every event is stored with.

    Examples
    --------
    "shipped-2026.11", or "shipped-2026.11+AFG2:geoBoundaries-2021" with an added set.
    """
    added = (
        f"+{one.country}{one.level}:{one.version}" for one in area_store.sets(home or data_home())
    )
    return f"shipped-{_shipped_version()}{''.join(added)}"


@lru_cache(maxsize=1)
def _shipped_version() -> str:
    manifest = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    return str(manifest["version"])


def add(  # noqa: PLR0917 - each is asked for by name on the command line
    path: Path,
    level: int,
    country: str,
    name_field: str,
    version: str,
    home: Path | None = None,
    parent_field: str | None = None,
    licence: str | None = None,
    layer: str | None = None,
) -> AddReport:
    """Take the areas of any OGR file into use, in place of the country's shipped ones.

    Each area gets the province that it overlaps most, and the key of the shipped area whose
    name it has; see :class:`geodata.findings.Finding` for what is reported.

    Parameters
    ----------
    path, layer
        The file, and its layer if it has several.
    level, country
        1 or 2, and the ISO alpha-3 code.
    name_field, parent_field
        The file's columns with the area's name and its parent's.
    version, licence
        What to cite the set by, and under which licence it may be passed on.

    Raises
    ------
    BoundaryError
        If the request or the whole file cannot be used; nothing is changed then.
    """
    home = home or data_home()
    request = Request(Path(path), level, country, name_field, version, parent_field, licence, layer)
    provinces = load(1, (country,), home).frame if level == LEVELS[1] else _shipped(1, (country,))
    frame, report = prepare(
        request, provinces, _shipped(level if level in LEVELS else 1, (country,))
    )
    area_store.save(
        home,
        frame,
        country=country,
        level=level,
        version=version,
        file=one_line(request.path.name),
        licence=one_line(licence) or None,
        added=datetime.now(UTC).date().isoformat(),
    )
    return report


def list_sets(home: Path | None = None) -> tuple[AddedSet, ...]:
    """Return the sets that a user added, by country and level."""
    return area_store.sets(home or data_home())


def remove(level: int, country: str, home: Path | None = None) -> AddedSet:
    """Take an added set out of use; the shipped areas serve again.

    Raises
    ------
    BoundaryError
        If no such set was added.
    """
    return area_store.remove(home or data_home(), country, level)


def drawing(level: int, country: str | None = None, home: Path | None = None) -> bytes:
    """Return the TopoJSON (object "areas") that a browser draws the areas from.

    Parameters
    ----------
    level, country
        Level 1 without a country is the world in few corners; with a country it is that
        country's added set, or for Afghanistan and Pakistan the two in more corners.  Level 2
        needs a country; it is empty for one whose districts are only listed.
    """
    home = home or data_home()
    for kept in area_store.sets(home):
        if (kept.level, kept.country) == (level, country):
            return area_store.drawing(home, kept)
    name = _DRAWINGS.get((level, country))
    return (SHIPPED / name).read_bytes() if name else _NO_AREAS
