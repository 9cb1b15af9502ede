"""Make a handed-in file of areas into a set like the shipped ones: checked, parented, keyed."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.area_checks import (
    Parents,
    check_cover,
    check_overlaps,
    check_parents,
    find_parents,
    settle_by_name,
)
from geodata.area_file import read_areas
from geodata.area_keys import match, new_ids
from geodata.findings import BoundaryError, Finding
from geodata.folding import fold
from geodata.names import name_key, one_line
from geodata.placing import label_points

LEVELS = (1, 2)
_VERSION = re.compile(r"[\w.,:()/ -]{1,80}")
# A handed-in province is a shipped one if they share at least this part of their union.
_SAME_PROVINCE = 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks to add: a file, what its areas are, and what to call the set."""

    path: Path
    level: int
    country: str
    name_field: str
    version: str
    parent_field: str | None = None
    licence: str | None = None
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of a handed-in file: areas taken, areas known before, what was found."""

    request: Request
    taken: int
    matched: int
    findings: tuple[Finding, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the report for a person, a line each."""
        asked = self.request
        head = (
            f"{one_line(asked.path.name)}: {self.taken} areas of level {asked.level} of "
            f"{asked.country} taken as {asked.version!r}; {self.matched} of them are in the "
            "shipped list and keep its key"
        )
        return (head, *map(str, self.findings))


def prepare(
    request: Request, provinces: gpd.GeoDataFrame, shipped: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, AddReport]:
    """Read, check and key the areas of a file.

    Parameters
    ----------
    request
        The file and what it holds.
    provinces
        The country's first-level areas: the parents of level 2, the counterparts of level 1.
    shipped
        The shipped areas of the same country and level, whose keys are kept.

    Returns
    -------
    tuple of geopandas.GeoDataFrame and AddReport
        The frame has the columns of ``shipped``, in EPSG:4326.

    Raises
    ------
    BoundaryError
        If the request or the whole file cannot be used.
    """
    _check_request(request, provinces)
    content = read_areas(request.path, request.name_field, request.parent_field, request.layer)
    parents, settled = settle_by_name(
        content.frame, provinces, find_parents(content.frame, provinces), _listed(shipped)
    )
    by_name = frozenset(finding.area for finding in settled)
    unclear = check_parents(content.frame, provinces, parents, by_name)
    findings = [*content.findings, *settled, *unclear]
    _need_some(parents, request, provinces)
    inside = np.flatnonzero(parents.index >= 0)
    areas = content.frame.iloc[inside].reset_index(drop=True)
    parents = Parents(parents.index[inside], parents.share[inside])
    findings += _check_stated(areas, provinces, parents)
    findings += [*check_overlaps(areas), *check_cover(areas, provinces)]
    rows = _counterparts(request.level, areas, provinces, shipped, parents)
    frame = _frame(request, areas, provinces.iloc[parents.index], shipped, rows)
    matched = sum(row >= 0 for row in rows)
    findings += _unmatched(request, frame, shipped, rows)
    return frame, AddReport(request, len(frame), matched, tuple(findings))


def _check_request(request: Request, provinces: gpd.GeoDataFrame) -> None:
    if request.level not in LEVELS:
        raise BoundaryError(f"level {request.level!r} is not known: 1 and 2 are")
    if provinces.empty:
        raise BoundaryError(
            f"country {request.country!r} is not known: give its ISO 3166 alpha-3 code, such as AFG"
        )
    if not _VERSION.fullmatch(request.version):
        raise BoundaryError(
            f"version {request.version!r} is not taken: "
            "1 to 80 letters, digits, spaces and . , : ( ) / - _"
        )


def _listed(shipped: gpd.GeoDataFrame) -> frozenset[tuple[str, str]]:
    if "adm1_id" not in shipped:
        return frozenset()
    known = zip(shipped["adm1_id"], shipped["name"], shipped["aliases"], strict=True)
    return frozenset(
        (str(parent), fold(text)) for parent, name, aliases in known for text in (name, *aliases)
    )


