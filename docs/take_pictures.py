"""Take the README's pictures from the running app: ``make pictures``.

Serves the shipped data from a fresh data folder, opens it in Chromium and writes
``docs/pictures/*.png``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.page import chromium, drawn, served  # noqa: E402
from events import pipeline  # noqa: E402
from events.store import Store  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
OCTOBER = "from=2025-10-01&to=2025-10-31"
RIVALS = "hand-2025-10-12_arabnews-e1"
SAMPLE = "st-key-h_sample_retold-2025-10-12"
SETTLED_MS = 3_000


def shoot(page: Page, name: str) -> None:
    """Write what the page shows once it has settled."""
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


def take(page: Page, url: str) -> None:
    """Open each view that the README shows."""
    drawn(page, f"{url}/?{OCTOBER}")
    shoot(page, "map")
    drawn(page, f"{url}/?{OCTOBER}&event={RIVALS}")
    shoot(page, "card")
    page.goto(f"{url}/hand-in")
    page.get_by_text("Try a sample").click()
    page.locator(f"[class*={SAMPLE}] button").first.click()
    page.get_by_text("still to decide").first.wait_for(timeout=90_000)
    shoot(page, "hand-in")


def main() -> None:
    """Serve, open, shoot."""
    with tempfile.TemporaryDirectory() as home:
        pipeline.load_shipped(Store(Path(home)))
        with served(Path(home)) as (url, _, _), chromium() as browser:
            take(browser.new_page(viewport={"width": 1440, "height": 900}), url)


if __name__ == "__main__":
    main()
