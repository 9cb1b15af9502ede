"""The choice of coder on the page: there only with an endpoint, off by default, and said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.events.llm.fake_endpoint import KEY, FakeEndpoint, Reply, recorded, serving
from tests.views.conftest import App, serve
from tests.views.test_explore_browser import settled
from tests.views.test_handin_browser import READ, button

pytestmark = pytest.mark.browser
pytest.importorskip("pydantic_ai", reason="pip install -r requirements-llm.txt")
expect.set_options(timeout=40_000)
PROPOSALS = 25  # more than the sample has


@pytest.fixture
def with_model(
    tmp_path: Path, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[App, FakeEndpoint]]:
    """An app whose environment names a fake endpoint: a good answer, then a refusal."""
    with serving(recorded("border_night"), Reply(status=401)) as fake:
        for name, value in fake.environment.items():
            monkeypatch.setenv(name, value)
        for app in serve(tmp_path, loaded):
            yield app, fake


def read_sample(page: Page, title: str) -> None:
    page.get_by_text("Try a sample").click()
    settled(page)
    row = page.locator("[class*=st-key-sample_]").filter(has_text=title)
    row.get_by_role("button", name="Read this").click()
    expect(page.locator(".st-key-desk_list")).to_be_visible(timeout=READ)
    settled(page)


def look_for(page: Page, wanted: Locator) -> None:
    """Go from proposal to proposal until one shows what is wanted."""
    for _ in range(PROPOSALS):
        if wanted.count():
            break
        button(page, "Next").click()
        settled(page)
    expect(wanted.first).to_be_visible()


def test_the_model_is_asked_only_when_it_is_chosen_and_the_two_stand_side_by_side(
    page: Page, with_model: tuple[App, FakeEndpoint]
) -> None:
    app, fake = with_model
    page.goto(f"{app.url}/hand-in")
    choice = page.locator(".st-key-coder_choice")
    expect(choice.get_by_role("radio", name="The rules")).to_be_checked()
    expect(choice.get_by_role("note")).to_contain_text("The text stays in this program")
    read_sample(page, "rival tolls")
    expect(page.locator(".beside")).to_have_count(0)
    assert fake.requests == []

    button(page, "Another report").click()
    choice.get_by_text("Both, side by side").click()
    expect(choice.get_by_role("note")).to_contain_text(f"will be sent to tiny-test at {fake.url}")
    expect(choice.get_by_role("note")).to_contain_text("on this machine")
    assert fake.requests == []
    read_sample(page, "rival tolls")
    assert len(fake.requests) == 1
    look_for(page, page.locator("table.beside"))
    expect(page.locator("table.beside").first).to_contain_text("language model")
    look_for(page, page.get_by_text("Only the rules propose this."))

    button(page, "Another report").click()
    choice.get_by_text("The language model", exact=True).click()
    page.get_by_text("Try a sample").click()
    settled(page)
    button(page, "Read this").first.click()
    alert = page.locator("[data-testid=stAlert]")
    expect(alert).to_contain_text("CONFLICT_MAP_LLM_KEY", timeout=READ)
    assert len(fake.requests) == 2
    assert KEY not in page.content()
    assert KEY not in app.log.read_text()


def test_there_is_no_choice_without_an_endpoint(page: Page, app: App) -> None:
    page.goto(f"{app.url}/hand-in")
    expect(page.locator(".st-key-h_text textarea")).to_be_visible()
    expect(page.locator(".st-key-coder_choice")).to_have_count(0)
