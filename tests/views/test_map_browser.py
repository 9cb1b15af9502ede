"""The map on the real page, driven in Chromium."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

pytestmark = pytest.mark.browser

READY = """() => {
  const m = window.conflictMap?.current;
  return Boolean(m && m.summary && m.cellRuns && m.layers.provinces.index.entries.length);
}"""
# Where something stands on the map, in pixels of its frame: an area's number would be in the way.
AREA = """(id) => {
  const m = conflictMap.current;
  const [w, s, e, n] = m.layers.provinces.index.byId.get(id).box;
  for (let i = 1; i < 40; i++) for (let j = 1; j < 40; j++) {
    const p = m.map.latLngToContainerPoint([s + (n - s) * i / 40, w + (e - w) * j / 40]);
    const found = m.at(p);
    if (found?.kind === "adm1" && found.value === id) return [p.x, p.y];
  }
}"""
BADGE = """(kind) => {
  const m = conflictMap.current;
  const badge = m.layers.badges.list.find((b) => b.kind === kind);
  const p = m.map.latLngToContainerPoint(badge.latlng);
  return [p.x, p.y, badge.id];
}"""
SINGLE = """() => {
  const m = conflictMap.current;
  const dot = m.layers.cells.dots.find((d) => d.n === 1);
  m.map.setView(dot.latlng, 11, { animate: false });
  return dot.event;
}"""
DOT = """(event) => {
  const m = conflictMap.current;
  const dot = m.layers.cells.dots.find((d) => d.event === event);
  const p = dot && m.map.latLngToContainerPoint(dot.latlng);
  return p && m.at(p)?.value === event ? [p.x, p.y] : null;
}"""


# The most map frames that have stood on the page at one moment.
COUNT_FRAMES = """window.framesAtOnce = 0;
if (window === window.top) new MutationObserver(() => {
  const now = document.querySelectorAll("iframe[title*=folium]").length;
  window.framesAtOnce = Math.max(window.framesAtOnce, now);
}).observe(document, { childList: true, subtree: true });"""


def opened(page: Page, url: str) -> Frame:
    """Open the page and return the map's frame once the map shows its data."""
    page.set_default_timeout(60_000)
    page.goto(url)
    page.locator("iframe[title*=folium]").wait_for(timeout=60_000)
    page.frame_locator("iframe[title*=folium]").locator(".cem-legend").wait_for(timeout=60_000)
    frame = next(f for f in page.frames if "st_folium" in f.url)
    frame.wait_for_function(READY, timeout=60_000)
    return frame


def at(page: Page, spot: list[float]) -> tuple[float, float]:
    """Return a point of the map's frame as a point of the page."""
    box = page.locator("iframe[title*=folium]").bounding_box()
    assert box
    return box["x"] + spot[0], box["y"] + spot[1]


def tip(frame: Frame) -> str:
    return str(frame.locator(".cem-tip").inner_text())


def test_the_first_view_shows_the_data_and_asks_nobody_else(
    page: Page, app: Any, outside: list[str]
) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    frame = opened(page, app.url)
    summary = frame.evaluate("conflictMap.current.summary")
    assert summary["shown"] > 0
    expect(frame.locator(".cem-left")).to_contain_text("place")
    expect(frame.locator(".cem-legend")).to_contain_text("known only to the area")
    expect(frame.locator(".leaflet-control-scale-line")).to_contain_text("km")
    numbers = frame.locator(".cem-badge-adm1").all_inner_texts()
    shown = frame.evaluate(
        "[...conflictMap.current.layers.provinces.only.values()].filter(Boolean)"
    )
    assert sorted(map(int, numbers)) == sorted(shown)
    frame.wait_for_function(
        "conflictMap.current.labels.shown.some((t) => t.includes('Durand Line'))"
    )
    assert outside == []
    assert faults == []


def test_panning_asks_only_our_routes_and_never_runs_the_page(page: Page, app: Any) -> None:
    frame = opened(page, app.url)
    frame.evaluate("""() => {
      window.told = 0;
      window.Streamlit.setComponentValue = () => { window.told += 1; };
    }""")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    runs = frame.evaluate("conflictMap.current.cellRuns")
    frame.evaluate("void conflictMap.current.map.panBy([180, 60], { animate: false })")
    frame.wait_for_function("(n) => conflictMap.current.cellRuns > n", arg=runs)
    page.wait_for_timeout(400)
    assert frame.evaluate("told") == 0
    routes = {re.sub(r"\?.*", "", url.removeprefix(app.url)) for url in asked}
    assert "/api/map/cells" in routes
    assert all(route.startswith(("/api/", "/_stcore/")) for route in routes), routes


def test_a_filter_change_reaches_the_same_map(page: Page, app: Any) -> None:
    page.add_init_script(COUNT_FRAMES)
    frame = opened(page, app.url)
    frame.evaluate("window.map.ours = 'the first map'")
    for _ in range(2):  # filters come and go above the map
        before = frame.evaluate("conflictMap.current.state.query")
        page.mouse.click(*at(page, frame.evaluate(AREA, "PK-KP")))
        frame.wait_for_function("(q) => conflictMap.current.state.query !== q", arg=before)
        frame.wait_for_function("conflictMap.current.notice.pending === 0")
    assert frame.evaluate("window.map.ours") == "the first map"
    assert frame.evaluate("window.feature_group.length") == 1
    assert page.evaluate("window.framesAtOnce") == 1


