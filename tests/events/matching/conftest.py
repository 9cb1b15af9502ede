"""Records of two coders to match: a few made by hand, and a small labelled set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from events.codebook import load as load_codebook
from events.matching.comparing import Compared, Tally, Tools, compare
from events.matching.places import Areas
from events.matching.records import COLUMNS, records_of
from events.matching.rules import load as load_rules
from events.model import Event, Place
from events.schema import events_to_table
from geodata import boundaries

KHAR = Place("Khar", "exact", "PAK", "Khyber Pakhtunkhwa", "Bajaur", "PK-KP", "PK-KP.bajaur",
             lat=34.735, lon=71.525)  # fmt: skip
PROVINCE = Place("Khyber Pakhtunkhwa", "province", "PAK", "Khyber Pakhtunkhwa", adm1_id="PK-KP")


@pytest.fixture(scope="session")
def tools() -> Tools:
    return Tools.of(load_rules(), Areas.of(boundaries.load(2)), load_codebook(), frozenset())


@pytest.fixture
def told() -> Callable[..., Event]:
    """Make a clash in Khar on one day, of a data set, changed as asked."""

    def making(event_id: str, dataset: str = "ucdp", **changes: Any) -> Event:
        given: dict[str, Any] = {
            "status": "event", "event_type": "Battles", "date_start": date(2009, 3, 2),
            "date_end": date(2009, 3, 2), "date_precision": "day", "side_a": ("PAK:MIL",),
            "side_b": ("TTP",), "place": KHAR, "dataset": dataset, "origin": "import",
            "fatalities_low": 12, "fatalities_best": 12, "fatalities_high": 12,
        }  # fmt: skip
        return Event(event_id, **(given | changes))

    return making


@pytest.fixture
def pair_up(tools: Tools) -> Callable[..., Compared]:
    """Compare some events."""

    def comparing(*events: Event) -> Compared:
        table: pa.Table = events_to_table(events).select(list(COLUMNS))
        return compare(records_of(table), tools, Tally())

    return comparing


@pytest.fixture
def score(pair_up: Callable[..., Compared]) -> Callable[[Event, Event], float | None]:
    """The score of one pair; None where it could not be one incident."""

    def scoring(one: Event, other: Event) -> float | None:
        found = pair_up(one, other)
        return float(found.scores[0]) if len(found.scores) else None

    return scoring
