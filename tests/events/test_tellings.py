from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

from events.exports.provenance import provenance
from events.exports.spreadsheet import csv_files
from events.model import Claim, Source, Telling
from events.queries import Filter
from events.queries.reading import read
from events.tellings import side_by_side, sources

WHEN = datetime(2025, 10, 20, 12, 0, tzinfo=UTC)
DAWN = Source("Dawn's title", "Dawn", "https://dawn.example/1", date(2025, 10, 12), "r2")
OWN = Claim("killed", 23, 23, "23 troops", "PAK:MIL", "PAK:MIL")
MORE = Claim("killed", 30, None, "=30 fighters", "AFG:IEA", "PAK:MIL")


def told_twice(make):
    return make("e1", also=(Telling("r2-e1", DAWN, (OWN, MORE)),))


def test_a_copied_claim_stands_once_and_rival_ones_all(make):
    event = told_twice(make)
    carried = side_by_side(event)
    assert [(each.claim.low, each.claim.claimant) for each in carried] == [
        (58, "AFG:IEA"),
        (23, "PAK:MIL"),
        (30, "PAK:MIL"),
    ]
    assert [len(each.sources) for each in carried] == [1, 2, 1]
    assert carried[1].claim.what == "23 soldiers", "in the words of the first report"
    assert sources(event) == (event.source, DAWN)


def test_what_was_destroyed_is_a_copy_only_where_it_is_the_same_thing(make):
    posts = Claim("destroyed", 2, 2, "posts")
    told = make("e", claims=(posts,), also=(Telling("x", DAWN, (replace(posts, what="tanks"),)),))
    assert len(side_by_side(told)) == 2


def test_a_further_report_is_in_the_files_and_in_their_provenance(ask, make):
    questions = ask(told_twice(make))
    rows = read(questions.snapshot, "events")
    parts = csv_files(rows, provenance(questions, Filter(), rows, exported=WHEN))
    (event,) = csv.DictReader(io.StringIO(parts[".csv"].decode("utf-8-sig"), newline=""))
    assert event["further_sources"] == "Dawn, 2025-10-12 https://dawn.example/1"
    claims = list(csv.DictReader(io.StringIO(parts[".claims.csv"].decode("utf-8-sig"), newline="")))
    assert [each["told_by"] for each in claims] == ["AFP", "AFP; Dawn", "Dawn"]
    assert claims[2]["what"].startswith("'="), "no cell that a spreadsheet would run"
    assert b"https://dawn.example/1" in parts[".provenance.json"]


def test_two_reports_that_state_other_numbers_themselves_are_rivals(ask, make):
    itself = Claim("injured", 3, 3, "people")
    later = replace(itself, low=9, high=9)
    one = make("one", claims=(itself,))
    two = make("two", claims=(itself,), also=(Telling("x", DAWN, (later,)),))
    same = make("same", claims=(itself,), also=(Telling("y", DAWN, (itself,)),))
    assert ask(one, two, same).ids(Filter(), "rival") == ("two",)
