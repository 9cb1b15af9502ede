"""The lines where countries meet, found from the areas on either side."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from geodata.topology import build

_DISPUTED = Path(__file__).with_name("borders.toml")


@dataclass(frozen=True, slots=True)
class Border:
    """A line between two countries, ``id`` their alpha-3 codes in order ("AFG-PAK")."""

    id: str
    name: str
    label: str
    disputed: bool
    shape: shapely.Geometry


def find_borders(adm1: gpd.GeoDataFrame, step: float) -> tuple[Border, ...]:
    """Return the borders between the countries of ``adm1``, sorted by id.

    Parameters
    ----------
    adm1
        Areas with id, country and country_name whose neighbours share corners.
    step
        The grid in degrees on which shared corners meet.
    """
    special = tomllib.loads(_DISPUTED.read_text(encoding="utf-8"))["disputed"]
    names = dict(zip(adm1["country"], adm1["country_name"], strict=True))
    topology = build(list(adm1.geometry), step)
    found: dict[str, list[shapely.LineString]] = defaultdict(list)
    areas = list(zip(adm1["id"], adm1["country"], strict=True))
    for arc, owners in enumerate(topology.owners()):
        sides = [areas[owner] for owner in owners]
        if len({country for _, country in sides}) == 2:  # noqa: PLR2004 - the two sides of a line
            found[_line_id(sides, special)].append(topology.line(arc))
    known = {row["id"]: row for row in special}
    return tuple(_border(key, found[key], known.get(key), names) for key in sorted(found))


def _line_id(sides: list[tuple[str, str]], special: list[dict[str, Any]]) -> str:
    countries = sorted(country for _, country in sides)
    areas = {area for area, _ in sides}
    for row in special:
        if countries == row["between"] and ("along" not in row or areas & set(row["along"])):
            return str(row["id"])
    return "-".join(countries)


def _border(
    key: str, lines: list[shapely.LineString], known: dict[str, Any] | None, names: dict[str, str]
) -> Border:
    shape = shapely.line_merge(shapely.multilinestrings(lines))
    if known:
        return Border(key, known["name"], known["label"], disputed=True, shape=shape)
    first, second = key.split("-")
    name = f"{names[first]}–{names[second]} border"
    return Border(key, name, "", disputed=False, shape=shape)
