from __future__ import annotations

from datetime import date

import pytest

from events.coding.sentence_reading import SentenceReader


def names(found):
    return {p.name: (p.precision, p.area.adm1, p.area.adm2) for p in found.places}


def test_a_village_unknown_to_the_gazetteer_takes_the_area_around_it(read):
    found = read("Shells fell on Zor Banda in Sarkano district of Kunar.")
    village = next(p for p in found.places if p.name == "Zor Banda")
    assert not village.resolved
    assert village.area.adm1 == "Kunar"
    assert village.lat is None


@pytest.mark.parametrize(
    "text",
    [
        "Six men died in Khost, an official in Peshawar said.",
        "Six men died in Khost, he said by phone from Gardez.",
        "Six men died in Khost and the wounded were taken to Gardez.",
        "Speaking in Kandahar, the commander said six men died in Khost.",
    ],
)
def test_where_the_speaker_sits_is_not_where_it_happened(read, text):
    assert set(names(read(text))) == {"Khost"}


def test_names_of_people_and_units_are_no_places(read):
    found = read("Mullah Wana Khan of the 201 Corps said the Khost Provincial Force left Sabari.")
    assert "Wana Khan" not in names(found)
    assert "Khost" not in names(found)


def test_near_a_town_is_near(read):
    assert names(read("Two men died near Miranshah."))["Miranshah"][0] == "near"


def test_the_line_is_a_border(read):
    assert [p.precision for p in read("They fought along the Durand Line.").places] == ["border"]


@pytest.mark.parametrize(
    ("published", "actor"),
    [(date(2020, 6, 11), "AFG:TAL"), (date(2023, 6, 11), "AFG:IEA")],
)
def test_the_taliban_are_insurgents_first_and_state_forces_after(tools, report, published, actor):
    reader = SentenceReader(report("Taliban fighters came.", published), tools)
    assert [m.actor for m in reader.finder.find("Taliban fighters came.", 0)] == [actor]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Afghan and Pakistani forces", {"AFG:IEA", "PAK:MIL"}),
        ("Malian soldiers", {"MLI:MIL"}),
        ("refugees from South Sudan", {"SSD:CIV"}),
        ("Iranian border guards", {"IRN:MIL"}),
        ("the Oromo Liberation Army", {"OLA"}),
    ],
)
def test_country_and_class_name_an_actor(tools, report, phrase, expected):
    finder = SentenceReader(report(phrase), tools).finder
    assert {finder.actor_of(m) for m in finder.find(phrase, 0)} == expected


def test_a_group_that_the_report_introduces_is_known_by_its_acronym(tools, report):
    text = "The Free Valley Front (FVF) struck. The FVF left."
    finder = SentenceReader(report(text), tools).finder
    assert "FVF" in {m.actor for m in finder.find(text, 0)}
