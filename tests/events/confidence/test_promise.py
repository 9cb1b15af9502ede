"""The promise on the gold reports: of what is marked 0.9 or more, nine in ten are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.__main__ import main
from events.code_command import proposing
from events.confidence.calibrate import PAGE, gathered, run, tuned_ids
from events.confidence.fitting import Sample
from events.confidence.model import SURE, load
from events.confidence.reliability import keeps_promise
from events.jsonl import read_jsonl

TESTS = Path(__file__).parents[2]
FOLDERS = (TESTS / "gold", TESTS / "gold_second", TESTS / "gold_third")


@pytest.fixture(scope="module")
def gold() -> tuple[Sample, ...]:
    return gathered(FOLDERS, *proposing())


def test_of_the_proposals_marked_sure_nine_in_ten_are_right(gold):
    scores = [load().score(one.cues) for one in gold]
    assert keeps_promise(gold, scores)
    new = [(one, score) for one, score in zip(gold, scores, strict=True) if one.new]
    assert len(new) >= 50
    assert keeps_promise([one for one, _ in new], [score for _, score in new])


def test_the_higher_the_score_the_more_are_right_in_new_reports(gold):
    scores = [(load().score(one.cues), one.right) for one in gold if one.new]
    share = {
        name: sum(chosen) / len(chosen)
        for name, chosen in {
            "low": [right for score, right in scores if score < 0.4],
            "high": [right for score, right in scores if score >= 0.7],
        }.items()
    }
    assert share["low"] < 0.5
    assert share["high"] > 0.7


def test_the_page_tells_what_the_weights_do():
    model, page = load(), PAGE.read_text(encoding="utf-8")
    assert ("An event is never marked 0.9" in page) == (model.sure_from is None)
    assert ("history is never marked 0.9" in page) == (model.sure_words_from is None)
    for name, weight in model.weights.items():
        assert f"| {model.says[name]} | {weight:.2f} |" in page
    assert f"{SURE}" in page


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_reports_listed_as_tuned_are_gold_reports(folder):
    codings, _ = read_jsonl(folder)
    assert tuned_ids(folder) <= {coding.report.id for coding in codings if coding.report}


def test_the_third_set_was_never_worked_with():
    assert not tuned_ids(TESTS / "gold_third")
    assert len(tuned_ids(TESTS / "gold")) == 16


def test_the_documented_command_prints_the_tables_of_the_page(gold, monkeypatch, capsys):
    monkeypatch.setattr("events.confidence.calibrate.gathered", lambda *_: gold)
    assert main(["calibrate", *map(str, FOLDERS)]) == 0
    assert capsys.readouterr().out.strip() in PAGE.read_text(encoding="utf-8")


def test_a_fit_to_too_little_says_so(tmp_path):
    with pytest.raises(ValueError, match="two reports"):
        run([tmp_path], *proposing())
