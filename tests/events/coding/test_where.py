"""Which words are places of the event, and in which area they lie."""

from __future__ import annotations

from datetime import date

import pytest

from events.coding import layout, sentences
from events.coding.sentence_reading import SentenceReader
from events.model import Report


@pytest.fixture
def told(tools):
    """Return the places of each sentence of a report, by name."""

    def run(text, title="A report", published=date(2025, 3, 14)):
        report = Report("r", title, "Wire", published, text)
        reader = SentenceReader(report, tools)
        blocks = layout.blocks(text, title, tools.lexicon)
        found = sentences.sentences(text, blocks, tools.parser)
        return [{p.name: p for p in reader.read(one, None, None).places} for one in found]

    return run


def area(place):
    return place.area.country, place.area.adm1, place.area.adm2


@pytest.mark.parametrize(
    "sentence",
    [
        "Two men died in Bannu, the Counter Terrorism Department said.",
        "Gunmen killed a leader of the Jamiat Ulema-i-Islam in Bannu.",
        "Shells fell on the Customs and the Nadra offices in Bannu.",
        "Clashes broke out in Bannu between the Wazir and Dawar tribes.",
        "The blast in Bannu was the work of a man called Ibrahim.",
        "Fighters in Bannu want the release of Zaheer Baloch.",
        "Fighters in Bannu were killed under the National Action Plan.",
        "Almost all of Bannu was shut when gunmen fired on police in Bannu.",
    ],
)
def test_parties_offices_peoples_and_persons_are_no_places(told, sentence):
    assert set(told(f"Pakistan mourns. {sentence}")[-1]) == {"Bannu"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Police in Bannu said two men died in Wana.",
        "Two men died in Wana, according to a doctor in Bannu.",
        "Two men died in Wana and the wounded were taken to a hospital in Bannu.",
        "Two men died in Wana and five were airlifted to Bannu.",
        "Sepoy Gul Khan of Bannu and another man died in Wana.",
        "A labourer from Bannu and a guard died in Wana.",
        "Two men died in Wana and many families fled towards Bannu.",
        "A man, a resident of Bannu, died in Wana.",
        "Two men died in Wana; their funeral prayers were offered in Bannu.",
        "A coach travelling from Bannu to Tank was fired on in Wana.",
        "A Bannu-bound coach was fired on in Wana.",
        "The deputy commissioner of Bannu told reporters that two men died in Wana.",
    ],
)
def test_seats_origins_hospitals_and_journeys_are_not_where_it_happened(told, sentence):
    found = {name for places in told(f"Pakistan mourns. {sentence}") for name in places}
    assert found & {"Wana", "Bannu", "Tank"} == {"Wana"}


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("Two men died in the Zor Kot area of Bannu district.", "Zor Kot", "Bannu"),
        ("Two men died in general area Zor Kot, Bannu District.", "Zor Kot", "Bannu"),
        ("Two men died in Zor Kot village of Mir Ali tehsil.", "Zor Kot", "North Waziristan"),
        ("Two men died in Bannu’s Zor Kot area.", "Zor Kot", "Bannu"),
        ("Gunmen invaded Zor Kot, a settlement in Bannu district.", "Zor Kot", "Bannu"),
        ("Gunmen attacked a town, Zor Kot, in Bannu district.", "Zor Kot", "Bannu"),
        (
            "A constable was shot in the limits of Zor Kot police station in Bannu.",
            "Zor Kot",
            "Bannu",
        ),
        ("Two men died in Zor Kot (Bannu district).", "Zor Kot", "Bannu"),
    ],
)
def test_an_unknown_village_lies_where_the_sentence_puts_it(told, sentence, name, expected):
    place = told(f"Pakistan mourns. {sentence}")[-1][name]
    assert area(place) == ("PAK", "Khyber Pakhtunkhwa", expected)
    assert not place.resolved
    assert place.lat is None


def test_a_tehsil_is_a_district_though_it_goes_by_the_name_of_a_town(told):
    found = told("Pakistani gunmen killed a man in Mamund tehsil of Bajaur.")[0]
    assert found["Mamund"].precision == "district"
    assert found["Bajaur"].container


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        (
            "Myanmar troops burned houses in Zaw Township, Sagaing Region.",
            "Zaw",
            ("MMR", "Sagaing"),
        ),
        ("Nigerian troops fought in Zawra LGA of Zamfara State.", "Zawra", ("NGA", "Zamfara")),
        (
            "Gunmen fired in Zawra Local Government Area of Nigeria’s Zamfara State.",
            "Zawra",
            ("NGA", "Zamfara"),
        ),
    ],
)
def test_what_the_text_calls_a_second_level_unit_is_a_district(told, sentence, name, expected):
    place = told(sentence)[0][name]
    assert area(place) == (*expected, name)
    assert place.precision == "district"


def test_a_village_told_alone_lies_in_the_area_of_its_paragraph(told):
    text = "Fighting began in Bannu district, Pakistan. Two men died in Zor Kot."
    assert area(told(text)[-1]["Zor Kot"]) == ("PAK", "Khyber Pakhtunkhwa", "Bannu")


def test_a_village_told_alone_lies_where_a_local_newsroom_writes_from(told):
    text = "TANK: Gunmen killed a guard in the limits of Zor Kot police station in Pakistan."
    assert area(told(text)[0]["Zor Kot"]) == ("PAK", "Khyber Pakhtunkhwa", "Tank")


def test_a_capital_newsroom_says_no_more_than_its_country(told):
    text = "ISLAMABAD: Gunmen killed a guard in the limits of Zor Kot police station in Pakistan."
    assert area(told(text)[0]["Zor Kot"]) == ("PAK", None, None)


