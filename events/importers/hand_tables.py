"""A CSV or XLSX file as rows of text, within bounds, whatever the file is.

Nothing here knows what the columns mean.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from events.importers.hand_columns import Column, unprotected
from events.model import Issue

MAX_BYTES = 50_000_000
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200  # an honest workbook shrinks to a tenth
MAX_MEMBERS = 500
MAX_ROWS = 500_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # as in Excel


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``line`` is the line of the file or the row of the sheet where it begins."""

    name: str
    line: int
    cells: dict[str, str]

    @property
    def where(self) -> str:
        """Name of the file or sheet, and the line."""
        return f"{self.name}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table, and what was wrong with it as a table."""

    rows: tuple[Row, ...] = ()
    issues: tuple[Issue, ...] = ()
    found: bool = field(default=True)


class TableError(Exception):
    """A file that cannot be read as a table; the message says why and what to do."""


def read_csv(path: Path, columns: Sequence[Column]) -> Table:
    """Read a CSV table with comma, semicolon or tab between cells.

    Parameters
    ----------
    path
        The file; UTF-8, with or without a byte order mark, at most ``MAX_BYTES``.
    columns
        What the header may name.
    """
    try:
        text = _text(path)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, columns))
        return _table(_numbered(reader), columns, path.name)
    except TableError as problem:
        return Table(issues=(_fault(path.name, str(problem)),))
    except csv.Error as problem:
        said = f"it is no CSV: {problem}; save it as 'CSV UTF-8'"
        return Table(issues=(_fault(path.name, said),))


def read_xlsx(path: Path, sheet: str, columns: Sequence[Column]) -> Table:
    """Read one sheet of a workbook; values only, formulas are not calculated.

    ``found`` is false in the answer where the workbook has no such sheet.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  half a second that CSV need not wait for

    name = f"{path.name}, sheet {sheet}"
    try:
        check_archive(path)
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except TableError as problem:
        return Table(issues=(_fault(path.name, str(problem)),))
    except Exception as problem:  # noqa: BLE001 -- openpyxl raises whatever broken XML makes it
        said = f"it is no workbook that can be read ({type(problem).__name__}); save it as .xlsx"
        return Table(issues=(_fault(path.name, said),))
    try:
        chosen = next((one for one in book.worksheets if one.title.casefold() == sheet), None)
        if chosen is None:
            return Table(found=False)
        chosen.reset_dimensions()
        values = chosen.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
        rows = ((number, [sheet_cell(one) for one in row]) for number, row in enumerate(values, 1))
        return _table(rows, columns, name)
    except TableError as problem:
        return Table(issues=(_fault(name, str(problem)),))
    except Exception as problem:  # noqa: BLE001 -- as above, met only while reading the sheet
        said = f"the sheet is broken ({type(problem).__name__}); save the workbook anew"
        return Table(issues=(_fault(name, said),))
    finally:
        book.close()


def size_checked(path: Path) -> None:
    """Raise TableError when a file is missing, empty or larger than ``MAX_BYTES``."""
    try:
        size = path.stat().st_size
    except OSError as problem:
        msg = f"it cannot be read: {problem.strerror}"
        raise TableError(msg) from problem
    if size == 0:
        msg = "it is empty; the first line must be the header"
        raise TableError(msg)
    if size > MAX_BYTES:
        msg = f"it has {size} bytes; accepted are at most {MAX_BYTES}: divide it"
        raise TableError(msg)


def _text(path: Path) -> str:
    size_checked(path)
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(raw, "utf-16")
    return _decoded(raw, "utf-8-sig")


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        byte = raw[problem.start]
        msg = f"line {line}: byte 0x{byte:02x} is not UTF-8; save it as 'CSV UTF-8'"
        raise TableError(msg) from problem


def _delimiter(text: str, columns: Sequence[Column]) -> str:
    head = text.lstrip().split("\n", 1)[0]
    known = {column.name for column in columns}
    return max(",;\t", key=lambda mark: len(known & {_key(one) for one in head.split(mark)}))


def _numbered(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    line = 1
    for row in reader:
        yield line, row
        line = getattr(reader, "line_num", line) + 1


def _table(rows: Iterable[tuple[int, list[str]]], columns: Sequence[Column], name: str) -> Table:
    filled = ((line, row) for line, row in rows if any(cell.strip() for cell in row))
    _, header = next(filled, (0, []))
    if not header:
        msg = "it is empty; the first line must be the header"
        raise TableError(msg)
    keys = [_key(cell) for cell in header]
    issues = _header_issues(keys, columns, name)
    found: list[Row] = []
    for line, row in filled:
        if len(found) >= MAX_ROWS:
            msg = f"it has more than {MAX_ROWS} rows: divide it"
            raise TableError(msg)
        cells = dict(zip(keys, row, strict=False))
        found.append(Row(name, line, {key: _clean(cell) for key, cell in cells.items() if key}))
    return Table(tuple(found), tuple(issues))


def _header_issues(keys: list[str], columns: Sequence[Column], name: str) -> list[Issue]:
    missing = [column.name for column in columns if column.needed and column.name not in keys]
    if missing:
        accepted = ", ".join(column.name for column in columns)
        msg = f"the header has no column {', '.join(missing)}; accepted columns: {accepted}"
        raise TableError(msg)
    twice = sorted({key for key in keys if key and keys.count(key) > 1})
    if twice:
        msg = f"the header has {', '.join(twice)} twice"
        raise TableError(msg)
    known = {column.name for column in columns}
    return [
        Issue(
            f"{name}, line 1",
            key,
            key,
            "unknown column",
            f"{name}, line 1: column {key!r} is not known and was left out",
        )
        for key in keys
        if key and key not in known
    ]


def _key(cell: str) -> str:
    return "_".join(cell.strip().strip("\"'").casefold().split())


def _clean(cell: str) -> str:
    return unprotected(cell.replace("\r\n", "\n").strip(" ")[:MAX_CELL])


def sheet_cell(value: object) -> str:
    """Return a cell of a workbook as text: days as 2025-10-12, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def check_archive(path: Path) -> None:
    """Raise TableError when a workbook is none, or unpacks to more than any table does."""
    size_checked(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        msg = f"it is no .xlsx workbook: {problem}"
        raise TableError(msg) from problem
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        msg = f"it unpacks to {unpacked} bytes in {len(members)} parts; accepted: {MAX_UNPACKED}"
        raise TableError(msg)
    if unpacked > MAX_BYTES and unpacked / packed > MAX_RATIO:
        msg = f"it unpacks to {unpacked // packed} times its size; no table does: save it anew"
        raise TableError(msg)


def _fault(name: str, said: str) -> Issue:
    return Issue(name, "file", name, "not readable", f"{name}: {said}", "error")
