"""Files of every kind, and every fault named with its fix."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.reading import MAX_BYTES, Known, ReadingError, read, read_bytes

DAY = Known(published=date(2025, 10, 12))
PAGE = """<!DOCTYPE html><html><head><title>Two hurt in Khost - The Paper</title>
<meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2025-03-04T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Two hurt in Khost</h1>{}</article><footer>© The Paper</footer></body></html>""".format(
    "".join(
        f"<p>Paragraph {n}: two shepherds were hurt on Monday when a shell hit a hamlet in Khost "
        "province, officials and residents of the place said.</p>"
        for n in range(6)
    )
)


def test_text_takes_its_title_from_its_first_line_or_its_name(tmp_path):
    file = tmp_path / "border_night.txt"
    file.write_text("Clash in Khost\n\nTwo men died on Monday.", "utf-8")
    assert read(str(file), DAY).title == "Clash in Khost"
    file.write_text("Two men died on Monday.", "utf-8")
    report = read(str(file), DAY)
    assert (report.title, report.published) == ("border night", date(2025, 10, 12))
    assert report.text == "Two men died on Monday."


def test_what_the_person_says_goes_first(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Clash in Khost\n\nTwo men died.", "utf-8")
    known = Known(date(2025, 1, 2), "My title", "My paper", "https://example.org/a")
    report = read(str(file), known)
    assert (report.title, report.publisher, report.url) == (known.title, known.publisher, known.url)


def test_a_web_page_gives_text_title_and_date():
    report = read_bytes(PAGE.encode(), "page.html")
    assert report.published == date(2025, 3, 4)
    assert "Two hurt in Khost" in report.title
    assert "two shepherds were hurt" in report.text
    assert "Sport" not in report.text


def test_json_in_the_gold_format_keeps_its_id():
    inner = {
        "id": "x-1",
        "title": "T",
        "publisher": "P",
        "published": "2025-01-02",
        "text": "Words.",
    }
    for content in ({"report": inner, "events": []}, inner):
        report = read_bytes(json.dumps(content).encode(), "a.json")
        assert (report.id, report.title, report.text) == ("x-1", "T", "Words.")


def test_the_standard_input_is_text():
    report = read("-", DAY, io.BytesIO(b"Two men died in Khost."))
    assert report.text == "Two men died in Khost."


def test_the_same_words_get_the_same_id():
    assert read_bytes(b"Words.", "a.txt", DAY) == read_bytes(b"Words.", "a.txt", DAY)
    assert read_bytes(b"Words.", "a.txt", DAY).id != read_bytes(b"Others.", "a.txt", DAY).id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(encoding):
    assert read_bytes("Zāzī ’ died.".encode(encoding), "a.txt", DAY).text == "Zāzī ’ died."


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "a.txt is empty"),
        (b" \n\t ", "a.txt", "a.txt is empty"),
        ("Größe".encode("latin-1"), "a.txt", "is not UTF-8: byte 0xf6 at position 2"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", "is not text"),
        (b"PK\x03\x04abc", "a.docx", "the ending '.docx' is not read"),
        (b"{not json", "a.json", "is not JSON"),
        (b"[1, 2]", "a.json", '"text" is missing'),
        (b'{"report": {"title": "x"}}', "a.json", '"text" is missing'),
        (b"<html><body></body></html>", "a.html", "no article text"),
        (b"x" * (MAX_BYTES + 1), "a.txt", "at most 5 MB are read"),
        (b"word " * 60_000, "a.txt", "at most 200,000 are read"),
    ],
)
def test_faults_name_the_file_and_the_fix(content, name, said):
    with pytest.raises(ReadingError, match=name.replace(".", r"\.")) as caught:
        read_bytes(content, name, DAY)
    assert said in str(caught.value)


def test_no_publication_date_says_how_to_give_one():
    for content, name in ((b"Words.", "a.txt"), (b'{"text": "Words."}', "a.json")):
        with pytest.raises(ReadingError, match="--published YYYY-MM-DD"):
            read_bytes(content, name)


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "large.txt"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(ReadingError, match=r"50\.0 MB"):
        read(str(file), DAY)


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(ReadingError, match="cannot be read"):
        read(str(tmp_path / "nothing.txt"), DAY)
    with pytest.raises(ReadingError, match="is a folder"):
        read(str(tmp_path), DAY)


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.json", "a.html", "-", "a"]))
def test_any_bytes_give_a_report_or_a_reading_error(content, name):
    try:
        report = read_bytes(content, name, DAY)
    except ReadingError as error:
        assert name in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert report.text.strip()
