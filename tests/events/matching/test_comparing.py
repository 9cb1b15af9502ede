"""Two records of one incident are found and scored as areas, spans and claims, not as points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.events.matching.conftest import KHAR, PROVINCE

NEXT = date(2009, 3, 3)


def moved(km: float, precision: str = "exact"):
    return replace(KHAR, precision=precision, lat=KHAR.lat + km / 111.2, name="Elsewhere")


def test_the_same_told_twice_is_sure(score, told):
    assert score(told("a"), told("b", "acled")) > 0.9


def test_records_of_one_data_set_are_not_compared(score, told):
    assert score(told("a"), told("b")) is None


def test_two_exact_points_40_km_apart_cannot_be_one_incident(score, told):
    assert score(told("a"), told("b", "acled", place=moved(40))) is None
    assert score(told("a"), told("b", "acled", place=moved(40, "near"))) is not None


def test_a_row_known_to_the_province_can_be_the_village_in_it(score, told):
    found = score(told("a"), told("b", "acled", place=PROVINCE))
    assert 0.1 < found < score(told("a"), told("b", "acled"))
    elsewhere = replace(PROVINCE, adm1="Sindh", adm1_id="PK-SD")
    assert score(told("a"), told("b", "acled", place=elsewhere)) is None


def test_a_day_apart_counts_less_and_a_week_rules_it_out(score, told):
    later = [
        score(told("a"), told("b", "acled", date_start=day, date_end=day))
        for day in (date(2009, 3, 2), NEXT, date(2009, 3, 4), date(2009, 3, 9))
    ]
    assert later[0] > later[1] > later[2]
    assert later[3] is None


def test_a_day_within_the_span_of_the_other_is_no_gap(score, told):
    span = {"date_start": date(2009, 2, 28), "date_end": NEXT, "date_precision": "span"}
    assert score(told("a", **span), told("b", "acled")) > 0.5


def test_rival_tolls_speak_against_and_rule_nothing_out(score, told):
    tolls = dict.fromkeys(("fatalities_low", "fatalities_best", "fatalities_high"), 60)
    assert 0 < score(told("a"), told("b", "acled", **tolls)) < score(told("a"), told("b", "acled"))


@pytest.mark.parametrize(
    ("side_a", "side_b", "possible"),
    [
        (("TTP",), ("PAK:MIL",), True),  # order is not blame
        (("PAK:POL",), ("PAK:UNK",), True),  # an unnamed group, another force of the state
        (("PAK:MIL",), ("JUA",), True),  # a splinter of the TTP
        (("PAK:MIL",), (), True),
        (("IND:MIL",), ("LET",), False),
    ],
)
def test_sides_may_be_unnamed_or_akin_but_not_others(score, told, side_a, side_b, possible):
    found = score(told("a"), told("b", "acled", side_a=side_a, side_b=side_b))
    assert (found is not None) == possible


def test_another_spelling_of_the_place_is_the_same_name(score, told):
    spelt = replace(KHAR, name="Kharr town")
    other = replace(KHAR, name="Damadola")
    same = score(told("a"), told("b", "acled", place=spelt))
    assert same > score(told("a"), told("b", "acled", place=other))


def test_a_better_match_of_a_record_makes_the_others_less_likely(pair_up, told):
    alone = pair_up(told("a"), told("b", "acled", date_start=NEXT, date_end=NEXT))
    rival = pair_up(
        told("a"), told("b", "acled", date_start=NEXT, date_end=NEXT), told("c", "acled")
    )
    ids = rival.records.ids
    scores = {
        frozenset((ids[x], ids[y])): s
        for (x, y), s in zip(rival.found.pairs, rival.scores, strict=True)
    }
    assert scores[frozenset("ab")] < alone.scores[0]
    assert scores[frozenset("ac")] > scores[frozenset("ab")]


def test_one_record_may_be_the_sum_of_several(pair_up, told):
    def killed(toll):
        return dict.fromkeys(("fatalities_low", "fatalities_best", "fatalities_high"), toll)

    whole = told("whole", **killed(61))
    parts = [told(f"part{n}", "acled", **killed(n)) for n in (11, 20, 30)]
    found = pair_up(whole, *parts)
    assert len(found.sums) == 1
    (one,) = found.sums
    ids = found.records.ids
    assert ids[one.whole] == "whole"
    assert {ids[part] for part in one.parts} == {"part11", "part20", "part30"}
    assert one.score > found.scores.max()
