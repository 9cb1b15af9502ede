"""Events whose every text is an attack: shown as text on the page and the map, and nothing runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from events.model import Claim, Event, Place, PlaceName, Quote, Source
from events.store import Store

pytestmark = pytest.mark.browser

READY = "() => window.conflictMap?.current?.cellRuns && window.conflictMap.current.summary"
OPEN = """() => {
  const m = conflictMap.current;
  const dot = m.layers.cells.dots.find((d) => d.event?.startsWith("hostile"));
  if (!dot) return null;
  const p = m.map.latLngToContainerPoint(dot.latlng);
  return m.at(p)?.value === dot.event ? [p.x, p.y] : null;
}"""
PAYLOADS = (
    "{{{{ cycler.__init__.__globals__.os.system('touch {home}/owned') }}}}",
    "<img src=x onerror=\"window.top.owned='img'\">",
    "<svg/onload=window.top.owned='svg'>",
    "</script><script>window.top.owned='script'</script>",
    "${{window.top.owned='template'}}`${{window.top.owned='tick'}}`",
    "[link](javascript:window.top.owned='md') :material/home: $\\\\href{{x}}{{y}}$",
)


def attack(home: Path) -> Event:
    text = " ".join(PAYLOADS).format(home=home)
    return Event(
        id="hostile-1",
        status="event",
        event_type="Battles",
        sub_event_type=text,
        date_start=date(2025, 10, 12),
        date_end=date(2025, 10, 12),
        date_precision="day",
        side_a=(text,),
        side_b=(text,),
        place=Place(text, "near", "AFG", adm1=text, adm1_id="AF-KHO", lat=33.34, lon=69.92),
        places=(PlaceName(text, resolved=False),),
        claims=(Claim("killed", 3, 3, text, claimant=text, quote=Quote(text)),),
        evidence=(Quote(text),),
        source=Source(title=text, publisher=text, url="javascript:window.top.owned='url'"),
        notes=text,
        fatalities_low=3,
        fatalities_high=3,
    )


def test_attacks_in_every_field_stay_text(own_app: Any, page: Page) -> None:
    Store(own_app.home).upsert_events((attack(own_app.home),), who="test", why="attack", file=None)
    page.set_default_timeout(60_000)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    page.goto(f"{own_app.url}/?event=hostile-1#map=11/33.34/69.92")
    page.frame_locator("iframe[title*=folium]").locator(".cem-legend").wait_for()
    frame = next(f for f in page.frames if "st_folium" in f.url)
    frame.wait_for_function(READY)
    spot = frame.wait_for_function(OPEN).json_value()
    box = page.locator("iframe[title*=folium]").bounding_box()
    assert box
    page.mouse.move(box["x"] + spot[0], box["y"] + spot[1])
    frame.wait_for_function("conflictMap.current.facts.known('hostile-1')")
    frame.locator(".cem-tip", has_text="onerror").wait_for()
    page.locator("article.card").first.wait_for()
    page.wait_for_timeout(500)
    for shown in page.frames:
        assert shown.evaluate("window.top.owned") is None
        assert shown.evaluate("document.querySelectorAll('img[onerror], svg[onload]').length") == 0
        assert shown.evaluate("document.querySelectorAll('a[href^=\"javascript:\"]').length") == 0
    assert not (own_app.home / "owned").exists()
