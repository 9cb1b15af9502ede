"""Events and claims as flat rows for spreadsheets, with nothing in them that a cell would run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from events.model import Source
from events.schema import Row, row_to_event
from events.tellings import named, side_by_side

POINT_PRECISIONS = ("exact", "near")
# a cell that begins with one of these is read as a formula by spreadsheet programs
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
JOINT = "; "

EVENT_COLUMNS = (
    "event_id",
    "dataset",
    "origin",
    "status",
    "event_type",
    "sub_event_type",
    "date_start",
    "date_end",
    "date_precision",
    "side_a",
    "side_b",
    "place_name",
    "place_precision",
    "country",
    "adm1",
    "adm1_id",
    "adm2",
    "adm2_id",
    "border",
    "lat",
    "lon",
    "fatalities_low",
    "fatalities_best",
    "fatalities_high",
    "places",
    "evidence",
    "source_title",
    "source_publisher",
    "source_url",
    "source_published",
    "source_licence",
    "source_report_id",
    "source_retold",
    "further_sources",
    "notes",
    "boundaries",
    "place_method",
    "place_rivals",
)
CLAIM_COLUMNS = (
    "event_id",
    "kind",
    "low",
    "high",
    "what",
    "side",
    "claimant",
    "outlet",
    "stance",
    "subset",
    "quote",
    "told_by",
)


def neutral(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: such text gets an apostrophe."""
    risky = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if risky else text


def event_cells(row: Row) -> tuple[Any, ...]:
    """Return the cells of one event, in the order of ``EVENT_COLUMNS``."""
    plain = pointed(row) | {
        "side_a": JOINT.join(row["side_a"] or ()),
        "side_b": JOINT.join(row["side_b"] or ()),
        "places": JOINT.join(_place(each) for each in row["places"] or ()),
        "evidence": JOINT.join(each["text"] for each in row["evidence"] or ()),
        "place_rivals": JOINT.join(row["place_rivals"] or ()),
        "further_sources": JOINT.join(_source(each) for each in row["also"] or ()) or None,
    }
    return tuple(_cell(plain[name]) for name in EVENT_COLUMNS)


def _place(place: Mapping[str, Any]) -> str:
    return str(place["name"]) if place["resolved"] else f"{place['name']} (unresolved)"


def claim_cells(row: Row) -> Iterable[tuple[Any, ...]]:
    """Yield the cells of each claim of an event, in the order of ``CLAIM_COLUMNS``."""
    if row["also"]:
        yield from _carried(row)
        return
    told_by = named([Source(None, row["source_publisher"] or row["source_title"])])
    for claim in row["claims"] or ():
        quote = claim["quote"]["text"] if claim["quote"] else None
        plain = {**claim, "event_id": row["event_id"], "quote": quote, "told_by": told_by}
        yield tuple(_cell(plain[name]) for name in CLAIM_COLUMNS)


def _carried(row: Row) -> Iterable[tuple[Any, ...]]:
    """Yield the claims of all reports that tell of an event, copies of one claim once."""
    for each in side_by_side(row_to_event(row)):
        claim = each.claim
        plain = {name: getattr(claim, name, None) for name in CLAIM_COLUMNS} | {
            "event_id": row["event_id"],
            "quote": claim.quote.text if claim.quote else None,
            "told_by": JOINT.join(named([replace(one, published=None)]) for one in each.sources),
        }
        yield tuple(_cell(plain[name]) for name in CLAIM_COLUMNS)


def _source(telling: Mapping[str, Any]) -> str:
    told = Source(telling["title"], telling["publisher"], published=telling["published"])
    return " ".join(part for part in (named([told]), telling["url"]) if part)


def pointed(row: Row) -> Row:
    """Return the row without a point where its place is known to an area only."""
    if row["place_precision"] in POINT_PRECISIONS:
        return row
    return row | {"lat": None, "lon": None}


def _cell(value: Any) -> Any:
    return neutral(value) if isinstance(value, str) else value
