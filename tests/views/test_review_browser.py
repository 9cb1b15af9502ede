"""Reviewing in Chromium without a mouse: order, keys, reasons that light up, undo, the log."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from events.exports import decision_log
from events.queries.reading import read
from events.store import Store
from tests.views.conftest import App
from tests.views.test_explore_browser import settled
from tests.views.test_handin_browser import READ, TEXT, look_at, paste

pytestmark = pytest.mark.browser
expect.set_options(timeout=40_000)


def focused(page: Page) -> Locator:
    return page.locator("[class*='st-key-focused_']")


def rows(page: Page) -> Locator:
    return page.locator("[class*='st-key-row_'] button")


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)
    page.wait_for_timeout(150)
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    settled(page)


def opened(page: Page, app: App) -> None:
    page.goto(f"{app.url}/hand-in")
    paste(page, TEXT)
    expect(page.locator(".st-key-desk_list")).to_be_visible(timeout=READ)
    expect(rows(page)).not_to_have_count(0)
    settled(page)


def left(page: Page) -> int:
    said = page.locator(".st-key-desk_top .side").first.inner_text()
    found = re.search(r"(\d+) still to decide", said)
    return int(found[1]) if found else 0


def title(page: Page) -> str:
    return focused(page).locator("h2").inner_text() + focused(page).locator("dl").inner_text()


def score(text: str) -> float:
    found = re.search(r"\b([01]\.\d\d)\b", text)
    assert found, text
    return float(found[1])


def test_a_report_is_reviewed_with_the_keyboard_alone(page: Page, own_app: App) -> None:
    opened(page, own_app)
    before, first = left(page), title(page)
    press(page, "a")
    assert left(page) == before  # nobody has signed yet
    name = page.locator(".st-key-h_name input")
    name.click()
    page.keyboard.type("A. Jax Reader")
    assert left(page) == before  # typed, not taken for keys
    press(page, "Enter")
    name.evaluate("each => each.blur()")
    press(page, "j")
    second = title(page)
    assert second != first
    press(page, "k")
    assert title(page) == first
    press(page, "x")
    expect(page.locator("[class*='st-key-row_rejected']")).to_have_count(1)
    assert (left(page), title(page)) == (before - 1, second)
    press(page, "a")
    expect(page.locator(".verdict-accepted, [class*='st-key-row_accepted']")).to_have_count(1)
    press(page, "u")
    expect(page.locator(".verdict-accepted, [class*='st-key-row_accepted']")).to_have_count(0)
    assert (left(page), title(page)) == (before - 1, second)
    press(page, "e")
    expect(focused(page).locator("[data-testid=stForm]")).to_be_visible()
    press(page, "x")
    assert left(page) == before - 1  # the keys rest while a proposal is being corrected
    press(page, "Escape")
    expect(focused(page).locator("[data-testid=stForm]")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator(".desk-keys")).to_have_attribute("open", "")
    the_log_tells_all(page, own_app)


def the_log_tells_all(page: Page, app: App) -> None:
    """See that store, page and file hold what was decided, taken back, and how long it took."""
    store = Store(app.home)
    log = decision_log(store.snapshot())
    assert [row["verdict"] for row in log] == ["withdrawn", "accepted", "rejected"]
    assert {row["who"] for row in log} == {"A. Jax Reader"}
    assert all(row["opened"] and row["seconds"] >= 0 for row in log)
    assert log[2]["score"] <= log[1]["score"] == log[0]["score"]
    assert read(store.snapshot(), "events", [log[1]["event_id"]]).num_rows == 0
    page.get_by_role("link", name="Sources and history").click()
    page.get_by_text("Decisions", exact=True).click()
    settled(page)
    expect(page.locator(".st-key-decisions_head")).to_contain_text("3 decisions")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the log").click()
    text = taken.value.path().read_text("utf-8-sig")
    assert text.startswith("decided,who,verdict")
    assert text.count("A. Jax Reader") == 3


def test_a_reason_lights_up_its_words_and_a_default_says_that_it_is_one(
    page: Page, app: App
) -> None:
    opened(page, app)
    look_at(page, "Khost")
    expect(focused(page).locator("header + .whys")).to_contain_text("“clashed”, “fighting”: words")
    day = focused(page).locator("[data-why]").filter(has_text="Saturday")
    day.click()
    lit = page.locator(".st-key-desk_text .lit")
    expect(lit).to_have_text(["on Saturday"])
    expect(day).to_have_attribute("aria-pressed", "true")
    focused(page).get_by_text("Why these numbers, claimants and sides").click()
    focused(page).locator(".claim-whys [data-why]").first.click()
    expect(lit.first).to_contain_text("seven")
    expect(focused(page)).to_contain_text("no words: default")
    assert page.evaluate("window.owned") is None


def test_the_doubtful_come_first_or_all_as_the_text_tells_them(page: Page, app: App) -> None:
    opened(page, app)
    shown = page.locator("[class*='st-key-row_'], [class*='st-key-focused_'] .score")
    scores = [score(text) for text in shown.all_inner_texts()]
    assert len(scores) > 1
    assert scores == sorted(scores)
    page.get_by_text("as told", exact=True).click()
    settled(page)
    texts = rows(page).all_inner_texts()
    told = page.locator("[class*='st-key-row_'], [class*='st-key-focused_']")
    assert "Khost" in told.first.inner_text()
    assert any("doubtful" in text or "no doubt" in text for text in texts)
