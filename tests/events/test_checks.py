from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.checks import check, check_joined, check_together
from events.codebook import load
from events.evaluation.rule import same_by_sound
from events.importers.hand import read
from events.jsonl import read_jsonl
from events.model import Claim, Event, Ground, Place, PlaceName, Quote, Report, Source

ROOT = Path(__file__).parents[2]
BOOK = load()
DAY = date(2025, 10, 11)
TEXT = "Soldiers clashed in Kunar. Five were killed."
REPORT = Report("r", "Title", None, DAY, TEXT)
FIVE = Claim("killed", 5, 5, "Five", "PAK:MIL", "AFG:IEA", quote=Quote("Five were killed"))
SOUND = Event(
    id="e1",
    status="event",
    event_type="Battles",
    sub_event_type="Armed clash",
    date_start=DAY,
    date_end=DAY,
    date_precision="day",
    side_a=("AFG:IEA",),
    side_b=("PAK:MIL",),
    place=Place("Kunar", "province", "AFG", "Kunar"),
    places=(PlaceName("Kunar", resolved=True),),
    claims=(FIVE,),
    evidence=(Quote(TEXT),),
    fatalities_low=5,
    fatalities_best=5,
    fatalities_high=5,
)


def rules(event, report=None):
    return [(issue.rule, issue.severity) for issue in check(event, BOOK, report)]


def place(**changes):
    return replace(SOUND, place=replace(SOUND.place, **changes))


def claims(*told, **changes):
    return replace(SOUND, claims=told, **{"fatalities_low": None, "fatalities_best": None,
                                          "fatalities_high": None, **changes})  # fmt: skip


def test_a_sound_event_breaks_nothing():
    assert check(SOUND, BOOK, REPORT) == ()


def test_gold_and_the_shipped_events_break_nothing():
    codings, _ = read_jsonl(ROOT / "tests" / "gold")
    for coding in codings:
        for event in coding.events:
            assert check(event, BOOK, coding.report) == ()
        assert check_together(coding.events) == ()
    shipped = read(ROOT / "events" / "samples" / "border_clashes.csv").events
    assert [issue for event in shipped for issue in check(event, BOOK)] == []
    assert check_together(shipped) == ()


@pytest.mark.parametrize(
    ("event", "broken"),
    [
        (replace(SOUND, event_type=None, sub_event_type=None), ("no type", "error")),
        (replace(SOUND, event_type="Battle"), ("unknown type", "error")),
        (replace(SOUND, sub_event_type="Grenade"), ("sub-type of type", "error")),
        (replace(SOUND, date_start=None, date_end=None), ("no date", "error")),
        (replace(SOUND, date_end=None), ("no date", "error")),
        (replace(SOUND, date_end=DAY - timedelta(1)), ("dates in order", "error")),
        (
            replace(SOUND, date_start=date(2205, 1, 1), date_end=date(2205, 1, 1)),
            ("impossible date", "error"),
        ),
        (replace(SOUND, date_end=DAY + timedelta(1)), ("precision fits dates", "warning")),
        (replace(SOUND, date_precision="span"), ("precision fits dates", "warning")),
        (replace(SOUND, date_precision=None), ("no date precision", "warning")),
        (
            replace(SOUND, source=Source(published=DAY - timedelta(1))),
            ("date after source", "warning"),
        ),
        (
            replace(SOUND, source=Source(published=DAY + timedelta(15))),
            ("report's own time", "warning"),
        ),
        (replace(SOUND, side_a=("AFG:TAL",)), ("actor outside its dates", "warning")),
        (replace(SOUND, side_a=("the Taliban",)), ("malformed actor", "error")),
        (replace(SOUND, side_a=("NEWGROUP",)), ("unknown actor", "note")),
        (replace(SOUND, side_a=("PAK:MIL",)), ("both sides", "warning")),
        (replace(SOUND, place=None), ("no place", "warning")),
        (place(country="AF"), ("unknown country", "error")),
        (place(adm1=None), ("precision fits place", "warning")),
        (place(precision="district"), ("precision fits place", "warning")),
        (place(precision="country", country=None), ("precision fits place", "warning")),
        (place(border="PAK-AFG"), ("unknown border", "error")),
        (place(lat=34.0, lon=71.0), ("point of an area", "error")),
        (place(lat=34.0), ("half a point", "error")),
        (place(precision="exact", lat=134.0, lon=71.0), ("impossible point", "error")),
        (
            replace(place(precision="exact", lat=34.0, lon=71.0), notes="Shells hit 3 villages"),
            ("several places", "note"),
        ),
        (claims(replace(FIVE, high=4)), ("low and high in order", "error")),
        (claims(FIVE, FIVE), ("claim twice", "warning")),
        (claims(replace(FIVE, subset=True)), ("subset of nothing", "warning")),
        (
            claims(FIVE, replace(FIVE, low=9, high=9, subset=True)),
            ("subset of nothing", "warning"),
        ),
        (replace(SOUND, fatalities_low=6, origin="import"), ("tolls in order", "error")),
        (
            replace(SOUND, fatalities_low=None, fatalities_best=None, origin="import"),
            ("half a toll", "warning"),
        ),
        (replace(SOUND, fatalities_high=9), ("tolls follow claims", "warning")),
    ],
)
def test_what_breaks_a_rule_is_said(event, broken):
    assert rules(event) == [broken]
    (issue,) = check(event, BOOK)
    assert issue.record == "e1"
    assert issue.message.startswith(f"e1, {issue.field}: ")