def test_a_click_on_a_province_filters_outlines_and_can_be_copied(
    page: Page, app: Any, browser: Browser
) -> None:
    frame = opened(page, app.url)
    page.mouse.click(*at(page, frame.evaluate(AREA, "PK-KP")))
    page.wait_for_url("**adm1=PK-KP**")
    frame.wait_for_function("conflictMap.current.layers.outline.chosen.getLayers().length === 1")
    frame.evaluate("void conflictMap.current.map.setView([33.6, 70.4], 7, { animate: false })")
    frame.evaluate("void conflictMap.current.setMeasure('high')")
    page.wait_for_function(
        "location.hash.startsWith('#map=7/33.6') && location.hash.endsWith('/high')"
    )
    copied = page.url
    other = browser.new_context(viewport={"width": 1440, "height": 900})
    again = opened(other.new_page(), copied)
    view = again.evaluate(
        "(() => { const { map, measure, state } = conflictMap.current;"
        " return [map.getZoom(), map.getCenter().lat, measure, state.adm1]; })()"
    )
    assert view == [7, pytest.approx(33.6, abs=0.05), "high", ["PK-KP"]]
    other.close()


def test_hover_says_what_is_known_and_how_exactly(page: Page, app: Any) -> None:
    frame = opened(page, app.url)
    page.mouse.move(*at(page, frame.evaluate(AREA, "PK-KP")))
    frame.locator(".cem-tip").wait_for()
    said = tip(frame)
    assert said.startswith("Khyber Pakhtunkhwa\nPakistan")
    assert "killed" in said
    assert "known only to" in said
    page.mouse.move(*at(page, frame.evaluate(BADGE, "border")[:2]))
    frame.locator(".cem-tip", has_text="Disputed line").wait_for()
    assert "Durand Line" in tip(frame)


def test_a_single_event_has_its_facts_and_opens_its_card(page: Page, app: Any) -> None:
    frame = opened(page, app.url)
    event = frame.evaluate(SINGLE)
    spot = frame.wait_for_function(DOT, arg=event).json_value()
    page.mouse.move(*at(page, spot))
    frame.locator(".cem-tip", has_text="Click to open its card").wait_for()
    frame.wait_for_function("(e) => conflictMap.current.facts.known(e)", arg=event)
    page.mouse.click(*at(page, spot))
    page.wait_for_url(f"**event={event}**")
    frame.wait_for_function("(e) => conflictMap.current.state.event === e", arg=event)
    frame.wait_for_function(
        "conflictMap.current.map.hasLayer(conflictMap.current.layers.spotlight.ring)"
    )


def test_the_keyboard_pans_asks_and_opens(page: Page, app: Any) -> None:
    frame = opened(page, app.url)
    frame.evaluate("void conflictMap.current.map.setView([28.5, 65], 7, { animate: false })")
    frame.locator("#map_div").focus()
    before = frame.evaluate("conflictMap.current.map.getCenter().lng")
    page.keyboard.press("ArrowRight")
    frame.wait_for_function("(x) => conflictMap.current.map.getCenter().lng > x", arg=before)
    expect(frame.locator(".cem-cross")).to_be_visible()
    frame.locator(".cem-tip", has_text="Balochistan").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**adm1=PK-BA**")
    page.keyboard.press("Home")
    frame.wait_for_function("conflictMap.current.map.getZoom() < 7")


def test_measures_shade_by_their_own_breaks(page: Page, app: Any) -> None:
    frame = opened(page, app.url)
    seen = {}
    for measure in ("events", "low", "high"):
        frame.locator(f"[data-measure={measure}]").click()
        expect(frame.locator(f"[data-measure={measure}]")).to_have_attribute("aria-pressed", "true")
        seen[measure] = frame.locator(".cem-shade").all_inner_texts()
        bounds = frame.evaluate("conflictMap.current.layers.provinces.bounds")
        assert len(bounds) == len(seen[measure]) <= 5
    assert seen["events"] != seen["high"]


def test_districts_are_drawn_near_and_marked_approximate(page: Page, app: Any) -> None:
    frame = opened(page, app.url)
    frame.evaluate("void conflictMap.current.map.setView([33.8, 70.6], 8.5, { animate: false })")
    frame.wait_for_function("conflictMap.current.layers.districts.index.entries.length > 100")
    expect(frame.locator(".cem-signs")).to_contain_text("approximate outline")
    dashes = frame.evaluate(
        "conflictMap.current.layers.districts.fill.getLayers().map((l) => l.options.dashArray)"
    )
    assert set(map(json.dumps, dashes)) == {'"1.5 3.5"'}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_follows_the_theme_and_fits_the_screen(
    browser: Browser, app: Any, scheme: Any, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    frame = opened(context.new_page(), app.url)
    assert frame.evaluate("document.documentElement.dataset.theme") == scheme
    assert frame.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    legend = frame.locator(".cem-legend")
    assert legend.evaluate("(box) => box.open") is (width == 1440)
    context.close()


def test_a_token_that_ran_out_is_renewed_without_a_word(page: Page, app: Any) -> None:
    frame = opened(page, app.url)
    runs = frame.evaluate("conflictMap.current.cellRuns")
    frame.evaluate("conflictMap.current.state.token = 'map.stale.token'")
    frame.evaluate("void conflictMap.current.map.panBy([90, 0], { animate: false })")
    frame.wait_for_function("conflictMap.current.state.token !== 'map.stale.token'")
    frame.wait_for_function("(n) => conflictMap.current.cellRuns > n", arg=runs)
    expect(frame.locator(".cem-notice")).to_be_hidden()


@pytest.mark.parametrize(
    "path",
    ["/", "/_stcore/health", "/component/streamlit_folium.st_folium/index.html", "/api/map/cells"],
)
def test_every_answer_of_the_running_server_is_guarded(page: Page, app: Any, path: str) -> None:
    headers = page.request.get(app.url + path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
