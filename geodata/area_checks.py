"""Do areas overlap, leave gaps in their country, lie in a province? Measured in km2."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.area_keys import spellings
from geodata.findings import Finding
from geodata.folding import fold

_KM_A_DEGREE = 111.32
# Slivers below this are rounding, not geography.
_LEAST_KM2 = 0.1
# Two outlines of one province from different sources differ by a few percent at most.
_MOST_UNCOVERED = 0.05
_SURE = 0.6
# Another province is thought of from this share on.
_PERHAPS = 0.25
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Parents:
    """For each area the index of its province (-1 none) and the share of it that lies there."""

    index: NDArray[np.intp]
    share: NDArray[np.float64]


def square_km(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return areas in km2, by the width of a degree at each shape's middle latitude.

    Good to about 1% for shapes a few degrees high.
    """
    bounds = np.nan_to_num(shapely.bounds(shapes))
    middle = np.radians((bounds[..., 1] + bounds[..., 3]) / 2)
    return np.asarray(shapely.area(shapes) * _KM_A_DEGREE**2 * np.cos(middle))


def find_parents(areas: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame) -> Parents:
    """Return the province that each area overlaps most."""
    shapes, outlines = areas.geometry.to_numpy(), provinces.geometry.to_numpy()
    area, province, shared = _shares(shapes, outlines)
    order = np.lexsort((province, -shared, area))
    first = order[np.flatnonzero(np.diff(area[order], prepend=-1))]
    index = np.full(len(shapes), -1, dtype=np.intp)
    share = np.zeros(len(shapes))
    real = first[shared[first] > 0]
    index[area[real]] = province[real]
    share[area[real]] = shared[real]
    return Parents(index, share)


def _shares(
    shapes: NDArray[np.object_], outlines: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """For each pair that meets: the area, the province, the part of the area that lies there."""
    area, province = shapely.STRtree(outlines).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[area], outlines[province]))
    return area, province, shared / shapely.area(shapes[area])


def settle_by_name(
    areas: gpd.GeoDataFrame,
    provinces: gpd.GeoDataFrame,
    parents: Parents,
    listed: frozenset[tuple[str, str]],
) -> tuple[Parents, list[Finding]]:
    """Give an area that lies across two provinces to the one whose list has its name.

    Parameters
    ----------
    areas, provinces, parents
        As for :func:`check_parents`.
    listed
        (province id, transliteration key) of every district known by name.
    """
    index, share = parents.index.copy(), parents.share.copy()
    ids, names = provinces["id"].astype(str).to_numpy(), list(areas["name"])
    claims = Counter(
        (ids[at], fold(part))
        for at, name in zip(index, names, strict=True)
        for part in spellings(name)
    )
    findings = []
    unsure = np.flatnonzero((index >= 0) & (share < _SURE))
    area, province, part = _shares(areas.geometry.to_numpy()[unsure], provinces.geometry.to_numpy())
    for at, where, size in zip(unsure[area], province, part, strict=True):
        here, there = (ids[index[at]], fold(names[at])), (ids[where], fold(names[at]))
        wanted_here = here in listed and claims[here] == 1
        if size >= _PERHAPS and where != index[at] and there in listed and not wanted_here:
            index[at], share[at] = where, size
            home = provinces["name"].iloc[where]
            message = f"lies across provinces; put in {home} ({size:.0%}), whose list has it"
            findings.append(Finding("note", "parent", names[at], message))
    return Parents(index, share), findings


def check_parents(
    areas: gpd.GeoDataFrame,
    provinces: gpd.GeoDataFrame,
    parents: Parents,
    settled: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Name the areas that lie in no province, or not clearly in one and not settled by name."""
    findings = []
    names = provinces["name"].to_numpy()
    for name, at, share in zip(areas["name"], parents.index, parents.share, strict=True):
        if at < 0:
            message = "lies in no province of the country: wrong country, or lat and lon swapped?"
            findings.append(Finding("error", "parent", name, f"{message} Left out"))
        elif share < _SURE and name not in settled:
            message = (
                f"only {share:.0%} of it lies in {names[at]}, the province it shares most with"
            )
            findings.append(Finding("warning", "parent", name, message))
    return findings


def check_overlaps(areas: gpd.GeoDataFrame) -> list[Finding]:
    """Name the pairs of areas that cover the same ground, the largest first."""
    shapes = areas.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    size = square_km(shapely.intersection(shapes[one], shapes[other]))
    order = [index for index in np.argsort(-size, kind="stable") if size[index] >= _LEAST_KM2]
    if not order:
        return []
    names = areas["name"].to_numpy()
    pairs = [f"{names[one[i]]} and {names[other[i]]} ({size[i]:.1f} km2)" for i in order[:_NAMED]]
    message = f"{len(order)} pairs overlap, {size[order].sum():.1f} km2 in all: {'; '.join(pairs)}"
    return [Finding("warning", "overlap", "", message)]


def check_cover(areas: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame) -> list[Finding]:
    """Compare what the areas cover with the provinces: what is missing, what lies outside."""
    covered = shapely.union_all(areas.geometry.to_numpy())
    outlines = provinces.geometry.to_numpy()
    size = square_km(outlines)
    missing = square_km(shapely.difference(outlines, covered))
    beyond = square_km(np.asarray([shapely.difference(covered, shapely.union_all(outlines))]))[0]
    findings = []
    names = provinces["name"].to_numpy()
    for i in np.argsort(-missing / size, kind="stable"):
        if missing[i] / size[i] > _MOST_UNCOVERED:
            message = (
                f"{missing[i]:,.0f} km2 of it ({missing[i] / size[i]:.0%}) are in none of the areas"
            )
            findings.append(Finding("warning", "gap", str(names[i]), message))
    whole = f"{missing.sum():,.0f} of {size.sum():,.0f} km2 ({missing.sum() / size.sum():.1%})"
    message = (
        f"{whole} of the shipped provinces are in none of the areas, {beyond:,.0f} km2 lie outside"
    )
    findings.append(Finding("note", "cover", "", message))
    inside = _gaps_between(covered)
    if inside >= _LEAST_KM2:
        findings.append(
            Finding("warning", "gap", "", f"{inside:,.1f} km2 of gaps lie between the areas")
        )
    return findings


def _gaps_between(covered: shapely.Geometry) -> float:
    rings = [ring for part in shapely.get_parts(covered) for ring in part.interiors]
    return float(square_km(shapely.polygons(rings)).sum()) if rings else 0.0
