"""The score: in [0, 1], the same each time, and never raised by a doubt."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import events.confidence
from events.confidence.model import (
    BELOW_SURE,
    SURE,
    ConfidenceError,
    cue_names,
    load,
    load_from,
)

NAMES, KINDS = cue_names()
SOME = st.frozensets(st.sampled_from(NAMES))
FOLDER = Path(events.confidence.__file__).parent


@given(SOME)
def test_a_score_lies_between_0_and_1_and_is_always_the_same(doubts):
    model = load()
    score = model.score(doubts)
    assert 0 <= score <= 1
    assert score == model.score(sorted(doubts, reverse=True))


@given(SOME, st.sampled_from([name for name in NAMES if name not in KINDS]))
def test_a_doubt_more_never_raises_the_score(doubts, more):
    model = load()
    assert model.score({*doubts, more}) <= model.score(doubts)
    level = model.logit(doubts)
    surer = replace(model, sure_from=level, sure_words_from=level)
    assert surer.score({*doubts, more}) <= surer.score(doubts)


def test_no_score_reaches_sure_where_the_fit_found_no_level_for_it():
    model = replace(load(), base=9.0, sure_from=None, sure_words_from=None)
    assert model.score(()) == BELOW_SURE
    assert replace(model, sure_from=8.0).score(()) >= SURE
    assert replace(model, sure_words_from=8.0).score(()) == BELOW_SURE
    assert replace(model, sure_words_from=8.0).score(["told_as_statement"]) >= SURE


@given(SOME)
def test_the_doubts_are_told_in_words_the_heaviest_first(doubts):
    model = load()
    told = model.confidence(doubts)
    by_words = {words: model.weights.get(name, 0.0) for name, words in model.says.items()}
    weights = [by_words[words] for words in told.doubts]
    assert weights == sorted(weights)
    assert not {model.says[kind] for kind in KINDS} & set(told.doubts)
    assert told.sure == (told.score >= SURE)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("open_word = 0.4", "a doubt's weight is 0 or less"),
        ("made_up = -0.4", "no doubt of cues.toml"),
        ("open_word = 'much'", "valid number"),
        ("open_word = ", "weights.toml"),
    ],
)
def test_weights_that_break_their_schema_are_refused(tmp_path, line, said):
    shutil.copy(FOLDER / "cues.toml", tmp_path)
    head = "base = 0.0\nslope = 1.0\nshift = 0.0\n[weights]\n"
    (tmp_path / "weights.toml").write_text(head + line)
    with pytest.raises(ConfidenceError, match=said):
        load_from(tmp_path)


def test_a_folder_without_weights_is_refused(tmp_path):
    shutil.copy(FOLDER / "cues.toml", tmp_path)
    with pytest.raises(ConfidenceError, match=r"weights\.toml is missing"):
        load_from(tmp_path)
