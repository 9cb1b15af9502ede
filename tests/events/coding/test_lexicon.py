from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from events import codebook, lexicon
from events.lexicon import LexiconError

SHIPPED = Path(str(resources.files("events"))) / "coding" / "data"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "data")
    return tmp_path / "data"


def test_every_trigger_is_a_type_of_the_codebook(words):
    types = codebook.load().event_types
    for row, _ in words.triggers:
        assert row.sub_event_type in types[row.event_type]


def test_an_unknown_key_is_named(folder):
    file = folder / "numbers.toml"
    file.write_text(file.read_text("utf-8") + "\n[nonsense]\na = 1\n", "utf-8")
    with pytest.raises(LexiconError, match="numbers.toml: nonsense"):  # noqa: RUF043
        lexicon.load_from(folder)


def test_a_pattern_that_is_no_expression_is_named(folder):
    file = folder / "status.toml"
    text = file.read_text("utf-8").replace("effected = [", "effected = ['(', ", 1)
    file.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=r"status\.toml: effected.*no regular expression"):
        lexicon.load_from(folder)


def test_a_missing_file_is_named(folder):
    (folder / "losses.toml").unlink()
    with pytest.raises(LexiconError, match="losses.toml is missing"):  # noqa: RUF043
        lexicon.load_from(folder)


def test_a_file_that_is_no_toml_is_named(folder):
    (folder / "speech.toml").write_text("verbs = [", "utf-8")
    with pytest.raises(LexiconError, match="speech.toml"):  # noqa: RUF043
        lexicon.load_from(folder)


def test_words_of_another_region_are_added_without_code(folder, words):
    file = folder / "classes.toml"
    text = file.read_text("utf-8").replace(
        "words = ['protesters'", "words = ['yellow vests', 'protesters'", 1
    )
    file.write_text(text, "utf-8")
    rows = lexicon.load_from(folder).classes.classes
    assert any("yellow vests" in row.words for row in rows if row.cls == "PRO")
