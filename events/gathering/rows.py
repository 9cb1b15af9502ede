"""A table of texts, CSV or XLSX, as items: a row is a report."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from openpyxl import load_workbook

from events.gathering.columns import ColumnsError, detect, score
from events.gathering.days import DayError, day_of
from events.gathering.item import Defaults, Item, bare, fault, refused
from events.reading import Known, ReadingError, read_bytes

MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_FIELD = 2_000_000  # characters; a report may have a tenth
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200  # an honest workbook shrinks to a tenth
FULL_CELL = 32_767  # Excel holds no longer text, and cuts without a word
_DELIMITERS = ",;\t|"

Rows = Iterable[tuple[int, Sequence[str]]]


def csv_items(content: bytes, label: str, defaults: Defaults) -> Iterator[Item]:
    """Yield an item for each row of a CSV; comma, semicolon, tab or bar between cells."""
    try:
        utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        said = f"line {line}: byte 0x{content[error.start]:02x} is not UTF-8; save it as CSV UTF-8"
        yield refused(label, label, "not readable", said)
        return
    head = text.lstrip("\ufeff\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda mark: score(head.split(mark)))
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield from _items(_numbered(reader), label, defaults, "line")


def _numbered(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    line = 1
    for row in reader:
        yield line, row
        line = getattr(reader, "line_num", line) + 1


def xlsx_items(content: bytes, label: str, defaults: Defaults) -> Iterator[Item]:
    """Yield an item for each row of a workbook's first sheet; values only."""
    said = _bomb(content)
    if said:
        yield refused(label, label, "not readable", said)
        return
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # noqa: BLE001 -- openpyxl raises whatever broken XML makes it
        said = f"it is no workbook that can be read ({type(error).__name__}); save it as .xlsx"
        yield refused(label, label, "not readable", said)
        return
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        values = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
        rows = ((line, [_cell(each) for each in row]) for line, row in enumerate(values, 1))
        yield from _items(rows, label, defaults, "row")
    finally:
        book.close()


def _bomb(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        return f"it is no .xlsx workbook: {error}"
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(content), 100_000):
        return f"it unpacks to {unpacked:,} bytes from {len(content):,}; no table of texts does"
    return None


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return "" if value is None else str(value)


def _items(rows: Rows, label: str, defaults: Defaults, unit: str) -> Iterator[Item]:
    """Yield the items of numbered rows; what breaks the table ends it, and is said."""
    line = 0
    try:
        filled = ((line, row) for line, row in rows if any(cell.strip() for cell in row))
        line, header = next(filled, (1, []))
        places = detect(header, defaults.columns)
        for count, (number, row) in enumerate(filled, 1):
            line = number
            if count > MAX_ROWS:
                said = f"it has more than {MAX_ROWS:,} rows; those from here on were not read"
                yield refused(f"{label}, {unit} {line}", label, "too many rows", said)
                return
            cells = {name: row[at].strip() for name, at in places.items() if at < len(row)}
            yield _item(cells, f"{label}, {unit} {line}", defaults)
    except ColumnsError as error:
        yield refused(label, label, "no such column", str(error))
    except Exception as error:  # noqa: BLE001 -- broken XML or CSV, met only while reading on
        said = f"the table breaks off after {unit} {line} ({error}); the rest was not read"
        yield refused(f"{label}, after {unit} {line}", label, "not readable", said[:300])


def _item(cells: dict[str, str], label: str, defaults: Defaults) -> Item:
    text = cells.get("text", "")
    if not text:
        return refused(label, "", "no text", "the cell of the text is empty")
    try:
        said = cells.get("published")
        day = day_of(said) if said else defaults.published
        known = Known(
            day,
            cells.get("title") or None,
            cells.get("publisher") or defaults.publisher,
            cells.get("url") or None,
        )
        if day is None:
            raise DayError(
                "no day of publication, and “on Sunday” is counted from that day; "
                "fill the column, or give one day for all"
            )
        report = read_bytes(text.encode("utf-8", "replace"), f"{label}.txt", known)
    except DayError as error:
        return refused(label, cells.get("published", ""), "no such day", str(error))
    except ReadingError as error:
        return refused(label, text[:80], "not a report", bare(str(error), f"{label}.txt"))
    if len(text) == FULL_CELL:
        said = f"the text has {FULL_CELL:,} characters, as many as Excel holds: it may be cut off"
        return Item(label, report, (fault(label, text[-40:], "cell is full", said, "warning"),))
    return Item(label, report)
