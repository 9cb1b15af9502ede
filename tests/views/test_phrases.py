"""Dates, numbers and places read alike everywhere, and say no more than is known."""

from __future__ import annotations

from datetime import date

import pytest

from events.model import Claim, Place
from views import phrases

T = phrases.THIN


@pytest.mark.parametrize(
    ("start", "end", "precision", "said"),
    [
        (date(2025, 10, 12), date(2025, 10, 12), "day", "12 Oct 2025"),
        (date(2025, 10, 11), date(2025, 10, 12), "span", "11–12 Oct 2025"),
        (date(2025, 9, 30), date(2025, 10, 2), "span", "30 Sep – 2 Oct 2025"),
        (date(2024, 12, 28), date(2025, 1, 3), "week", "28 Dec 2024 – 3 Jan 2025"),
        (date(2025, 5, 1), date(2025, 5, 31), "month", "May 2025"),
        (date(2017, 1, 1), date(2017, 12, 31), "year", "2017"),
        (date(2025, 5, 1), None, "day", "1 May 2025"),
        (None, None, None, "Date not stated"),
    ],
)
def test_days(start: date | None, end: date | None, precision: str | None, said: str) -> None:
    assert phrases.days(start, end, precision) == said


def test_counts_have_thin_separators() -> None:
    assert phrases.count(1234567) == f"1{T}234{T}567"
    assert phrases.counted(1, "event") == "1 event"
    assert phrases.counted(0, "event") == "0 events"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(58, 58, "58"), (15, 20, "15–20"), (201, None, "at least 201"), (0, 30, "up to 30")],
)
def test_a_claims_number_is_written_as_it_was_said(low: int, high: int | None, said: str) -> None:
    assert phrases.claim_number(Claim("killed", low, high, None)) == said


def test_not_stated_is_not_zero() -> None:
    assert phrases.span(None, None) == "not stated"
    assert phrases.span(0, 0) == "0"


def test_a_place_names_each_area_once() -> None:
    place = Place("Kunar", "province", country="AFG", adm1="Kunar")
    assert phrases.where(place, lambda code: "Afghanistan") == "Kunar, Afghanistan"
    near = Place("Kabul", "near", country="AFG", adm1="Kabul")
    assert phrases.where(near, lambda code: "Afghanistan") == "near Kabul, Afghanistan"
    assert phrases.where(None) == "Place not stated"


def test_a_stretch_of_border_names_both_countries() -> None:
    def name(key: str) -> str:
        return "Afghanistan–Pakistan" if key == "AFG-PAK" else key

    said = {
        None: "Afghanistan–Pakistan border",
        "border": "Afghanistan–Pakistan border",
        "Durand Line": "Durand Line, Afghanistan–Pakistan border",
    }
    assert phrases.where(Place("border", "border")) == "border"
    for named, expected in said.items():
        assert phrases.where(Place(named, "border", border="AFG-PAK"), str, name) == expected


def test_an_unnamed_side_is_said_to_be_so() -> None:
    assert phrases.who(("PAK:MIL",), ()) == ("PAK:MIL", "side not named")
