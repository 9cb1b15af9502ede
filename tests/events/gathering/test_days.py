from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.gathering.days import DayError, day_of

DAY = date(2025, 10, 12)


@pytest.mark.parametrize(
    "said",
    [
        "2025-10-12",
        "2025-10-12T23:30:00+05:00",
        "2025-10-12 04:15:00",
        "2025-10-12T04:15:00Z",
        "20251012",
        "2025/10/12",
        "12 Oct 2025",
        "12th October 2025",
        "October 12, 2025",
        "Oct. 12, 2025 at 4pm",
        "Sunday, 12 October 2025",
        "12.10.2025",
        "Sun, 12 Oct 2025 02:00:00 +0500",
        "Sun, 12 Oct 2025 23:59:00 GMT",
    ],
)
def test_a_day_is_the_day_where_it_was_written(said):
    assert day_of(said) == DAY


def test_a_day_in_numbers_counts_only_where_it_can_be_no_other():
    assert day_of("25/10/2025") == day_of("10/25/2025") == date(2025, 10, 25)
    with pytest.raises(DayError, match="could be two days"):
        day_of("10/12/2025")


@pytest.mark.parametrize("said", ["", "soon", "2025-02-30", "31 Feb 2025", "12 Foo 2025", "1e9"])
def test_what_is_no_day_is_named_with_what_is_accepted(said):
    with pytest.raises(DayError, match="accepted are 2025-10-12"):
        day_of(said)


@given(st.text(max_size=30))
def test_no_text_raises_anything_else(said):
    try:
        found = day_of(said)
    except DayError:
        return
    assert isinstance(found, date)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_each_day_comes_back_from_its_written_forms(day):
    assert day_of(day.isoformat()) == day_of(f"{day:%d %B %Y}") == day_of(f"{day:%B %d, %Y}") == day
    assert day_of(f"{day:%d.%m.%Y}") == day
