"""CSV of any size as rows, a stretch of some megabytes at a time.

The stretch is cut between records by counting quotes, so that each is read alone, in columns,
by Arrow.  One that holds a malformed row is read again record by record, so that the row can be
named by its line and the others lose nothing.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from events.importers.rows import (
    SHOWN,
    Lines,
    Reject,
    Rows,
    UnreadableError,
    checked_header,
    text_table,
)

STRETCH = 8 << 20
LONGEST_RECORD = 16 << 20
HEAD = 1 << 18
WINDOW = 1 << 14  # bytes in which a line end is looked for at once
LINE_END, QUOTE = b'\n"'
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a file are told apart; ``keys`` are the columns, by the header or given."""

    keys: tuple[str, ...]
    delimiter: str = ","
    quoted: bool = True
    header_lines: int = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole records of a file, the line where they begin, and their first byte's place.

    ``ends`` is how many line ends are in them, where that was counted.
    """

    data: bytes | memoryview
    line: int
    start: int = 0
    ends: int | None = None


def dialect_of(head: bytes, name: str) -> Dialect:
    """Return the dialect that the beginning of a file shows.

    Raises
    ------
    UnreadableError
        When there is no header in it.
    """
    text = head.decode("utf-8-sig", errors="replace")
    if not text.strip():
        message = f"{name}: it is empty; the first line must be the header"
        raise UnreadableError(message)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next(reader)
    except (csv.Error, StopIteration) as problem:
        message = f"{name}: its header cannot be read ({problem}); save it as 'CSV UTF-8'"
        raise UnreadableError(message) from problem
    return Dialect(checked_header(header, name), delimiter, header_lines=reader.line_num)


def stretches(stream: BinaryIO, dialect: Dialect, name: str) -> Iterator[Stretch]:
    """Yield the records under the header, some megabytes at a time, none cut in two.

    Raises
    ------
    UnreadableError
        When a record is longer than any can be: a quote was opened and never closed.
    """
    rest, line = stream.read(min(STRETCH, HEAD)), 1
    start = len(rest)
    rest = rest.removeprefix(codecs.BOM_UTF8)
    for _ in range(dialect.header_lines):
        _, mark, rest = rest.partition(b"\n")
        line += bool(mark)
    start -= len(rest)
    while True:
        data = _with_more(rest, stream)
        more = len(data) > len(rest)
        end = _last_end(data, quoted=dialect.quoted) if more else len(data)
        if end:
            ends = _count(data, LINE_END, 0, end)
            yield Stretch(data[:end], line, start, ends)
            start += end
            line += ends
        rest = bytes(data[end:])
        if not more:
            return
        if len(rest) > LONGEST_RECORD:
            message = (
                f"{name}, line {line}: a record of more than {LONGEST_RECORD >> 20} MB; a quote "
                "was opened there and never closed"
            )
            raise UnreadableError(message)


def _with_more(rest: bytes, stream: BinaryIO) -> memoryview:
    """Return what is left of a file's last stretch and the next bytes; only the former again."""
    data = np.empty(len(rest) + STRETCH, np.uint8).data
    data[: len(rest)] = rest
    size = len(rest)
    while size < len(data) and (more := stream.readinto(data[size:])):  # type: ignore[attr-defined]
        size += more
    return data[:size]


def _last_end(data: memoryview, *, quoted: bool) -> int:
    """Return where the last whole record ends: after a line end with no quote open."""
    end = _line_end(data, len(data))
    if not quoted:
        return end
    open_ = _count(data, QUOTE, 0, end) % 2
    while end and open_:
        before = _line_end(data, end - 1)
        open_ = (open_ + _count(data, QUOTE, before, end)) % 2
        end = before
    return end


def _line_end(data: memoryview, stop: int) -> int:
    """Return where the last line that ends before a byte does; 0 where none does."""
    while stop > 0:
        first = max(stop - WINDOW, 0)
        found = bytes(data[first:stop]).rfind(b"\n")
        if found >= 0:
            return first + found + 1
        stop = first
    return 0


