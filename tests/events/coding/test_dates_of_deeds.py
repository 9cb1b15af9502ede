"""Which day a deed gets: from its own words, from its sentence's, from the event told before."""

from __future__ import annotations

from datetime import date

import pytest

from events.coding import dates
from events.coding.calendar_days import Frame

FRIDAY = date(2025, 3, 14)
MONDAY, TUESDAY, WEDNESDAY = date(2025, 3, 10), date(2025, 3, 11), date(2025, 3, 12)
THURSDAY = date(2025, 3, 13)


def days(code, text, kind):
    found = [e for e in code(text, FRIDAY) if e.status == "event" and e.sub_event_type == kind]
    return [(e.date_start, e.date_end) for e in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Torkham was shut on Tuesday, a day after shells fell on Wana.", MONDAY),
        ("Shells fell on Wana on Monday. Elders met in Wana two days after the attack.", WEDNESDAY),
        ("Gunmen fired on Tuesday, four days after the truce began.", date(2025, 3, 7)),
    ],
)
def test_a_day_after_counts_back_from_a_day_told_here_else_on_from_the_deed(text, expected):
    found, anchor = [], None
    for sentence in text.split(". "):
        mentions = dates.find(sentence, 0, Frame(FRIDAY, anchor))
        found += mentions
        anchor = mentions[-1] if mentions else anchor
    assert found[-1].first == found[-1].last == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "Traffic was held up until Saturday.",
        "The road is shut till Tuesday.",
        "It is shut until 20 June.",
    ],
)
def test_until_a_day_with_nothing_before_it_dates_nothing(read, phrase):
    assert read(phrase).dates == ()


def test_until_a_day_ends_what_began_before(code):
    text = "Tribes fought in Kurram, Pakistan, on Monday with mortars. Fighting in Kurram went on until Wednesday."  # noqa: E501
    assert days(code, text, "Armed clash") == [(MONDAY, WEDNESDAY)]


def test_for_a_weekday_lies_ahead_unless_it_owns_something(read):
    (ahead,) = read("A jirga has been arranged for Monday.").dates
    assert ahead.first == date(2025, 3, 17)
    (behind,) = read("They blamed the army for Monday’s raid.").dates
    assert behind.first == MONDAY


@pytest.mark.parametrize(
    "text",
    [
        "Police in Wana, Pakistan, arrested a man after he threw a grenade at a shop on Tuesday.",
        "Police in Wana, Pakistan, arrested a man on Tuesday after he threw a grenade at a shop.",
    ],
)
def test_stretches_of_a_sentence_share_its_one_day(code, text):
    found = [e for e in code(text, FRIDAY) if e.status == "event"]
    assert found
    assert {(e.date_start, e.date_end) for e in found} == {(TUESDAY, TUESDAY)}


def test_the_day_of_a_deed_told_only_to_explain_is_its_own(code):
    text = (
        "Afghan forces attacked Pakistani posts in Kurram following Monday’s air strike on Kabul."
    )
    assert days(code, text, "Armed clash") != [(MONDAY, MONDAY)]


def test_fears_before_a_past_deed_do_not_put_it_ahead(read):
    found = read("He feared more deaths after another village was attacked on Sunday morning.")
    assert found.dates[0].first == date(2025, 3, 9)


def test_a_month_of_last_year_is_that_year(read):
    (month,) = read("In November of last year planes bombed the district.").dates
    assert (month.first, month.last) == (date(2024, 11, 1), date(2024, 11, 30))


def test_with_no_day_of_its_own_a_deed_takes_the_day_it_was_told_before_publication(code):
    text = "Gunmen killed two guards in Wana, Pakistan, the police said on Wednesday."
    assert days(code, text, "Attack") + days(code, text, "Armed clash") == [(WEDNESDAY, WEDNESDAY)]


def test_clashes_reported_on_a_day_were_on_that_day(read):
    found = read("Clashes were reported across Wana from 10 to 12 March.")
    assert [(d.first, d.last) for d in found.dates] == [(MONDAY, WEDNESDAY)]


def test_came_a_day_after_dates_the_deed_before_from_the_event_told(read):
    frame = Frame(FRIDAY, dates.find("on Wednesday", 0, Frame(FRIDAY))[0])
    (found,) = dates.find("The blast came a day after a raid on a checkpoint.", 0, frame)
    assert found.first == TUESDAY


def test_a_town_is_taken_on_the_day_since_which_it_is_held(code):
    text = "Rebels captured the town of Bunagana in Congo and have held it since Tuesday."
    found = [e for e in code(text, FRIDAY) if e.status == "event"]
    assert {(e.date_start, e.date_end) for e in found} == {(TUESDAY, TUESDAY)}
