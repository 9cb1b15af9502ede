from __future__ import annotations

import pytest

from events import language
from events.language import LanguageModelError


def test_the_shipped_model_is_the_pinned_one():
    folder = language.model_folder(language.DEFAULT_MODEL)
    assert language.component_hashes(folder) == language.pinned_hashes()
    assert "parser" in language.load().pipe_names


def test_a_changed_component_is_named(tmp_path):
    (tmp_path / "parser").mkdir()
    (tmp_path / "parser" / "model").write_bytes(b"weights")
    pinned = language.component_hashes(tmp_path)
    language.check(tmp_path, pinned)
    (tmp_path / "parser" / "model").write_bytes(b"others")
    with pytest.raises(LanguageModelError, match="parser/model differs"):
        language.check(tmp_path, pinned)


def test_a_missing_component_is_named(tmp_path):
    with pytest.raises(LanguageModelError, match=r"config\.cfg"):
        language.check(tmp_path, {"config.cfg": "0"})


def test_a_model_that_is_not_installed_says_how_to_get_one(monkeypatch):
    monkeypatch.setenv(language.MODEL_VARIABLE, "no_such_model_here")
    with pytest.raises(LanguageModelError, match="pip install no_such_model_here"):
        language.load()


def test_model_folder_of_nothing():
    with pytest.raises(LanguageModelError, match="is not installed"):
        language.model_folder("no_such_model_here")
