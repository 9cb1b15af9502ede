"""Who bore a loss whose own words name nobody: the class of its words, the event's parties, the speaker."""

# ruff: noqa: E501 - a case stands on one line

from __future__ import annotations

import pytest


def side(events, kind, low):
    return next(
        claim.side
        for event in events
        for claim in event.claims
        if (claim.kind, claim.low) == (kind, low)
    )


@pytest.mark.parametrize(
    ("text", "kind", "low", "bearer"),
    [
        (
            "The TTP attacked a post in Wana on Thursday and killed nine soldiers.",
            "killed",
            9,
            "PAK:MIL",
        ),
        (
            "TTP fighters attacked troops in Wana on Thursday. Two FC men were wounded.",
            "injured",
            2,
            "PAK:MIL",
        ),
        (
            "Gunmen opened fire on a police van in Bannu on Thursday. Two constables were killed.",
            "killed",
            2,
            "PAK:POL",
        ),
        (
            "Security forces raided a hideout of the TTP in Wana on Thursday. Six militants were killed.",
            "killed",
            6,
            "TTP",
        ),
        (
            "Afghan forces attacked Pakistani posts in Kurram on Thursday. Pakistan’s army said it lost one soldier.",
            "killed",
            1,
            "PAK:MIL",
        ),
        (
            "Afghan forces attacked Pakistani posts in Kurram on Thursday. Pakistan’s army said nine attackers were killed.",
            "killed",
            9,
            "AFG:IEA",
        ),
        (
            "Afghan and Pakistani forces clashed in Kurram on Thursday. Kabul said three posts were captured.",
            "seized",
            3,
            "PAK:MIL",
        ),
        (
            "TTP fighters attacked troops in Wana on Thursday. The army said six rifles were recovered.",
            "seized",
            6,
            "TTP",
        ),
        (
            "Pakistani jets bombed a house in Khost on Thursday, killing five children.",
            "killed",
            5,
            "AFG:CIV",
        ),
        (
            "TTP fighters clashed with troops in Wana on Thursday. A shell damaged three houses.",
            "damaged",
            3,
            "PAK:CIV",
        ),
        (
            "TTP fighters clashed with troops in Wana on Thursday. About 300 families fled.",
            "displaced",
            300,
            "PAK:CIV",
        ),
        (
            "Militants ambushed troops in Wana on Thursday. Five soldiers were killed and eight others injured.",
            "injured",
            8,
            "PAK:MIL",
        ),
        (
            "TTP fighters clashed with troops in Wana on Thursday. The army said four brave sons of the soil embraced martyrdom.",
            "killed",
            4,
            "PAK:MIL",
        ),
        (
            "Pakistani jets hit a TTP camp in Khost on Thursday. Pakistan’s army said it killed 14 of its fighters.",
            "killed",
            14,
            "TTP",
        ),
    ],
)
def test_who_bore_it(code, text, kind, low, bearer):
    assert side(code(text), kind, low) == bearer


def test_no_casualties_of_nobody_in_particular_have_no_side(code):
    events = code(
        "TTP fighters clashed with troops in Wana on Thursday. No casualties were reported."
    )
    assert side(events, "killed", 0) is None


def test_zero_civilians_are_the_lands_civilians(code):
    events = code(
        "Pakistani jets hit a TTP camp in Khost on Thursday. Pakistan said no civilian was harmed."
    )
    assert side(events, "killed", 0) == "AFG:CIV"