def _need_some(parents: Parents, request: Request, provinces: gpd.GeoDataFrame) -> None:
    if (parents.index < 0).all():
        west, south, east, north = provinces.total_bounds
        raise BoundaryError(
            f"none of the areas of {request.path.name} lies in {request.country}, "
            f"which reaches from {west:.1f} to {east:.1f} E and from {south:.1f} to {north:.1f} N: "
            "is it the right country, and are lon and lat in this order?"
        )


def _check_stated(
    areas: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame, parents: Parents
) -> list[Finding]:
    """Compare the parent that the file names, if it does, with the one that is found."""
    findings = []
    for name, stated, at in zip(areas["name"], areas["parent"], parents.index, strict=True):
        province = provinces.iloc[at]
        names = {name_key(text) for text in (province["name"], *province["aliases"])}
        if stated and name_key(stated) not in names:
            near = difflib.get_close_matches(stated, list(provinces["name"]), n=1)
            hint = f" (perhaps {near[0]})" if near and near[0] != province["name"] else ""
            message = (
                f"the file puts it in {stated!r}{hint}, its outline lies in {province['name']}"
            )
            findings.append(Finding("warning", "parent", name, message))
    return findings


def _counterparts(
    level: int,
    areas: gpd.GeoDataFrame,
    provinces: gpd.GeoDataFrame,
    shipped: gpd.GeoDataFrame,
    parents: Parents,
) -> tuple[int, ...]:
    if level == LEVELS[1]:
        ids = [str(provinces["id"].iloc[at]) for at in parents.index]
        return match(list(areas["name"]), ids, shipped).rows
    mine = areas.geometry.to_numpy()
    theirs = provinces.geometry.to_numpy()[parents.index]
    both = shapely.area(shapely.intersection(mine, theirs))
    alike = both / (shapely.area(mine) + shapely.area(theirs) - both) >= _SAME_PROVINCE
    return tuple(int(at) if same else -1 for at, same in zip(parents.index, alike, strict=True))


def _frame(
    request: Request,
    areas: gpd.GeoDataFrame,
    homes: gpd.GeoDataFrame,
    shipped: gpd.GeoDataFrame,
    rows: tuple[int, ...],
) -> gpd.GeoDataFrame:
    """Each area with what the shipped list knows of it, and its own name, parent and outline."""
    names = list(areas["name"])
    blank = pd.Series(dict.fromkeys(shipped.columns))
    known = [shipped.iloc[row] if row >= 0 else blank for row in rows]
    above = list(homes["id"]) if request.level == LEVELS[1] else [request.country] * len(names)
    made: dict[str, Any] = {column: [one[column] for one in known] for column in shipped.columns}
    made |= {
        "id": new_ids(names, above, [one["id"] for one in known]),
        "name": names,
        "country": request.country,
        "country_name": homes["country_name"].iloc[0],
        "aliases": [_others(name, one) for name, one in zip(names, known, strict=True)],
        "geometry": areas.geometry,
    }
    if request.level == LEVELS[1]:
        made |= {"adm1_id": above, "adm1": list(homes["name"]), "approximate": False, "note": ""}
    made["label_lat"], made["label_lon"] = label_points(list(areas.geometry))
    frame = gpd.GeoDataFrame(made, geometry="geometry", crs="EPSG:4326")
    plain = {name: kind for name, kind in shipped.dtypes.items() if name != "geometry"}
    return frame.astype(plain).sort_values("id", ignore_index=True)


def _others(name: str, known: pd.Series[Any]) -> list[str]:
    if known["name"] is None:
        return []
    return [other for other in dict.fromkeys((known["name"], *known["aliases"])) if other != name]


def _unmatched(
    request: Request, frame: gpd.GeoDataFrame, shipped: gpd.GeoDataFrame, rows: tuple[int, ...]
) -> list[Finding]:
    """Say which names stand on one side only: they are what a person has to look at."""
    if shipped.empty:
        return []
    new = sorted(set(frame["name"][~frame["id"].isin(shipped["id"])]))
    left = sorted(shipped["name"][~np.isin(np.arange(len(shipped)), rows)])
    findings = []
    if new:
        findings.append(
            Finding("note", "key", "", f"new, not in the shipped list: {', '.join(new)}")
        )
    if left:
        message = f"in the shipped list only, kept by name: {', '.join(left)}"
        findings.append(Finding("note", "key", request.country, message))
    return findings
