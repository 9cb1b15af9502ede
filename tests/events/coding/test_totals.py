"""A total over several areas is of the whole set, and is never divided among them."""

from __future__ import annotations

import pytest


def events(found):
    return [e for e in found if e.status == "event"]


@pytest.mark.parametrize(
    ("text", "name", "toll"),
    [
        (
            "Pakistani airstrikes killed 14 people in Khost, Paktika and Kunar on Tuesday.",
            "Khost, Paktika and Kunar",
            14,
        ),
        (
            "Nine civilians were killed in Pakistani drone strikes in Nangarhar and Kunar on Tuesday.",  # noqa: E501
            "Nangarhar and Kunar",
            9,
        ),
    ],
)
def test_a_toll_of_strikes_in_several_provinces_is_of_their_country(code, text, name, toll):
    found = events(code(text))
    (whole,) = [e for e in found if any(c.low == toll for c in e.claims)]
    assert (whole.place.precision, whole.place.country) == ("country", "AFG")
    assert whole.place.name == name
    assert not any(e.claims for e in found if e is not whole)


def test_a_toll_of_fighting_between_two_states_is_of_the_border(code):
    text = (
        "Afghan and Pakistani forces clashed in Khost, Paktika and Kunar on Tuesday, "
        "leaving 20 soldiers dead."
    )
    (whole,) = [e for e in events(code(text)) if any(c.low == 20 for c in e.claims)]
    assert whole.place.precision == "border"
