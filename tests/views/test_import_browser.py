"""Bringing in a data set in Chromium: a file, its account, its rejects, and on the map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.events.importers.conftest import UCDP, write_csv
from tests.views.conftest import App, serve
from tests.views.test_explore_browser import expect_shown, settled, start
from tests.views.test_handin_browser import button

pytestmark = pytest.mark.browser
expect.set_options(timeout=60_000)
SAMPLES = Path(__file__).parents[2] / "events" / "samples"
HOSTILE = '<img src=x onerror="window.owned=1"> {{ 7*7 }}'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, loaded: Path) -> Iterator[App]:
    """An app for these tests, each of which brings in a data set of its own."""
    yield from serve(tmp_path_factory.mktemp("desk"), loaded)


def hand_in(page: Page, app: App, path: Path) -> None:
    page.goto(f"{app.url}/import")
    page.locator(".st-key-i_file input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Look at the file").click()


def test_a_file_is_accounted_for_stored_and_drawn(page: Page, desk: App, tmp_path: Path) -> None:
    rows = [
        UCDP | {"high": "3"},
        UCDP | {"id": "102", "side_b": HOSTILE, "where_prec": "4"},
        UCDP | {"id": "103", "best": "many"},
    ]
    hand_in(page, desk, write_csv(tmp_path / "ged <b>.csv", rows, UCDP))
    button(page, "Account for every row").click()
    expect(page.locator(".doubts summary")).to_contain_text("not in that order")
    expect(page.locator(".rejected")).to_contain_text("a whole number")
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
    expect(page.get_by_text("1 drawn at a point, 1 as the area")).to_be_visible()
    button(page, "See them on the map").click()
    settled(page)
    expect_shown(page, 2)
    assert "data=ucdp" in page.url
    assert page.evaluate("window.owned") is None


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True)
    box.scroll_into_view_if_needed()
    settled(page)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def test_a_table_is_told_by_choices_and_keeps_them_as_a_file(
    page: Page, desk: App, tmp_path: Path
) -> None:
    rows = [
        {"Date": "03/04/2023", "What happened": HOSTILE, "Province": "Kunar", "Dead": "2-4"},
        {"Date": "03/05/2023", "What happened": "clash", "Province": "Kunar", "Dead": "many"},
    ]
    rows = [row | {"<b>Weapon": HOSTILE} for row in rows]
    hand_in(page, desk, write_csv(tmp_path / "my sheet.csv", rows, rows[0]))
    check = button(page, "Account for every row")
    expect(check).to_be_disabled()
    expect(page.get_by_text("Say first what type the events are.")).to_be_visible()
    expect(page.locator(".left-out")).to_have_text("Not taken in: <b>weapon")
    expect(page.locator(".seen").filter(has_text="2-4")).to_be_visible()
    page.get_by_text("03/04/2023 is read as 4 March 2023").click()
    settled(page)
    choose(page, "Of what type are the events?", "Battles")
    check.click()
    expect(page.locator(".account")).to_contain_text("1 new")
    expect(page.locator(".rejected")).to_contain_text("many")
    settled(page)
    page.set_viewport_size({"width": 390, "height": 844})
    wide = page.locator("[data-testid=stMain]").evaluate("(m) => m.scrollWidth - m.clientWidth")
    assert wide <= 0
    choose(page, "Of what type are the events?", "Riots")
    expect(page.get_by_text("account again")).to_be_visible()
    page.get_by_text("These choices as a file").click()
    with page.expect_download() as download:
        page.locator(".st-key-i_mapping_save button").click()
    kept = Path(download.value.path()).read_text(encoding="utf-8")
    assert "event_type: Riots" in kept
    assert "days: '%m/%d/%Y'" in kept
    page.locator("[class*=_mapping_text] textarea").fill(kept.replace("columns:", "colums:"))
    button(page, "Follow these choices").click()
    expect(page.get_by_role("paragraph").filter(has_text="colums")).to_be_visible()
    assert page.evaluate("window.owned") is None


def test_a_hand_coded_table_goes_in_by_upload(page: Page, desk: App, tmp_path: Path) -> None:
    text = (SAMPLES / "border_clashes.csv").read_text(encoding="utf-8").splitlines()
    head, *rows = [text[0], *(f"mine-{row}" for row in text[1:4])]
    path = tmp_path / "mine.csv"
    lines = [head, *rows[:2], rows[2].replace("2025", "20x5")]
    path.write_text("\n".join(lines), encoding="utf-8")
    hand_in(page, desk, path)
    expect(page.get_by_text("claims go in with a workbook")).to_be_visible()
    button(page, "Account for every row").click()
    expect(page.locator(".account")).to_contain_text("2 new")
    expect(page.locator(".rejected tbody tr").first).to_contain_text("20x5")
    page.locator(".st-key-i_who input").fill("A. Reader")
    page.keyboard.press("Enter")
    settled(page)
    button(page, "Store 2 events").click()
    expect(page.get_by_text("Stored as version")).to_be_visible()
    expect(page.get_by_role("link", name="the map as it was before")).to_be_visible()


def test_a_file_that_is_none_is_refused_in_words(page: Page, desk: App, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x00\x01")
    hand_in(page, desk, path)
    expect(page.get_by_text("it is no text")).to_be_visible()
    start(page, desk.url)
