from __future__ import annotations

from datetime import date
from typing import get_args
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.codebook import load as load_codebook
from events.model import PlacePrecision, Status
from events.queries import Filter, Names, describe

plain = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
values = st.lists(plain, max_size=3).map(tuple)
filters = st.builds(
    Filter,
    start=st.none() | st.dates(date(1990, 1, 1), date(2010, 1, 1)),
    end=st.none() | st.dates(date(2010, 1, 1)),
    actors=values,
    opponents=values,
    countries=values,
    adm1=values,
    adm2=values,
    borders=values,
    event_types=values,
    sub_event_types=values,
    datasets=values,
    publishers=values,
    statuses=st.lists(st.sampled_from(get_args(Status))).map(tuple),
    precisions=st.lists(st.sampled_from(get_args(PlacePrecision))).map(tuple),
    min_fatalities=st.integers(0, 10_000_000),
    fatality_measure=st.sampled_from(("low", "best", "high")),
    words=st.lists(plain, max_size=3).map(" ".join),
    retold=st.none() | st.booleans(),
)


@given(filters)
def test_a_filter_comes_back_from_its_address(f):
    address = urlencode(f.to_query())
    assert Filter.from_query(dict(parse_qsl(address))) == (f, ())


@given(
    st.dictionaries(st.text(max_size=10) | st.sampled_from(["from", "actor", "status"]), st.text())
)
def test_any_address_gives_a_filter_that_is_valid(query):
    f, _ = Filter.from_query(query)
    assert Filter.from_query(f.to_query()) == (f, ())


def test_the_default_filter_has_an_empty_address():
    assert Filter().to_query() == {}
    assert Filter.from_query({}) == (Filter(), ())


def test_order_and_doubles_do_not_make_another_filter():
    assert Filter(actors=("B", "A", "B"), words=" a  b ") == Filter(actors=("A", "B"), words="a b")
    assert hash(Filter(actors=("B", "A"))) == hash(Filter(actors=("A", "B")))


@pytest.mark.parametrize(
    ("query", "expected", "rule"),
    [
        ({"from": "2025-13-01"}, Filter(), "bad_date"),
        ({"dead": "-4"}, Filter(), "bad_number"),
        ({"dead": "٣"}, Filter(), "bad_number"),
        ({"dead": "9" * 5000}, Filter(), "bad_number"),
        ({"status": "evnt"}, Filter(), "unknown_value"),
        ({"status": "nonsense"}, Filter(), "unknown_value"),
        ({"precision": "Province"}, Filter(precisions=("province",)), "unknown_value"),
        ({"by": "lowest"}, Filter(), "unknown_value"),
        ({"retold": "maybe"}, Filter(), "unknown_value"),
        ({"actr": "TTP"}, Filter(), "unknown_key"),
        ({"actor": "a\x00b,TTP"}, Filter(actors=("TTP",)), "bad_value"),
        ({"actor": "x" * 5000}, Filter(), "bad_value"),
        (
            {"from": "2025-10-20", "to": "2025-10-01"},
            Filter(start=date(2025, 10, 1), end=date(2025, 10, 20)),
            "dates_swapped",
        ),
    ],
)
def test_a_mistyped_address_gives_the_nearest_valid_filter_and_says_so(query, expected, rule):
    f, issues = Filter.from_query(query)
    assert f == expected
    assert [issue.rule for issue in issues] == [rule]
    assert all(len(issue.message) < 400 for issue in issues)


def test_a_status_of_any_lifts_the_default():
    assert Filter(statuses=()).to_query() == {"status": "any"}
    assert Filter.from_query({"status": "any"})[0] == Filter(statuses=())


def test_a_filter_reads_as_a_sentence():
    names = Names(load_codebook(), {"AF-KNR": "Kunar"})
    f = Filter(
        start=date(2025, 10, 1),
        end=date(2025, 10, 20),
        actors=("TTP",),
        opponents=("PAK:MIL",),
        adm1=("AF-KNR",),
        min_fatalities=5,
        words="post",
    )
    assert describe(f, names) == (
        "Events from 2025-10-01 to 2025-10-20, actor Tehreek-e-Taliban Pakistan, "
        "against Military Forces of Pakistan, province Kunar, "
        "at least 5 killed by the highest toll, with the words “post”"
    )
    assert describe(Filter(statuses=()), names) == "All records of all dates"
    assert describe(Filter(end=date(2025, 1, 1)), names) == "Events up to 2025-01-01"
