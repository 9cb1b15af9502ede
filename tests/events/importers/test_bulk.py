"""The path in columns gives, row by row, what the path of single events gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.checks import check
from events.codebook import load as load_codebook
from events.importers.bulk import Tools, in_order, processed
from events.importers.drafts import Lookups
from events.importers.formats import FORMATS
from events.importers.rows import Rows
from events.model import Event
from events.placing import join_events
from events.schema import events_to_table, table_to_events
from tests.events.importers.conftest import ACLED, UCDP

NAMES = ("", "Military Forces of Pakistan (2022-2024)", "Military Forces of Afghanistan (2021-)",
         "TTP: Tehreek-i-Taliban Pakistan", "Civilians (Pakistan)", "Some Clan; Another Clan",
         "Nobody known", "BLA: Baloch Liberation Army",
         "Civilians (Pakistan);Nobody known")  # fmt: skip
PLACES = (("Pakistan", "586", "Khyber Pakhtunkhwa"), ("Pakistan", "586", "FATA"),
          ("Afghanistan", "4", "Kunar"), ("Pakistan", "", "Qwerty"), ("", "", ""),
          ("Nowhere", "", "Punjab"))  # fmt: skip
degree = st.floats(-0.4, 0.4).map(lambda off: round(off, 4))


@st.composite
def acled(draw: st.DrawFn) -> dict[str, str]:
    country, iso, admin1 = draw(st.sampled_from(PLACES))
    return ACLED | {
        "event_date": str(draw(st.dates(date(1999, 1, 1), date(2025, 1, 1)))),
        "time_precision": draw(st.sampled_from(["1", "2", "3.0", ""])),
        "event_type": draw(st.sampled_from(["Battles", "Protests", "Riot"])),
        "sub_event_type": draw(st.sampled_from(["Armed clash", "Mob violence", "", "New kind"])),
        "actor1": draw(st.sampled_from(NAMES)),
        "assoc_actor_1": draw(st.sampled_from(NAMES)),
        "actor2": draw(st.sampled_from(NAMES)),
        "country": country, "iso": iso, "admin1": admin1,
        "admin2": draw(st.sampled_from(["", "Peshawar", "Qwerty"])),
        "location": draw(st.sampled_from(["Peshawar", ""])),
        "latitude": str(34.0 + draw(degree)), "longitude": str(71.3 + draw(degree)),
        "geo_precision": draw(st.sampled_from(["1", "2", "3"])),
        "notes": draw(st.sampled_from(["", "Two villages. Five were killed.", "It's \\ odd"])),
        "fatalities": draw(st.sampled_from(["0", "", "5.0"])),
    }  # fmt: skip


@st.composite
def ucdp(draw: st.DrawFn) -> dict[str, str]:
    low, best, high = (str(draw(st.integers(0, 9))) for _ in range(3))
    return UCDP | {
        "date_start": str(draw(st.dates(date(2000, 1, 1), date(2015, 5, 2)))),
        "date_prec": draw(st.sampled_from("12345")),
        "where_prec": draw(st.sampled_from("1234567")),
        "side_a": draw(st.sampled_from(["Government of Afghanistan", "Some Clan", "TTP", ""])),
        "side_b": draw(st.sampled_from(["Civilians", "TTP", "IS"])),
        "adm_1": draw(st.sampled_from(["", "Khyber Pakhtunkwa province", "Sindh province"])),
        "adm_2": draw(st.sampled_from(["", "Peshawar district"])),
        "source_date": draw(st.sampled_from(["", "2015-05-01", "2015-01-01;2015-01-02"])),
        "deaths_civilians": draw(st.sampled_from(["0", "2"])),
        "low": low, "best": best, "high": high,
    }  # fmt: skip


def rows_of(rows: list[dict[str, str]]) -> Rows:
    return Rows(pa.Table.from_pylist(rows), np.arange(len(rows)) + 2)


def tools_for(form: str, areas) -> Tools:
    lookups = Lookups.of(load_codebook(), form)
    return Tools(FORMATS[form], lookups, areas, lookups.codebook)


def rejoined(event: Event, row: dict[str, str], names: tuple[str, str], tools: Tools) -> Event:
    """The event as a single one is joined: its point, and the areas that its row names."""
    place = event.place
    adm1, adm2 = (row[name] or None for name in names)
    country = tools.lookups.countries.named(row["country"])
    stated = tools.areas.names.stated(country, adm1, adm2)
    bare = {
        "country": country, "adm1": stated.adm1, "adm1_id": stated.adm1_id,
        "adm2": stated.adm2, "adm2_id": stated.adm2_id, "boundaries": None,
    }  # fmt: skip
    (joined,), _ = join_events(
        [replace(event, place=replace(place, **bare))], tools.areas.geography
    )
    return joined


@pytest.mark.parametrize(
    ("form", "strategy", "names"),
    [("acled", acled(), ("admin1", "admin2")), ("ucdp", ucdp(), ("adm_1", "adm_2"))],
)
def test_columns_and_single_events_agree(form, strategy, names, areas):
    tools = tools_for(form, areas)

    @settings(max_examples=60)
    @given(st.lists(strategy, min_size=1, max_size=8))
    def holds(rows):
        rows = [row | {next(iter(row)): str(n)} for n, row in enumerate(rows)]
        piece = processed(rows_of(rows), tools)
        assert not piece.rejects
        events = table_to_events(piece.events)
        derived = ["x22", "y22"]
        assert events_to_table(events).drop_columns(derived) == piece.events.drop_columns(derived)
        for axis in derived:
            ours, theirs = (t[axis].to_pylist() for t in (piece.events, events_to_table(events)))
            assert all(a == b or abs(a - b) <= 1 for a, b in zip(ours, theirs, strict=True))
        own = [issue for event in events for issue in check(event, tools.codebook)]
        joined = {
            issue for issue in piece.issues if issue.rule.startswith(("point outside", "unres"))
        }
        assert sorted(map(str, own)) == sorted(str(i) for i in piece.issues if i in own)
        assert {issue.rule for issue in piece.issues if issue not in own} <= {
            "unresolved", "contradiction", "vintage", "on_border", "at_sea", "outside",
            *(issue.rule for issue in joined),
        }  # fmt: skip
        for event, row in zip(events, rows, strict=True):
            if event.place and event.place.lat is not None:
                assert rejoined(event, row, names, tools) == event

    holds()


def test_answers_come_in_the_order_of_the_questions_and_errors_come_out():
    assert list(in_order(lambda n: n * n, range(20))) == [n * n for n in range(20)]
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda n: 1 // n, [1, 0, 2]))
