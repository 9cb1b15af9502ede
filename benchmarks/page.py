"""How soon the page stands, and what it costs the browser, on few events and on a million.

    python -m benchmarks.page [EVENTS ...] [--folder FOLDER]

A fresh Chromium opens the served page; bytes are what the browser's own protocol counts, as
they come over the wire: HTTP answers and WebSocket frames.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Frame, Page, sync_playwright

from benchmarks.measuring import Table, record, show
from benchmarks.synthetic import MILLION, stored
from events import pipeline
from events.queries.loading import CACHE
from events.store import Store

SETTLED_MS = 1_500
READY = "() => Boolean(window.conflictMap?.current?.summary && window.conflictMap.current.cellRuns)"
RUNS = "() => window.conflictMap.current.cellRuns"
PAN = "() => void window.conflictMap.current.map.panBy([300, 120], { animate: false })"
HEADING = (
    "events", "server started → first map drawn", "second visit", "bytes of a first visit",
    "bytes of a filter change", "bytes of a pan", "pan → drawn", "server memory",
)  # fmt: skip


@dataclass
class Meter:
    """Bytes that have come to the browser since the last reading."""

    total: int = 0
    parts: list[CDPSession] = field(default_factory=list)

    def watch(self, session: CDPSession) -> None:
        """Count what a page receives, in all its frames."""
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda e: self._add(int(e["encodedDataLength"])))
        session.on(
            "Network.webSocketFrameReceived", lambda e: self._add(len(e["response"]["payloadData"]))
        )
        self.parts.append(session)

    def _add(self, count: int) -> None:
        self.total += count

    def read(self) -> int:
        """Return the bytes since the last reading."""
        got, self.total = self.total, 0
        return got


@contextmanager
def served(
    home: Path, script: str = "dashboard.py", more: Mapping[str, str] | None = None
) -> Iterator[tuple[str, int, float]]:
    """Serve a page on a data folder; give its address, its process and when it was started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.headless", "true"]
    env = os.environ | {"CONFLICT_MAP_HOME": str(home), "PYTHONPATH": "."} | dict(more or {})
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        until(lambda: socket.create_connection(("127.0.0.1", port), 1).close())
        yield f"http://127.0.0.1:{port}", process.pid, started
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a fresh headless browser: ``CONFLICT_MAP_CHROMIUM``, else the system's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CONFLICT_MAP_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def until(attempt: Callable[[], None], limit: float = 120.0) -> None:
    """Try something until it raises no ``OSError`` any more."""
    end = time.perf_counter() + limit
    while True:
        try:
            attempt()
        except OSError:
            if time.perf_counter() > end:
                raise
            time.sleep(0.05)
        else:
            return


def drawn(page: Page, url: str) -> Frame:
    """Open the page; return the map's frame when the map shows its events."""
    page.goto(url, timeout=120_000)
    page.locator("iframe[title*=folium]").wait_for(timeout=120_000)
    frame = next(f for f in page.frames if "st_folium" in f.url)
    frame.wait_for_function(READY, timeout=120_000)
    return frame


def megabytes(pid: int) -> str:
    """Return the memory that a process holds, from the system's own account of it."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return f"{kilobytes / 1000:,.0f} MB"


def kilobytes(count: int) -> str:
    """Return bytes as people read them."""
    return f"{count / 1000:,.0f} kB"


def case(name: str, home: Path) -> tuple[str, ...]:
    """Return a row of the table."""
    with chromium() as browser, served(home) as (url, pid, started):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page, meter = context.new_page(), Meter()
        meter.watch(context.new_cdp_session(page))
        frame = drawn(page, url)
        first = time.perf_counter() - started
        page.wait_for_timeout(SETTLED_MS)
        visit = meter.read()
        again = time.perf_counter()
        frame = drawn(page, url)
        second = time.perf_counter() - again
        page.wait_for_timeout(SETTLED_MS)
        meter.read()
        runs = frame.evaluate(RUNS)
        moved = time.perf_counter()
        frame.evaluate(PAN)
        frame.wait_for_function(f"() => window.conflictMap.current.cellRuns > {runs}")
        pan, pan_bytes = time.perf_counter() - moved, meter.read()
        page.get_by_role("checkbox", name="Battles").or_(
            page.get_by_role("button", name="Battles")
        ).first.click()
        page.wait_for_timeout(2 * SETTLED_MS)
        change = meter.read()
        return (
            name, show(first), show(second), kilobytes(visit), kilobytes(change),
            kilobytes(pan_bytes), show(pan), megabytes(pid),
        )  # fmt: skip


def measure(counts: Sequence[int] = (MILLION,), folder: Path | None = None) -> Table:
    """Measure the shipped events and some numbers of synthetic ones."""
    with tempfile.TemporaryDirectory() as fresh:
        few = Path(fresh) / "few"
        pipeline.load_shipped(Store(few))
        rows = [case("40, as shipped", few)]
        for count in counts:
            home = stored(folder or Path(fresh), count)
            shutil.rmtree(home / CACHE, ignore_errors=True)
            rows.append(case(f"{count:,}, for the first time", home))
            rows.append(case(f"{count:,}, again", home))
    return Table("page", (HEADING, *rows))


def main() -> None:
    """Measure, and put the table into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="*", default=[MILLION])
    parser.add_argument("--folder", type=Path, help="keep the synthetic stores here")
    args = parser.parse_args()
    record([measure(args.events, args.folder)])


if __name__ == "__main__":
    main()
