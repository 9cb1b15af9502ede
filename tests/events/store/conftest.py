"""A store of several commits in several files, made once and copied for each test."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from events.model import Issue, Report, Source
from events.store import Store
from tests.events.conftest import CLASH

REPORT = Report("r1", "title", "AFP", date(2025, 10, 12), "text")


@pytest.fixture(scope="session")
def scattered_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("scattered") / "home"
    store = Store(home)
    source = Source("title", report_id="r1")
    for number in (2, 1, 0):
        events = [
            replace(CLASH, id=f"e{number}", dataset="acled"),
            replace(CLASH, id=f"h{number}", notes=None),
        ]
        store.upsert_events(events, "Ann", f"day {number}")
    for number in (0, 1):
        store.upsert_events(
            [replace(CLASH, id="same", notes=str(number), source=source)], "Ann", "looked again"
        )
        store.add_reports([replace(REPORT, title=f"title {number}")], "Ann", "report")
    doubt = Issue("e1", "adm1", "Konar", "unresolved", "no province 'Konar'")
    store.record_issues([doubt], "a.csv", "Ann", "import")
    store.upsert_events([], "Bo", "doubled", removed=["e2"])
    return home


@pytest.fixture
def scattered(scattered_home: Path, tmp_path: Path) -> Store:
    """Two data sets, changed and removed events, a report whose title changes, an issue."""
    return Store(Path(shutil.copytree(scattered_home, tmp_path / "a home*, ünï?#'")))
