"""Date words, resolved from every weekday of publication."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.coding import dates
from events.coding.calendar_days import WEEKDAYS, Frame

MONDAY = date(2025, 3, 10)
DAYS = [MONDAY + timedelta(n) for n in range(7)]


def one(text: str, published: date, anchor=None, *, ahead: bool = False):
    found = dates.find(text, 0, Frame(published, anchor, ahead))
    assert len(found) == 1, found
    return found[0].first, found[0].last, found[0].precision


@pytest.mark.parametrize("published", DAYS)
@pytest.mark.parametrize("name", WEEKDAYS)
@pytest.mark.parametrize("shape", ["on {}", "early {}", "late on {}", "{}'s attack"])
def test_a_weekday_is_the_latest_not_after_publication(published, name, shape):
    first, last, precision = one(shape.format(name.title()), published)
    assert first == last
    assert precision == "day"
    assert WEEKDAYS[first.weekday()] == name
    assert timedelta(0) <= published - first < timedelta(7)


@pytest.mark.parametrize("published", DAYS)
@pytest.mark.parametrize("name", WEEKDAYS)
def test_in_a_plan_a_weekday_lies_ahead(published, name):
    first, _, _ = one(f"on {name.title()}", published, ahead=True)
    assert timedelta(0) < first - published <= timedelta(7)
    assert WEEKDAYS[first.weekday()] == name


@pytest.mark.parametrize("published", DAYS)
@pytest.mark.parametrize("words", ["overnight", "last night", "over the past day"])
def test_a_night_is_two_days(published, words):
    assert one(words, published) == (published - timedelta(1), published, "span")


@pytest.mark.parametrize("published", DAYS)
def test_last_week_is_monday_to_sunday_before(published):
    monday = MONDAY - timedelta(7)
    assert one("last week", published) == (monday, monday + timedelta(6), "week")


@pytest.mark.parametrize("published", DAYS)
def test_days_after_with_nothing_to_anchor_is_the_week_before(published):
    expected = (published - timedelta(7), published - timedelta(1), "week")
    assert one("days after the raid", published) == expected
    assert one("recently", published) == expected


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("on the night of 11-12 October", "2024-10-11", "2024-10-12", "span"),
        ("On night 21/22 June", "2024-06-21", "2024-06-22", "span"),
        ("between 1 and 7 March", "2025-03-01", "2025-03-07", "span"),
        ("March 5-6", "2025-03-05", "2025-03-06", "span"),
        ("on 9 March", "2025-03-09", "2025-03-09", "day"),
        ("on May 26, 2020", "2020-05-26", "2020-05-26", "day"),
        ("In December", "2024-12-01", "2024-12-31", "month"),
        ("in November last year", "2024-11-01", "2024-11-30", "month"),
        ("In 2016", "2016-01-01", "2016-12-31", "year"),
        ("last month", "2025-02-01", "2025-02-28", "month"),
        ("From January to November 2024", "2024-01-01", "2024-11-30", "span"),
        ("during the night of Tuesday to Wednesday", "2025-03-11", "2025-03-12", "span"),
        ("from Monday to Wednesday", "2025-03-10", "2025-03-12", "span"),
        ("since Tuesday", "2025-03-11", "2025-03-14", "span"),
        ("three days ago", "2025-03-11", "2025-03-11", "day"),
        ("earlier this week", "2025-03-10", "2025-03-13", "week"),
        ("on 21 Mizan", "2024-10-12", "2024-10-12", "day"),
        ("at the weekend, over the weekend", None, None, None),
    ],
)
def test_calendar_words(words, first, last, precision):
    if first is None:
        found = dates.find(words, 0, Frame(date(2025, 3, 14)))
        assert {(d.first, d.last) for d in found} == {(date(2025, 3, 8), date(2025, 3, 9))}
        return
    expected = (date.fromisoformat(first), date.fromisoformat(last), precision)
    assert one(words, date(2025, 3, 14)) == expected


@pytest.mark.parametrize(
    ("words", "days"), [("A day earlier", -1), ("two days after", 2), ("the next afternoon", 1)]
)
def test_relative_days_count_from_the_event_told_before(words, days):
    anchor = dates.find("on 3 March", 0, Frame(MONDAY))[0]
    expected = date(2025, 3, 3) + timedelta(days)
    assert one(words, MONDAY, anchor) == (expected, expected, "day")


@pytest.mark.parametrize("words", ["they may cross", "the march to the city", "12:30", "in bulk"])
def test_words_that_are_no_dates(words):
    assert dates.find(words, 0, Frame(MONDAY)) == ()


@given(st.text(max_size=200), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_any_text_gives_ordered_spans_inside_it(text, published):
    end = 0
    for found in dates.find(text, 0, Frame(published)):
        assert end <= found.start < found.end <= len(text)
        assert found.first <= found.last
        end = found.end


def test_no_date_word_is_the_day_before_to_publication():
    found = dates.default(MONDAY, 5)
    assert (found.first, found.last) == (MONDAY - timedelta(1), MONDAY)
