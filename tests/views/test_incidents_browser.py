"""A person decides with one key which records are one incident, and takes it back."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from events.commits import Batch, Note
from events.model import Event, Place
from events.queries.reading import read
from events.schema import events_to_table, groups_to_table
from events.store import Store
from tests.views.conftest import App
from tests.views.test_explore_browser import settled

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="window.owned=1"> {{ 7*7 }}'


def record(event_id: str, dataset: str, precision: str) -> Event:
    pointed = {"lat": 34.873, "lon": 71.147} if precision == "exact" else {}
    place = Place(HOSTILE, precision, "AFG", "Kunar", adm1_id="AF-KNR", **pointed)  # type: ignore[arg-type]
    day = date(2025, 10, 11)
    return Event(
        event_id, "event", "Battles", "Armed clash", day, day, "day", ("AFG:IEA",), ("PAK:MIL",),
        place, notes=HOSTILE, dataset=dataset, origin="import", fatalities_high=3,
    )  # fmt: skip


def propose(store: Store) -> None:
    events = [record("a1", "acled", "exact"), record("u1", "ucdp", "province")]
    pair = {"first": "a1", "second": "u1", "score": 0.95, "reasons": [f"+ same day {HOSTILE}"]}
    group = {"group_id": "a1\nu1", "kind": "same", "records": ["a1", "u1"], "score": 0.95}
    batch = Batch(
        events=events_to_table(events), groups=groups_to_table([group | {"pairs": [pair]}])
    )
    store.commit(batch, Note("tester", "two records of one incident"))


def verdicts(store: Store) -> list[str]:
    return [row["verdict"] for row in read(store.snapshot(), "pairings").to_pylist()]


def test_records_are_merged_by_a_key_shown_once_and_taken_apart_again(
    page: Page, own_app: App
) -> None:
    store = Store(own_app.home)
    propose(store)
    page.goto(f"{own_app.url}/incidents")
    status = page.locator(".st-key-incidents [role=status]")
    expect(status).to_contain_text("1 group of records to decide")
    expect(page.locator("article.record")).to_have_count(2)
    expect(page.locator(".st-key-incidents_sketch img")).to_be_visible()
    expect(page.locator(".reasons li")).to_contain_text("same day")
    page.locator(".st-key-h_name input").fill("A. Reader")
    page.keyboard.press("Tab")
    settled(page)
    page.locator("h1").first.click()
    page.keyboard.press("m")
    expect(status).to_contain_text("1 decided")
    assert verdicts(store) == ["same"]
    page.goto(f"{own_app.url}/?once=decided&event=u1")
    expect(page.locator(".incidents")).to_contain_text("each is shown once")
    expect(page.get_by_text("The same incident in other records")).to_be_visible()
    page.goto(f"{own_app.url}/incidents")
    page.get_by_text("Decided", exact=True).click()
    page.locator(".st-key-h_name input").fill("A. Reader")
    page.keyboard.press("Tab")
    settled(page)
    page.locator(".st-key-i_back button").click()
    expect(status).to_contain_text("0 decided")
    assert verdicts(store) == ["withdrawn"]
    assert page.evaluate("window.owned") is None
