"""Events in a browser: this map against folium's markers, clusters and GeoJSON, and pydeck.

``python -m benchmarks.browser_peers [EVENTS ...]`` prints the table and puts it into
docs/performance.md; ``make bench-peers`` installs what the peers need and runs it.  The peers
fetch their scripts from other servers; those requests are answered from a folder here, so their
network costs nothing.  Each server has been visited once before (a peer with ten events), so
that no Python module is loaded in the time taken; the browser is fresh.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Route

from benchmarks.measuring import Table, record, show
from benchmarks.page import Meter, chromium, drawn, served
from benchmarks.peer_map import KINDS
from benchmarks.synthetic import fill

COUNTS = (10_000, 100_000)
LIMIT = 180.0
PACKAGES = Path(__file__).parents[1] / ".peers" / "node_modules"
SHOWN = ".leaflet-marker-icon, path.leaflet-interactive, .leaflet-overlay-pane canvas"
DECK = "[data-testid=stDeckGlJsonChart] canvas"
# Ten frames in a row on time: whatever was to be drawn has been.
STILL = """() => new Promise(done => {
  let last = performance.now(), calm = 0
  const frame = now => {
    calm = now - last < 60 ? calm + 1 : 0
    last = now
    calm < 10 ? requestAnimationFrame(frame) : done()
  }
  requestAnimationFrame(frame)
})"""
HEADING = (
    "events", "map", "opened → drawn", "ratio", "of it on the server",
    "bytes to the browser", "ratio of bytes", "JavaScript memory",
)  # fmt: skip


def answer(route: Route) -> None:
    """Give a script that a peer fetches from elsewhere out of the installed packages."""
    name = route.request.url.partition("?")[0].rpartition("/")[2]
    found = sorted(PACKAGES.glob(f"*/dist/{name}")) if name else []
    if found:
        route.fulfill(path=found[0])
    else:
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        route.fulfill(status=200, content_type=kind, body="")


def fresh(context: BrowserContext, url: str) -> tuple[Page, Meter]:
    """Return a page whose bytes are counted, and which reaches nothing outside."""
    context.route(lambda asked: not asked.startswith((url, "data:", "blob:")), answer)
    page, meter = context.new_page(), Meter()
    meter.watch(context.new_cdp_session(page))
    return page, meter


def heap(page: Page) -> float:
    """Return the bytes of JavaScript that the page holds after its rubbish was collected."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize"))


def wait_for_peer(page: Page, url: str, kind: str) -> None:
    """Return when a peer's map is drawn and still.

    Raises
    ------
    playwright.sync_api.Error
        When that takes longer than ``LIMIT``.
    """
    page.goto(url, timeout=LIMIT * 1000)
    if kind == "st.pydeck_chart":
        page.locator(DECK).first.wait_for(timeout=LIMIT * 1000)
    else:
        page.locator("iframe[title*=folium]").wait_for(timeout=LIMIT * 1000)
        frame = page.frame_locator("iframe[title*=folium]")
        frame.locator(SHOWN).first.wait_for(state="attached", timeout=LIMIT * 1000)
    page.evaluate(STILL)


def peer(kind: str, count: int, folder: Path) -> tuple[float | None, float, int, float]:
    """Return seconds until drawn, None when over the limit; the server's; bytes; and heap."""
    told = folder / f"{kind}-{count}"
    named = {"PEER_MAP": kind, "PEER_EVENTS": str(count), "PEER_SECONDS": str(told)}
    with chromium() as browser, served(folder, "benchmarks/peer_map.py", named) as (url, _, _):
        page, meter = fresh(browser.new_context(viewport={"width": 1440, "height": 900}), url)
        try:
            wait_for_peer(fresh(browser.new_context(), url)[0], f"{url}/?few=10", kind)
            start = time.perf_counter()
            wait_for_peer(page, url, kind)
            took: float | None = time.perf_counter() - start
            held = heap(page)
        except Error:
            took, held = None, 0.0
    server = float(told.read_text("ascii")) if told.is_file() else LIMIT
    return took, server, meter.read(), held


def ours(count: int, folder: Path) -> tuple[float, int, float]:
    """Return seconds until this project's page has drawn its map; bytes; and heap."""
    home = folder / f"home-{count}"
    fill(home, count)
    with chromium() as browser, served(home) as (url, _, _):
        drawn(fresh(browser.new_context(), url)[0], url)
        page, meter = fresh(browser.new_context(viewport={"width": 1440, "height": 900}), url)
        start = time.perf_counter()
        drawn(page, url)
        page.evaluate(STILL)
        return time.perf_counter() - start, meter.read(), heap(page)


def rows(count: int, folder: Path) -> list[tuple[str, ...]]:
    """Return the table's rows for a number of events."""
    base, sent, held = ours(count, folder)
    found = [(f"{count:,}", "this map", show(base), "1", "", f"{sent / 1e6:.1f} MB", "1",
              f"{held / 1e6:.0f} MB")]  # fmt: skip
    for kind in KINDS:
        took, server, size, used = peer(kind, count, folder)
        late = took is None
        found.append((
            f"{count:,}", f"`{kind}`", f"not in {LIMIT:.0f} s" if took is None else show(took),
            f"> {LIMIT / base:.0f}" if took is None else f"{took / base:.1f}", show(server),
            f"{size / 1e6:.1f} MB", f"{size / sent:.1f}", "" if late else f"{used / 1e6:.0f} MB",
        ))  # fmt: skip
        print(json.dumps(found[-1]), flush=True)
    return found


def measure(counts: tuple[int, ...] = COUNTS) -> Table:
    """Return the table for some numbers of events."""
    if not PACKAGES.is_dir():
        message = f"no peers in {PACKAGES}: `make bench-peers` installs them"
        raise FileNotFoundError(message)
    with tempfile.TemporaryDirectory() as folder:
        body = [row for count in counts for row in rows(count, Path(folder))]
    return Table("browser-peers", (HEADING, *body))


if __name__ == "__main__":
    record([measure(tuple(int(each) for each in sys.argv[1:]) or COUNTS)])
