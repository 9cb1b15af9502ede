from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events.jsonl import event_to_json
from events.model import Place, Quote
from events.stories.matching import agreement, pairs, same_event, slim


def test_one_incident_is_one_type_area_actor_and_nearly_one_day(make):
    one = make("a")
    assert same_event(one, make("b", date_start=date(2025, 10, 12)))
    for other in (
        make("b", date_start=date(2025, 10, 14), date_end=date(2025, 10, 14)),
        make("b", event_type="Protests"),
        make("b", side_a=("TTP",), side_b=("BLA",)),
        make("b", place=Place("Gardez", "exact", "AFG", "Paktia")),
        make("b", status="background"),
    ):
        assert not same_event(one, other)


def test_what_has_no_day_or_no_place_is_matched_with_nothing(make):
    undated = {"date_start": None, "date_end": None}
    assert not same_event(make("a", **undated), make("b", **undated))
    assert not same_event(make("a", place=None), make("b", place=None))


def test_words_are_the_same_only_where_their_sentences_are(make):
    warning = Quote("Kabul warned that further attacks would be answered.")
    one = make("a", status="statement", evidence=(warning,))
    assert same_event(one, replace(one, id="b", evidence=(Quote(f"“{warning.text}”"),)))
    assert not same_event(one, replace(one, id="b", evidence=(Quote("Kabul asked for talks."),)))
    assert not same_event(one, replace(one, id="b", evidence=()))


def test_each_proposal_is_matched_once_with_the_one_it_is_most_like(make):
    near, exact = make("near", date_start=date(2025, 10, 12)), make("exact")
    mine = make("mine")
    assert agreement(mine, exact) > agreement(mine, near)
    assert pairs([mine], [near, exact]) == ((mine, exact),)
    again = make("again")
    assert {(a.id, b.id) for a, b in pairs([mine, again], [near, exact])} == {
        ("mine", "exact"),
        ("again", "near"),
    }
    apart = {("mine", "exact")}
    assert pairs([mine], [near, exact], lambda a, b: (a, b) in apart) == ((mine, near),)


@given(data=st.data())
def test_a_slim_proposal_matches_as_the_whole_one(data, any_event):
    one, other = data.draw(any_event), data.draw(any_event)
    if one.status != "event" or other.status != "event":
        return
    lean = [slim(event_to_json(each)) for each in (one, other)]
    assert same_event(*lean) == same_event(one, other)
    assert same_event(one, other) == same_event(other, one)
