"""What the chips say of a filter, and which quick ranges the data give."""

from __future__ import annotations

from datetime import date

from events.queries import FacetValue, Filter
from views.chips import active
from views.filters import meant, quick_ranges

FACETS = {"adm1": (FacetValue("AF-KNR", "Kunar", 3),)}


def test_every_active_part_has_a_chip_that_lifts_it_alone() -> None:
    f = Filter(
        start=date(2025, 10, 1),
        end=date(2025, 10, 31),
        actors=("AFG:IEA", "TTP"),
        opponents=("PAK:MIL",),
        adm1=("AF-KNR",),
        event_types=("Battles",),
        statuses=("event", "planned"),
        min_fatalities=5,
        words="gate",
        retold=False,
    )
    found = dict(active(f, FACETS))
    assert list(found) == [
        "1–31 Oct 2025",
        "Battles",
        "Islamic Emirate of Afghanistan",
        "Tehreek-e-Taliban Pakistan",
        "against Military Forces of Pakistan",
        "Kunar",
        "Event",
        "Planned or feared",
        "at least 5 killed (high)",
        "no retold texts",
        "“gate”",
    ]
    assert found["Kunar"].adm1 == ()
    assert found["Kunar"].actors == f.actors
    assert found["Tehreek-e-Taliban Pakistan"].actors == ("AFG:IEA",)


def test_a_filter_at_rest_has_no_chips() -> None:
    assert active(Filter(), {}) == []


def test_an_open_range_says_which_end_is_open() -> None:
    assert active(Filter(start=date(2025, 10, 1)), {})[0][0] == "from 1 Oct 2025"
    assert active(Filter(end=date(2025, 10, 1)), {})[0][0] == "until 1 Oct 2025"


def test_quick_ranges_count_from_the_last_day_of_the_data() -> None:
    ranges = quick_ranges((date(2017, 5, 5), date(2025, 10, 15)))
    assert ranges["Last 30 days"] == (date(2025, 9, 16), date(2025, 10, 15))
    assert ranges["Oct 2025"] == (date(2025, 10, 1), date(2025, 10, 31))
    assert ranges["2025"] == (date(2025, 1, 1), date(2025, 12, 31))
    assert quick_ranges((None, None)) == {"All": (None, None)}


def test_a_choice_is_read_from_its_value_its_label_of_any_count_or_its_name() -> None:
    values = {"Kunar · 3": "AF-KNR", "Khost · 2": "AF-KHO", "TTP · 1": "TTP"}
    assert meant("Kunar · 3", values) == "AF-KNR"
    assert meant("Kunar · 17", values) == "AF-KNR"
    assert meant("TTP", values) == "TTP"
    assert meant("khos", values) == "AF-KHO"
    assert meant("nowhere", values) is None
