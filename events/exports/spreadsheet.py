"""Exports that spreadsheet programs open: CSV and XLSX."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import xlsxwriter

from events.exports.flat import CLAIM_COLUMNS, EVENT_COLUMNS, claim_cells, event_cells, neutral
from events.exports.provenance import Provenance

MAX_SHEET_ROWS = 1_048_575
MAX_CELL = 32_767
_CUT = " … [cut: the cell was too long]"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class ExportError(Exception):
    """What was asked for does not fit the format; the message says which does."""


def csv_files(events: pa.Table, told: Provenance) -> dict[str, bytes]:
    """Return the parts of a CSV export by the ending of their names.

    ``.csv`` has an event a row, ``.claims.csv`` a claim a row, ``.provenance.json`` says what
    the file is.  UTF-8 with a byte-order mark, since Excel takes it for another encoding without.
    """
    rows = events.to_pylist()
    claims = (cells for row in rows for cells in claim_cells(row))
    return {
        ".csv": csv_text(EVENT_COLUMNS, map(event_cells, rows)),
        ".claims.csv": csv_text(CLAIM_COLUMNS, claims),
        ".provenance.json": provenance_json(told),
    }


def provenance_json(told: Provenance) -> bytes:
    """Return the provenance as a JSON file."""
    return (json.dumps(told.as_json(), indent=2, ensure_ascii=False) + "\n").encode()


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return rows as CSV in UTF-8 with a byte-order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    # a lone surrogate cannot be written in UTF-8; its escape can
    return text.getvalue().encode("utf-8-sig", errors="backslashreplace")


def csv_zip(name: str, files: dict[str, bytes]) -> bytes:
    """Return the parts of a CSV export in one archive, the same bytes for the same parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for ending, content in files.items():
            entry = zipfile.ZipInfo(name + ending, _ZIP_DATE)
            archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def xlsx(events: pa.Table, told: Provenance, exported: datetime) -> bytes:
    """Return a workbook with the sheets events, claims and provenance.

    Raises
    ------
    ExportError
        When there are more rows than a sheet holds.
    """
    rows = events.to_pylist()
    claims = [cells for row in rows for cells in claim_cells(row)]
    for name, count in (("events", len(rows)), ("claims", len(claims))):
        if count > MAX_SHEET_ROWS:
            message = f"{count} {name} do not fit a sheet of {MAX_SHEET_ROWS}; use csv, or filter"
            raise ExportError(message)
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": "Conflict events", "created": exported})
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    _sheet(book, ("events", EVENT_COLUMNS), map(event_cells, rows), bold=bold, day=day)
    _sheet(book, ("claims", CLAIM_COLUMNS), claims, bold=bold, day=day)
    pairs = [(name, neutral(text)) for name, text in told.as_pairs()]
    _sheet(book, ("provenance", ("what", "value")), pairs, bold=bold, day=day)
    book.close()
    return buffer.getvalue()


def _sheet(
    book: Any,
    head: tuple[str, Iterable[str]],
    rows: Iterable[Iterable[Any]],
    *,
    bold: Any,
    day: Any,
) -> None:
    name, columns = head
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, bold)
    for number, cells in enumerate(rows, 1):
        for column, value in enumerate(cells):
            _write(sheet, number, column, value, day)


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        text = str(value).encode("utf-8", errors="backslashreplace").decode()
        cut = text if len(text) <= MAX_CELL else text[: MAX_CELL - len(_CUT)] + _CUT
        sheet.write_string(row, column, cut)
