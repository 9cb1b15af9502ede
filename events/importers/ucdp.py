"""UCDP's Georeferenced Event Dataset and its candidate events, as CSV.

HDX publishes copies with a second row of HXL tags, which is no event.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.importers.columns import Columns, Mask, filled
from events.importers.drafts import (
    Draft,
    Lookups,
    Made,
    constant,
    first_of,
    joined,
    killed,
)

DATASET = "ucdp"
LICENCE = "CC BY 4.0 (UCDP)"
NEEDED = ("id", "date_start", "latitude", "longitude", "where_prec", "best", "low", "high")
TYPES = {"1": "Battles", "2": "Battles", "3": "Violence against civilians"}
# 1 exact, 2 within 25 km, 3 the district's centroid, 4 the province's, 5 a line or a vague part
# of a country, 6 the country's centroid, 7 at sea or in the air
PRECISIONS = {
    "1": "exact", "2": "near", "3": "district", "4": "province", "5": "province",
    "6": "country", "7": "country",
}  # fmt: skip
DATES = {"1": "day", "2": "span", "3": "week", "4": "month", "5": "year"}


def tag_row(columns: Columns) -> Mask:
    """Return which rows hold HXL tags: no id, and a tag in place of a number."""
    tagged = np.zeros(columns.count, dtype=bool)
    for name in ("year", "latitude", "best"):
        tagged |= filled(pc.starts_with(columns.text(name), "#"))
    return tagged & filled(columns.text("id").is_null())


def draft(columns: Columns, lookups: Lookups) -> Draft:
    """Return the rows as events."""
    text, count = columns.text, columns.count
    country = _country(columns, lookups)
    start, end = columns.day("date_start", needed=True), columns.day("date_end")
    end = pc.coalesce(end, start)
    side_a = lookups.sides([text("side_a")], country, start)
    side_b = lookups.sides([text("side_b")], country, start)
    best, low, high = (columns.whole(name) for name in ("best", "low", "high"))
    made: Made = {
        "event_id": pc.binary_join_element_wise(f"{DATASET}-", text("id"), ""),
        "dataset": constant(DATASET, count),
        "event_type": columns.choice("type_of_violence", TYPES, pa.string()),
        "date_start": start,
        "date_end": end,
        "date_precision": _date_precision(columns, start, end),
        "side_a": side_a,
        "side_b": side_b,
        "place_name": pc.coalesce(text("where_coordinates"), text("where_description")),
        "place_precision": _precision(columns),
        "fatalities_low": low,
        "fatalities_best": best,
        "fatalities_high": high,
        "source_title": pc.coalesce(text("source_headline"), text("source_article")),
        "source_publisher": text("source_office"),
        "source_published": _published(text("source_date")),
        "source_licence": constant(LICENCE, count),
        "notes": joined(
            [text("conflict_name"), text("dyad_name"), text("where_description")], " · "
        ),
        "claims": _claims(columns, lookups, country, side_a, side_b),
    }
    for name in ("id", "latitude", "longitude"):
        columns.fault(np.flatnonzero(text(name).is_null()), name, "", "every row needs it")
    return Draft(
        made, country, text("adm_1"), text("adm_2"),
        columns.degrees("latitude", 90), columns.degrees("longitude", 180),
    )  # fmt: skip


def _country(columns: Columns, lookups: Lookups) -> pa.Array:
    named = columns.mapped("country", lookups.countries.named, pa.string())
    coded = columns.mapped("iso3", lookups.countries.named, pa.string())
    return pc.coalesce(coded, named)


def _date_precision(columns: Columns, start: pa.Array, end: pa.Array) -> pa.Array:
    """Return how exactly the days are known; several known days are a span."""
    said = columns.choice("date_prec", DATES, pa.string())
    several = pc.fill_null(pc.not_equal(start, end), False)  # noqa: FBT003
    exact = pc.equal(said, "day")
    said = pc.if_else(pc.and_(exact, several), "span", said)
    # "two to six days" of which one is given: known to the week
    return pc.if_else(pc.and_(pc.equal(said, "span"), pc.invert(several)), "week", said)


def _precision(columns: Columns) -> pa.Array:
    """Return what the point stands for; an area that the row does not name is the next larger."""
    said = columns.choice("where_prec", PRECISIONS, pa.string())
    columns.fault(
        np.flatnonzero(columns.text("where_prec").is_null()), "where_prec", "", "every row needs it"
    )
    named = {name: columns.text(name).is_valid() for name in ("adm_1", "adm_2")}
    unnamed = pc.and_(pc.equal(said, "district"), pc.invert(named["adm_2"]))
    said = pc.if_else(unnamed, "province", said)
    unnamed = pc.and_(pc.equal(said, "province"), pc.invert(named["adm_1"]))
    return pc.if_else(unnamed, "country", said)


def _claims(
    columns: Columns, lookups: Lookups, country: pa.Array, side_a: pa.Array, side_b: pa.Array
) -> pa.Array:
    """Return the deaths by side as claims of whoever UCDP names as the original source."""
    count = columns.count
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    civilians = pc.binary_join_element_wise(country, ":CIV", "")
    losers = [first_of(side_a), first_of(side_b), civilians, pa.nulls(count, pa.string())]
    whats = [
        joined([constant("fighters of", count), columns.text("side_a")], " "),
        joined([constant("fighters of", count), columns.text("side_b")], " "),
        "civilians",
        "people of unknown side",
    ]
    claimant = lookups.claimants(columns.text("source_original"), country)
    return killed(count, [columns.whole(name) for name in names], whats, losers, claimant=claimant)


def _published(days: pa.Array) -> pa.Array:
    """Return the source's day where one is given whole; lists of several are no day."""
    whole = pc.match_substring_regex(days, r"^\d{4}-\d{2}-\d{2}$")
    kept = pc.if_else(whole, days, None)
    try:
        return kept.cast(pa.date32())
    except pa.ArrowInvalid:
        return pa.nulls(len(days), pa.date32())
