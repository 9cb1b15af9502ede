"""Events written as a hand-coded table, and an empty one to begin with."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from events.importers.hand_columns import (
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    OPEN,
    UNRESOLVED,
    Column,
    join,
    protected,
)
from events.model import Claim, Event, PlaceName

EXAMPLE = (
    "my-report-1", "event", "Battles", "Armed clash", "2025-10-11", "2025-10-12", "span",
    "AFG:IEA", "PAK:MIL", "Aryob Zazi", "district", "AFG", "Paktia", "Zazi Aryub", "", "", "",
    "Aryob Zazi; Spina Shaga (unresolved)", "", "Title of the report", "its publisher",
    "https://example.org/report", "2025-10-12", "", "", "no", "delete this row",
)  # fmt: skip
EXAMPLE_CLAIM = (
    "my-report-1", "killed", "58", "58", "58 soldiers", "PAK:MIL", "AFG:IEA", "asserted",
    "no", "", "",
)  # fmt: skip


def write(path: Path, events: Iterable[Event]) -> None:
    """Write events as ``NAME.csv`` with ``NAME.claims.csv``, or as ``NAME.xlsx``.

    What the table has no column for is not written: grounds, spans, boundary ids, the
    fatalities (they follow from the claims) and the dataset.
    """
    events = tuple(events)
    rows = [_event_row(event) for event in events]
    claims = [_claim_row(event.id, claim) for event in events for claim in event.claims]
    _write(path, rows, claims)


def write_template(path: Path) -> None:
    """Write a table with its header and one example row, to be filled in."""
    _write(path, [EXAMPLE], [EXAMPLE_CLAIM])


def _write(path: Path, rows: Sequence[Sequence[str]], claims: Sequence[Sequence[str]]) -> None:
    if path.suffix.casefold() == ".xlsx":
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(path, options) as book:
            for name, columns, content in (
                ("events", EVENT_COLUMNS, rows),
                ("claims", CLAIM_COLUMNS, claims),
            ):
                sheet = book.add_worksheet(name)
                sheet.freeze_panes(1, 0)
                for number, row in enumerate([_header(columns), *content]):
                    sheet.write_row(number, 0, row)
        return
    for file, columns, content in (
        (path, EVENT_COLUMNS, rows),
        (path.with_suffix(".claims.csv"), CLAIM_COLUMNS, claims),
    ):
        with file.open("w", encoding="utf-8", newline="") as handle:
            out = csv.writer(handle, lineterminator="\n")
            out.writerow(_header(columns))
            out.writerows(content)


def _header(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns]


def _event_row(event: Event) -> list[str]:
    place, source = event.place, event.source
    cells: dict[str, object] = {
        "id": event.id,
        "status": event.status,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "date_start": event.date_start,
        "date_end": event.date_end,
        "date_precision": event.date_precision,
        "side_a": "; ".join(event.side_a),
        "side_b": "; ".join(event.side_b),
        "places": "; ".join(_place_cell(one) for one in event.places),
        "evidence": join([quote.text for quote in event.evidence], "\n"),
        "retold": "yes" if source.retold else "no",
        "notes": event.notes,
    }
    if place is not None:
        cells |= {"place_name": place.name, "place_precision": place.precision}
        for key in ("country", "adm1", "adm2", "border", "lat", "lon"):
            cells[key] = getattr(place, key)
    for key in ("title", "publisher", "url", "published", "licence", "report_id"):
        cells[f"source_{key}"] = getattr(source, key)
    return _cells(cells, EVENT_COLUMNS)


def _claim_row(event_id: str, claim: Claim) -> list[str]:
    cells: dict[str, object] = {
        key: getattr(claim, key) for key in ("kind", "low", "what", "side", "claimant", "stance")
    }
    cells |= {
        "event_id": event_id,
        "high": OPEN if claim.high is None else claim.high,
        "subset": "yes" if claim.subset else "no",
        "quote": claim.quote.text if claim.quote else None,
        "outlet": claim.outlet,
    }
    return _cells(cells, CLAIM_COLUMNS)


def _cells(cells: dict[str, object], columns: Sequence[Column]) -> list[str]:
    values = (cells.get(column.name) for column in columns)
    return ["" if v is None else protected(v) if isinstance(v, str) else str(v) for v in values]


def _place_cell(place: PlaceName) -> str:
    name = join([place.name], ";")
    return name if place.resolved else f"{name} {UNRESOLVED}"