@pytest.mark.parametrize(
    ("event", "broken"),
    [
        (replace(SOUND, evidence=()), ("no evidence", "error")),
        (replace(SOUND, evidence=(Quote("Soldiers  clashed"),)), ("quote not found", "error")),
        (replace(SOUND, evidence=(Quote("Five", 0, 4),)), ("quote not found", "error")),
        (
            replace(SOUND, grounds=(Ground("date", Quote("today"), "day word"),)),
            ("quote not found", "error"),
        ),
        (claims(replace(FIVE, quote=None)), ("claim without quote", "warning")),
        (place(name="Konar"), ("name not found", "warning")),
    ],
)
def test_the_words_must_stand_in_the_report(event, broken):
    assert rules(event, REPORT) == [broken]
    assert broken not in rules(event)


def test_who_came_before_is_named():
    (issue,) = check(replace(SOUND, side_a=("AFG:TAL",)), BOOK)
    assert "then it was AFG:IEA" in issue.message


def test_two_unnamed_groups_can_fight_each_other():
    assert rules(replace(SOUND, side_a=("PAK:TRI",), side_b=("PAK:TRI",))) == []


def test_a_statement_needs_neither_type_nor_place():
    assert check(Event("s", "statement", evidence=(Quote("Soldiers"),)), BOOK, REPORT) == ()


def test_a_point_outside_its_province_is_said_with_the_distance():
    event = place(precision="exact", lat=33.6, lon=69.2)

    def joined(country, adm1):
        found = check_joined(event, country, adm1, same_area=same_by_sound, km=120.4)
        return [issue.message for issue in found]

    assert joined("AFG", "Konar") == []
    assert joined(None, None) == []
    (said,) = joined("AFG", "Paktia")
    assert "the point lies in Paktia, not in Kunar, 120 km away" in said
    (said,) = joined("PAK", "Balochistan")
    assert "the point lies in PAK, not in AFG" in said
    assert list(check_joined(SOUND, "PAK", None, same_area=same_by_sound)) == []


def test_events_that_are_one_are_said_together():
    twin = replace(SOUND, id="e2", side_a=("PAK:MIL",), side_b=("AFG:IEA",))
    span = replace(SOUND, id="e3", date_end=DAY + timedelta(4), date_precision="span")
    other = replace(SOUND, id="e4", event_type="Riots")
    assert [(i.record, i.rule) for i in check_together([SOUND, twin, other])] == [
        ("e2", "event twice")
    ]
    assert [(i.record, i.rule) for i in check_together([span, SOUND])] == [
        ("e1", "days within a span")
    ]
    assert [(i.record, i.rule) for i in check_together([SOUND, other, other])][:1] == [
        ("e4", "id twice")
    ]
    elsewhere = replace(twin, source=Source(report_id="another"))
    assert check_together([SOUND, elsewhere]) == ()


days = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
floats = st.none() | st.floats(allow_nan=True)


@given(
    st.builds(
        Event,
        id=st.text(max_size=3),
        status=st.sampled_from(["event", "statement"]),
        event_type=st.none() | st.text(max_size=3),
        date_start=days,
        date_end=days,
        side_a=st.lists(st.text(max_size=8), max_size=2).map(tuple),
        place=st.none()
        | st.builds(Place, st.text(), st.just("exact"), st.text(), lat=floats, lon=floats),
        claims=st.lists(
            st.builds(Claim, st.just("killed"), st.integers(), st.integers(), st.text()), max_size=2
        ).map(tuple),
        evidence=st.lists(st.builds(Quote, st.text(), st.integers()), max_size=2).map(tuple),
        fatalities_low=st.none() | st.integers(),
        fatalities_high=st.none() | st.integers(),
    )
)
def test_no_event_makes_a_check_raise(event):
    for issue in (*check(event, BOOK, REPORT), *check_together([event, event])):
        assert issue.message
        assert issue.severity in ("error", "warning", "note")
