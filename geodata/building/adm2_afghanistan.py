"""Afghanistan's districts: OCHA's list, with GeoNames' spellings and seats; no outlines."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
from rapidfuzz.distance import JaroWinkler

from geodata.building.districts import district_frame
from geodata.building.geonames import City, Subdivision, read_seats, read_subdivisions
from geodata.building.packages import Packages
from geodata.building.pcodes import PCode
from geodata.names import name_key

_TABLE = Path(__file__).with_name("afghanistan.toml")
# Two spellings of one district score above this; the best pairs of different ones stay below.
_ALIKE = 0.87

Say = Callable[[str], None]


def build_afghan_districts(
    packages: Packages,
    adm1: gpd.GeoDataFrame,
    pcodes: Mapping[tuple[str, int], Sequence[PCode]],
    say: Say,
) -> gpd.GeoDataFrame:
    """Return OCHA's districts with their province, spellings and seat where one is known.

    Returns
    -------
    geopandas.GeoDataFrame
        The columns of :data:`geodata.building.districts.COLUMNS`; ``geometry`` is null,
        ``lat`` and ``lon`` are the seat's.
    """
    codes = pcodes["AFG", 2]
    provinces = adm1[adm1["country"] == "AFG"].set_index("pcode")
    known = _by_province(read_subdivisions(packages, "AF"))
    seats = read_seats(packages, "AF")
    curated = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    pairs = _pairs(codes, provinces["id"].to_dict(), known)
    by_code = {area.code: area for areas in known.values() for area in areas}
    pairs |= {code: by_code[area] for code, area in curated["pairs"].items()}
    rows = [
        _row(code, provinces.loc[code.parent], pairs.get(code.code), seats, curated["aliases"])
        for code in codes
    ]
    seated = sum(row["lat"] is not None for row in rows)
    say(
        f"took {len(rows)} districts of Afghanistan (OCHA): {len(pairs)} found in GeoNames, {seated} with a seat"
    )
    left = [area for areas in known.values() for area in areas if area not in pairs.values()]
    say(
        f"left out {len(left)} GeoNames districts without a p-code: "
        + ", ".join(a.names[0] for a in left)
    )
    return district_frame(rows)


def _by_province(areas: Sequence[Subdivision]) -> dict[str, list[Subdivision]]:
    found: dict[str, list[Subdivision]] = defaultdict(list)
    for area in areas:
        found[area.adm1].append(area)
    return found


def _pairs(
    codes: Sequence[PCode], adm1_ids: Mapping[str, str], known: Mapping[str, Sequence[Subdivision]]
) -> dict[str, Subdivision]:
    """Match the two lists province by province, the surest pairs first, each district once."""
    scored = sorted(
        (
            (_likeness(code.name, area), code.code, area.code, area)
            for code in codes
            for area in known.get(adm1_ids[code.parent], ())
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    found: dict[str, Subdivision] = {}
    taken: set[str] = set()
    for score, code, area_code, area in scored:
        if score >= _ALIKE and code not in found and area_code not in taken:
            found[code] = area
            taken.add(area_code)
    return found


def _likeness(name: str, area: Subdivision) -> float:
    key = name_key(name)
    return max(float(JaroWinkler.similarity(key, name_key(other))) for other in area.names)


def _row(
    code: PCode,
    province: Any,
    area: Subdivision | None,
    seats: Mapping[str, City],
    aliases: Mapping[str, list[str]],
) -> dict[str, Any]:
    seat = seats.get(area.code) if area else None
    names = [
        *aliases.get(code.code, ()),
        *(area.names if area else ()),
        *((seat.name, *seat.names) if seat else ()),
    ]
    return {
        "id": code.code,
        "name": code.name,
        "country": "AFG",
        "country_name": province["country_name"],
        "adm1_id": province["id"],
        "adm1": province["name"],
        "pcode": code.code,
        "geonames_id": area.geonames_id if area else None,
        "aliases": [name for name in dict.fromkeys(names) if name != code.name],
        "approximate": False,
        "note": "listed without an outline",
        "lat": seat.lat if seat else None,
        "lon": seat.lon if seat else None,
        "geometry": None,
    }
