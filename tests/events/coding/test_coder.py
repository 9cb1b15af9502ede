"""Whole reports, in our own words."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.checks import check
from events.coding.coder import code_with

SHARED = Path(__file__).parents[4] / "shared"
NIGHT = """Afghan counterstrikes along the border reportedly killed 40 Pakistani soldiers and injured 20 more, after an airstrike near Kabul.
Clashes broke out in Paktia's Aryoub Zazi district, reaching Spina Tangai and Giwi Kalay. The Afghan defence ministry said posts were destroyed, including one outpost each in Kunar and Helmand provinces.
Fighting was reported across Paktia, Khost and Kunar provinces.
“Pakistani forces responded with heavy fire at three points along the border and shot down two Afghan quadcopters,” an official in Pakistan's Khyber Pakhtunkhwa told AFP.
The Taliban warned Islamabad that it must expel its enemies. Hundreds of soldiers have been killed since 2021."""  # noqa: E501


def events(found):
    return [e for e in found if e.status == "event"]


def at(found, adm1):
    return [e for e in events(found) if e.place and e.place.adm1 == adm1]


@pytest.fixture(scope="module")
def night(code):
    return code(NIGHT, date(2025, 10, 12))


def test_a_list_of_provinces_is_an_event_each(night):
    for province in ("Paktia", "Khost", "Kunar", "Helmand"):
        (event,) = at(night, province)
        assert event.sub_event_type == "Armed clash"
        assert {*event.side_a, *event.side_b} == {"AFG:IEA", "PAK:MIL"}


def test_villages_of_one_district_are_places_of_one_event(night):
    (event,) = at(night, "Paktia")
    assert event.place.precision == "district"
    unresolved = {p.name for p in event.places if not p.resolved}
    assert unresolved == {"Spina Tangai", "Giwi Kalay"}


def test_a_total_stays_with_the_border(night):
    holders = [e for e in events(night) if any(c.low == 40 for c in e.claims)]
    assert [e.place.precision for e in holders] == ["border"]
    assert {c.kind for c in holders[0].claims} >= {"killed", "injured"}


def test_one_each_is_one_in_each(night):
    for province in ("Kunar", "Helmand"):
        (event,) = at(night, province)
        claims = [(c.kind, c.low, c.claimant) for c in event.claims]
        assert claims == [("destroyed", 1, "AFG:IEA")]


def test_quadcopters_are_told_by_an_official_of_a_fight_at_the_border(night):
    (claim,) = [c for e in events(night) for c in e.claims if c.kind == "shot_down"]
    assert (claim.claimant, claim.outlet, claim.side) == ("PAK:GOV", "AFP", "AFG:IEA")
    assert not at(night, "Khyber Pakhtunkhwa")


def test_words_and_history_are_no_events(night):
    assert {e.status for e in night} == {"event", "statement", "background"}
    assert all(c.low != 200 for e in events(night) for c in e.claims)


def test_every_span_holds_its_words(night):
    for event in night:
        quotes = [
            *event.evidence,
            *(c.quote for c in event.claims),
            *(g.quote for g in event.grounds),
        ]
        for quote in quotes:
            assert quote.start is not None
            assert NIGHT[quote.start : quote.end] == quote.text


def test_every_coded_value_has_a_ground(night):
    for event in events(night):
        fields = {g.field for g in event.grounds}
        assert {"event_type", "date", "place"} <= fields
        assert all(g.rule for g in event.grounds)


def test_the_same_words_give_the_same_events(code, night):
    assert code(NIGHT, date(2025, 10, 12)) == night


def test_no_event_breaks_a_rule_of_the_checks(night, tools, report):
    made = report(NIGHT, date(2025, 10, 12))
    for event in night:
        faults = [i for i in check(event, tools.codebook, made) if i.severity == "error"]
        assert faults == []


@pytest.mark.parametrize(
    ("text", "sub_event_type", "sides"),
    [
        (
            "A suicide bomber hit a police post in Bannu on Tuesday.",
            "Suicide bomb",
            {"PAK:UNK", "PAK:POL"},
        ),
        (
            "A roadside bomb killed two shepherds in Wana on Tuesday.",
            "Remote explosive/landmine/IED",
            {"PAK:CIV"},
        ),
        ("Gunmen shot dead a teacher in Quetta on Tuesday.", "Attack", {"PAK:UNK", "PAK:CIV"}),
        (
            "Gunmen kidnapped three traders in Quetta on Tuesday.",
            "Abduction/forced disappearance",
            {"PAK:UNK", "PAK:CIV"},
        ),
        (
            "Pakistani jets bombed a village near Khost on Tuesday.",
            "Air/drone strike",
            {"PAK:MIL", "AFG:CIV"},
        ),
        (
            "Hundreds of labourers held a sit-in in Chaman on Tuesday.",
            "Peaceful protest",
            {"PAK:PRO"},
        ),
        (
            "Police in Quetta arrested four members of the BLA on Tuesday.",
            "Arrests",
            {"PAK:POL", "BLA"},
        ),
        (
            "Demonstrators torched a police station in Quetta on Tuesday.",
            "Violent demonstration",
            {"PAK:RIO", "PAK:POL"},
        ),
        (
            "The army and the RSF fought in Bara, North Kordofan, on Tuesday.",
            "Armed clash",
            {"SDN:MIL", "SDN:RSF"},
        ),
        ("The Torkham crossing was closed on Tuesday.", "Other", set()),
    ],
)
def test_types_and_parties(code, text, sub_event_type, sides):
    (event,) = events(code(text))
    assert event.sub_event_type == sub_event_type
    assert {*event.side_a, *event.side_b} == sides
    assert event.date_start == event.date_end == date(2025, 3, 11)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Pakistan's foreign office condemned the attack.", "statement"),
        ("The TTP denied carrying out the bombing in Quetta.", "statement"),
        ("If Kabul does not act, the army will strike again.", "statement"),
        ("Security forces will launch an operation in Mastung on Sunday.", "planned"),
        ("In 2016, gunmen killed 61 cadets in Quetta.", "background"),
        ("A similar attack in Quetta last year killed 12 people.", "background"),
    ],
)
def test_what_is_not_an_event(code, text, status):
    assert [e.status for e in code(text)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "The bowlers led a fierce attack as the visitors were shot out for 90 in Lahore.",
        "Shares came under heavy fire in Karachi and the index lost 900 points.",
        "Eleven people were killed when a bus fell into a ravine near Chilas.",
        "Traders observed a shutter-down strike in Quetta.",
    ],
)
def test_sport_markets_and_accidents_are_no_events(code, text):
    assert events(code(text)) == []


def test_a_rival_claim_stands_beside_and_a_denied_figure_is_unconfirmed(code):
    text = (
        "Pakistan's military said six soldiers were killed in a clash with Afghan forces at Torkham "  # noqa: E501
        "on Tuesday. Afghanistan's defence ministry said 20 Pakistani soldiers were killed. "
        "Pakistan's military did not confirm that figure."
    )
    (event,) = events(code(text))
    told = {(c.low, c.claimant, c.stance) for c in event.claims}
    assert told == {
        (6, "PAK:MIL", "asserted"),
        (20, "AFG:IEA", "asserted"),
        (20, "PAK:MIL", "unconfirmed"),
    }


def test_a_raised_toll_takes_in_the_earlier_figure(code):
    text = "A bomb killed five people in Wana on Tuesday. Two more died later, raising the toll to seven."  # noqa: E501
    (event,) = events(code(text))
    whole = [c.low for c in event.claims if not c.subset]
    assert whole == [7]
    assert event.fatalities_high == 7


def test_a_text_without_words_is_an_issue(tools, report):
    found, issues = code_with(report("---\n\n***"), tools)
    assert found == ()
    assert [i.rule for i in issues] == ["no text"]


HOSTILE = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            [
                "killed",
                "12",
                "in Khost",
                "Taliban",
                "on Sunday",
                "\n",
                "“",
                "”",
                "said",
                ",",
                ".",
                ";",
                "and",
                "each",
                "no casualties",
                "the toll to nine",
                "denied",
                "{{ 7*7 }}",
                "<b>",
                "\u202e",
                "Pakistan's military",
                "did not confirm",
                "at least",
                "between",
                "Paktia",
                "district",
                "\x00",
            ]
        ),
        max_size=40,
    ).map(" ".join),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE)
def test_any_text_is_coded_without_an_exception_and_every_span_holds(tools, report, text):
    made = report(text)
    found, _ = code_with(made, tools)
    for event in found:
        for quote in (
            *event.evidence,
            *(c.quote for c in event.claims),
            *(g.quote for g in event.grounds),
        ):
            assert made.text[quote.start : quote.end] == quote.text
        assert dataclasses.asdict(event)


@pytest.mark.skipif(
    not (SHARED / "real").is_dir(), reason="needs ../shared/real; NIGHT above covers the same"
)
def test_the_report_of_the_border_night(code):
    text = (SHARED / "real" / "report_2025-10-12.txt").read_text("utf-8")
    found = code(text, date(2025, 10, 12), None)
    provinces = {e.place.adm1 for e in events(found) if e.sub_event_type == "Armed clash"}
    assert provinces >= {"Paktia", "Paktika", "Khost", "Kunar", "Helmand", "Nangarhar"}
    assert "Khyber Pakhtunkhwa" not in provinces
    (paktia,) = at(found, "Paktia")
    assert {"Spina Shaga", "Giwi", "Mani Jabha"} == {
        p.name for p in paktia.places if not p.resolved
    }
    total = [e for e in events(found) if any(c.low == 58 for c in e.claims)]
    assert [e.place.precision for e in total] == ["border"]
    (strike,) = [e for e in events(found) if e.sub_event_type == "Air/drone strike"]
    assert (strike.side_a, strike.place.precision, strike.place.adm1) == (
        ("PAK:MIL",),
        "near",
        "Kabul",
    )
    assert [
        e.sub_event_type for e in events(found) if e.event_type == "Strategic developments"
    ] == ["Change to group/activity"]
    told = {(c.kind, c.low, c.claimant, c.outlet) for e in events(found) for c in e.claims}
    assert ("shot_down", 3, "PAK:GOV", "AFP") in told
    assert ("killed", 0, "PAK:GOV", "AFP") in told
