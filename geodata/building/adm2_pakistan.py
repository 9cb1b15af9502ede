"""Pakistan's districts: OCHA's list, with outlines from a drawing, so marked approximate."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from geodata.building.districts import district_frame
from geodata.building.drawing_pakistan import fit, read_drawing
from geodata.building.geonames import Subdivision, read_seats, read_subdivisions
from geodata.building.packages import Packages
from geodata.building.pcodes import PCode
from geodata.names import name_key

_TABLE = Path(__file__).with_name("pakistan.toml")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Relations:
    """How the drawing's districts stand to OCHA's list (pakistan.toml)."""

    spelt: dict[str, str]
    shown: dict[str, str]
    merged: dict[str, str]
    split: dict[str, list[str]]


def build_pakistani_districts(
    packages: Packages,
    adm1: gpd.GeoDataFrame,
    pcodes: Mapping[tuple[str, int], Sequence[PCode]],
    say: Say,
) -> gpd.GeoDataFrame:
    """Return Pakistan's districts: those drawn with an approximate outline, the rest listed.

    Returns
    -------
    geopandas.GeoDataFrame
        The columns of :data:`geodata.building.districts.COLUMNS`, ``approximate`` true
        throughout; the outlines of a province tile it exactly.
    """
    relations = Relations(**tomllib.loads(_TABLE.read_text(encoding="utf-8")))
    provinces = adm1[adm1["country"] == "PAK"].set_index("id")
    drawn = _merged(read_drawing(packages), relations, say)
    codes = {code.name: code for code in pcodes["PAK", 2]}
    homes = dict(zip(provinces["pcode"], provinces.index, strict=True))
    names = {name: _official(name, relations, codes) for name in drawn}
    parents = {name: _parent(drawn[name], names[name], codes, homes, provinces) for name in drawn}
    shapes = fit(drawn, parents, dict(provinces.geometry))
    known = read_subdivisions(packages, "PK")
    rows = [
        _drawn_row(name, codes.get(names[name] or ""), parents[name], shapes[name], relations)
        for name in drawn
    ]
    listed = [code for code in codes.values() if code.code not in {row["pcode"] for row in rows}]
    rows += [_listed_row(code, homes[code.parent], relations) for code in listed]
    _add_names(rows, provinces, known, packages)
    say(
        f"took {len(drawn)} drawn districts of Pakistan, fitted to {len(provinces)} provinces "
        "(approximate)"
    )
    young = ", ".join(sorted(code.name for code in listed))
    say(f"listed without an outline, formed since the drawing: {young}")
    return district_frame(rows)


def _merged(
    drawn: dict[str, shapely.Geometry], relations: Relations, say: Say
) -> dict[str, shapely.Geometry]:
    for gone, kept in relations.merged.items():
        drawn[kept] = shapely.union_all([drawn[kept], drawn.pop(gone)])
        say(f"merged {gone} into {kept}: a frontier region until 2018")
    return drawn


def _official(name: str, relations: Relations, codes: Mapping[str, PCode]) -> str | None:
    official = relations.spelt.get(name, name)
    return official if official in codes else None


def _parent(
    shape: shapely.Geometry,
    official: str | None,
    codes: Mapping[str, PCode],
    homes: Mapping[str, str],
    provinces: gpd.GeoDataFrame,
) -> str:
    if official:
        return homes[codes[official].parent]
    overlap = shapely.area(shapely.intersection(provinces.geometry.to_numpy(), shape))
    return str(provinces.index[int(overlap.argmax())])


def _drawn_row(
    name: str,
    code: PCode | None,
    adm1_id: str,
    shape: shapely.Geometry,
    relations: Relations,
) -> dict[str, Any]:
    official = code.name if code else None
    shown = relations.shown.get(official or "", official or name)
    since = [part for part in relations.split.get(name, ()) if part != official]
    return {
        "id": code.code if code else f"{adm1_id}.{_slug(shown)}",
        "name": shown,
        "adm1_id": adm1_id,
        "pcode": code.code if code else None,
        "aliases": _others(shown, name, official),
        "note": f"as before its division: includes {', '.join(since)}" if since else "",
        "geometry": shape,
    }


def _listed_row(code: PCode, adm1_id: str, relations: Relations) -> dict[str, Any]:
    shown = relations.shown.get(code.name, code.name)
    return {
        "id": code.code,
        "name": shown,
        "adm1_id": adm1_id,
        "pcode": code.code,
        "aliases": _others(shown, code.name),
        "note": "listed without an outline",
        "geometry": None,
    }


def _add_names(
    rows: list[dict[str, Any]],
    provinces: gpd.GeoDataFrame,
    known: Sequence[Subdivision],
    packages: Packages,
) -> None:
    seats = read_seats(packages, "PK")
    by_name = {(area.adm1, name_key(name)): area for area in known for name in area.names}
    for row in rows:
        keys = [(row["adm1_id"], name_key(name)) for name in (row["name"], *row["aliases"])]
        area = next((by_name[key] for key in keys if key in by_name), None)
        seat = seats.get(area.code) if area else None
        row |= {
            "country": "PAK",
            "country_name": "Pakistan",
            "adm1": provinces["name"][row["adm1_id"]],
            "geonames_id": area.geonames_id if area else None,
            "aliases": _others(row["name"], *row["aliases"], *(area.names if area else ())),
            "approximate": True,
            "lat": seat.lat if seat else None,
            "lon": seat.lon if seat else None,
        }


def _others(shown: str, *names: str | None) -> list[str]:
    return [name for name in dict.fromkeys(names) if name and name != shown]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
