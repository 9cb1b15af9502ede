"""A table of texts: which column is which, each row read or refused by its line."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from events.gathering import rows
from events.gathering.item import Defaults
from events.gathering.rows import csv_items, xlsx_items

TEXT = "Gunmen killed two traders in Quetta on Tuesday, police said."
HEAD = "Headline,Body,Publication date,Source,Link\n"


def read(text: str | bytes, **given: object):
    content = text.encode() if isinstance(text, str) else text
    return list(csv_items(content, "t.csv", Defaults(**given)))  # type: ignore[arg-type]


def rules(items) -> list[str]:
    return [item.issues[0].rule if item.issues else "read" for item in items]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_columns_are_found_by_their_headers_whatever_stands_between(mark):
    head = mark.join(("Headline", "Body", "Publication date", "Source", "Link", "Views"))
    cells = ("A title", f'"{TEXT}"', "14 Mar 2025", "A paper", "https://a.example/1", "7")
    (item,) = read(f"{head}\n{mark.join(cells)}\n")
    report = item.report
    assert report is not None
    assert (report.title, report.text, report.publisher) == ("A title", TEXT, "A paper")
    assert (report.published, report.url) == (date(2025, 3, 14), "https://a.example/1")
    assert item.label == "t.csv, line 2"


def test_a_person_can_name_the_columns():
    table = f'Nachricht,Tag,text\n"{TEXT}",14.3.2025,other\n'
    (item,) = read(table, columns={"text": "Nachricht", "published": "tag"})
    assert item.report is not None
    assert (item.report.text, item.report.published) == (TEXT, date(2025, 3, 14))
    (missing,) = read(table, columns={"text": "Story"})
    assert missing.issues[0].rule == "no such column"
    assert "'Story'" in missing.issues[0].message
    assert "Nachricht, Tag, text" in missing.issues[0].message


def test_a_line_that_cannot_be_read_is_refused_by_its_number_and_the_others_read():
    lines = [
        f'a,"{TEXT}",2025-03-14,,',
        f'b,"{TEXT}\nsecond line",2025-03-14,,',
        "c,,2025-03-14,,",
        f'd,"{TEXT}",10/12/2025,,',
        f'e,"{TEXT}",,,',
        f'f,"{TEXT}",2025-02-30,,',
        'g,"\x01\x02 binary",2025-03-14,,',
        f'h,"{TEXT}"',
    ]
    items = read(HEAD + "\n".join(lines), published=None)
    assert rules(items) == [
        "read",
        "read",
        "no text",
        "no such day",
        "no such day",
        "no such day",
        "not a report",
        "no such day",
    ]
    assert [item.label for item in items][2:4] == ["t.csv, line 5", "t.csv, line 6"]
    assert "could be two days" in items[3].issues[0].message


def test_a_table_without_a_column_of_texts_says_what_is_accepted():
    (item,) = read("name,when\na,b\n")
    assert item.report is None
    assert "text, body, content" in item.issues[0].message
    assert rules(read(f"text,text\n{TEXT},x\n")) == ["no such column"]
    assert rules(read("")) == ["no such column"]


def test_a_cell_without_end_breaks_the_table_off_where_it_stands(monkeypatch):
    monkeypatch.setattr(rows, "MAX_FIELD", 100)
    items = read(f'{HEAD}a,"{TEXT}",2025-03-14,,\nb,"{"x" * 500}",2025-03-14,,\n')
    assert rules(items) == ["read", "not readable"]
    assert "after line" in items[1].label


def test_more_rows_than_accepted_are_told(monkeypatch):
    monkeypatch.setattr(rows, "MAX_ROWS", 2)
    row = f'a,"{TEXT}",2025-03-14,,\n'
    assert rules(read(HEAD + row * 5)) == ["read", "read", "too many rows"]


def test_other_encodings_are_refused_with_the_fix():
    (item,) = read(f"text,date\nCafé,{TEXT}".encode("cp1252"))
    assert "UTF-8" in item.issues[0].message
    assert rules(read("\ufefftext,date\nFive died.,2025-03-14\n".encode("utf-16"))) == ["read"]


def workbook(*lines: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_read_with_its_days_and_a_full_cell_is_doubted():
    content = workbook(
        ("text", "date", "title"),
        (TEXT, datetime.fromisoformat("2025-03-14"), "A title"),
        (("word " * 7000)[: rows.FULL_CELL - 1] + "x", date(2025, 3, 14), "Full"),
        (None, "2025-03-14", "Empty"),
    )
    items = list(xlsx_items(content, "t.xlsx", Defaults()))
    assert rules(items) == ["read", "cell is full", "no text"]
    assert items[0].report is not None
    assert items[0].report.published == date(2025, 3, 14)
    assert items[0].label == "t.xlsx, row 2"


def test_a_workbook_that_is_none_or_a_bomb_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    for content in (b"PK\x03\x04 no", b"", stream.getvalue()):
        (item,) = xlsx_items(content, "t.xlsx", Defaults())
        assert item.issues[0].rule == "not readable"
