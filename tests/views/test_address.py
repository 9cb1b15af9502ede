"""The whole view stands in the address; a wrong one gives the nearest valid view and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from events.queries import LISTINGS, Filter
from events.queries.comparing import KINDS
from views.address import ORDERS, View, view_of
from views.explore import after_brush, after_click
from views.map_panel import MapClick
from views.timeline import Unit

WORDS = st.text("abc ÄÖ,\\&=?#%+<>\"'", max_size=12).map(lambda t: " ".join(t.split()))
LISTS = st.lists(WORDS.filter(bool), max_size=3).map(tuple)
VIEWS = st.builds(
    View,
    filter=st.builds(
        Filter,
        start=st.none() | st.dates(date(2000, 1, 1), date(2010, 1, 1)),
        end=st.none() | st.dates(date(2010, 1, 1)),
        actors=LISTS,
        opponents=LISTS,
        adm1=LISTS,
        event_types=LISTS,
        statuses=st.sampled_from([(), ("event",), ("planned", "statement")]),
        min_fatalities=st.integers(0, 999),
        fatality_measure=st.sampled_from(["low", "best", "high"]),
        words=WORDS,
        retold=st.sampled_from([None, True, False]),
    ),
    event=st.none() | WORDS.filter(bool),
    dot=st.none() | st.just("12/345/678"),
    listing=st.sampled_from(LISTINGS),
    unit=st.none() | st.sampled_from(get_args(Unit)),
    order=st.sampled_from(list(ORDERS)),
    page=st.integers(1, 9999),
    asof=st.none() | st.sampled_from(["0", "17", "2025-10-12"]),
    since=st.none() | st.sampled_from(KINDS),
)


@given(VIEWS)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert view_of(view.to_query()) == (view, ())


def test_the_first_view_has_a_bare_address() -> None:
    assert View().to_query() == {}


@pytest.mark.parametrize(
    "query",
    [
        {"list": "everything"},
        {"asof": "yesterday"},
        {"since": "always"},
        {"unit": "hour"},
        {"order": "random"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "٣x"},
        {"dot": "../../etc"},
        {"event": ""},
        {"event": "a\x00b"},
        {"from": "soon"},
        {"frm": "2025-10-01"},
        {"dead": "many"},
    ],
)
def test_a_mistyped_address_gives_the_bare_view_and_says_what_was_wrong(
    query: dict[str, str],
) -> None:
    view, issues = view_of(query)
    assert view == View()
    assert len(issues) == 1
    assert next(iter(query)) in issues[0].message


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=6))
def test_any_address_gives_a_view(query: dict[str, str]) -> None:
    view, _ = view_of(query)
    assert view_of(view.to_query())[0] == view


def test_a_click_on_an_area_chooses_it_and_a_second_one_lifts_it() -> None:
    once = after_click(View(page=1), MapClick("adm1", "AF-KNR"))
    assert once.filter.adm1 == ("AF-KNR",)
    assert after_click(once, MapClick("adm1", "AF-KNR")) == View()
    assert after_click(View(), MapClick("border", "AFG-PAK")).filter.borders == ("AFG-PAK",)


def test_a_click_on_an_event_opens_its_card_and_one_on_a_dot_its_list() -> None:
    opened = after_click(View(dot="1/2/3"), MapClick("event", "e1"))
    assert (opened.event, opened.dot) == ("e1", None)
    assert after_click(opened, MapClick("cell", "9/1/2")) == View(dot="9/1/2")


def test_the_brush_sets_the_dates_and_keeps_the_rest() -> None:
    view = View(Filter(words="gate"), event="e1")
    brushed = after_brush(view, (date(2025, 10, 1), date(2025, 10, 31)))
    expected = replace(view.filter, start=date(2025, 10, 1), end=date(2025, 10, 31))
    assert brushed == replace(view, filter=expected)
    assert after_brush(brushed, "clear") == view
    assert after_brush(view, "week").unit == "week"


def test_the_last_view_is_put_back_until_the_browser_has_it() -> None:
    def script() -> None:
        import streamlit as st  # noqa: PLC0415  the script is run on its own

        from views import address  # noqa: PLC0415

        if st.session_state.pop("leave", False):
            address.leave()
            st.query_params.clear()
        else:
            address.restore()

    app = AppTest.from_function(script)
    app.query_params["adm1"] = "AF-KNR"
    app.run()
    app.session_state["leave"] = True
    app.run()
    app.query_params.clear()
    for _ in range(2):  # the second run was asked for before the address had reached the browser
        app.query_params.clear()
        app.run()
        assert app.query_params["adm1"] == "AF-KNR"
    app.run()
    app.query_params.clear()
    app.run()
    assert "adm1" not in app.query_params
