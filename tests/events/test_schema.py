from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.model import Event, Issue
from events.schema import (
    EVENTS,
    WORLD,
    event_to_row,
    events_to_table,
    issues_to_table,
    mercator,
    table_to_events,
    table_to_issues,
)


@given(data=st.data())
def test_an_event_comes_back_from_its_row_as_it_was(data, any_event):
    event = data.draw(any_event)
    assert table_to_events(events_to_table([event])) == (event,)


@given(data=st.data())
def test_equal_events_hash_equally_and_changed_ones_do_not(data, any_event):
    event = data.draw(any_event)
    other = replace(event, notes=f"{event.notes}!")
    alone = events_to_table([event])["row_hash"].to_pylist()
    beside = events_to_table([other, event, event])["row_hash"].to_pylist()
    assert beside[1:] == alone * 2
    assert beside[0] != alone[0]


def test_every_column_of_the_schema_is_filled_from_the_event():
    assert {*event_to_row(Event("e", "event")), "row_hash"} == set(EVENTS.names)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_mercator_pixels_lie_on_the_map_and_go_back_to_the_point(lat, lon):
    x, y = mercator(lat, lon)
    assert 0 <= x < WORLD
    assert 0 <= y < WORLD
    back = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD))))
    assert x / WORLD * 360 - 180 == pytest.approx(lon, abs=1e-6)
    assert back == pytest.approx(min(max(lat, -85.0511288), 85.0511288), abs=1e-6)


def test_equal_issues_are_kept_once_with_their_scope():
    issue = Issue("e", "adm1", "Konar", "unresolved", "no province 'Konar'")
    table = issues_to_table([issue, issue], "file.csv")
    assert table["scope"].to_pylist() == ["file.csv"]
    assert table_to_issues(table) == (issue,)
