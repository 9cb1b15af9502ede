from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from events.code_command import coder
from events.evaluation.rule import same_by_sound
from events.llm.comparing import compare
from events.llm.telling import lines, to_json
from events.model import Claim


@pytest.fixture
def night(read, border_night):
    return read(border_night, "border_night")[0]


def fields(one):
    return [each.field for each in one.differences]


def test_a_coding_is_the_same_as_itself(night, border_night):
    compared = compare(night, night, border_night.text, same_by_sound)
    assert [one.result for one in compared] == ["same"] * len(night)


def test_what_one_coder_has_alone_is_said(night, border_night):
    text = border_night.text
    assert {o.result for o in compare(night, (), text, same_by_sound)} == {"only rules"}
    assert {o.result for o in compare((), night, text, same_by_sound)} == {"only llm"}
    assert compare((), (), text, same_by_sound) == ()


def test_each_value_that_differs_is_told_with_both_values(night, border_night):
    first = night[0]
    changed = replace(
        first,
        sub_event_type="Government regains territory",
        date_end=first.date_end + timedelta(1),
        side_b=("TTP",),
        claims=(*first.claims[1:], Claim("killed", 85, 85, "soldiers")),
    )
    (one,) = compare((first,), (changed,), border_night.text, same_by_sound)
    assert one.result == "differ"
    assert fields(one) == ["sub-type", "days", "sides", "claim", "claim"]
    days = one.differences[1]
    assert (days.rules, days.llm) == ("2025-10-11 to 2025-10-12", "2025-10-11 to 2025-10-13")
    assert one.differences[3].rules == "killed 58 of PAK:MIL, says AFG:IEA"
    assert one.differences[4].llm == "killed 85, says the report"


def test_sides_in_another_order_are_the_same(night, border_night):
    turned = replace(night[0], side_a=night[0].side_b, side_b=night[0].side_a)
    (one,) = compare(night[:1], (turned,), border_night.text, same_by_sound)
    assert one.result == "same"


def test_an_event_taken_for_background_is_one_difference_and_not_two_events(night, border_night):
    taken = replace(night[0], status="background")
    (one,) = compare(night[:1], (taken,), border_night.text, same_by_sound)
    assert fields(one) == ["status"]


def test_every_event_of_both_codings_is_there_once(night, border_night):
    rules, _ = coder()(border_night)
    compared = compare(rules, night, border_night.text, same_by_sound)
    assert sorted(o.rules.id for o in compared if o.rules) == sorted(e.id for e in rules)
    assert sorted(o.llm.id for o in compared if o.llm) == sorted(e.id for e in night)
    assert [o.first for o in compared] == sorted(o.first for o in compared)
    told = list(lines(border_night, compared))
    assert len(told) == 1 + len(compared) + sum(len(o.differences) for o in compared)
    for one in compared:
        again = json.loads(json.dumps(to_json(border_night, one)))
        assert again["result"] == one.result
        assert (again["rules"] is None) == (one.rules is None)
