"""How agencies and papers tell a day's deeds: second tellings, toll updates, datelines, digests."""
# ruff: noqa: E501 - sentences are kept whole

from __future__ import annotations

from datetime import date

import pytest


def events(found):
    return [e for e in found if e.status == "event"]


def only(found):
    (event,) = events(found)
    return event


def figures(event, kind):
    return [(c.low, c.claimant) for c in event.claims if c.kind == kind]


@pytest.mark.parametrize(
    "again",
    [
        "The van, which was taking guards from Sibi to Quetta, was hit by a remote-controlled device in the Gori area.",
        "A spokesman said the device hit a police van in the Gori area.",
    ],
)
def test_a_blast_told_again_with_other_victims_is_one(code, again):
    lead = (
        "MASTUNG: Two Pakistani soldiers were killed when a roadside bomb hit their vehicle near Mastung "
        "town of Balochistan on Wednesday."
    )
    event = only(code(f"{lead}\n\n{again}", publisher="Paper"))
    assert event.place.adm2 == "Mastung"
    assert figures(event, "killed") == [(2, None)]


def test_what_people_heard_is_of_the_deed_told_before(code):
    text = (
        "The National Resistance Front said it attacked a Taliban post in Andarab district of Baghlan on Wednesday, killing two Taliban.\n\n"
        "Residents said they heard a loud explosion followed by gunfire."
    )
    assert only(code(text)).event_type == "Battles"


def test_an_explosion_later_told_as_a_bombers_is_one_suicide_bombing(code):
    text = (
        "Three people were killed when a powerful explosion hit a market in Pakistan's Bannu on Wednesday.\n\n"
        "Police said the blast was caused by a suicide bomber who rammed his car into a shop."
    )
    assert only(code(text)).sub_event_type == "Suicide bomb"


def test_gunfire_after_the_explosion_is_part_of_it(code):
    text = (
        "A suicide bomber drove his car into a post in Mir Ali on Wednesday, killing four soldiers.\n\n"
        "Gunmen opened fire after the explosion and the exchange lasted an hour."
    )
    assert only(code(text)).sub_event_type == "Suicide bomb"


@pytest.mark.parametrize(
    ("told", "low"),
    [
        (
            "The death toll from a suicide bombing at a post in Mir Ali on Tuesday climbed to 11.",
            11,
        ),
        (
            "The number of people killed when a bomb hit a bus in Bannu on Tuesday has risen to nine.",
            9,
        ),
        (
            "Six soldiers were killed when a bomb hit a bus in Bannu on Tuesday. Two bodies were found later, raising the number to eight.",
            8,
        ),
    ],
)
def test_a_toll_behind_a_long_subject(code, told, low):
    assert low in [c.low for e in code(told) for c in e.claims if c.kind == "killed"]


def test_money_lost_is_no_toll(code):
    text = "The gate at Torkham was closed on Wednesday. Traders put their losses at 3 million dollars a day."
    assert not [c for e in code(text) for c in e.claims]


def test_a_paragraph_with_a_dateline_of_its_own_is_there(code):
    text = (
        "WANA: Gunmen killed a trader in Azam Warsak on Wednesday.\n\n"
        "JAMRUD: Police defused a bomb beside the bypass road on Wednesday."
    )
    assert [e.place.name for e in events(code(text))] == ["Azam Warsak", "Jamrud"]


@pytest.mark.parametrize(
    "mark", ["5 March, Turbat (Kech): ", "5 March, Turbat - ", "On 5 March, Turbat: "]
)
def test_a_digests_day_and_place_before_a_colon(code, mark):
    text = f"Pakistan saw two incidents in the week.\n- {mark}Gunmen shot dead two policemen.\n- 6 March, Karak: A bomb killed a soldier."
    first, second = events(code(text))
    assert (first.place.adm2, str(first.date_start)) == ("Kech", "2025-03-05")
    assert (second.place.adm2, str(second.date_start)) == ("Karak", "2025-03-06")


def test_two_armies_with_no_place_fought_on_their_border(code):
    text = "Pakistani and Afghan forces exchanged heavy fire for hours on Wednesday, officials of both countries said."
    assert only(code(text)).place.precision == "border"


def test_who_closes_a_crossing_is_not_whose_post_was_in_dispute(code):
    text = "The Torkham crossing was reopened on Wednesday, days after it was shut in a row over a post of the Afghan forces."
    assert only(code(text)).side_a == ()


def test_a_crossing_closed_since_a_day_was_closed_on_it(code):
    event = only(code("The Torkham crossing has been closed to trucks since 6 March."))
    assert (str(event.date_start), str(event.date_end)) == ("2025-03-06", "2025-03-06")


def test_history_goes_on_in_its_paragraph(code):
    text = (
        "A bomb killed two policemen in Bannu on Wednesday.\n\n"
        "The same road was attacked on January 9. Homes were hit by mortars and four people died."
    )
    assert [e.status for e in code(text)] == ["event", "background", "background"]


@pytest.mark.parametrize(
    "house", ["Inter Services Public Relations, Rawalpindi", "Services Media Wing", "ISPR"]
)
def test_an_armys_press_office_speaks_for_it(code, house):
    text = "Own troops of Pakistan engaged the khwarij in Spinwam on Wednesday and five khwarij were killed."
    event = only(code(text, publisher=house))
    assert figures(event, "killed") == [(5, "PAK:MIL")]


def test_a_capital_before_a_colon_that_speaks_is_no_place(code):
    text = (
        "Pakistani and Afghan troops traded fire on the border overnight.\n\n"
        "Kabul says it has ended its operation.\n\n"
        "Kabul: 58 soldiers killed."
    )
    assert not [e for e in events(code(text)) if e.place and e.place.name == "Kabul"]


def test_officers_are_of_the_force_the_story_is_of(code):
    text = (
        "Gunmen killed six policemen at a post in Daraban on Wednesday.\n\n"
        "Reinforcements were hit by a roadside bomb near Kulachi, which wounded four officers."
    )
    assert events(code(text))[1].side_b == ("PAK:POL",)


def test_further_strikes_are_by_the_same_hand(code):
    text = (
        "Pakistani jets bombed a house in Spera district of Khost on Wednesday, killing two women.\n\n"
        "He added that further strikes took place in Kunar province."
    )
    assert {e.side_a for e in events(code(text))} == {("PAK:MIL",)}


def test_a_call_for_an_operation_ends_none(code):
    text = "Gunmen killed a trader in Tank on Wednesday. Residents called for an operation against the militants."
    assert [e.sub_event_type for e in events(code(text))] == ["Attack"]


def test_a_village_lies_in_the_district_that_the_sentence_opens_with(code):
    text = (
        "Roads in Pakistan's Balochistan province were closed by snow.\n\n"
        "In Kalat, gunmen fired at a police post in the Tok area on Wednesday, killing one policeman."
    )
    event = only(code(text))
    assert event.place.adm2 == "Kalat"
    assert [p.name for p in event.places] == ["Tok"]


def test_the_day_of_telling_gives_way_to_that_of_the_deed(code):
    text = (
        "Pakistan bombed homes in Barmal district of Paktika, the Taliban government said on Wednesday.\n\n"
        "The strikes on Tuesday night killed six people."
    )
    assert str(only(code(text, date(2025, 3, 13))).date_start) == "2025-03-11"
