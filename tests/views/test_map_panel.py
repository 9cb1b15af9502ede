from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from views import assets, map_panel
from views.map_panel import MapClick


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A session's memory outside a session."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def click(**parts: object) -> dict[str, object]:
    return {"click": {"kind": "adm1", "value": "PK-KP", "at": "1-1", **parts}}


def test_a_click_is_returned_once(memory: dict[str, Any]) -> None:
    assert map_panel._new_click(click(), "last") == MapClick("adm1", "PK-KP")
    assert map_panel._new_click(click(), "last") is None
    assert map_panel._new_click(click(at="1-2"), "last") == MapClick("adm1", "PK-KP")


def test_asking_for_a_token_is_no_click(memory: dict[str, Any]) -> None:
    assert map_panel._new_click(click(kind="renew"), "last") is None


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {},
        {"click": None},
        {"click": "adm1"},
        {"click": {}},
        click(value=""),
        click(at=""),
        click(kind="drop table"),
        click(kind=None),
    ],
)
def test_what_is_no_click_is_none(memory: dict[str, Any], sent: object) -> None:
    assert map_panel._new_click(sent, "last") is None


def test_a_click_is_bounded(memory: dict[str, Any]) -> None:
    found = map_panel._new_click(click(value="x" * 10_000), "last")
    assert found
    assert len(found.value) == 200


def test_without_browser_files_the_page_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise assets.NotBuiltError("Run `npm ci && npm run build`")

    def page() -> None:
        from views.map_panel import map_panel  # noqa: PLC0415

        map_panel("", 1)

    monkeypatch.setattr(assets, "localise", missing)
    shown = AppTest.from_function(page).run(timeout=60)
    assert [error.value for error in shown.error] == ["Run `npm ci && npm run build`"]
    assert not shown.exception
