"""Afghanistan's districts: OCHA's list, with GeoNames' spellings and seats; no outlines."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd

from geodata.building.districts import district_frame
from geodata.building.geonames import City, Subdivision, read_seats, read_subdivisions
from geodata.building.packages import Packages
from geodata.building.pcodes import PCode
from geodata.pairing import Named, pair

_TABLE = Path(__file__).with_name("afghanistan.toml")

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
    known = {area.code: area for area in read_subdivisions(packages, "AF")}
    seats = read_seats(packages, "AF")
    curated = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    pairs = curated["pairs"] | pair(
        [
            Named(c.code, provinces["id"][c.parent], (c.name,))
            for c in codes
            if c.code not in curated["pairs"]
        ],
        [
            Named(area.code, area.adm1, area.names)
            for area in known.values()
            if area.code not in curated["pairs"].values()
        ],
    )
    rows = [
        _row(
            code,
            provinces.loc[code.parent],
            known.get(pairs.get(code.code, "")),
            seats,
            curated["aliases"],
        )
        for code in codes
    ]
    seated = sum(row["lat"] is not None for row in rows)
    say(f"took {len(rows)} districts of Afghanistan (OCHA): {seated} with a seat (GeoNames)")
    say(f"left without GeoNames' spellings: {_names(c.name for c in codes if c.code not in pairs)}")
    left = [area.names[0] for code, area in known.items() if code not in pairs.values()]
    say(f"left out GeoNames districts without a p-code: {_names(left)}")
    return district_frame(rows)


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


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
