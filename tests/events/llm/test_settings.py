from __future__ import annotations

import pytest

from events.llm.errors import ModelError
from events.llm.settings import endpoint, required
from tests.events.llm.fake_endpoint import KEY

GIVEN = {
    "CONFLICT_MAP_LLM_URL": "http://localhost:11434/v1/",
    "CONFLICT_MAP_LLM_MODEL": "tiny",
    "CONFLICT_MAP_LLM_KEY": KEY,
}


def test_nothing_is_set_up_by_default():
    assert endpoint({}) is None
    assert endpoint({"CONFLICT_MAP_LLM_KEY": KEY}) is None
    with pytest.raises(ModelError, match=r"CONFLICT_MAP_LLM_URL.*CONFLICT_MAP_LLM_MODEL"):
        required({})


def test_the_key_is_in_no_text_of_the_settings():
    found = required(GIVEN)
    assert found.key is not None
    assert found.key.get_secret_value() == KEY
    assert KEY not in f"{found!r} {found} {found.shown} {found.model_dump_json()}"


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080/v1", True),
        ("https://models.example.org/v1", False),
        ("http://192.168.1.5:8000/v1", False),
        ("http://localhost.example.org/v1", False),
    ],
)
def test_a_reader_is_told_where_the_text_would_go(url, local):
    found = required(GIVEN | {"CONFLICT_MAP_LLM_URL": url})
    assert found.is_local is local
    assert url in found.shown
    assert ("does not leave" in found.shown) is local
    assert ("unencrypted" in found.shown) is (not local and url.startswith("http:"))


@pytest.mark.parametrize(
    "url",
    [
        "localhost:11434",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "http://",
        "http://[::1/v1",
        "http://localhost:99999/v1",
        f"http://me:{KEY}@localhost/v1",
        f"http://localhost/v1?key={KEY}",
        "http://localhost/v1#x",
        "http://local host/v1",
        "http://localhost/v1\r\nx-evil: 1",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(url):
    with pytest.raises(ModelError, match="CONFLICT_MAP_LLM_URL") as refused:
        endpoint(GIVEN | {"CONFLICT_MAP_LLM_URL": url})
    assert KEY not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("ANSWER", "xml"), ("SECONDS", "soon"), ("SECONDS", "0"), ("CHARACTERS", "-1")],
)
def test_a_value_that_is_not_accepted_is_named(name, value):
    with pytest.raises(ModelError, match=f"CONFLICT_MAP_LLM_{name} '{value}'"):
        endpoint(GIVEN | {f"CONFLICT_MAP_LLM_{name}": value})


@pytest.mark.parametrize("left", ["CONFLICT_MAP_LLM_URL", "CONFLICT_MAP_LLM_MODEL"])
def test_half_a_set_up_says_what_is_missing(left):
    with pytest.raises(ModelError, match=left):
        endpoint({k: v for k, v in GIVEN.items() if k != left})
