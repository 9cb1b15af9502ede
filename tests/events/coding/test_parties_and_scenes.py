"""Who does and who suffers, by grammar; crowds; and what follows a deed without being one."""

from __future__ import annotations

import pytest

from events.coding import roles


def events(found):
    return [e for e in found if e.status == "event"]


@pytest.mark.parametrize(
    ("text", "agent", "patient"),
    [
        ("Militants attacked soldiers in Tank.", "Militants", "soldiers"),
        ("Soldiers were attacked by militants in Tank.", "militants", "Soldiers"),
        ("In Tank, an attack on soldiers by militants left two dead.", "militants", "soldiers"),
        ("Militants launched an attack on soldiers in Tank.", "Militants", "soldiers"),
    ],
)
def test_roles_do_not_depend_on_the_order_of_words(read, text, agent, patient):
    found = read(text)
    trigger = next(t for t in found.triggers if "attack" in t.text)
    told = {m.text: roles.role(found.sentence, trigger, m) for m in found.actors}
    assert told[agent] == roles.AGENT
    assert told[patient] == roles.PATIENT


@pytest.mark.parametrize(
    "text",
    [
        "On Wednesday tribesmen held a sit-in in Wana to demand compensation.",
        "Residents took to the streets in Wana on Wednesday.",
        "Supporters of the party blocked the road in Wana on Wednesday.",
    ],
)
def test_whoever_protests_is_a_protester(code, text):
    (event,) = events(code(text))
    assert event.event_type == "Protests"
    assert event.side_a == ("PAK:PRO",)


@pytest.mark.parametrize(
    "after",
    [
        "Troops cordoned off the area and launched a search operation.",
        "The funeral of the martyred soldiers was held at the garrison in Bannu.",
        "The slain soldiers were laid to rest in Kohat.",
        "An investigation into the attack has been launched.",
    ],
)
def test_searches_and_funerals_are_no_events(code, after):
    text = f"Militants attacked a post in Tank on Tuesday, killing two soldiers.\n\n{after}"
    (event,) = events(code(text))
    assert event.place.adm2 == "Tank"


def test_a_search_in_which_people_die_is_an_event(code):
    text = (
        "Police said a constable was shot dead in Tank on Tuesday.\n\n"
        "On Thursday five militants were killed in a search operation in Bannu."
    )
    assert [e.place.name for e in events(code(text))] == ["Tank", "Bannu"]
