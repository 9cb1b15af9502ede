"""ACLED's exports and API answers: CSV, XLSX, JSON; columns of 2024 to 2026, and older ones."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.importers.columns import Columns, filled
from events.importers.drafts import Draft, Lookups, Made, constant, killed, sentences

DATASET = "acled"
LICENCE = "ACLED terms of use"
NEEDED = ("event_id_cnty", "event_date", "event_type", "latitude", "longitude", "geo_precision")
# 1 a named town, 2 near it or a small area, 3 a region: the point is its capital's
PRECISIONS = {"1": "exact", "2": "near", "3": "province"}
DATES = {"1": "day", "2": "week", "3": "month"}
_LOSS = r"(?i)\b(?:kill|dead|death|died|fatalit|casualt|slain|murder|execut)"


def draft(columns: Columns, lookups: Lookups) -> Draft:
    """Return the rows as events.

    ACLED's 0 fatalities also means that none were reported: it is kept as "not stated".
    """
    text, count = columns.text, columns.count
    country = _country(columns, lookups)
    day = columns.day("event_date", needed=True)
    toll = columns.whole("fatalities")
    toll = pc.if_else(pc.equal(toll, 0), None, toll)
    precision = columns.choice("geo_precision", PRECISIONS, pa.string())
    unnamed = pc.and_(pc.equal(precision, "province"), text("admin1").is_null())
    made: Made = {
        "event_id": pc.binary_join_element_wise(f"{DATASET}-", text("event_id_cnty"), ""),
        "dataset": constant(DATASET, count),
        "event_type": columns.mapped("event_type", lookups.type_reader(), pa.string(), needed=True),
        "sub_event_type": columns.mapped("sub_event_type", lookups.sub_type_reader(), pa.string()),
        "date_start": day,
        "date_end": day,
        "date_precision": pc.coalesce(
            columns.choice("time_precision", DATES, pa.string()), constant("day", count)
        ),
        "side_a": lookups.sides([text("actor1"), text("assoc_actor_1")], country, day),
        "side_b": lookups.sides([text("actor2"), text("assoc_actor_2")], country, day),
        "place_name": text("location"),
        "place_precision": pc.if_else(unnamed, "country", precision),
        "fatalities_low": toll,
        "fatalities_best": toll,
        "fatalities_high": toll,
        "source_publisher": text("source"),
        "source_licence": constant(LICENCE, count),
        "notes": text("notes"),
        "claims": _claims(columns, toll),
    }
    for name in ("event_id_cnty", "latitude", "longitude", "geo_precision"):
        columns.fault(np.flatnonzero(text(name).is_null()), name, "", "every row needs it")
    return Draft(
        made, country, text("admin1"), text("admin2"),
        columns.degrees("latitude", 90), columns.degrees("longitude", 180),
    )  # fmt: skip


def _country(columns: Columns, lookups: Lookups) -> pa.Array:
    codes = lookups.countries.by_iso

    def by_number(value: str) -> str | None:
        return codes.get(value.split(".", 1)[0].lstrip("0"))

    numbered = columns.mapped("iso", by_number, pa.string())
    lettered = columns.mapped("iso3", lookups.countries.named, pa.string())
    named = columns.mapped("country", lookups.countries.named, pa.string())
    return pc.coalesce(numbered, lettered, named)


def _claims(columns: Columns, toll: pa.Array) -> pa.Array:
    """Return ACLED's number as a claim that names nobody, with the words of the notes about it."""
    notes = columns.text("notes")
    rows = np.flatnonzero(filled(pc.greater(toll, 0)))
    few = notes.take(pa.array(rows))
    said = pc.utf8_trim_whitespace(sentences(few, pc.find_substring_regex(few, _LOSS)))
    place = np.full(columns.count, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    quote = said.take(pa.array(place, mask=place < 0))
    nobody = pa.nulls(columns.count, pa.string())
    return killed(columns.count, [toll], ["people"], [nobody], claimant=nobody, quote=quote)
