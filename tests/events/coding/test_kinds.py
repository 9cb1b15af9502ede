"""What happened, and whether it happened: types by families of wordings, non-events, references."""

# ruff: noqa: E501 - sentences of reports

from __future__ import annotations

import pytest


def kinds(found):
    return [e.sub_event_type for e in found if e.status == "event"]


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("A stretch of railway track was blown up near Sibi on Tuesday.", "Remote explosive/landmine/IED"),
        ("A powerful explosion under a bridge near Kalat damaged it on Tuesday.", "Remote explosive/landmine/IED"),
        ("A shepherd was killed when he stepped on a landmine near Wana on Tuesday.", "Remote explosive/landmine/IED"),
        ("A Taliban vehicle hit a mine in Panjshir on Tuesday, and two men in it died.", "Remote explosive/landmine/IED"),
        ("A quadcopter dropped explosives on a house in Mir Ali on Tuesday.", "Air/drone strike"),
        ("Militants used a drone to drop a bomb on a police post in Bannu on Tuesday.", "Air/drone strike"),
        ("An aid lorry was attacked by a drone near Bara on Tuesday.", "Air/drone strike"),
        ("Mortar shells landed in a village near Torkham on Tuesday.", "Shelling/artillery/missile attack"),
        ("Pakistani troops fired some 40 mortar shells at villages of Khost on Tuesday.", "Shelling/artillery/missile attack"),
        ("Men on a motorcycle lobbed a hand grenade at a shop in Quetta on Tuesday.", "Grenade"),
        ("A bomber rammed a car packed with explosives into a camp in Bannu on Tuesday.", "Suicide bomb"),
        ("Armed men stopped a lorry near Kebkabiya on Tuesday and took six traders.", "Abduction/forced disappearance"),
        ("Police carried out house-to-house searches in Quetta on Tuesday and took away 18 men.", "Arrests"),
        ("Relatives placed the bodies on the road in Quetta on Tuesday.", "Peaceful protest"),
        ("A crowd pelted a police van with stones in Alpuri on Tuesday.", "Violent demonstration"),
        ("Students of Monywa held a flash-mob protest on Tuesday.", "Peaceful protest"),
        ("Police used batons and tear gas against lawyers who marched in Lahore on Tuesday.", "Protest with intervention"),
        ("Elders got both tribes of Kurram to put their thumbs to a ceasefire on Tuesday.", "Agreement"),
        ("Trade through the Torkham crossing resumed on Tuesday.", "Other"),
        ("The rebels captured the town of Nyabiondo on Tuesday.", "Non-state actor overtakes territory"),
        ("Troops recaptured the town of Bara on Tuesday.", "Government regains territory"),
        ("Soldiers torched at least 30 houses in Sagaing on Tuesday.", "Looting/property destruction"),
        ("Police in Bannu foiled an attack on Tuesday and defused a bomb.", "Disrupted weapons use"),
        ("Guards of the two countries traded heavy fire at Torkham on Tuesday.", "Armed clash"),
    ],
)  # fmt: skip
def test_families_of_wordings(code, text, sub_event_type):
    assert kinds(code(text)) == [sub_event_type]


@pytest.mark.parametrize(
    "text",
    [
        "The governor condemned the raid on the market in Quetta.",
        "The two men were wanted for killing a trader in Quetta.",
        "No attack was reported in Quetta on Tuesday.",
        "Police deployed to prevent attacks in Quetta on Tuesday.",
        "The army said it would respond to any attack in Quetta.",
        "An attack helicopter was parked in Quetta on Tuesday.",
    ],
)
def test_words_of_a_deed_that_tell_none(code, text):
    assert kinds(code(text)) == []


def test_armed_men_who_block_a_road_are_no_protesters(code):
    text = (
        "Armed men blocked the highway near Kalat on Tuesday, took four passengers off a coach "
        "and shot them dead."
    )
    (kind,) = kinds(code(text))
    assert kind in ("Attack", "Abduction/forced disappearance")


def test_whom_a_crowd_protests_against_is_not_told_again(code):
    text = "Students marched in Quetta on Tuesday against the abductions in Kech."
    (event,) = [e for e in code(text) if e.status == "event"]
    assert (event.sub_event_type, event.place.name) == ("Peaceful protest", "Quetta")


