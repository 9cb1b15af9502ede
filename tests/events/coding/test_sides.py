"""Which side a name stands on, and which names are no party at all."""

from __future__ import annotations

from datetime import date

import pytest

from events.coding import roles
from events.coding.actors import ActorFinder


def events(found):
    return [e for e in found if e.status == "event"]


def only(found):
    (event,) = events(found)
    return event


@pytest.mark.parametrize(
    "text",
    [
        "Unknown gunmen shot dead a former army officer near his home in Tank on Tuesday.",
        "A retired police officer was gunned down by unknown gunmen in Tank on Tuesday.",
        "Unknown gunmen killed a retired soldier in Tank on Tuesday.",
    ],
)
def test_a_former_soldier_is_a_civilian(code, text):
    event = only(code(text))
    assert event.event_type == "Violence against civilians"
    assert (event.side_a, event.side_b) == (("PAK:UNK",), ("PAK:CIV",))


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed two traders in Tank on Tuesday, according to a local police commander.",
        "Gunmen killed two traders in Tank on Tuesday, a police officer told reporters.",
        "The police in Tank said that gunmen killed two traders on Tuesday.",
        "Gunmen killed two traders in the limits of Tank police station on Tuesday.",
        "Gunmen killed two traders near a police post in Tank on Tuesday.",
    ],
)
def test_who_tells_it_and_where_it_was_are_no_parties(code, text):
    event = only(code(text))
    assert {*event.side_a, *event.side_b} == {"PAK:UNK", "PAK:CIV"}


def test_a_speaker_who_tells_his_own_deed_is_a_party(code):
    text = "The Malian army said that it had carried out an air strike near Kidal on Tuesday."
    assert only(code(text)).side_a == ("MLI:MIL",)


@pytest.mark.parametrize(
    "text",
    [
        "The Malian army carried out an air strike near Kidal alongside Burkina Faso's army.",
        "The Malian army, jointly with Burkina Faso's army, carried out an air strike near Kidal.",
        "The Malian army, backed by Burkina Faso's army, carried out an air strike near Kidal.",
    ],
)
def test_allies_are_on_one_side(code, text):
    assert set(only(code(text)).side_a) == {"MLI:MIL", "BFA:MIL"}


def test_both_who_act_are_on_one_side(code):
    text = "Shelling of the town of Dilling by the RSF and the SPLM-N killed four civilians."
    event = only(code(text, date(2026, 2, 18)))
    assert set(event.side_a) == {"SDN:RSF", "SPLM-N"}
    assert event.side_b == ("SDN:CIV",)


def test_those_who_fight_each_other_are_on_two(code):
    text = "Clashes between the army and the Rapid Support Forces were reported in El Obeid, Sudan."
    event = only(code(text, date(2026, 2, 18)))
    assert {event.side_a, event.side_b} == {("SDN:MIL",), ("SDN:RSF",)}


def test_a_major_attack_is_no_major(code):
    text = "Militants launched a major attack on a market in Tank on Tuesday, killing two traders."
    event = only(code(text))
    assert "PAK:MIL" not in (*event.side_a, *event.side_b)


@pytest.mark.parametrize(
    ("named", "actor"),
    [
        ("JNIM fighters", "JNIM"),
        ("fighters of the JAS faction of Boko Haram", "JAS"),
        ("ISWAP fighters", "ISWAP"),
        ("Wazalendo fighters", "WAZALENDO"),
        ("CODECO militiamen", "CODECO"),
        ("ADF rebels", "ADF"),
    ],
)
def test_groups_go_by_their_usual_acronym(tools, named, actor):
    finder = ActorFinder(tools.grammar, tools.codebook, date(2025, 7, 1), ("NGA", "COD", "MLI"), {})
    assert finder.find(named, 0)[0].actor == actor


def test_a_man_embracing_martyrdom_is_the_one_attacked(code):
    event = only(code("A constable embraced martyrdom in a gun attack in Tank on Tuesday."))
    assert event.side_a == ()
    assert event.side_b == ("PAK:POL",)


@pytest.mark.parametrize(
    ("text", "named", "part"),
    [
        ("Jets attacked a compound used by the TTP in Khost.", "TTP", "patient"),
        ("Militants belonging to the TTP attacked a post in Tank.", "TTP", "agent"),
        ("The TTP was believed to have carried out the attack in Tank.", "TTP", "agent"),
        ("Soldiers came under attack from militants in Tank.", "militants", "agent"),
        ("The army said three militants killed in Tank were attacked.", "militants", "patient"),
        ("Gunmen stopped a bus in Tank and attacked the passengers.", "Gunmen", "agent"),
        ("The army repelled an attack on a post in Tank.", "army", "patient"),
    ],
)
def test_the_grammar_says_who_acts(read, text, named, part):
    found = read(text)
    trigger = next(t for t in found.triggers if "attack" in t.text)
    mention = next(m for m in found.actors if named in m.text)
    assert roles.role(found.sentence, trigger, mention) == part


def test_a_states_jets_abroad_are_its_own(code):
    text = "Pakistan's army said jets had struck a compound in Spera, Khost, on Wednesday."
    assert only(code(text)).side_a == ("PAK:MIL",)


def test_a_group_is_not_carried_into_another_event(code):
    text = (
        "Soldiers killed two TTP fighters in Mir Ali on Monday.\n\n"
        "Traders in Mir Ali closed their shops.\n\n"
        "On Tuesday gunmen killed two constables in Bannu. The attackers killed a passer-by too."
    )
    second = events(code(text))[-1]
    assert "TTP" not in (*second.side_a, *second.side_b)


def test_soldiers_killed_by_a_bomb_are_its_other_side(code):
    event = only(code("A suicide bomber hit a gate in Tank on Monday. Seven soldiers were killed."))
    assert "PAK:MIL" in (*event.side_a, *event.side_b)


def test_who_acts_when_people_are_killed_is_told_after_when(read):
    found = read("Five people were killed when bandits attacked a village in Katsina.")
    trigger = next(t for t in found.triggers if "killed" in t.text)
    bandits = next(m for m in found.actors if m.text == "bandits")
    assert roles.role(found.sentence, trigger, bandits) == roles.AGENT
