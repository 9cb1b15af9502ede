"""How the days of a table are written."""

from __future__ import annotations

from datetime import date

import pytest

from events.importers.columns import NotReadError
from events.importers.day_forms import are_days, day_reader, fitting, form_of, telling


@pytest.mark.parametrize(
    ("seen", "form"),
    [
        (["2021-03-12", "12 March 2021", "25/12/2021"], None),
        (["12/25/2021", "2021-03-12"], "%m/%d/%Y"),
        (["25.12.2021"], "%d.%m.%Y"),
        (["March 5, 2021"], "%B %d, %Y"),
        (["25/12/21"], "%d/%m/%y"),
        ([], None),
    ],
)
def test_the_form_is_the_one_that_reads_the_most(seen, form):
    assert form_of(seen) == form


def test_days_that_may_be_read_in_two_ways_leave_two_forms_and_a_telling_example():
    seen = ["05/05/2021", "03/04/2021"]
    assert fitting(seen)[:2] == (None, "%m/%d/%Y")
    assert telling(seen, fitting(seen)) == "03/04/2021"
    assert fitting(["25/12/2021"]) == (None,)


def test_a_stated_form_also_reads_what_can_be_read_in_one_way_only():
    read = day_reader("%m/%d/%Y")
    assert read("10/02/2023") == read("2023-10-02") == read("2 October 2023") == date(2023, 10, 2)
    with pytest.raises(NotReadError, match="%m/%d/%Y"):
        read("25/12/2021")


def test_bare_numbers_are_no_days():
    assert not are_days(["20210312", "20210313"])
    assert are_days(["1 May 2021", "2021-05-02"])