def test_a_relative_clause_of_what_was_before_is_background(code):
    found = code("The Torkham crossing, which had reopened in December, was closed on Tuesday.")
    assert [(e.status, e.sub_event_type) for e in found] == [
        ("event", "Other"),
        ("background", "Other"),
    ]
    assert found[0].date_start.isoformat() == "2025-03-11"


def test_a_comparison_tells_what_was_before(code):
    text = (
        "Pakistani jets bombed two houses in Khost on Tuesday. "
        "It was the deadliest strike since the neighbours agreed to a truce in October."
    )
    found = code(text)
    assert kinds(found) == ["Air/drone strike"]
    assert "background" in [e.status for e in found]


@pytest.mark.parametrize(
    "second",
    [
        "The blast brought down a wall.",
        "Three gunmen then tried to storm the camp and troops engaged them.",
        "The explosion was heard for miles.",
    ],
)
def test_what_goes_on_is_no_event_of_its_own(code, second):
    first = "A suicide bomber rammed a truck into an army camp in Bannu on Tuesday. "
    assert kinds(code(first + second)) == ["Suicide bomb"]


def test_burning_and_looting_after_a_killing_is_part_of_it(code):
    text = (
        "Gunmen shot dead four villagers in Zhob on Tuesday. "
        "Before leaving, they set ablaze three trucks and looted a shop."
    )
    assert kinds(code(text)) == ["Attack"]


def test_words_between_do_not_break_the_thread(code):
    text = (
        "Shells hit a camp near Khost on Tuesday, killing six people.\n\n"
        "The ministry blamed Pakistan.\n\n"
        "Two of the wounded had died on Wednesday, bringing the toll to eight."
    )
    assert kinds(code(text)) == ["Shelling/artillery/missile attack"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kabul denies this.", "statement"),
        ('"This crime will be answered at a time of our choosing," the ministry wrote.', "statement"),
        ("The killers would be brought to justice, the police chief said.", "statement"),
        ("The minister alleged that it had been planned across the border.", "statement"),
        ("The administration announced a curfew in Makeen on Sunday.", "planned"),
        ("A second session has been called for Monday.", "planned"),
        ("Deadly raids blamed on bandits have increased in recent weeks in Zamfara.", "background"),
        ("The UN counted 47 civilians killed in the October fighting.", "background"),
        ("More than 7,000 people have been killed since the coup.", "background"),
        ("This year so far, 312 militants were killed in Bannu.", "background"),
    ],
)  # fmt: skip
def test_status_by_wording(code, text, status):
    assert [e.status for e in code(text)] == [status]


def test_named_words_of_the_lexicon_stand_in_patterns(words):
    _, pattern = next(t for t in words.triggers if t[0].sub_event_type == "Suicide bomb")
    assert "<" not in pattern.pattern.replace("(?<", "")
    assert pattern.search("the bomber blew himself up")
    assert not pattern.search("a suicidebombing")


def test_the_raid_is_the_one_told_before_and_its_district_the_better_place(code):
    text = (
        "Pakistani jets bombed houses in Khost on Wednesday, officials said.\n\n"
        "The raid, in the early hours of Wednesday, flattened three homes in Spera district."
    )
    (event,) = [e for e in code(text) if e.status == "event"]
    assert (event.sub_event_type, event.place.adm2) == ("Air/drone strike", "Spera")


def test_people_who_died_elsewhere_died_of_the_strike_told_before(code):
    text = (
        "Pakistani jets bombed homes in eastern Afghanistan on Wednesday.\n\n"
        "Eleven people were killed in Spera district of Khost. "
        "Three children died in Naray district of Kunar."
    )
    found = [e for e in code(text) if e.status == "event"]
    assert {e.sub_event_type for e in found} == {"Air/drone strike"}
    assert all(e.side_a == ("PAK:MIL",) for e in found)


@pytest.mark.parametrize(
    "second",
    [
        "The drones hit a pick-up, a local source said.",
        "The army said the attack was carried out with the forces of Burkina Faso.",
        "Local media also reported the air strikes.",
    ],
)
def test_another_account_of_the_strike_is_no_second_one(code, second):
    first = "Drones of the Malian army hit a camp at Tinzaouatene on Wednesday.\n\n"
    assert kinds(code(first + second)) == ["Air/drone strike"]


