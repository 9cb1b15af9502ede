"""An earlier state in Chromium: marked, counted against the newest, explained, left again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, expect

from events.queries import open_events
from events.store import Store
from tests.views.conftest import App
from tests.views.test_explore_browser import expect_query, expect_shown, query, seen, start

pytestmark = pytest.mark.browser


def test_an_earlier_state_is_shown_explained_and_left(own_app: App, context: BrowserContext):
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
