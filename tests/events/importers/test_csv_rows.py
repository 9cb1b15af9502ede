"""Any CSV comes out row by row as the standard library reads it, each row with its line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.importers import csv_rows
from events.importers.csv_rows import Dialect, dialect_of, rows_of, stretches
from events.importers.rows import Rows, UnreadableError

cell = st.text(st.sampled_from(["a", "é", ",", '"', "\n", " ", ";", "1"]), max_size=4)
table = st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=12)


def written(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    return out.getvalue().encode()


def read(content: bytes, size: int = 1 << 20) -> list[Rows]:
    dialect = dialect_of(content, "x.csv")
    before, csv_rows.STRETCH = csv_rows.STRETCH, size
    try:
        parts = list(stretches(io.BytesIO(content), dialect, "x.csv"))
        return [rows_of(part, dialect) for part in parts]
    finally:
        csv_rows.STRETCH = before


@given(table, st.sampled_from([8, 50, 1 << 20]))
def test_rows_and_their_lines_are_those_of_a_reader_that_goes_record_by_record(rows, size):
    content = written(rows)
    size = max(size, len(b"a,b,c\n"))
    found = read(content, size)
    cells = [list(row.values()) for part in found for row in part.table.to_pylist()]
    lines = [int(line) for part in found for line in part.lines]
    reader = csv.reader(io.StringIO(content.decode(), newline=""))
    next(reader)
    expected, line = [], reader.line_num + 1
    for row in reader:
        if any(one.strip() for one in row):
            expected.append((line, row))
        line = reader.line_num + 1
    assert list(zip(lines, cells, strict=True)) == expected


def test_a_malformed_row_is_a_reject_with_its_line_and_the_others_are_read():
    content = b'a,b,c\n1,"x\ny",3\n\n4,5\n6,7,8,9\n1,\xff,3\nlast,"q""q",\n'
    (part,) = read(content)
    assert part.table.to_pylist() == [
        {"a": "1", "b": "x\ny", "c": "3"},
        {"a": "last", "b": 'q"q', "c": ""},
    ]
    assert part.lines.tolist() == [2, 8]
    assert [(one.line, one.column) for one in part.rejects] == [(5, ""), (6, ""), (7, "b")]
    assert "as many cells as the header has columns: 3, not 2" in part.rejects[0].rule
    assert "UTF-8" in part.rejects[2].rule
    assert part.read == 5


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found_and_keys_are_plain(mark):
    dialect = dialect_of(f"\ufeffEvent ID{mark}Date {mark}\n1{mark}2{mark}3".encode(), "x.csv")
    assert (dialect.delimiter, dialect.keys) == (mark, ("event_id", "date", "column_3"))


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b",\n1,2", "blank"), (b"a,A\n", "twice")]
)
def test_a_header_that_cannot_be_used_is_named(content, said):
    with pytest.raises(UnreadableError, match=said):
        dialect_of(content, "x.csv")


def test_a_quote_that_is_never_closed_is_named_with_its_line(monkeypatch):
    monkeypatch.setattr(csv_rows, "LONGEST_RECORD", 100)
    monkeypatch.setattr(csv_rows, "STRETCH", 20)
    content = b'a,b\n1,2\n3,"4' + b"\n5,6" * 100
    with pytest.raises(UnreadableError, match=r"line 3: .*never closed"):
        list(stretches(io.BytesIO(content), Dialect(("a", "b")), "x.csv"))
