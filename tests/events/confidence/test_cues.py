"""Doubts: each has plain words, and is raised by what it names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.confidence import cues
from events.confidence.model import cue_names
from events.model import Ground, Issue, Place, Quote

TEXT = "Afghan and Pakistani forces clashed in Khost on Saturday."


def ground(field: str, words: str, rule: str) -> Ground:
    at = TEXT.index(words)
    return Ground(field, Quote(words, at, at + len(words)), rule)


@pytest.fixture
def clear(make):
    """A clash whose every main value has words of its own."""
    return make(
        place=Place("Khost", "exact", "AFG", "Khost"),
        evidence=(Quote(TEXT, 0, len(TEXT)),),
        grounds=(
            ground("event_type", "clashed", "trigger: Armed clash"),
            ground("date", "Saturday", "weekday"),
            ground("place", "Khost", "gazetteer"),
            ground("side_a", "Afghan", "named in the words"),
            ground("side_b", "Pakistani forces", "named in the words"),
        ),
    )


def without(event, make, field, *more):
    grounds = tuple(one for one in event.grounds if one.field != field)
    return {"grounds": (*grounds, *more), "place": event.place, "evidence": event.evidence}


def test_a_clear_event_is_doubted_only_for_being_told_once(clear):
    assert cues(clear, [clear]) == {"told_once"}


@pytest.mark.parametrize(
    "case",
    [
        ("event_type", "clashed", "open word: Armed clash", "open_word"),
        ("event_type", "clashed", "trigger: Air/drone strike", "type_overruled"),
        ("event_type", TEXT, "losses told of the event before", "type_by_losses"),
        ("date", TEXT, "no date word", "day_by_default"),
        ("place", TEXT, "placed with the event told before", "place_from_before"),
        ("side_a", "", "", "side_from_context"),
    ],
)
def test_a_value_without_words_of_its_own_is_doubted(clear, make, case):
    field, words, rule, doubt = case
    more = (ground(field, words, rule),) if rule else ()
    found = cues(make(**without(clear, make, field, *more)))
    assert doubt in found
    assert ("not_all_worded" in found) == (doubt not in ("open_word", "type_overruled"))


def test_two_events_on_one_word_doubt_each_other(clear, make):
    twin = make("e2", **without(clear, make, "none"))
    assert "shared_words" in cues(clear, [clear, twin])


def test_names_that_nothing_rests_on_are_counted(clear, make):
    text = "Forces clashed near Tani after Hafiz Gul Bahadur and Sirajuddin met."
    at = text.index("clashed")
    words = Ground("event_type", Quote("clashed", at, at + 7), "trigger: Armed clash")
    event = make(place=clear.place, evidence=(Quote(text, 0, len(text)),), grounds=(words,))
    assert "many_loose_names" in cues(event)


def test_an_error_that_a_check_found_is_a_doubt(clear):
    said = Issue(clear.id, "date_start", "x", "no date", "x", "error")
    assert "check_failed" in cues(clear, [clear], [said])
    other = Issue("another", "date_start", "x", "no date", "x", "error")
    assert "check_failed" not in cues(clear, [clear], [other])


@settings(max_examples=30)
@given(data=st.data())
def test_any_event_has_only_doubts_with_plain_words(any_events, data):
    events = data.draw(any_events)
    names, _ = cue_names()
    for event in events:
        found = cues(event, events)
        assert found <= set(names)
        assert found == cues(event, list(reversed(events)))
