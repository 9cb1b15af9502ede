"""Whose loss a claim tells, and lists and targets that are places; the sentences are invented."""

from __future__ import annotations

import pytest

from events.model import Claim, Event


def claims(events: tuple[Event, ...]) -> dict[tuple[str, int], Claim]:
    return {(c.kind, c.low): c for event in events for c in event.claims}


def test_its_soldiers_are_the_claimants_own(code) -> None:
    told = claims(
        code(
            "Pakistani and Afghan forces fought near Torkham on Thursday. Pakistan's military said "
            "that four of its soldiers were killed and six were wounded."
        )
    )
    assert told["killed", 4].side == "PAK:MIL"
    assert told["injured", 6].side == "PAK:MIL"
    assert told["injured", 6].claimant == "PAK:MIL"


def test_a_noun_left_out_is_the_noun_before(code) -> None:
    told = claims(
        code("Afghan forces killed nine Pakistani soldiers and injured 12 more near Khost.")
    )
    assert told["killed", 9].side == told["injured", 12].side == "PAK:MIL"


def test_a_part_of_what_was_destroyed_has_the_owner_of_the_whole(code) -> None:
    told = claims(
        code(
            "Kabul's defence ministry said that Pakistani military posts were destroyed in the "
            "fighting, including one outpost in Khost province."
        )
    )
    assert told["destroyed", 1].side == "PAK:MIL"


def test_a_list_of_districts_is_no_town_in_a_district(code) -> None:
    events = code("Afghan and Pakistani forces clashed at Angoor Adda, Bajaur, Kurram and Mohmand.")
    areas = {event.place.adm2 for event in events if event.place}
    assert areas == {"South Waziristan", "Bajaur", "Kurram", "Mohmand"}


@pytest.mark.parametrize("strike", ["Air strikes on Kabul", "A rocket attack on Kabul"])
def test_a_capital_that_is_struck_is_the_city(code, strike: str) -> None:
    (event,) = code(f"{strike} killed two people on Wednesday night.")
    assert event.place is not None
    assert (event.place.adm1, event.place.precision) == ("Kabul", "exact")


def test_who_asked_for_a_pause_is_not_where_it_holds(code) -> None:
    events = code(
        "Afghan and Pakistani forces fought along the Durand Line on Tuesday. The Taliban paused "
        "their operations at the request of Oman and Turkey."
    )
    countries = {event.place.country for event in events if event.place}
    assert not countries & {"OMN", "TUR"}


def test_shared_ties_are_no_stock_market(code) -> None:
    events = code(
        "The TTP, which shares ideological ties with the Afghan Taliban, has been accused of "
        "killing hundreds of Pakistani soldiers since 2021."
    )
    assert [event.status for event in events] == ["background"]