def test_clashes_that_a_march_set_off_are_of_the_protest(code):
    text = "Students marched in Quetta on Wednesday, which triggered clashes."
    assert kinds(code(text)) == ["Peaceful protest"]


def test_a_mine_where_people_work_is_no_landmine(code):
    found = code("Drones of the Malian army hit men who worked in a mine near Kidal on Wednesday.")
    assert kinds(found) == ["Air/drone strike"]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen fired on a school van near Charbagh on Wednesday. Two pupils were wounded.",
        "Armed men opened fire on a passenger coach near Mastung on Wednesday, killing four passengers.",
        "Convoys of travellers came under heavy gunfire near Alizai on Wednesday. Nine women and six children were killed.",
    ],
)
def test_one_sided_fire_on_civilians_is_an_attack(code, text):
    assert kinds(code(text)) == ["Attack"]


def test_one_sided_fire_on_police_is_a_clash(code):
    text = "Gunmen opened fire on a police van near Bannu on Wednesday, killing two constables."
    assert kinds(code(text)) == ["Armed clash"]


def test_who_is_blamed_for_deaths_does_not_undo_them(code):
    text = (
        "The rebels accused the navy of shelling a camp in Ponnagyun on Wednesday, in which "
        "a mother and her baby died."
    )
    found = code(text)
    assert [e.sub_event_type for e in found if e.status == "event"] == [
        "Shelling/artillery/missile attack"
    ]
    assert "statement" in [e.status for e in found]


def test_a_crossing_that_stays_closed_is_closed_once(code):
    text = (
        "The Torkham crossing was closed on Wednesday after a dispute. "
        "Hundreds of lorries waited.\n\nThe border remained closed late in the evening."
    )
    assert kinds(code(text)) == ["Other"]


def test_a_funeral_that_was_struck_is_a_strike(code):
    assert kinds(code("A drone struck a funeral tent at Bara on Wednesday.")) == [
        "Air/drone strike"
    ]


def test_people_who_fled_make_no_attack(code):
    assert kinds(code("Some 11,000 people fled Bara between 8 and 12 March.")) == []


def test_the_tense_of_a_second_verb_is_its_own(code):
    text = "Men went into a hamlet you won't find on a map near Sadda and burned 22 houses on Wednesday."
    assert kinds(code(text)) == ["Looting/property destruction"]


def test_that_strike_is_of_the_strike_not_of_the_fight(code):
    text = (
        "Afghan and Pakistani forces fought at Torkham on Wednesday. Kabul called it an answer to "
        "an airstrike on Monday in Bermal.\n\nThat strike destroyed a shop."
    )
    (strike,) = [e for e in code(text) if e.sub_event_type == "Air/drone strike"]
    assert [c.kind for c in strike.claims] == ["destroyed"]


def test_kidnapped_victims_who_are_freed_are_no_abduction(code):
    text = "Troops killed 11 bandits and rescued 12 kidnapped victims in Tsafe on Wednesday."
    assert kinds(code(text)) == ["Armed clash"]


def test_suicide_bombers_among_the_dead_are_no_bombing(code):
    text = (
        "Security forces conducted an intelligence-based operation near Ghulam Khan on Wednesday. "
        "Nine militants, including two suicide bombers, were killed. Three suicide vests were recovered."
    )
    assert kinds(code(text)) == ["Armed clash"]


def test_a_lead_that_sums_up_many_incidents_is_none_of_them(code):
    text = (
        "Two policemen were martyred in separate incidents in Khyber Pakhtunkhwa on Wednesday.\n\n"
        "Gunmen opened fire on a police van near Bannu on Wednesday, killing a constable."
    )
    (event,) = [e for e in code(text) if e.status == "event"]
    assert event.place.name == "Bannu"


def test_a_relative_clause_of_long_ago_is_background(code):
    text = (
        "Relatives staged a sit-in in Quetta on Wednesday for two brothers, who were allegedly "
        "whisked away from their house in Panjgur in November."
    )
    found = code(text)
    assert [(e.status, e.sub_event_type) for e in found] == [
        ("event", "Peaceful protest"),
        ("background", "Abduction/forced disappearance"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "More than 300 people have been killed in Lebanon since the truce.",
        "Nineteen people have died in the valley since the ceasefire.",
    ],
)
def test_what_has_been_since_a_truce_is_history(code, text):
    assert [e.status for e in code(text)] == ["background"]
