"""The fit: what it learns, and that it marks 0.9 only what keeps the promise."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.confidence.calibrate import as_toml, inserted, promised
from events.confidence.fitting import Sample, fit, held_out_scores, lower_end
from events.confidence.model import SURE
from events.confidence.reliability import bands, keeps_promise, tables

NAMES = ("bad", "worse", "idle", "sort")
KINDS = frozenset({"sort"})


def drawn(chance: float, seed: int, reports: int = 30, *, new: bool = True) -> list[Sample]:
    """Proposals of made-up reports: right by ``chance``, with a doubt far less often."""
    dice = random.Random(seed)  # noqa: S311
    found = []
    for number in range(reports):
        for _ in range(8):
            doubts = frozenset(name for name in NAMES if dice.random() < 0.3)
            wanted = chance - 0.4 * ("bad" in doubts) - 0.5 * ("worse" in doubts)
            found.append(Sample(f"r{number}", doubts, dice.random() < wanted, new=new))
    return found


def test_a_doubt_that_tells_lowers_and_one_that_does_not_barely_counts():
    model = fit(drawn(0.97, 1), NAMES, KINDS)
    assert model.weights["worse"] < model.weights["bad"] < -0.5
    assert abs(model.weights.get("idle", 0.0)) < 0.5
    assert all(weight <= 0 for name, weight in model.weights.items() if name not in KINDS)


def test_clear_proposals_are_marked_sure_and_keep_the_promise_held_out():
    samples = drawn(0.99, 2)
    scores = held_out_scores(samples, NAMES, KINDS)
    marked = [one.right for one, score in zip(samples, scores, strict=True) if score >= SURE]
    assert len(marked) >= 50
    assert sum(marked) >= SURE * len(marked)
    assert keeps_promise(samples, scores)


@settings(max_examples=8)
@given(chance=st.floats(0.3, 0.85), seed=st.integers(0, 99))
def test_nothing_is_marked_sure_where_the_best_are_not(chance, seed):
    model = fit(drawn(chance, seed), NAMES, KINDS)
    assert model.sure_from is None or chance > 0.8


def test_reports_that_the_coder_was_written_against_make_no_proposal_sure():
    tuned = drawn(1.0, 3, new=False)
    poor = [
        Sample(f"n{i}", one.cues, one.right and i % 3 == 0)
        for i, one in enumerate(drawn(0.9, 4)[:80])
    ]
    model = fit([*tuned, *poor], NAMES, KINDS)
    assert model.sure_from is None
    assert model.score(()) < 0.75


def test_a_broken_promise_takes_the_marking_away():
    samples = drawn(0.99, 5)
    model = fit(samples, NAMES, KINDS)
    assert model.sure_from is not None
    broken = [0.95 if not one.right else 0.5 for one in samples]
    assert not keeps_promise(samples, broken)
    assert promised(model, samples, broken).sure_from is None
    assert promised(model, samples, [0.5] * len(samples)) == model


def test_one_report_alone_cannot_be_fitted():
    with pytest.raises(ValueError, match="at least two reports"):
        fit(drawn(0.9, 6, reports=1), NAMES, KINDS)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_lower_end_lies_below_the_share(right, more):
    of = right + more
    assert 0 <= lower_end(right, of) <= (right / of if of else 0) + 1e-12


def test_every_proposal_stands_in_one_band_of_the_table():
    samples = drawn(0.95, 7)
    scores = held_out_scores(samples, NAMES, KINDS)
    found = bands(samples, scores)
    assert sum(band.count for band in found) == len(samples)
    assert sum(band.right for band in found) == sum(one.right for one in samples)
    model = fit(samples, NAMES, KINDS)
    told = tables(samples, scores, model)
    assert "30 reports, 240 proposals" in told
    assert "sure_from" in as_toml(model)


def test_tables_go_between_their_marks_and_nowhere_else():
    page = "a\n<!-- calibrate: begin -->\nold\n<!-- calibrate: end -->\nb\n"
    assert inserted(page, "new\n") == page.replace("old", "new")
    with pytest.raises(ValueError, match="lacks"):
        inserted("no marks", "new")
