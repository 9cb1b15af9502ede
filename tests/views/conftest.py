"""A running app, a browser, and a record of every request the browser makes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from events.pipeline import load_shipped
from events.store import Store

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN = ViewportSize(width=1440, height=900)


def chromium_path() -> str:
    """Return the Chromium to drive: ``CONFLICT_MAP_CHROMIUM``, else the system's."""
    named = os.environ.get("CONFLICT_MAP_CHROMIUM")
    found = named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not found:
        pytest.fail("no Chromium: `make chromium` installs it, CONFLICT_MAP_CHROMIUM names another")
    return found


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class App:
    """A served page with a data folder of its own."""

    url: str
    home: Path
    log: Path


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; fail with its log when it ends or stays silent."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the app did not come up:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped data, to be copied."""
    home = tmp_path_factory.mktemp("loaded")
    load_shipped(Store(home))
    return home


def serve(home: Path, loaded: Path) -> Iterator[App]:
    """Serve the app on a free port with ``home``, a copy of the loaded data folder."""
    shutil.copytree(loaded, home, dirs_exist_ok=True)
    env = os.environ | {"CONFLICT_MAP_HOME": str(home), "PYTHONWARNINGS": "default"}
    port, log = free_port(), home / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--server.headless", "true"], cwd=ROOT, env=env, stdout=out, stderr=out
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_up(url, process, log)
            yield App(url, home, log)
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, loaded: Path) -> Iterator[App]:
    """The app with the shipped data; tests that change the data take ``own_app``."""
    yield from serve(tmp_path_factory.mktemp("home"), loaded)


@pytest.fixture
def own_app(tmp_path: Path, loaded: Path) -> Iterator[App]:
    """An app of this test's own, for tests that change the stored data."""
    yield from serve(tmp_path, loaded)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium from the system's packages."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def cached(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all tests, so that the scripts of the page are fetched and read once."""
    one = browser.new_context(viewport=SCREEN, accept_downloads=True)
    one.set_default_timeout(20_000)
    yield one
    one.close()


@pytest.fixture
def context(cached: BrowserContext) -> Iterator[BrowserContext]:
    """A browser context, 1440 by 900 pixels, that remembers nothing but files of the server."""
    yield cached
    for page in cached.pages:
        page.evaluate("() => { try { localStorage.clear() } catch { /* a page of no server */ } }")
        page.close()
    cached.clear_cookies()
    cached.clear_permissions()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of the context."""
    return context.new_page()


@pytest.fixture
def outside(page: Page, app: App) -> list[str]:
    """Every request of ``page`` that does not go to the app itself; must stay empty."""
    strays: list[str] = []

    def note(url: str) -> None:
        if not url.startswith((app.url, app.url.replace("http", "ws"), "data:", "blob:")):
            strays.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket_: note(socket_.url))
    return strays
