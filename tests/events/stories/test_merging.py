"""Merged with every source kept: nothing added up, nothing repeated, and taken apart again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events.fatalities import event_totals
from events.model import Claim, Report, Source
from events.stories.merging import Merge, Part, differences, merged, merges, telling_of, without
from events.tellings import side_by_side

SECOND = Report("r2", "Again", "Second paper", date(2025, 10, 13), "Seven died.")


def theirs(make, **changes):
    claims = (Claim("killed", 61, 61, "61 soldiers", "PAK:MIL", "AFG:IEA"),)
    return make("r2-e1", **{"claims": claims, "source": Source("Again", "Second paper")} | changes)


def test_a_merge_keeps_each_reports_claims_and_adds_none_up(make):
    own = make("r1-e1")
    event = merged(Merge(own, (Part(SECOND, theirs(make)),)))
    assert (event.id, event.source, event.claims) == (own.id, own.source, own.claims)
    assert event.also == (telling_of(theirs(make)),)
    assert (event.fatalities_low, event.fatalities_best, event.fatalities_high) == (23, None, 61)
    assert [each.claim.low for each in side_by_side(event)] == [58, 23, 61]


def test_a_stored_event_keeps_what_a_person_decided(make):
    stored = make("stored", notes="a person's", sub_event_type="Attack")
    own = make("new", date_start=date(2025, 10, 12))
    merge = Merge(own, (Part(SECOND, theirs(make)),), stored)
    event = merged(merge)
    assert (event.id, event.notes, event.sub_event_type) == ("new", "a person's", "Attack")
    assert [each.event_id for each in event.also] == ["new", "r2-e1"]
    again = merged(replace(merge, into=replace(event, id="stored")))
    assert again.also == event.also, "a telling that is there is not added twice"


def test_what_is_told_otherwise_is_said_with_who_says_it(make):
    other = theirs(make, date_start=date(2025, 10, 12), sub_event_type="Attack")
    found = differences(Merge(make("r1-e1"), (Part(SECOND, other),)))
    assert [(issue.field, issue.severity) for issue in found] == [
        ("date_start", "note"),
        ("sub_event_type", "warning"),
    ]
    assert "Second paper has Attack, the merged event Armed clash" in found[1].message
    assert {issue.record for issue in found} == {"r1-e1"}
    assert differences(Merge(make("r1-e1"), (Part(SECOND, theirs(make)),))) == ()


def test_only_matching_proposals_are_merged_and_those_kept_apart_are_not(make):
    own = [make("a"), make("b", event_type="Protests"), make("c", event_type="Riots")]
    found = merges(own, [(SECOND, [theirs(make), make("r2-e2", event_type="Riots")])])
    assert list(found) == ["a", "c"]
    assert merges(own, [(SECOND, [theirs(make)])], apart=lambda *pair: "a" in pair) == {}


@given(data=st.data())
def test_a_telling_taken_out_leaves_the_event_as_it_was(data, any_event):
    own, other = data.draw(any_event), data.draw(any_event)
    own = replace(own, also=(), id="own")
    low, best, high = event_totals(own)
    own = replace(own, fatalities_low=low, fatalities_best=best, fatalities_high=high)
    event = merged(Merge(own, (Part(SECOND, replace(other, id="other")),)))
    assert without(event, "other") == own
    assert {c for t in event.also for c in t.claims} == {*other.claims}
