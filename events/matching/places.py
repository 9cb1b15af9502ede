"""How two places compare as areas of the precision that is stated of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from events.matching.candidates import RADIUS_KM, Pairs, earth_centred
from events.matching.records import DISTRICT, EXACT, NEAR, PROVINCE, Floats, Ints, Records
from events.matching.rules import FINDINGS, Limits
from geodata.boundaries import AreaSet
from geodata.distances import Distances

_CODE = {code: number for number, code in enumerate(FINDINGS["place"])}
_STEPS = (1.0, 5.0)  # km between two points of named places
_NEAR_STEPS = (2.0, 10.0, 25.0)  # km where one of them is only near its place


@dataclass(frozen=True)
class Areas:
    """Where districts are, for points outside the one that another record names."""

    distances: Distances
    drawn: frozenset[str]

    @classmethod
    def of(cls, districts: AreaSet) -> Areas:
        """Return the areas of a set of districts, those with an outline."""
        frame = districts.frame[districts.frame.geometry.notna()].reset_index(drop=True)
        return cls(Distances(frame), frozenset(frame["id"]))


def compared(
    records: Records, pairs: Pairs, limits: Limits, areas: Areas
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return the finding of each pair, -1 where the two cannot be one place, and the km apart.

    The km are between two points, or from a point to the outline of a district; else NaN.
    """
    one, other = pairs[:, 0], pairs[:, 1]
    levels = np.sort(np.column_stack([records.level[one], records.level[other]]), axis=1)
    code = np.full(len(pairs), -1, dtype=np.int64)
    km = np.full(len(pairs), np.nan)
    points = levels[:, 1] <= NEAR
    km[points] = distance(records, one[points], other[points])
    exact = points & (levels[:, 1] == EXACT)
    code[exact] = _stepped(km[exact], "exact", _STEPS, 2 * limits.exact_km, limits.slack_km)
    near = points & ~exact
    reach = np.where(levels[near, 0] == EXACT, limits.exact_km, limits.near_km) + limits.near_km
    code[near] = _stepped(km[near], "near", _NEAR_STEPS, reach, limits.slack_km)
    same1 = (records.adm1[one] == records.adm1[other]) & (records.adm1[one] >= 0)
    same2 = (records.adm2[one] == records.adm2[other]) & (records.adm2[one] >= 0)
    low, high = levels[:, 0], levels[:, 1]
    code[(high == DISTRICT) & (low < DISTRICT) & same2] = _CODE["in_district"]
    code[(high == DISTRICT) & (low == DISTRICT) & same2] = _CODE["same_district"]
    code[(high == PROVINCE) & same1] = _CODE["in_province"]
    code[(high == PROVINCE) & (low == PROVINCE) & same1] = _CODE["same_province"]
    same_land = records.land[one] == records.land[other]
    code[(high > PROVINCE) & same_land] = _CODE["same_country"]
    outside = (high == DISTRICT) & (low < DISTRICT) & ~same2
    _by_outline(records, pairs, np.flatnonzero(outside), limits, areas, code, km)
    return code, km


def distance(records: Records, one: Ints, other: Ints) -> Floats:
    """Return the km along the sphere between points of records."""
    a = earth_centred(records.lat[one], records.lon[one])
    b = earth_centred(records.lat[other], records.lon[other])
    chord = np.linalg.norm(a - b, axis=1) / 2 / RADIUS_KM
    return np.asarray(2 * RADIUS_KM * np.arcsin(np.clip(chord, 0, 1)), np.float64)


def _stepped(
    km: Floats, kind: str, steps: tuple[float, ...], reach: float | Floats, slack: float
) -> Ints:
    names = {
        "exact": ("same_point", "few_km", "some_km", "stretched"),
        "near": ("near_point", "near_few", "near_some", "near_far", "near_stretched"),
    }[kind]
    step = np.searchsorted(steps, km, "left")
    step = np.where(km > reach, len(steps) + 1, step)
    numbers = np.array([_CODE[name] for name in names])
    return np.where(km > reach + slack, -1, numbers[step])


def _by_outline(  # noqa: PLR0917
    records: Records, pairs: Pairs, rows: Ints, limits: Limits, areas: Areas,
    code: npt.NDArray[np.int64], km: Floats,
) -> None:  # fmt: skip
    """Compare points with a district that they are not in, by its outline where it is drawn."""
    one, other = pairs[rows, 0], pairs[rows, 1]
    district = np.where(records.level[one] == DISTRICT, one, other)
    point = np.where(records.level[one] == DISTRICT, other, one)
    names = records.names["adm2"]
    for area in np.unique(records.adm2[district]):
        here = records.adm2[district] == area
        if area < 0:  # the district has a name that no list knows: as far as its province
            same = records.adm1[district[here]] == records.adm1[point[here]]
            code[rows[here]] = np.where(same, _CODE["in_province"], -1)
        elif names[area] in areas.drawn:
            lon, lat = records.lon[point[here]], records.lat[point[here]]
            found = areas.distances.to_area(names[area], lon, lat)
            km[rows[here]] = found
            code[rows[here]] = np.where(found <= limits.district_km, _CODE["by_district"], -1)
