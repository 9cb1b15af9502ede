"""Events to test with: a few made by hand, and a strategy for any."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from events.model import (
    Claim,
    ClaimKind,
    Event,
    Ground,
    Issue,
    Place,
    PlaceName,
    PlacePrecision,
    Quote,
    Report,
    Source,
    Stance,
    Status,
    Telling,
)
from events.queries import EVENT_TYPES, Questions
from events.store import Store

# how long an example takes is no matter of right or wrong
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ACTORS = ("AFG:IEA", "PAK:MIL", "TTP", "PAK:CIV", "BLA")
AREAS = {"AF-KNR": "Kunar", "AF-PIA": "Paktia", "PK-KP": "Khyber Pakhtunkhwa"}
DISTRICTS = {"AF1507": "Asadabad", "PK-KP.kurram": "Kurram"}
HOSTILE = (
    "=HYPERLINK('x')",
    "'; DROP TABLE ev; --",
    "{{ 7 * 7 }}",
    "<img src=x onerror=alert(1)>",
    "a\tb\r\nc",
    "\u202e\u0000kilo",
    "خوست",
    "%s%n",
)


def _text() -> st.SearchStrategy[str]:
    plain = st.text(st.characters(codec="utf-8"), max_size=12)
    return plain | st.sampled_from(HOSTILE)


def _quotes() -> st.SearchStrategy[Quote]:
    return st.builds(Quote, _text(), st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))


def _claims() -> st.SearchStrategy[Claim]:
    return st.builds(
        Claim,
        kind=st.sampled_from(get_args(ClaimKind)),
        low=st.integers(0, 999),
        high=st.none() | st.integers(0, 999),
        what=st.none() | _text(),
        side=st.none() | st.sampled_from(ACTORS),
        claimant=st.none() | st.sampled_from(ACTORS),
        stance=st.sampled_from(get_args(Stance)),
        quote=st.none() | _quotes(),
        subset=st.booleans(),
        outlet=st.none() | _text(),
    )


@st.composite
def _places(draw: st.DrawFn) -> Place:
    precision = draw(st.sampled_from(get_args(PlacePrecision)))
    adm1 = draw(st.none() | st.sampled_from(sorted(AREAS)))
    adm2 = draw(st.none() | st.sampled_from(sorted(DISTRICTS)))
    pointed = draw(st.booleans())
    return Place(
        name=draw(st.none() | _text()),
        precision=precision,
        country=draw(st.sampled_from((None, "AFG", "PAK"))),
        adm1=AREAS.get(adm1 or ""),
        adm1_id=adm1,
        adm2=DISTRICTS.get(adm2 or ""),
        adm2_id=adm2,
        border=draw(st.sampled_from((None, "AFG-PAK"))),
        lat=draw(st.floats(25, 38)) if pointed else None,
        lon=draw(st.floats(60, 77)) if pointed else None,
        method=draw(st.none() | _text()),
        rivals=tuple(draw(st.lists(_text(), max_size=2))),
        boundaries=draw(st.none() | st.just("shipped-1")),
    )


def _tellings() -> st.SearchStrategy[Telling]:
    return st.builds(
        Telling,
        event_id=_text().filter(bool),
        source=st.builds(Source, title=st.none() | _text(), report_id=st.none() | _text()),
        claims=st.lists(_claims(), max_size=2).map(tuple),
        evidence=st.lists(_quotes(), max_size=2).map(tuple),
        grounds=st.lists(st.builds(Ground, _text(), _quotes(), _text()), max_size=1).map(tuple),
    )


@st.composite
def _events(draw: st.DrawFn) -> Event:
    start = draw(st.none() | st.dates(date(2025, 9, 1), date(2025, 11, 30)))
    days = draw(st.none() | st.integers(0, 20))
    sides = st.lists(st.sampled_from(ACTORS), max_size=2, unique=True).map(tuple)
    tolls = [draw(st.none() | st.integers(0, 60)) for _ in range(3)]
    return Event(
        id=draw(_text().filter(bool)),
        status=draw(st.sampled_from(get_args(Status))),
        event_type=draw(st.none() | st.sampled_from(EVENT_TYPES)),
        sub_event_type=draw(st.sampled_from((None, "Armed clash", "Other"))),
        date_start=start,
        date_end=start + timedelta(days) if start and days is not None else None,
        date_precision=draw(st.sampled_from((None, "day", "span"))),
        side_a=draw(sides),
        side_b=draw(sides),
        place=draw(st.none() | _places()),
        places=tuple(draw(st.lists(st.builds(PlaceName, _text(), st.booleans()), max_size=2))),
        claims=tuple(draw(st.lists(_claims(), max_size=3))),
        evidence=tuple(draw(st.lists(_quotes(), max_size=2))),
        grounds=tuple(draw(st.lists(st.builds(Ground, _text(), _quotes(), _text()), max_size=2))),
        source=draw(
            st.builds(
                Source,
                title=st.none() | _text(),
                publisher=st.sampled_from((None, "AFP", "Dawn, Karachi")),
                published=st.none() | st.dates(date(2025, 9, 1), date(2025, 12, 31)),
                retold=st.booleans(),
            )
        ),
        notes=draw(st.none() | _text()),
        dataset=draw(st.sampled_from(("hand", "reports", "2025"))),
        fatalities_low=tolls[0],
        fatalities_best=tolls[1],
        fatalities_high=tolls[2],
        also=tuple(draw(st.lists(_tellings(), max_size=1))),
    )


@pytest.fixture(scope="session")
def any_event() -> st.SearchStrategy[Event]:
    return _events()


@pytest.fixture(scope="session")
def any_events() -> st.SearchStrategy[list[Event]]:
    return st.lists(_events(), max_size=12, unique_by=lambda event: event.id)


CLASH = Event(
    id="e1",
    status="event",
    event_type="Battles",
    sub_event_type="Armed clash",
    date_start=date(2025, 10, 11),
    date_end=date(2025, 10, 12),
    date_precision="span",
    side_a=("AFG:IEA",),
    side_b=("PAK:MIL",),
    place=Place("Asadabad", "exact", "AFG", "Kunar", adm1_id="AF-KNR", lat=34.873, lon=71.147),
    claims=(
        Claim("killed", 58, 58, "58 soldiers", "PAK:MIL", "AFG:IEA", quote=Quote("58 soldiers")),
        Claim("killed", 23, 23, "23 soldiers", "PAK:MIL", "PAK:MIL"),
    ),
    evidence=(Quote("The fighting began at night."),),
    source=Source("A title", "AFP", published=date(2025, 10, 12), report_id="r1"),
    fatalities_low=23,
    fatalities_high=58,
)


@pytest.fixture
def make() -> Callable[..., Event]:
    """Make a clash in Kunar with two rival tolls, changed as asked."""

    def making(event_id: str = "e1", **changes: Any) -> Event:
        return replace(CLASH, id=event_id, **changes)

    return making


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "a home*, ünï?#'")


@pytest.fixture
def ask(store: Store) -> Callable[..., Questions]:
    """Store events and open the questions on them."""

    def asking(*events: Event) -> Questions:
        store.upsert_events(events, "tester", "to ask")
        return Questions(store.snapshot())

    return asking


_REPORT = Report("r1", "title", "AFP", date(2025, 10, 12), "text")


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
        store.add_reports([replace(_REPORT, title=f"title {number}")], "Ann", "report")
    doubt = Issue("e1", "adm1", "Konar", "unresolved", "no province 'Konar'")
    store.record_issues([doubt], "a.csv", "Ann", "import")
    store.upsert_events([], "Bo", "doubled", removed=["e2"])
    return home


@pytest.fixture
def scattered(scattered_home: Path, tmp_path: Path) -> Store:
    """Two data sets, changed and removed events, a report whose title changes, an issue."""
    return Store(Path(shutil.copytree(scattered_home, tmp_path / "a home*, ünï?#'")))


@pytest.fixture(scope="session")
def coded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose queue holds the shipped samples and four retold reports."""
    from events.batches.run import Source as Read  # noqa: PLC0415  loads the language model
    from events.batches.run import run_batch  # noqa: PLC0415

    home = tmp_path_factory.mktemp("coded")
    retold = Path(__file__).parent / "stories/retold"
    sources = [Read(Path(__file__).parents[2] / "events/samples/reports"), Read(retold)]
    account, issues = run_batch(sources, Store(home), who="tester")
    assert (account.coded, issues) == (7, ())
    return home


@pytest.fixture
def told(coded_home: Path, tmp_path: Path) -> Store:
    """A store of the test's own with that queue."""
    shutil.copytree(coded_home, tmp_path / "own")
    return Store(tmp_path / "own")


@pytest.fixture
def now() -> datetime:
    return datetime(2025, 10, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(hours=1)
