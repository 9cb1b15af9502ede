"""What is told twice is one event: leads and details, definite words, scenes, claims, sums."""

from __future__ import annotations

import pytest


def events(found):
    return [e for e in found if e.status == "event"]


def only(found):
    (event,) = events(found)
    return event


@pytest.mark.parametrize(
    "detail",
    [
        "The raid, in the early hours of Wednesday, killed three people in Spera district.",
        "The strike killed three people in Spera district on Wednesday.",
        "Wednesday's bombing killed three people in Spera district.",
    ],
)
def test_a_lead_is_one_event_with_the_detail_that_comes_back_to_it(code, detail):
    lead = "Pakistani jets bombed homes in Afghanistan's Khost province, officials said."
    event = only(code(f"{lead}\n\n{detail}"))
    assert event.sub_event_type == "Air/drone strike"
    assert event.place.adm2 == "Spera"
    assert str(event.date_start) == "2025-03-12"
    assert event.side_a == ("PAK:MIL",)


def test_a_lead_of_two_places_stays_the_whole_of_its_parts(code):
    text = (
        "Pakistani jets bombed homes in Afghanistan on Wednesday, killing 14 people.\n\n"
        "Eleven people were killed in Spera district of Khost.\n\n"
        "Three people were killed in Barmal district of Paktika."
    )
    found = events(code(text))
    assert [e.place.adm2 for e in found] == [None, "Spera", "Barmal"]
    assert {e.sub_event_type for e in found} == {"Air/drone strike"}


def test_two_operations_in_all_are_none_of_the_two(code):
    text = (
        "Security forces killed seven militants in two operations in North Waziristan.\n\n"
        "In Mir Ali, six militants were killed in an exchange of fire. "
        "In a separate operation in Spinwam, one more militant was killed."
    )
    found = events(code(text))
    assert [e.place.name for e in found] == ["North Waziristan", "Mir Ali", "Spinwam"]
    assert [e.claims[0].low for e in found] == [7, 6, 1]


@pytest.mark.parametrize(
    "claim",
    [
        "The Tehreek-i-Taliban Pakistan claimed responsibility for the ambush.",
        "The Tehreek-i-Taliban Pakistan (TTP) claimed the ambush in a message to reporters.",
        "Responsibility for the ambush was claimed by the TTP.",
        "The TTP said it was behind the attack.",
    ],
)
def test_a_claim_of_responsibility_names_the_author_of_the_deed_it_is_of(code, claim):
    text = (
        "Militants ambushed a convoy of soldiers in Tank on Tuesday, killing two soldiers.\n\n"
        "Residents held a sit-in in Bannu on Wednesday to demand peace.\n\n"
        f"{claim}"
    )
    first, second = events(code(text))
    assert {*first.side_a, *first.side_b} == {"TTP", "PAK:MIL"}
    assert second.event_type == "Protests"


def test_a_deed_nobody_claims_has_no_author(code):
    text = (
        "Gunmen killed two traders in Tank on Tuesday.\n\n"
        "No group, including the TTP, has claimed responsibility for the attack."
    )
    event = only(code(text))
    assert "TTP" not in (*event.side_a, *event.side_b)


@pytest.mark.parametrize(
    "said",
    [
        "The slain men belonged to the Hafiz Gul Bahadur group, police said.",
        "The dead were members of the Hafiz Gul Bahadur group.",
    ],
)
def test_who_the_dead_were_names_them(code, said):
    text = f"Police killed three militants in an encounter in Bannu on Tuesday. {said}"
    event = only(code(text))
    assert {*event.side_a, *event.side_b} == {"PAK:POL", "HGB"}


def test_a_scene_is_set_and_its_deed_told_after(code):
    text = (
        "Gunmen killed two traders in Tank on Monday.\n\n"
        "On Tuesday fighters of the TTP came to a hamlet in Wana. Three farmers were shot dead."
    )
    first, second = events(code(text))
    assert [c.low for c in first.claims] == [2]
    assert second.place.name == "Wana"
    assert [c.low for c in second.claims] == [3]
    assert second.side_a == ("TTP",)


def test_losses_after_a_turn_are_not_of_the_event_before(code):
    text = (
        "Gunmen killed two traders in Tank on Monday. "
        "Separately, a hamlet near Wana was visited by the TTP. Three farmers died."
    )
    first = events(code(text))[0]
    assert [c.low for c in first.claims] == [2]


def test_where_victims_are_disputed_the_target_is_left_open(code):
    text = (
        "Pakistani jets bombed two houses in Gurbuz district of Khost on Thursday, killing eight "
        "children, the Taliban authorities said.\n\n"
        "Pakistan's army said the jets had hit a hideout and killed 14 TTP fighters."
    )
    event = only(code(text))
    assert (event.side_a, event.side_b) == (("PAK:MIL",), ())


