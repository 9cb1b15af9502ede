"""Folder, archive, feed, table: every item read or refused by name, in a fixed order."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from events.gathering.gather import gather
from events.gathering.item import Defaults

SAMPLES = Path(__file__).parents[3] / "events/samples/reports"
TEXT = "Gunmen killed two traders in Quetta on Tuesday, police said."
TABLE = f'title,text,date\nA,"{TEXT}",2025-03-14\nB,,2025-03-14\n'
FEED = """<rss version="2.0"><channel><title>F</title><item><title>E</title>
<pubDate>Fri, 14 Mar 2025 10:00:00 +0500</pubDate><description>Two died.</description></item>
</channel></rss>"""
PAGE = f"""<html><head><title>T</title><meta property="article:published_time"
content="2025-03-14"></head><body><article><p>{TEXT}</p></article></body></html>"""


@pytest.fixture
def folder(tmp_path) -> Path:
    home = tmp_path / "week"
    (home / "deep").mkdir(parents=True)
    (home / "2025-03-14_quetta.txt").write_text(TEXT, "utf-8")
    (home / "undated.txt").write_text(TEXT + " Again.", "utf-8")
    (home / "deep/page.html").write_text(PAGE, "utf-8")
    (home / "deep/table.csv").write_text(TABLE, "utf-8")
    (home / "feed.xml").write_text(FEED, "utf-8")
    (home / "picture.png").write_bytes(b"\x89PNG")
    for sample in SAMPLES.glob("2025*.json"):
        (home / sample.name).write_bytes(sample.read_bytes())
    with zipfile.ZipFile(home / "z.zip", "w") as archive:
        archive.writestr("in/2025-03-15 in.txt", TEXT)
        archive.writestr("in/table.csv", TABLE)
        archive.writestr("again.zip", b"PK")
    return home


def told(path: Path, defaults: Defaults | None = None) -> list[tuple[str, str]]:
    return [
        (item.label, "read" if item.report else item.issues[0].rule)
        for item in gather(path, defaults)
    ]


def test_a_folder_gives_every_item_that_it_holds(folder):
    assert told(folder) == [
        ("week › 2025-03-14_quetta.txt", "read"),
        ("week › 2025-10-12_border_night.json", "read"),
        ("week › deep/page.html", "read"),
        ("week › deep/table.csv, line 2", "read"),
        ("week › deep/table.csv, line 3", "no text"),
        ("week › feed.xml, entry 1", "read"),
        ("week › picture.png", "not accepted"),
        ("week › undated.txt", "not a report"),
        ("week › z.zip › in/2025-03-15 in.txt", "read"),
        ("week › z.zip › in/table.csv, line 2", "read"),
        ("week › z.zip › in/table.csv, line 3", "no text"),
        ("week › z.zip › again.zip", "nested archive"),
    ]


def test_what_is_refused_names_the_item_the_value_and_what_is_accepted(folder):
    issues = [issue for item in gather(folder) for issue in item.issues]
    picture = next(issue for issue in issues if issue.value == "picture.png")
    assert picture.record == "week › picture.png"
    assert picture.message.startswith("week › picture.png: the ending '.png' is not read; accepted")
    assert all(issue.message.startswith(issue.record) for issue in issues)


def test_what_is_known_of_the_batch_fills_in_what_an_item_does_not_say(folder):
    items = {item.label: item.report for item in gather(folder, Defaults(date(2025, 4, 1), "Wire"))}
    assert items["week › undated.txt"].published == date(2025, 4, 1)
    assert items["week › undated.txt"].publisher == "Wire"
    assert items["week › 2025-03-14_quetta.txt"].published == date(2025, 3, 14), "by its name"
    assert items["week › deep/page.html"].published == date(2025, 3, 14), "the page's own"
    assert items["week › feed.xml, entry 1"].publisher == "F"


def test_a_report_is_the_same_however_it_is_packed(folder, tmp_path):
    sample = next(SAMPLES.glob("2025*.json"))
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.write(sample, sample.name)
    (packed,) = gather(tmp_path / "s.zip")
    (plain,) = gather(sample)
    assert packed.report == plain.report
    assert plain.report is not None
    assert plain.report.retold is json.loads(sample.read_text("utf-8"))["report"]["retold"]


def test_a_path_that_is_not_there_is_an_item_too(tmp_path):
    for name in ("none.txt", "none.zip"):
        ((label, rule),) = told(tmp_path / name)
        assert (label, rule) == (name, "not readable")
