"""GDELT 2.0 event files: tab-separated, without a header, zipped or not.

GDELT's events are coded by a program from news of that day, and one happening makes many
rows.  By default only material conflict (QuadClass 4) is taken in.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.importers.columns import Columns, Mask, filled, together
from events.importers.csv_rows import Dialect
from events.importers.drafts import Draft, Lookups, Made, constant, joined, lists_of

DATASET = "gdelt"
LICENCE = "GDELT, free with citation"
MATERIAL_CONFLICT = "4"
_ACTOR = (
    "code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code",
    "religion2code", "type1code", "type2code", "type3code",
)  # fmt: skip
_GEO = ("type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long", "featureid")
COLUMNS = (
    "globaleventid", "sqldate", "monthyear", "year", "fractiondate",
    *(f"actor1{name}" for name in _ACTOR), *(f"actor2{name}" for name in _ACTOR),
    "isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass", "goldsteinscale",
    "nummentions", "numsources", "numarticles", "avgtone",
    *(f"{who}geo_{name}" for who in ("actor1", "actor2", "action") for name in _GEO),
    "dateadded", "sourceurl",
)  # fmt: skip
DIALECT = Dialect(COLUMNS, "\t", quoted=False, header_lines=0)
# 1 country, 2 US state, 3 US city, 4 city, 5 province; 1, 2 and 5 are centroids
PRECISIONS = {"1": "country", "2": "province", "3": "exact", "4": "exact", "5": "province"}
# CAMEO codes by their longest prefix; what says no type of ours stays without sub-type
_CIVILIANS, _REMOTE = "Violence against civilians", "Explosions/Remote violence"
_STRATEGIC = "Strategic developments"
TYPES: dict[str, tuple[str, str | None]] = {
    "14": ("Protests", None),
    "145": ("Riots", "Violent demonstration"),
    "15": (_STRATEGIC, None),
    "17": (_STRATEGIC, None),
    "171": (_STRATEGIC, "Looting/property destruction"),
    "173": (_STRATEGIC, "Arrests"),
    "18": (_CIVILIANS, None),
    "181": (_CIVILIANS, "Abduction/forced disappearance"),
    "1821": (_CIVILIANS, "Sexual violence"),
    "183": (_REMOTE, None),
    "1831": (_REMOTE, "Suicide bomb"),
    "19": ("Battles", None),
    "194": (_REMOTE, "Shelling/artillery/missile attack"),
    "195": (_REMOTE, "Air/drone strike"),
    "20": (_CIVILIANS, None),
}
OTHER = (_STRATEGIC, "Other")
_DIGITS = 4


def not_asked_for(columns: Columns) -> Mask:
    """Return which rows are no material conflict."""
    return ~filled(pc.equal(columns.text("quadclass"), MATERIAL_CONFLICT))


def event_kind(code: str) -> tuple[str, str | None]:
    """Return the event type and sub-type of a CAMEO code."""
    for size in range(_DIGITS, 1, -1):
        if code[:size] in TYPES:
            return TYPES[code[:size]]
    return OTHER


def draft(columns: Columns, lookups: Lookups) -> Draft:
    """Return the rows as events; GDELT says nothing of the dead."""
    text, count = columns.text, columns.count
    country = columns.mapped("actiongeo_countrycode", lookups.countries.by_fips.get, pa.string())
    day = columns.day("sqldate", needed=True)
    precision = columns.choice("actiongeo_type", {**PRECISIONS, "0": None}, pa.string())
    place = text("actiongeo_fullname")
    url = text("sourceurl")
    host = pc.struct_field(pc.extract_regex(url, r"^https?://(?:www\.)?(?P<host>[^/:?#]+)"), "host")
    made: Made = {
        "event_id": pc.binary_join_element_wise(f"{DATASET}-", text("globaleventid"), ""),
        "dataset": constant(DATASET, count),
        "event_type": columns.mapped("eventcode", lambda one: event_kind(one)[0], pa.string()),
        "sub_event_type": columns.mapped("eventcode", lambda one: event_kind(one)[1], pa.string()),
        "date_start": day,
        "date_end": day,
        "date_precision": constant("day", count),
        "side_a": _side(columns, "actor1", lookups),
        "side_b": _side(columns, "actor2", lookups),
        "place_name": place,
        "place_precision": precision,
        "source_title": pc.binary_join_element_wise("CAMEO ", text("eventcode"), ""),
        "source_publisher": host,
        "source_url": url,
        "source_published": _added(text("dateadded")),
        "source_licence": constant(LICENCE, count),
        "notes": joined(
            [text("nummentions"), constant("mentions in", count), text("numarticles"),
             constant("articles", count)], " ",
        ),
    }  # fmt: skip
    for name in ("globaleventid", "eventcode"):
        columns.fault(np.flatnonzero(text(name).is_null()), name, "", "every row needs it")
    return Draft(
        made, country, _province(place, precision), pa.nulls(count, pa.string()),
        columns.degrees("actiongeo_lat", 90), columns.degrees("actiongeo_long", 180),
    )  # fmt: skip


def _province(place: pa.Array, precision: pa.Array) -> pa.Array:
    """Return the province that a place's full name holds: "Town, Province, Country"."""
    index, told = together([place, precision])
    found = []
    for name, kind in told:
        parts = (name or "").split(", ")
        holds = kind in ("exact", "province") and len(parts) > (kind == "exact") + 1
        found.append(parts[-2] if holds else None)
    return pa.array(found, pa.string()).take(index)


def _side(columns: Columns, who: str, lookups: Lookups) -> pa.Array:
    """Return a side: the country's class where GDELT's codes give both, else the name."""
    codes = {"MIL": "MIL", "COP": "POL", "GOV": "GOV", "CVL": "CIV", "UAF": "UNK", "INS": "UNK"}

    def read(code: str) -> str | None:
        country, kind = code[:3], code[3:6]
        if country in lookups.codebook.countries and kind in codes:
            return f"{country}:{codes[kind]}"
        return None

    coded = columns.mapped(f"{who}code", read, pa.string())
    name = columns.mapped(
        f"{who}name", lambda one: lookups.actors.actor(one, None, None), pa.string()
    )
    actor = pc.coalesce(coded, name)
    there = np.flatnonzero(filled(actor.is_valid()))
    return lists_of(there, actor.take(pa.array(there)), columns.count)


def _added(stamps: pa.Array) -> pa.Array:
    """Return the day of a stamp such as 20251012143000; null where it is none."""
    whole = pc.match_substring_regex(stamps, r"^\d{8}(\d{6})?$")
    days = pc.utf8_slice_codeunits(pc.if_else(whole, stamps, None), 0, 8)
    stamped = pc.strptime(days, "%Y%m%d", "s", error_is_null=True)
    return stamped.cast(pa.date32())
