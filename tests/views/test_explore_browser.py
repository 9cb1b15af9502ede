"""The map page in Chromium: what a person filters, reads, follows and takes away."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.views.conftest import ROOT, App

pytestmark = pytest.mark.browser
expect.set_options(timeout=40_000)


def query(page: Page) -> dict[str, str]:
    """Return the address keys as they stand now."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def seen(page: Page, selector: str) -> Locator:
    """Return what is shown of a selector; a button with an explanation has a hidden twin."""
    return page.locator(selector).filter(visible=True)


def shown(page: Page) -> int:
    """Return the number of events that the page says it shows."""
    text = seen(page, ".st-key-head_shown button").inner_text()
    return int(re.sub(r"\D", "", text))


def expect_shown(page: Page, number: int) -> None:
    """Wait until the page says that it shows this many events."""
    expect(seen(page, ".st-key-head_shown button")).to_have_text(re.compile(rf"^{number}\b"))


def expect_fewer(page: Page, than: int) -> int:
    """Wait until the page shows fewer events, which may be after the address has changed."""
    page.wait_for_function(
        """(than) => [...document.querySelectorAll(".st-key-head_shown button")].some(
          (one) => Number(one.innerText.replace(/\\D/g, "")) < than)""",
        arg=than,
    )
    return shown(page)


def start(page: Page, url: str) -> None:
    page.goto(url)
    expect(seen(page, ".st-key-head_shown button")).to_be_visible(timeout=60_000)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the script has run to its end."""
    page.wait_for_timeout(300)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()


def expect_query(page: Page, **wanted: str) -> None:
    for key, value in wanted.items():
        page.wait_for_function(
            "([k, v]) => (new URLSearchParams(location.search)).get(k) === v",
            arg=[key, value],
            timeout=40_000,
        )
    settled(page)


def pick(page: Page, field: str, text: str) -> None:
    """Choose from one of the rail's lists by typing; a run that ends just then closes the list."""
    option = page.locator("[role=option]").filter(has_text=text).first
    for _ in range(4):
        page.locator(f".st-key-f_{field} input").fill(text)
        try:
            option.click(timeout=8_000)
        except TooLate:
            page.keyboard.press("Escape")
        else:
            break
    page.keyboard.press("Escape")


def test_the_first_start_shows_the_shipped_events(page: Page, app: App, outside: list[str]) -> None:
    start(page, app.url)
    expect_shown(page, 40)
    expect(page.locator(".st-key-ground iframe").first).to_be_visible()
    expect(seen(page, ".st-key-head_noplace button")).to_contain_text("without a place")
    expect(seen(page, ".st-key-head_killed button")).to_contain_text("records added up")
    assert outside == []


def test_each_filter_narrows_the_view_and_stands_in_the_address(page: Page, app: App) -> None:
    start(page, app.url)
    page.locator(".st-key-f_event_types button").first.click()
    expect_query(page, type="Battles")
    expect(seen(page, ".st-key-head_shown button")).not_to_have_text(re.compile(r"^40\b"))
    battles = expect_fewer(page, 40)
    assert 0 < battles < 40
    pick(page, "actors", "Military Forces of Pakistan")
    expect_query(page, actor="PAK:MIL")
    pick(page, "opponents", "Islamic Emirate")
    expect_query(page, opponent="AFG:IEA")
    assert 0 < shown(page) <= battles
    page.locator(".st-key-f_quick button", has_text="Oct 2025").click()
    expect_query(page, **{"from": "2025-10-01", "to": "2025-10-31"})
    expect(seen(page, ".st-key-chips button")).to_have_count(4)
    seen(page, ".st-key-chips button").first.click()
    page.wait_for_function("!location.search.includes('from=')")
    settled(page)
    expect(seen(page, ".st-key-chips button")).to_have_count(3)
    seen(page, ".st-key-clear_all button").click()
    page.wait_for_function("location.search === ''")
    settled(page)
    expect_shown(page, 40)


def test_places_tolls_and_words_filter_too(page: Page, app: App) -> None:
    start(page, app.url)
    pick(page, "adm1", "Kunar")
    page.wait_for_function("location.search.includes('adm1=')")
    settled(page)
    assert expect_fewer(page, 40) > 0
    seen(page, ".st-key-clear_all button").click()
    page.wait_for_function("location.search === ''")
    settled(page)
    page.locator(".st-key-f_min input").fill("20")
    page.keyboard.press("Enter")
    expect_query(page, dead="20")
    high = expect_fewer(page, 40)
    page.locator(".st-key-f_measure button", has_text="low").click()
    expect_query(page, by="low")
    assert shown(page) <= high < 40
    page.locator(".st-key-f_words input").fill("no such word anywhere")
    page.keyboard.press("Enter")
    expect_query(page, words="no such word anywhere")
    expect_shown(page, 0)
    expect(page.locator(".st-key-table .empty")).to_contain_text("Lift one of them")


def test_a_copied_link_opens_the_same_view_in_another_browser(
    page: Page, app: App, browser: Browser
) -> None:
    start(page, f"{app.url}/?type=Battles&from=2025-10-01&order=killed")
    count = shown(page)
    grid = page.locator(".st-key-table .dvn-scroller").first
    grid.click(position={"x": 200, "y": 55})
    expect(page.locator(".card h2")).to_be_visible()
    other = browser.new_context(viewport={"width": 1280, "height": 800})
    elsewhere = other.new_page()
    start(elsewhere, page.url)
    expect_shown(elsewhere, count)
    assert query(elsewhere) == query(page)
    expect(elsewhere.locator(".card")).to_have_text(
        page.locator(".card").inner_text(), use_inner_text=True
    )
    other.close()


