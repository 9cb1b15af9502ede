"""Handing in a report in Chromium: read, marked, corrected, decided, and on the map."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.views.conftest import App
from tests.views.test_explore_browser import expect_shown, settled, shown, start

pytestmark = pytest.mark.browser
expect.set_options(timeout=40_000)

TEXT = """Afghan and Pakistani forces clashed in Khost province on Saturday, officials said.
Afghan officials said that seven Pakistani soldiers were killed in the fighting.
Pakistan's military said that three of its soldiers were wounded.
<img src=x onerror="window.owned=1"> {{ 7*7 }}
Kabul warned Islamabad that further attacks would be answered."""
READ = 90_000


def button(page: Page, name: str) -> Locator:
    """Return the buttons of exactly this name, with or without its key."""
    named = re.compile(rf"^{re.escape(name)}(?: Shortcut \w+)?$")
    return page.get_by_role("button", name=named).filter(visible=True)


def paste(page: Page, text: str, published: str = "20251012") -> None:
    page.locator(".st-key-h_text textarea").fill(text)
    page.locator(".st-key-h_published [role=spinbutton]").first.click()
    page.keyboard.type(published)
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("button", name="Read the report").click()


def look_at(page: Page, text: str) -> None:
    """Put the proposal that tells of ``text`` in focus."""
    rows = page.locator("[class*='st-key-row_'] button")
    expect(rows).not_to_have_count(0)
    settled(page)
    focus = page.locator(".proposal")
    if text not in focus.inner_text():
        rows.filter(has_text=text).first.click()
    # while the page is being drawn, the one that had the focus stands beside the one that gets it
    expect(focus.filter(has_text=text)).to_have_count(1)
    expect(focus).to_have_count(1)
    settled(page)


def sign(page: Page) -> None:
    page.locator(".st-key-h_name input").fill("A. Reader")
    page.keyboard.press("Enter")
    settled(page)


def test_a_pasted_report_is_read_marked_decided_and_drawn(page: Page, own_app: App) -> None:
    start(page, own_app.url)
    before = shown(page)
    page.goto(f"{own_app.url}/hand-in")
    paste(page, TEXT)
    expect(page.locator(".st-key-desk_list")).to_be_visible(timeout=READ)
    settled(page)
    expect(page.locator(".st-key-desk_text .marked")).to_contain_text("<img src=x onerror=")
    assert page.evaluate("window.owned") is None
    expect(page.locator(".st-key-desk_text mark.m-place").first).to_be_visible()
    rows = page.locator("[class*='st-key-row_']")
    assert rows.count() >= 1
    expect(button(page, "Accept")).to_be_disabled()
    sign(page)
    look_at(page, "Kabul warned")
    button(page, "Reject").click()
    expect(page.locator("[class*='st-key-row_rejected']")).to_have_count(1)
    look_at(page, "Khost")
    expect(page.locator(".proposal").filter(has_text="7")).to_have_count(1)
    button(page, "Accept").click()
    expect(page.locator(".verdict-accepted")).to_have_count(1)
    button(page, "See it in the map").click()
    expect(page.locator(".st-key-card h2")).to_be_visible(timeout=30_000)
    settled(page)
    expect_shown(page, before + 1)
    expect(page.locator(".st-key-card blockquote mark").first).to_be_visible()
    expect(page.locator(".st-key-card .history")).to_contain_text("A. Reader")
    page.get_by_role("link", name="Sources and history").click()
    page.get_by_text("Decisions", exact=True).click()
    settled(page)
    expect(page.locator(".st-key-ledger canvas").first).to_be_visible()


def test_a_sample_can_be_tried_and_a_field_corrected(page: Page, own_app: App) -> None:
    page.goto(f"{own_app.url}/hand-in")
    page.get_by_text("Try a sample").click()
    expect(page.get_by_text("not to be cited")).to_be_visible()
    button(page, "Read this").first.click()
    expect(page.locator(".st-key-desk_list")).to_be_visible(timeout=READ)
    sign(page)
    button(page, "Correct").click()
    form = page.locator("[data-testid=stForm]")
    form.get_by_label("Place, as written").fill("Quetta")
    form.get_by_role("button", name="Apply").click()
    first = page.locator(".proposal")
    expect(first).to_contain_text("Corrected, not decided yet", timeout=30_000)
    expect(first).to_contain_text("Quetta")
    button(page, "Accept").click()
    expect(page.locator("[class*='st-key-row_accepted']")).to_have_count(1)


@pytest.mark.parametrize(
    "refused",
    [
        ("empty.txt", b"   ", "is empty"),
        ("latin.txt", "Fighting near Kabul – caf\u00e9".encode("cp1252", "replace"), "UTF-8"),
        ("broken.json", b'{"report": ', "is not JSON"),
        ("undated.json", b'{"report": {"text": "Five died in Khost."}}', "Published"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_fix(
    page: Page, app: App, tmp_path: Path, refused: tuple[str, bytes, str]
) -> None:
    name, content, said = refused
    file = tmp_path / name
    file.write_bytes(content)
    page.goto(f"{app.url}/hand-in")
    page.get_by_text("Upload a file").click()
    settled(page)
    page.locator(".st-key-h_file input[type=file]").set_input_files(file)
    settled(page)
    page.get_by_role("button", name="Read the report").click()
    alert = page.locator("[data-testid=stAlert]")
    expect(alert).to_contain_text(said)
    expect(alert).not_to_contain_text("Traceback")


def test_a_report_without_a_day_asks_for_it(page: Page, app: App) -> None:
    page.goto(f"{app.url}/hand-in")
    page.locator(".st-key-h_text textarea").fill("Five died in Khost on Sunday.")
    page.get_by_role("button", name="Read the report").click()
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("When was it published?")


def test_a_file_that_is_too_large_is_refused(page: Page, app: App, tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes(b"Fighting in Khost. " * 320_000)
    page.goto(f"{app.url}/hand-in")
    page.get_by_text("Upload a file").click()
    settled(page)
    page.locator(".st-key-h_file input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-h_file")).to_contain_text("5")
    expect(page.locator(".st-key-h_file")).to_contain_text("must be", ignore_case=True)
