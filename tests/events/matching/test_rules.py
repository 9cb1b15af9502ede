"""The weights are a checked data file; what is found of a pair reads as plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.matching.reasons import Told, reasons
from events.matching.rules import FINDINGS, MatchingRulesError, load, read

SHIPPED = Path(__file__).parents[3] / "events/matching/weights.toml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("exact_km = 5.0", "exact_km = -5.0", "exact_km"),
        ('code = "same_day"', 'code = "some_day"', "some_day"),
        ("[levels]", "[levels]\nodd = 1.0", "odd"),
    ],
)
def test_a_file_that_breaks_the_schema_is_refused(tmp_path, old, new, said):
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "weights.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(MatchingRulesError, match=said):
        read(tmp_path / "weights.toml")


def test_every_order_that_reason_gives_holds_in_the_fitted_weights():
    weights = load().weights
    for kind, codes in (
        ("days", FINDINGS["days"]),
        ("place", ("same_point", "few_km", "some_km", "stretched")),
        ("toll", ("same_toll", "close_toll", "double_toll", "far_toll")),
    ):
        values = [weights[kind, code] for code in codes]
        assert values == sorted(values, reverse=True)


def test_reasons_say_days_and_km_and_which_way_they_speak():
    codes = {"days": "one_day", "place": "near_some", "name": "other_name", "toll": "no_toll"}
    numbers = [codes_.index(codes.get(kind, codes_[0])) for kind, codes_ in FINDINGS.items()]
    told = Told(0.4, bytes(numbers), 0, 1, 12.4)
    said = reasons(told, ("Khar", "{km}"), load())
    assert "+ one day apart" in said
    assert "+ 12 km apart, within the stated precision" in said
    assert "- other names of the place: Khar, (km}" in said
    assert "= no toll in one of them" in said