def test_a_mistyped_address_gives_the_nearest_view_and_says_so(page: Page, app: App) -> None:
    start(page, f"{app.url}/?type=Battles&dead=many&list=all&event=no-such-event")
    assert expect_fewer(page, 40) > 0
    expect(page.locator(".notice")).to_contain_text("dead=many")
    expect(page.locator(".notice")).to_contain_text("list=all")
    expect(page.locator(".card")).to_contain_text("No such event")


def test_the_card_tells_claims_source_and_history_and_closes(page: Page, app: App) -> None:
    start(page, f"{app.url}/?event=hand-2025-10-12_arabnews-e1")
    card = page.locator(".card")
    expect(card).to_contain_text("known to the span")
    expect(card).to_contain_text("Rival claims stand side by side")
    expect(card.locator("a")).to_have_attribute("href", re.compile("^https?://"))
    card.locator("summary").click()
    expect(card.locator(".history")).to_contain_text("shipped data")
    page.locator(".st-key-card_link button").filter(visible=True).click()
    expect(page.locator("[data-testid=stPopoverBody] code")).to_contain_text("event=hand-2025")
    page.keyboard.press("Escape")
    seen(page, ".st-key-card_close button").click()
    expect(page.locator(".card")).to_have_count(0)


def test_every_number_leads_to_its_events(page: Page, app: App) -> None:
    start(page, f"{app.url}/?type=Battles")
    for listing in ("out", "noplace", "killed", "rival", "shown"):
        seen(page, f".st-key-head_{listing} button").click()
        if listing == "shown":  # the default is left out of the address
            page.wait_for_function("() => !location.search.includes('list=')", timeout=40_000)
            settled(page)
        else:
            expect_query(page, list=listing)
        chosen = page.locator(".st-key-t_list button[aria-checked=true]")
        expect(chosen).to_have_count(1)


def test_going_back_in_the_browser_goes_back_a_filter(page: Page, app: App) -> None:
    start(page, app.url)
    page.locator(".st-key-f_event_types button").first.click()
    expect_query(page, type="Battles")
    page.go_back()
    page.wait_for_function("!location.search.includes('type=')")
    settled(page)
    expect_shown(page, 40)


def test_coming_back_from_another_page_finds_the_view_as_it_was(page: Page, app: App) -> None:
    start(page, app.url)
    page.locator(".st-key-f_event_types button").first.click()
    expect_query(page, type="Battles")
    page.get_by_role("link", name="Sources and history").click()
    expect(page.locator(".ledger").first).to_contain_text("hand")
    expect(page.locator(".ledger").last).to_contain_text("arabnews.pk")
    page.get_by_role("link", name="Map", exact=True).click()
    expect_query(page, type="Battles")
    expect_shown(page, 26)


@pytest.mark.parametrize("kind", ["csv", "geojson", "xlsx"])
def test_the_shown_events_can_be_taken_away(
    page: Page, app: App, kind: str, tmp_path: Path
) -> None:
    start(page, f"{app.url}/?type=Battles")
    count = shown(page)
    page.locator(".st-key-download button").filter(visible=True).click()
    with page.expect_download() as waiting:
        page.locator(f".st-key-download_{kind} button").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    if kind == "geojson":
        assert len(json.loads(file.read_text())["features"]) == count
    else:
        assert zipfile.is_zipfile(file)


def test_a_new_version_of_the_data_appears_by_itself(
    page: Page, own_app: App, tmp_path: Path
) -> None:
    start(page, own_app.url)
    table = (ROOT / "events" / "samples" / "hand_coding_template.csv").read_text(encoding="utf-8")
    head = next(line for line in table.splitlines() if line.startswith("id,"))
    columns = head.split(",")
    row = dict.fromkeys(columns, "") | {
        "id": "late-e1", "status": "event", "event_type": "Battles",
        "sub_event_type": "Armed clash", "date_start": "2025-10-20", "date_end": "2025-10-20",
        "date_precision": "day", "side_a": "PAK:MIL", "side_b": "TTP", "place_name": "Kunar",
        "place_precision": "province", "country": "AFG", "adm1": "Kunar",
        "source_title": "<img src=x onerror='window.owned=1'>",
    }  # fmt: skip
    file = tmp_path / "late.csv"
    file.write_text(f"{head}\n{','.join(row[name] for name in columns)}\n", encoding="utf-8")
    command = [sys.executable, "-m", "events", "import", "hand", str(file), "--who", "a test"]
    done = subprocess.run(
        command, cwd=ROOT, env=_env(own_app), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page.wait_for_function(
        "[...document.querySelectorAll('.st-key-head_shown button')]"
        ".some(button => button.innerText.startsWith('41'))",
        timeout=30_000,
    )
    start(page, f"{own_app.url}/?event=late-e1")
    expect(page.locator(".card .source")).to_contain_text("<img src=x onerror='window.owned=1'>")
    assert page.evaluate("window.owned") is None


def _env(app: App) -> dict[str, str]:
    return os.environ | {"CONFLICT_MAP_HOME": str(app.home)}