def test_bombed_homes_with_undisputed_victims_are_civilians(code):
    text = "Pakistani jets bombed two houses in Gurbuz district of Khost, killing eight children."
    assert only(code(text)).side_b == ("AFG:CIV",)


def test_a_strike_and_the_fight_that_answers_it_are_two(code):
    text = (
        "Pakistani jets bombed two houses in Gurbuz district of Khost on Thursday.\n\n"
        "Hours later Afghan forces attacked Pakistani posts near Zazai Maidan in Khost."
    )
    assert [e.event_type for e in events(code(text))] == ["Explosions/Remote violence", "Battles"]


def test_burnt_homes_are_civilians_loss(code):
    text = "A tribal lashkar burned 22 houses in Sadda, Kurram, on Sunday."
    assert only(code(text)).side_b == ("PAK:CIV",)


def test_a_line_that_tells_no_deed_stands_between_two_of_one(code):
    text = (
        "Two people were killed in a blast in Tank on Tuesday, police said.\n\n"
        "The provincial police spokesman told reporters about the handcart near the bazaar.\n\n"
        "A doctor said four people had died and 13 had been wounded."
    )
    event = only(code(text))
    assert sorted(c.low for c in event.claims) == [2, 4, 13]


@pytest.mark.parametrize("turn", ["Earlier in the day,", "Earlier on Tuesday,", "Earlier,"])
def test_what_came_earlier_is_another_event(code, turn):
    text = (
        "Soldiers killed two militants in Spinwam on Tuesday.\n\n"
        f"{turn} four traders were killed when their car was attacked in Bannu."
    )
    first, second = events(code(text))
    assert [c.low for c in first.claims] == [2]
    assert [c.low for c in second.claims] == [4]


def test_a_lead_near_the_border_is_the_operation_of_the_next_line(code):
    text = (
        "Security forces killed four militants near the border with Afghanistan, the army said.\n\n"
        "Troops killed the four militants in an operation in North Waziristan district, Pakistan."
    )
    event = only(code(text))
    assert event.place.adm2 == "North Waziristan"


def test_a_protest_that_police_break_up_is_one_protest(code):
    text = (
        "Students held a sit-in in Quetta on Thursday.\n\n"
        "Police used tear gas to disperse the protesters in Quetta."
    )
    event = only(code(text))
    assert event.sub_event_type == "Protest with intervention"


def test_a_truce_with_no_party_named_is_between_those_who_fought(code):
    text = (
        "Pakistani and Afghan forces clashed near Torkham on Monday.\n\n"
        "A ceasefire took effect on Tuesday."
    )
    first, second = events(code(text))
    assert second.sub_event_type == "Agreement"
    assert {*second.side_a, *second.side_b} == {*first.side_a, *first.side_b}


def test_the_other_partys_account_is_of_the_same_strike(code):
    text = (
        "Warplanes bombed homes in Spera district of Khost on Wednesday, killing 14 people, the "
        "Taliban administration said.\n\n"
        "Two Pakistani security officials said jets had targeted a compound used by the Hafiz Gul "
        "Bahadur group and that 18 fighters were dead."
    )
    event = only(code(text))
    assert (event.side_a, event.side_b) == (("PAK:MIL",), ())
    assert {c.low for c in event.claims} == {14, 18}


@pytest.mark.parametrize(
    "told",
    [
        "Two farmers were killed after soldiers opened fire on a bus in Kulachi on Monday.",
        "Two farmers died after a mortar shell hit their house in Kulachi on Monday.",
    ],
)
def test_a_death_and_the_deed_that_it_came_after_are_one_event(code, told):
    events = [e for e in code(told) if e.status == "event"]
    assert len(events) == 1
    assert events[0].place.name == "Kulachi"
    assert [(c.kind, c.low) for c in events[0].claims] == [("killed", 2)]


def test_an_arrest_in_a_deadly_raid_is_a_part_of_the_fight(code):
    text = "Troops killed three militants and arrested a fourth in Tank on Monday."
    (event,) = (e for e in code(text) if e.status == "event")
    assert event.sub_event_type == "Armed clash"
    assert {(c.kind, c.low) for c in event.claims} >= {("killed", 3)}


def test_a_force_named_after_a_frontier_is_no_stretch_of_border(code):
    text = "Members of the Frontier Regiment, a local force, shot dead a shepherd on Monday."
    assert not any(e.place and e.place.precision == "border" for e in code(text))