def test_an_event_with_no_place_happened_where_a_local_newsroom_writes_from(code):
    (event,) = [
        e
        for e in code("TANK: Gunmen killed two Pakistani policemen on Wednesday.")
        if e.status == "event"
    ]
    assert event.place.adm2 == "Tank"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Pakistani police killed two men in Karak.", "Karak", "PAK"),
        ("Pakistani jets bombed a village near Khost.", "Khost", "AFG"),
    ],
)
def test_a_namesake_abroad_needs_more_than_its_name(told, text, name, country):
    assert told(text)[0][name].area.country == country


def test_of_namesakes_in_one_province_that_of_the_district_told_is_meant(told):
    text = "Swat was shut, Pakistani police said. Two men died in Swat. A shop burned in Matta."
    assert told(text)[-1]["Matta"].area.adm2 == "Swat"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jets bombed homes in eastern Afghanistan.", {"eastern Afghanistan"}),
        (
            "Rebels killed ten people in eastern Democratic Republic of Congo.",
            {"eastern Democratic Republic of Congo"},
        ),
        ("Iran shut a gate in Sistan and Baluchestan.", {"Sistan and Baluchestan"}),
        ("In KP, Pakistan, two men died.", {"KP"}),
    ],
)
def test_names_keep_the_words_they_are_written_in(told, text, expected):
    assert set(told(text)[0]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Armed men blocked the Quetta-Karachi Highway near Mastung in Pakistan.",
        "In Mastung, Pakistan, women blocked the Quetta road for hours.",
    ],
)
def test_a_road_is_not_where_it_leads(told, text):
    assert "Mastung" in told(text)[0]
    assert not {"Quetta", "Quetta-Karachi Highway", "Karachi"} & set(told(text)[0])


def test_a_market_goes_by_its_town_but_a_town_quarter_keeps_its_name(told):
    found = told("Pakistani tribesmen held a sit-in in Khar Bazaar.")[0]
    assert set(found) == {"Khar"}
    found = told("Pakistani police said a bomb went off in Wana’s Rustam Bazaar.")[0]
    assert not found["Rustam Bazaar"].resolved
    assert found["Rustam Bazaar"].area.adm2 == "South Waziristan"


def test_a_live_entry_counts_its_days_from_its_own_stamp(code):
    text = "[3 June, 22:10] Gunmen fired on a police post in Bannu, Pakistan, tonight."
    (event,) = [e for e in code(text, date(2025, 6, 5)) if e.status == "event"]
    assert event.date_start == event.date_end == date(2025, 6, 3)


def test_near_the_border_is_no_stretch_of_it(told):
    found = told("Troops shot four men in Pakistan’s northwest near the border with Afghanistan.")
    assert all(p.precision != "border" for p in found[0].values())


def test_the_border_that_stays_shut_is_the_crossing_told_before(told):
    found = told("Pakistan shut the gate at Torkham. The border remained closed on Friday.")
    assert found[-1] == {}


def test_countries_that_are_parties_are_no_places(told):
    text = "It unites the regimes of Burkina Faso, Mali and Niger. Fighting paused in Mali after appeals from Niger."  # noqa: E501
    first, second = told(text)
    assert first == {}
    assert set(second) == {"Mali"}


def test_a_namesake_in_a_list_lies_where_the_list_lies(told):
    text = "In Kurram, Pakistan, tribes fought in Pewar, Tari Mangal, Parachinar and Khar."
    assert area(told(text)[0]["Khar"]) == ("PAK", "Khyber Pakhtunkhwa", "Kurram")


def test_who_is_taken_from_a_place_was_there(told):
    found = told("In Pakistan, gunmen kidnapped two employees of a gas firm from Domel.")
    assert "Domel" in found[0]


def test_several_villages_go_by_the_district_told_before(code):
    text = "Fighting goes on in Kurram district, Pakistan. Gunmen killed six men in Zor Kot and Nawe Kot villages on Wednesday."  # noqa: E501
    found = [
        e for e in code(text) if e.status == "event" and "Zor Kot" in {p.name for p in e.places}
    ]
    assert found[0].place.name == "Kurram"


def test_a_press_club_goes_by_its_town(told):
    assert set(told("Pakistani women sat outside the Quetta Press Club on Wednesday.")[0]) == {
        "Quetta"
    }


def test_the_paragraph_before_places_a_village_unless_the_story_turns(told):
    first = "TANK: Two Pakistani guards died in Bannu district on Monday.\n\n"
    assert area(told(f"{first}Gunmen fired at Zor Kot.")[-1]["Zor Kot"])[2] == "Bannu"
    assert area(told(f"{first}Separately, gunmen fired at Zor Kot.")[-1]["Zor Kot"])[2] == "Tank"


def test_a_country_goes_before_a_town_of_its_name(told):
    found = told(
        "US envoys spoke of it. A drone strike on a car killed three men in southern Lebanon."
    )
    assert found[-1]["southern Lebanon"].area.country == "LBN"


def test_a_town_that_only_tells_the_distance_is_not_where_it_happened(told):
    found = told("In Wana, about 30 km west of Tank, Pakistan, a roadside bomb hit a bus.")
    assert "Tank" not in found[0]


def test_the_headquarters_of_a_district_lies_in_it(told):
    found = told("Men were kidnapped in Wana, the headquarters of South Waziristan, Pakistan.")[0]
    assert found["South Waziristan"].container
    assert not found["Wana"].container


def test_a_street_named_for_a_quarter_lies_where_the_quarter_lies(told):
    text = "Pakistani women held a sit-in in Sariab. They marched on Sariab Road."
    place = told(text)[-1]["Sariab Road"]
    assert area(place) == ("PAK", "Balochistan", "Quetta")
    assert not place.resolved
