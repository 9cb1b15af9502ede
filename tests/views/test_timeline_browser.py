"""The timeline in Chromium, under the app's own headers: what a person does comes back."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.views.conftest import ROOT, free_port, wait_until_up

pytestmark = pytest.mark.browser

APP = """
import streamlit as st
from starlette.middleware import Middleware
from views.headers import Guard

app = st.App("page.py", middleware=[Middleware(Guard)])
"""
PAGE = """
from datetime import date, timedelta

import streamlit as st

from events.queries.answers import TimelineRow
from views.timeline import fit_unit, timeline

st.set_page_config(layout="wide")
state = st.session_state
state.setdefault("chosen", (None, None))
first = date(2025, 10, 1)
span = (date(2017, 5, 1) if "long" in st.query_params else first, date(2025, 10, 31))
state.setdefault("asked", None)
state.unit = state.asked or fit_unit(span, state.chosen)
days = [] if "empty" in st.query_params else range(31)
rows = [
    TimelineRow(first + timedelta(days=d), kind, 1 + d % 5, None if d % 2 else d, d)
    for d in days
    for kind in ("Battles", "Protests", "<img src=x onerror=alert(1)>")
]
answer = timeline(rows, state.unit, span, state.chosen, asked=state.asked is not None)
if answer is not None:
    state.last = answer
    if answer == "clear":
        state.chosen = (None, None)
    elif isinstance(answer, tuple):
        state.chosen = answer
    else:
        state.asked = answer
    st.rerun()
