"""Many reports in Chromium: a ZIP handed in, coded, reviewed as a queue, one story as one."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.views.conftest import App
from tests.views.test_explore_browser import settled
from tests.views.test_handin_browser import button, sign

pytestmark = pytest.mark.browser
expect.set_options(timeout=40_000)

ROOT = Path(__file__).parents[2]
CODED = 240_000
NIGHT, DAILY = "retold-2025-10-12-border-night", "retold-daily-border-night"
HOSTILE = '<img src=x onerror="window.owned=1"> {{ 7*7 }}'


@pytest.fixture
def week(tmp_path: Path) -> Path:
    """An archive of a sample, two retellings, another story, and what no report is."""
    path = tmp_path / "week.zip"
    files = [ROOT / "events/samples/reports/2025-10-12_border_night.json"]
    files += [
        ROOT / f"tests/events/stories/retold/{name}.json"
        for name in ("2025-10-12_daily_retelling", "2025-10-12_other_story")
    ]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in files:
            archive.write(each, each.name)
        archive.writestr("../../outside.exe", b"MZ")
        archive.writestr("undated.txt", b"Two people were killed.")
        table = f'title,text,date\n"{HOSTILE}","A bomb killed two people in Quetta.",2025-10-12\n'
        archive.writestr("table.csv", table)
    path.write_bytes(stream.getvalue())
    return path


def hand_in(page: Page, url: str, files: list[Path]) -> None:
    page.goto(f"{url}/hand-in")
    page.get_by_text("Many reports").click()
    settled(page)
    page.locator(".st-key-b_files input[type=file]").set_input_files(files)
    expect(page.locator(".st-key-b_files")).to_contain_text(files[0].name)
    settled(page)
    page.get_by_role("button", name="Read them all").click()


def line(page: Page, report_id: str) -> Locator:
    return page.locator(f".st-key-unit_{report_id}")


def test_a_zip_is_coded_and_reviewed_as_a_queue(page: Page, own_app: App, week: Path) -> None:
    hand_in(page, own_app.url, [week])
    expect(page.get_by_text("Read: week.zip")).to_be_visible(timeout=CODED)
    expect(page.get_by_text("read 6 = coded 4 + already coded 0 + refused 2")).to_be_visible()
    page.get_by_text("2 remarks on what was read").click()
    assert not (own_app.home.parent / "outside.exe").exists()

    page.get_by_role("link", name="Review what was proposed").click()
    expect(page.get_by_text("4 reports of 4 to review")).to_be_visible()
    assert page.evaluate("window.owned") is None
    expect(page.locator(".st-key-queue")).to_contain_text("<img src=x onerror=")
    expect(line(page, NIGHT)).to_contain_text("Told by 2 reports")
    expect(line(page, DAILY)).to_have_count(0)

    line(page, NIGHT).get_by_role("button", name="Review", exact=True).click()
    expect(page.locator(".st-key-desk_list")).to_be_visible()
    settled(page)
    expect(page.locator(".story")).to_contain_text("The same story as Invented Daily")
    sign(page)
    merged = page.locator("[class*='st-key-row_open'] button").filter(has_text="also told by")
    merged.filter(has_text=re.compile("Armed clash.*Durand Line")).click()
    expect(page.locator(".proposal").filter(has_text="Durand Line").first).to_be_visible()
    expect(page.locator(".told")).to_contain_text("Told by 2 reports")
    expect(page.locator(".told")).to_contain_text("Invented Daily")
    chosen = page.locator("[class*='st-key-focused_open']").get_attribute("class") or ""
    key = next(name for name in chosen.split() if name.startswith("st-key-focused_open_p_"))
    button(page, "Accept").click()
    accepted = page.locator(f".{key.replace('focused_open_p_', 'row_accepted_')} button")
    expect(accepted).to_have_count(1)
    settled(page)
    accepted.click()
    expect(page.locator(".verdict-accepted")).to_have_count(1)
    button(page, "See it in the map").click()
    card = page.locator(".st-key-card")
    expect(card).to_contain_text("2 reports tell of it")
    expect(card).to_contain_text("Rival claims stand side by side")
    settled(page)

    page.get_by_role("button", name="Told by 2 reports").click()
    name = page.get_by_label("Your name, kept in the log")
    name.fill("A. Reader")
    name.press("Enter")
    settled(page)
    page.get_by_role("button", name="Take this report out").click()
    expect(card).not_to_contain_text("reports tell of it")
    expect(card.locator(".history")).to_contain_text("took the report of Invented Daily out")


def test_a_report_is_kept_apart_and_the_next_one_follows(
    page: Page, own_app: App, week: Path
) -> None:
    hand_in(page, own_app.url, [week])
    expect(page.get_by_text("Read: week.zip")).to_be_visible(timeout=CODED)
    page.goto(f"{own_app.url}/queue")
    line(page, NIGHT).get_by_role("button", name="2 reports").click()
    name = page.get_by_label("Your name, to keep one apart")
    name.fill("A. Reader")
    name.press("Enter")
    settled(page)
    page.get_by_role("button", name="Another story").click()
    expect(line(page, DAILY)).to_be_visible()
    expect(line(page, NIGHT)).not_to_contain_text("Told by")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Kept apart: 1").click()
    again = page.get_by_label("Your name, kept in the log")
    again.fill("A. Reader")
    again.press("Enter")
    settled(page)
    page.get_by_role("button", name="Bring together again").click()
    expect(line(page, NIGHT)).to_contain_text("Told by 2 reports")
    expect(page.get_by_role("button", name="Kept apart")).to_have_count(0)

    line(page, "retold-other-story").get_by_role("button", name="Review", exact=True).click()
    expect(page.locator(".st-key-desk_list")).to_be_visible()
    settled(page)
    sign(page)
    while page.locator("[class*='st-key-focused_open']").count():
        button(page, "Reject").click()
        settled(page)
    expect(page.get_by_text("3 reports left to review")).to_be_visible()
    button(page, "Next report").click()
    expect(page.locator(".st-key-desk_head h1")).not_to_contain_text("Bomb kills three")
    button(page, "Back to the queue").click()
    expect(page.get_by_text("3 reports of 4 to review")).to_be_visible()
    page.get_by_text("All decided", exact=True).click()
    expect(line(page, "retold-other-story")).to_contain_text("decided")
