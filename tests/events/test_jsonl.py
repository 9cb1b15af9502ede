from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.json_writing import source_of
from events.jsonl import Coding, event_to_json, events_from_json, read_jsonl, write_jsonl
from events.model import Claim, Event, Ground, Place, PlaceName, Quote, Report, Source

GOLD = Path(__file__).parents[1] / "gold"

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
maybe = st.one_of(st.none(), texts)
days = st.dates(date(1990, 1, 1), date(2030, 1, 1))
numbers = st.integers(0, 999)


@st.composite
def quotes(draw):
    text = draw(texts)
    if draw(st.booleans()):
        return Quote(text)
    start = draw(numbers)
    return Quote(text, start, start + len(text))


@st.composite
def claims(draw):
    low = draw(numbers)
    high = draw(st.one_of(st.none(), st.integers(low, 1000)))
    return Claim(
        kind=draw(st.sampled_from(["killed", "injured", "destroyed", "shot_down"])),
        low=low,
        high=high,
        what=draw(maybe),
        side=draw(maybe),
        claimant=draw(maybe),
        stance=draw(st.sampled_from(["asserted", "denied", "unconfirmed"])),
        quote=draw(st.one_of(st.none(), quotes())),
        subset=draw(st.booleans()),
        outlet=draw(maybe),
    )


places = st.builds(
    Place,
    name=maybe,
    precision=st.sampled_from(["exact", "near", "district", "province", "border", "country"]),
    country=maybe,
    adm1=maybe,
    adm2=maybe,
    adm1_id=maybe,
    border=maybe,
    lat=st.one_of(st.none(), st.floats(-90, 90)),
    lon=st.one_of(st.none(), st.floats(-180, 180)),
    method=maybe,
    rivals=st.lists(texts, max_size=2).map(tuple),
)
sources = st.builds(
    Source,
    title=maybe,
    publisher=maybe,
    url=maybe,
    published=st.none() | days,
    retold=st.booleans(),
)
events = st.builds(
    Event,
    id=texts,
    status=st.sampled_from(["event", "background", "statement", "planned"]),
    event_type=maybe,
    sub_event_type=maybe,
    date_start=st.none() | days,
    date_end=st.none() | days,
    date_precision=st.sampled_from([None, "day", "span", "week", "month", "year"]),
    side_a=st.lists(texts, max_size=2).map(tuple),
    side_b=st.lists(texts, max_size=2).map(tuple),
    place=st.none() | places,
    places=st.lists(st.builds(PlaceName, texts, st.booleans()), max_size=2).map(tuple),
    claims=st.lists(claims(), max_size=2).map(tuple),
    evidence=st.lists(quotes(), max_size=2).map(tuple),
    grounds=st.lists(st.builds(Ground, texts, quotes(), texts), max_size=2).map(tuple),
    source=sources,
    notes=maybe,
    dataset=texts,
    origin=texts,
    fatalities_low=st.none() | numbers,
    fatalities_best=st.none() | numbers,
    fatalities_high=st.none() | numbers,
)
reports = st.builds(Report, texts, texts, maybe, days, texts, maybe, st.booleans())


@given(reports, st.lists(events, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(report, told):
    told = (*told, *(Event("own", "event", source=source_of(report)) for _ in told[:1]))
    out = io.StringIO()
    assert write_jsonl([Coding(report, tuple(told))], out) == 1
    line = json.loads(out.getvalue())
    assert events_from_json(line) == (report, tuple(told), ())


@given(events)
@settings(max_examples=60, deadline=None)
def test_an_event_alone_is_read_again(event):
    line = json.loads(json.dumps(event_to_json(event)))
    assert events_from_json(line) == (None, (event,), ())


def test_gold_files_are_read_without_issue_and_written_as_they_stand():
    files = sorted(GOLD.glob("*.json"))
    assert len(files) == 24
    for file in files:
        raw = json.loads(file.read_text("utf-8"))
        report, found, issues = events_from_json(raw)
        assert issues == ()
        assert len(found) == len(raw["events"])
        for before, event in zip(raw["events"], found, strict=True):
            after = event_to_json(event, report)
            assert {key: after[key] for key in before} == before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = [
    "id", "status", "date_start", "side_a", "place", "places", "claims", "evidence",
    "evidence_spans", "grounds", "source", "lat", "kind", "low", "high", "precision", "retold",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), json_values), json_values)
@settings(max_examples=120, deadline=None)
def test_no_json_raises(event, other):
    nested = {"id": "a", "status": "event", "claims": [event], "place": event, "grounds": [event]}
    for content in (other, event, {"report": other, "events": [event, other, nested]}):
        _, _, issues = events_from_json(content)
        assert all(issue.message and issue.record for issue in issues)


def test_one_bad_event_costs_no_other(tmp_path):
    file = tmp_path / "coding.jsonl"
    file.write_text(
        '{"id": "a", "status": "event", "date_start": "2025-02-30"}\n'
        "{broken\n"
        '{"id": "b", "status": "happened"}\n'
        '{"id": "c", "status": "event",'
        ' "claims": [{"kind": "killed"}, {"kind": "killed", "low": 2}]}\n'
        '{"id": "d", "status": "event", "colour": "red"}\n',
        "utf-8",
    )
    codings, issues = read_jsonl(file)
    assert [event.id for coding in codings for event in coding.events] == ["a", "c", "d"]
    assert [len(event.claims) for coding in codings for event in coding.events] == [0, 1, 0]
    said = {issue.message.split(":")[0] + " " + issue.rule: issue.severity for issue in issues}
    assert said == {
        "a not a date": "error",
        "coding.jsonl not JSON": "error",
        "b not accepted": "error",
        "c missing": "error",
        "d unknown key": "note",
    }
    assert "'2025-02-30'" in issues[0].message


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"\xff\xfe{\x00", "wrong encoding"), (b"[" * 200_000, "not JSON"), (b"7", "not an object")],
)
def test_files_that_are_no_codings_are_said(tmp_path, content, rule):
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    codings, issues = read_jsonl(file)
    assert codings == ()
    assert [issue.rule for issue in issues] == [rule]


def test_a_file_too_large_is_said(tmp_path, monkeypatch):
    file = tmp_path / "large.jsonl"
    file.write_bytes(b" " * 1001)
    monkeypatch.setattr("events.jsonl.MAX_BYTES", 1000)
    assert [issue.rule for issue in read_jsonl(file)[1]] == ["too large"]