start, end = state.chosen
st.text(f"from {start} to {end} by {state.unit}")
st.button("Again")
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("page")
    (folder / "app.py").write_text(APP)
    (folder / "page.py").write_text(PAGE)
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    options = {"server.address": "127.0.0.1", "server.headless": "true"}
    options |= {"browser.gatherUsageStats": "false", "browser.serverAddress": "localhost"}
    command += [part for key, value in options.items() for part in (f"--{key}", value)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=out, stderr=out)
        try:
            wait_until_up(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


class Plot:
    """The plot on the page, addressed by days of October 2025."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pad = page.locator(".pad")
        expect(page.locator(".timeline .bars.in path").first).to_be_attached(timeout=30_000)

    def at(self, day: float) -> tuple[float, float]:
        box = self.pad.bounding_box()
        return box["x"] + (day - 0.5) * box["width"] / 31, box["y"] + box["height"] * 0.6

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=6)
        self.page.mouse.up()

    def shows(self, text: str) -> None:
        expect(self.page.get_by_text(text, exact=True)).to_be_visible()


@pytest.fixture
def plot(page: Page, url: str) -> Plot:
    page.goto(url)
    return Plot(page)


def test_brushing_choosing_edges_moving_and_clearing(plot: Plot) -> None:
    plot.drag(plot.at(8), plot.at(19))
    plot.shows("from 2025-10-08 to 2025-10-19 by day")
    expect(plot.page.locator(".words")).to_have_text("8–19 Oct 2025")
    plot.drag(plot.at(12), plot.at(15))
    plot.shows("from 2025-10-11 to 2025-10-22 by day")
    edge = plot.page.locator(".edge.last").bounding_box()
    plot.drag((edge["x"] + edge["width"] / 2, edge["y"] + 30), plot.at(25))
    plot.shows("from 2025-10-11 to 2025-10-25 by day")
    plot.page.mouse.dblclick(*plot.at(30))
    plot.shows("from None to None by day")


def test_a_click_chooses_a_day_and_the_button_lifts_it(plot: Plot) -> None:
    plot.page.mouse.click(*plot.at(12))
    plot.shows("from 2025-10-12 to 2025-10-12 by day")
    plot.page.get_by_role("button", name="Clear dates").click()
    plot.shows("from None to None by day")


def test_the_brush_outlives_new_data_and_another_unit(plot: Plot) -> None:
    plot.drag(plot.at(8), plot.at(19))
    plot.shows("from 2025-10-08 to 2025-10-19 by day")
    plot.page.get_by_role("button", name="Again").click()
    plot.page.get_by_role("button", name="Week").click()
    plot.shows("from 2025-10-08 to 2025-10-19 by week")
    expect(plot.page.locator(".words")).to_have_text("8–19 Oct 2025")
    expect(plot.pad).to_have_class("pad chosen")


def test_keys_move_the_edges_and_escape_clears(plot: Plot) -> None:
    first = plot.page.get_by_role("slider", name="First day shown")
    last = plot.page.get_by_role("slider", name="Last day shown")
    for slider, keys in ((first, ["ArrowRight"] * 3), (last, ["ArrowLeft"])):
        slider.focus()
        for key in keys:
            plot.page.keyboard.press(key)
    plot.shows("from 2025-10-04 to 2025-10-30 by day")
    expect(first).to_have_attribute("aria-valuetext", "4 Oct 2025")
    plot.page.get_by_role("slider", name="Chosen dates, both ends").focus()
    plot.page.keyboard.press("ArrowRight")
    plot.shows("from 2025-10-05 to 2025-10-31 by day")
    plot.page.keyboard.press("Escape")
    plot.shows("from None to None by day")


def test_escape_during_a_drag_leaves_the_dates_as_they_were(plot: Plot) -> None:
    plot.page.mouse.move(*plot.at(3))
    plot.page.mouse.down()
    plot.page.mouse.move(*plot.at(9), steps=4)
    expect(plot.page.locator(".words")).to_have_text("3–9 Oct 2025")
    plot.page.keyboard.press("Escape")
    plot.page.mouse.up()
    expect(plot.page.locator(".words")).to_contain_text("Drag across the bars")
    plot.shows("from None to None by day")


def test_what_stands_under_the_pointer_is_told_and_heard(plot: Plot) -> None:
    plot.page.mouse.move(*plot.at(12))
    tip = plot.page.locator(".tip")
    expect(tip).to_contain_text("Sun 12 Oct 2025 · 6 events")
    expect(tip).to_contain_text("Other or not stated")
    expect(tip).to_contain_text("killed: 0 to 33, as claimed")
    line = plot.page.locator(".heard tbody tr").nth(11).locator("td")
    assert line.all_inner_texts() == ["Sun 12 Oct 2025", "6", "2", "2", "2", "not stated", "33"]


def test_a_range_can_be_looked_at_closer(page: Page, url: str) -> None:
    page.goto(f"{url}/?long=1")
    plot = Plot(page)
    box = plot.pad.bounding_box()
    plot.page.mouse.click(box["x"] + box["width"] - 4, box["y"] + 60)
    expect(page.locator(".words")).to_have_text("1–31 Oct 2025")
    expect(page.locator(".heard tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".heard tbody tr")).to_have_count(31)
    page.get_by_role("button", name="All dates").click()
    expect(page.locator(".heard tbody tr")).to_have_count(1)


def test_no_events_says_what_to_do(page: Page, url: str) -> None:
    page.goto(f"{url}/?empty=1")
    expect(page.get_by_text("No events match the other filters.")).to_be_visible()


def test_a_finger_brushes_on_a_phone(browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(url)
    plot = Plot(page)
    assert page.locator(".timeline").evaluate("e => e.scrollWidth <= e.clientWidth")
    session = context.new_cdp_session(page)
    for kind, day in (
        ("touchStart", 8),
        *(("touchMove", d) for d in (10, 13, 16)),
        ("touchEnd", 0),
    ):
        x, y = plot.at(day)
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    plot.shows("from 2025-10-08 to 2025-10-16 by day")
    context.close()


def test_nothing_is_fetched_from_elsewhere_and_no_text_runs(page: Page, url: str) -> None:
    strays, faults = [], []
    page.on("request", lambda r: strays.append(r.url) if not _own(r.url, url) else None)
    page.on("console", lambda m: faults.append(m.text) if "Content Security" in m.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto(url)
    Plot(page)
    assert (strays, faults) == ([], [])


def _own(address: str, url: str) -> bool:
    return address.startswith((url, "data:", "blob:"))
