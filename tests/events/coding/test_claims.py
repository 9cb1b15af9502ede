"""Losses with their claimants: each case one sentence or two."""

from __future__ import annotations

import pytest


def told(found):
    return {(c.kind, c.low, c.high) for c in (one.claim for one in found.losses)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed six traders in Khost.", {("killed", 6, 6)}),
        (
            "Nine soldiers were killed and at least 12 wounded in Khost.",
            {("killed", 9, 9), ("injured", 12, None)},
        ),
        (
            "A mine killed a farmer, Rahmat Gul, and his two sons in Khost.",
            {("killed", 1, 1), ("killed", 2, 2)},
        ),
        (
            "The blast in Khost left five people dead and 20 wounded.",
            {("killed", 5, 5), ("injured", 20, 20)},
        ),
        ("The raid in Khost brought the death toll to 14.", {("killed", 14, 14)}),
        ("The number of the dead in Khost rose to 21.", {("killed", 21, 21)}),
        ("There were no casualties in Khost.", {("killed", 0, 0), ("injured", 0, 0)}),
        ("There was no loss of life in Khost.", {("killed", 0, 0)}),
        ("Nobody was hurt in Khost.", {("killed", 0, 0), ("injured", 0, 0)}),
        (
            "The fighters captured three posts and seized dozens of rifles in Khost.",
            {("seized", 3, 3), ("seized", 24, 99)},
        ),
        ("The army took 17 rebels prisoner in Khost.", {("captured", 17, 17)}),
        ("A mob in Khost beat a pedlar, Jan Ali, to death.", {("killed", 1, 1)}),
        ("The army shot down four drones over Khost.", {("shot_down", 4, 4)}),
        ("About 300 families fled Khost.", {("displaced", 300, 300)}),
        (
            "Two houses and a mosque were destroyed in Khost.",
            {("destroyed", 2, 2), ("destroyed", 1, 1)},
        ),
        ("Seven cows were killed in Khost.", {("destroyed", 7, 7)}),
        (
            "Four men, among them a teacher, were kidnapped in Khost.",
            {("captured", 4, 4), ("captured", 1, 1)},
        ),
        ("Soldiers were killed in Khost.", set()),
        ("The 25-year-old man, aged 25, lives in Khost.", set()),
    ],
)
def test_losses(read, text, expected):
    assert told(read(text)) == expected


def claim(found, kind="killed"):
    return next(one.claim for one in found.losses if one.claim.kind == kind)


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Six soldiers were killed in Khost, the Afghan defence ministry said.", "AFG:IEA"),
        ("Pakistan's military said six soldiers were killed in Miranshah.", "PAK:MIL"),
        ("Six soldiers were killed in Miranshah, residents said.", "PAK:CIV"),
        ("According to the Red Crescent, six people were killed in Khost.", "Red Crescent"),
        ("Six people were killed in Khost.", None),
        ("Six people were reportedly killed in Khost.", None),
        ("The TTP claimed to have killed six soldiers in Wana.", "TTP"),
        ("No one was killed in Wana, says the district chief, Noor Khan.", "PAK:GOV"),
    ],
)
def test_who_says_it(read, text, claimant):
    assert claim(read(text)).claimant == claimant


def test_the_outlet_is_whom_the_speaker_told(read):
    found = claim(read("Six soldiers were killed in Wana, a Pakistani official told AFP."))
    assert (found.claimant, found.outlet) == ("PAK:GOV", "AFP")


def test_a_number_not_confirmed_is_unconfirmed(read):
    found = claim(read("Pakistan's military did not confirm the 31 deaths."))
    assert (found.low, found.stance) == (31, "unconfirmed")


def test_a_loss_denied_without_a_number_is_open(read):
    found = claim(read("Pakistan's military denied that any post had been lost."), "seized")
    assert (found.low, found.high, found.stance) == (1, None, "denied")


def test_a_part_is_a_subset(read):
    losses = read("A bomb killed nine people, including two children, in Khost.").losses
    assert {(one.claim.low, one.claim.subset) for one in losses} == {(9, False), (2, True)}
