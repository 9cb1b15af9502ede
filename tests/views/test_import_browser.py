"""Bringing in a data set in Chromium: a file, its account, its rejects, and on the map."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.events.importers.conftest import UCDP, write_csv
from tests.views.conftest import App
from tests.views.test_explore_browser import expect_shown, settled, start
from tests.views.test_handin_browser import button

pytestmark = pytest.mark.browser
expect.set_options(timeout=60_000)
HOSTILE = '<img src=x onerror="window.owned=1"> {{ 7*7 }}'


def hand_in(page: Page, app: App, path: Path) -> None:
    page.goto(f"{app.url}/import")
    page.locator(".st-key-i_file input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Look at the file").click()


def test_a_file_is_accounted_for_stored_and_drawn(page: Page, own_app: App, tmp_path: Path) -> None:
    rows = [
        UCDP,
        UCDP | {"id": "102", "side_b": HOSTILE, "where_prec": "4"},
        UCDP | {"id": "103", "best": "many"},
    ]
    hand_in(page, own_app, write_csv(tmp_path / "ged <b>.csv", rows, UCDP))
    button(page, "Account for every row").click()
    account = page.locator(".account")
    expect(account).to_contain_text("3 read")
    expect(account).to_contain_text("2 new")
    expect(account).to_contain_text("1 rejected")
    with page.expect_download() as download:
        page.locator(".st-key-i_rejects button").click()
    told = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "4,best,many,a whole number" in told
    assert page.evaluate("window.owned") is None
    page.locator(".st-key-i_who input").fill("A. Reader")
    page.keyboard.press("Enter")
    settled(page)
    button(page, "Store 2 events").click()
    expect(page.get_by_text("Stored as version")).to_be_visible()
    button(page, "See them on the map").click()
    settled(page)
    expect_shown(page, 2)
    assert "data=ucdp" in page.url
    assert page.evaluate("window.owned") is None


def test_a_table_shows_its_mapping_to_be_corrected(
    page: Page, own_app: App, tmp_path: Path
) -> None:
    row = {"Date": "2023-01-02", "Kind": "firefight", "Lat": "34.9", "Lon": "71.1"}
    hand_in(page, own_app, write_csv(tmp_path / "my sheet.csv", [row], row))
    mapping = page.locator(".st-key-i_mapping textarea")
    expect(mapping).to_be_visible()
    assert "lat: lat" in mapping.input_value()
    mapping.fill(mapping.input_value().replace("columns:", "colums:"))
    button(page, "Account for every row").click()
    expect(page.get_by_role("paragraph").filter(has_text="colums")).to_be_visible()


def test_a_file_that_is_none_is_refused_in_words(page: Page, app: App, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x00\x01")
    hand_in(page, app, path)
    expect(page.get_by_text("it is no text")).to_be_visible()
    start(page, app.url)
