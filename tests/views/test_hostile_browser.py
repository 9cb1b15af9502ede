"""Hostile text from outside stays text on every page, in every list, card, chip and option."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from events.model import Claim, Event, Ground, Issue, Place, PlaceName, Quote, Report, Source
from events.store import Store
from tests.views.conftest import App
from tests.views.test_explore_browser import expect_query, pick, seen, settled, start

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=x onerror=owned=1><svg onload=owned=1></svg><script>owned=1</script>"
    " [link](javascript:owned=1) ![x](http://127.0.0.9/x.png) :red[x] $x$ {{ 7*7 }} ${owned=1} =1+1"
)
DAY = date(2025, 10, 12)


def event() -> Event:
    words = Quote(HOSTILE, 0, len(HOSTILE))
    return Event(
        id="hostile-1",
        status="event",
        event_type="Battles",
        sub_event_type=HOSTILE,
        date_start=DAY,
        date_end=DAY,
        date_precision="day",
        side_a=(HOSTILE,),
        side_b=("PAK:MIL",),
        place=Place(HOSTILE, "province", country="AFG", adm1=HOSTILE, adm1_id="AF-KNR"),
        places=(PlaceName(HOSTILE, resolved=False),),
        claims=(Claim("killed", 5, 9, HOSTILE, HOSTILE, HOSTILE, "asserted", words),),
        evidence=(words,),
        grounds=(Ground("place", words, HOSTILE),),
        source=Source(HOSTILE, HOSTILE, "javascript:owned=1", DAY, "hostile", HOSTILE),
        notes=HOSTILE,
        dataset="reports",
    )


@pytest.fixture
def hostile(own_app: App) -> App:
    store = Store(own_app.home)
    report = Report("hostile", HOSTILE, HOSTILE, DAY, HOSTILE, "javascript:owned=1")
    store.add_reports([report], HOSTILE, HOSTILE, HOSTILE)
    store.upsert_events([event()], HOSTILE, HOSTILE, HOSTILE)
    issue = Issue("hostile-1", HOSTILE, HOSTILE, "rule", HOSTILE)
    store.record_issues([issue], "hostile", HOSTILE, HOSTILE, HOSTILE)
    return own_app


def test_hostile_text_is_inert_wherever_it_is_shown(page: Page, hostile: App) -> None:
    strays: list[str] = []
    page.on("dialog", lambda dialog: strays.append(dialog.message))
    page.on(
        "request",
        lambda request: (
            strays.append(request.url) if request.url.startswith("http://127.0.0.9") else None
        ),
    )

    start(page, f"{hostile.url}/?event=hostile-1")
    card = page.locator(".st-key-card")
    expect(card).to_contain_text("<script>owned=1</script>")
    expect(card).to_contain_text("Address not linked")
    inside = card.locator("article").locator("img, svg[onload], script, a[href^=javascript]")
    assert inside.count() == 0
    pick(page, "publishers", "img src")
    page.wait_for_function("location.search.includes('publisher=')")
    settled(page)
    chip = seen(page, ".st-key-chips button").first
    expect(chip).to_contain_text("<img src=x onerror")
    assert chip.locator("img, a").count() == 0
    seen(page, ".st-key-head_rival button").click()
    expect_query(page, list="rival")

    page.mouse.move(700, 500)  # off the number, whose explanation would lie over the link
    page.get_by_role("link", name="Sources and history").click()
    expect(page.locator(".ledger").last).to_contain_text("<script>owned=1</script>")
    assert page.locator(".ledger a[href^=javascript]").count() == 0
    for listing in ("Changes", "Left out or doubtful"):
        page.get_by_text(listing, exact=True).click()
        settled(page)
        expect(page.locator(".st-key-ledger canvas").first).to_be_visible()

    assert page.evaluate("window.owned") is None
    assert strays == []
