"""An earlier state in Chromium: marked, counted against the newest, explained, gone back to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from events.queries import open_events
from events.store import Store
from tests.views.conftest import App
from tests.views.test_explore_browser import expect_query, expect_shown, query, seen, start

pytestmark = pytest.mark.browser


def test_an_earlier_state_is_shown_explained_left_and_gone_back_to(
    own_app: App, context: BrowserContext
):
    store = Store(own_app.home)
    page = context.new_page()
    start(page, own_app.url)
    expect_shown(page, 40)
    ids = store.diff(0, store.version()).added
    first, second, third = open_events(store).events(ids)[:3]
    hostile = "<img src=x onerror=alert(1)> {{ 7 * 7 }}"
    store.upsert_events([replace(first, notes=hostile)], "A. Reader", "corrected")
    new = replace(second, id="new-1")
    store.upsert_events([new], "B. Coder", "a further report", removed=[third.id])
    start(page, f"{own_app.url}/?asof=1")
    expect_shown(page, 40)
    banner = page.locator(".st-key-asof_banner")
    expect(banner).to_contain_text("As the data stood on")
    expect(banner).to_contain_text("Version 1 of 3")
    for kind in ("added", "changed", "removed"):
        expect(seen(page, f".st-key-since_{kind} button")).to_have_text(f"1 {kind}")
    expect(seen(page, ".st-key-since_withdrawn button")).to_be_disabled()

    seen(page, ".st-key-since_changed button").click()
    expect_query(page, since="changed", asof="1")
    card = page.locator(".st-key-card")
    expect(card).to_contain_text("1 event changed since version 1")
    expect(card.locator(".changes ins")).to_have_text(hostile)
    expect(card).to_contain_text("A. Reader: corrected")

    start(page, f"{own_app.url}/?asof=1&words=nowhere-said&since=changed")
    expect(seen(page, ".st-key-since_changed button")).to_have_text("0 changed of 1")
    expect(card).to_contain_text("in all the data it is 1")

    start(page, f"{own_app.url}/?asof=1&event=new-1")
    expect(card).to_contain_text("Since then: added; this is how it stands now")
    answer = page.request.get(f"{own_app.url}/api/map/summary?q=asof%3D1&v=1")
    assert answer.status == 401, "an earlier state is guarded as the newest"

    seen(page, ".st-key-asof_back button").click()
    expect(banner).to_have_count(0)
    assert "asof" not in query(page)

    start(page, f"{own_app.url}/?asof=2001-01-01")
    expect(page.locator(".notice")).to_contain_text("nothing was stored yet")
    expect(banner).to_have_count(0)
    go_back(page, own_app, store)


def go_back(page: Page, app: App, store: Store) -> None:
    """Make the data stand as in version 1, and look at the map."""
    page.goto(f"{app.url}/sources")
    page.get_by_role("radio", name="Changes").click()
    choice = page.locator(".st-key-rw_to input")
    choice.click()
    page.get_by_role("option", name="Version 1,").click()
    rewind = page.locator(".st-key-rewind")
    expect(rewind.locator("tbody tr")).to_have_text("Events111")
    expect(page.locator(".st-key-rw_do button")).to_be_disabled()
    page.locator(".st-key-rw_who input").fill("C. Reader")
    page.keyboard.press("Enter")
    page.locator(".st-key-rw_do button").click()
    expect(rewind).to_contain_text("Version 4: the data stands as in version 1")
    assert (store.log()[0].who, store.log()[0].why) == ("C. Reader", "rewound to version 1")
    assert store.diff(1, 4) == store.diff(1, 1)
    rewind.get_by_role("link", name="See the map").click()
    expect_shown(page, 40)