def _count(data: bytes | memoryview, letter: int, start: int, end: int) -> int:
    """Return how often a byte stands in a stretch; ``bytes.count`` takes ten times as long."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8)[start:end] == letter))


def rows_of(stretch: Stretch, dialect: Dialect) -> Rows:
    """Return the rows of one stretch; blank lines are none."""
    ragged: list[str] = []

    def skip(row: Any) -> str:
        ragged.append(row.text)
        return "skip"

    keys = list(dialect.keys)
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(stretch.data),
            read_options=arrow_csv.ReadOptions(
                column_names=keys, use_threads=False, block_size=max(len(stretch.data), 1)
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char='"' if dialect.quoted else False,
                newlines_in_values=dialect.quoted,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(keys, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:  # a malformed row, or bytes that are no UTF-8
        return _one_by_one(stretch, dialect)
    if ragged:
        return _one_by_one(stretch, dialect)
    table = table.combine_chunks()
    return _without_blanks(table, _lines(table, stretch))


def _lines(table: pa.Table, stretch: Stretch) -> Lines:
    """Return the line of each row: line ends within cells push the rows after them down."""
    count = table.num_rows
    ends = stretch.ends
    if ends is None:
        ends = _count(stretch.data, LINE_END, 0, len(stretch.data))
    ends += bytes(stretch.data[-1:]) != b"\n"
    before = np.arange(count, dtype=np.int64) + stretch.line
    if ends == count:
        return before
    within = np.zeros(count, dtype=np.int64)
    for column in table.columns:
        within += pc.count_substring(column, "\n").to_numpy()
    lines: Lines = before + np.cumsum(within) - within
    return lines


def _without_blanks(table: pa.Table, lines: Lines) -> Rows:
    first = pc.utf8_trim_whitespace(table.column(0))
    suspects = np.flatnonzero(pc.equal(first, "").to_numpy())
    if len(suspects) == 0:
        return Rows(table, lines)
    blank = np.ones(len(suspects), dtype=bool)
    few = table.take(pa.array(suspects))
    for column in few.columns:
        blank &= pc.equal(pc.utf8_trim_whitespace(column), "").to_numpy()
    if not blank.any():
        return Rows(table, lines)
    kept = np.ones(table.num_rows, dtype=bool)
    kept[suspects[blank]] = False
    return Rows(table.filter(pa.array(kept)), lines[kept])


def _one_by_one(stretch: Stretch, dialect: Dialect) -> Rows:
    """Read a stretch record by record, as slowly as that is; malformed rows are rejects."""
    text = bytes(stretch.data).decode("utf-8", errors="surrogateescape")
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE,
    )
    kept: list[Sequence[str]] = []
    lines: list[int] = []
    rejects: list[Reject] = []
    line = stretch.line
    while (row := _next(reader)) is not None:
        if any(cell.strip() for cell in row):
            reject = _malformed(row, line, dialect.keys)
            if reject is None:
                kept.append(row)
                lines.append(line)
            else:
                rejects.append(reject)
        line = stretch.line + reader.line_num
    columns = list(zip(*kept, strict=True)) or [()] * len(dialect.keys)
    table = text_table(dialect.keys, columns)
    return Rows(table, np.array(lines, dtype=np.int64), tuple(rejects))


def _next(reader: Any) -> list[str] | None:
    """Return the next record, None at the end; one that cannot be read is a row of one cell."""
    try:
        row: list[str] | None = next(reader, None)
    except csv.Error as problem:
        return [f"({problem})"]
    return row


def _malformed(row: Sequence[str], line: int, keys: Sequence[str]) -> Reject | None:
    if len(row) != len(keys):
        shown = ",".join(row)[:SHOWN].encode("utf-8", "replace").decode()
        rule = f"as many cells as the header has columns: {len(keys)}, not {len(row)}"
        return Reject(line, "", shown, rule)
    for key, cell in zip(keys, row, strict=True):
        if any("\udc80" <= letter <= "\udcff" for letter in cell):
            shown = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:SHOWN]
            return Reject(line, key, shown, "text in UTF-8; save the file as 'CSV UTF-8'")
    return None


def utf8(stream: BinaryIO, head: bytes) -> BinaryIO:
    """Return a stream of UTF-8; UTF-16 with its mark, as Excel's 'Unicode text', is turned."""
    if not head.startswith(WIDE):
        return stream
    turned = pa.transcoding_input_stream(pa.PythonFile(stream, "r"), "utf-16", "utf-8")
    wide: BinaryIO = turned
    return wide
