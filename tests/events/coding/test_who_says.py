"""Who says a loss: the speaker's words, pronouns, statements, and texts that are a party's own."""

# ruff: noqa: E501 - a case stands on one line

from __future__ import annotations

import pytest

# Each: report, kind of loss, its number, and the claimant.
CASES = [
    ("Six soldiers were killed in Wana, a security official said.", "killed", 6, "PAK:MIL"),
    (
        "Hospital sources in Tank said they had received six bodies after the attack in Tank.",
        "killed",
        6,
        "PAK:CIV",
    ),
    (
        "The hospital at Parachinar had 13 bodies by noon after the clash in Parachinar, its superintendent told me.",
        "killed",
        13,
        "PAK:CIV",
    ),
    (
        "Gunmen attacked a bus in Wana. Bus drivers, however, said that 12 men had been taken away.",
        "captured",
        12,
        "PAK:CIV",
    ),
    (
        "Gunmen attacked a bus in Kalat on Thursday. The BLA, in a statement, accepted responsibility for the attack in Kalat. It put the number of the dead at nine.",
        "killed",
        9,
        "BLA",
    ),
    (
        "UNAMA, the UN mission in Kabul, said 47 civilians were killed in Khost on Thursday.",
        "killed",
        47,
        "UNAMA",
    ),
    (
        "Red Lantern, a monitoring group, recorded at least 17 deaths in Khost on Thursday.",
        "killed",
        17,
        "Red Lantern",
    ),
    (
        "At least ten fighters were killed in an attack in Kabul on Thursday, according to The Independent.",
        "killed",
        10,
        "The Independent",
    ),
    (
        "According to ISPR, troops raided a hideout in Wana on Thursday. After an exchange of fire, six terrorists were killed.",
        "killed",
        6,
        "PAK:MIL",
    ),
    (
        "Bannu DPO Noor Khan said two men were killed in an attack in Bannu on Thursday.",
        "killed",
        2,
        "PAK:POL",
    ),
    (
        "Four people were killed in a blast in Bannu on Thursday, Rescue 1122 said.",
        "killed",
        4,
        "PAK:CIV",
    ),
    ("The district police officer put the injured in Wana at three.", "injured", 3, "PAK:POL"),
    ("Two men were killed in Khost on Thursday, say residents.", "killed", 2, "AFG:CIV"),
    (
        "Gunmen killed two men in Wana on Thursday, reports the head of the Wana council.",
        "killed",
        2,
        "PAK:GOV",
    ),
    ("Two men were killed in a blast in Wana on Thursday, sources said.", "killed", 2, None),
    (
        "The deputy commissioner’s people said nine were killed in a clash in Parachinar on Thursday.",
        "killed",
        9,
        "PAK:GOV",
    ),
    (
        "The drivers’ union said eight passengers died in a blast in Wana on Thursday.",
        "killed",
        8,
        "drivers’ union",
    ),
    (
        "Police said gunmen attacked a van in Wana on Thursday. Two constables were injured, they added.",
        "injured",
        2,
        "PAK:POL",
    ),
    (
        "Fishermen said they had seen 11 bodies after the raid in Wana on Thursday.",
        "killed",
        11,
        "PAK:CIV",
    ),
    (
        "The military’s media wing said four terrorists were killed in a raid in Wana on Thursday.",
        "killed",
        4,
        "PAK:MIL",
    ),
    (
        "A statement issued by the ISPR said four terrorists were killed in a raid in Wana on Thursday.",
        "killed",
        4,
        "PAK:MIL",
    ),
    (
        "The army said in a statement that four terrorists were killed in a raid in Wana on Thursday.",
        "killed",
        4,
        "PAK:MIL",
    ),
    (
        "Four terrorists were killed in a raid in Wana on Thursday, said a statement from the military.",
        "killed",
        4,
        "PAK:MIL",
    ),
    (
        "The Taliban’s deputy spokesman, Hamdullah Fitrat, said five people were killed in strikes in Khost on Thursday.",
        "killed",
        5,
        "AFG:IEA",
    ),
    (
        "Five people were killed in strikes in Khost on Thursday, Taliban deputy spokesman Hamdullah Fitrat said.",
        "killed",
        5,
        "AFG:IEA",
    ),
    (
        "Taliban spokesman Zabihullah Mujahid said nine children were killed in a strike in Khost on Thursday. Mujahid said four others were injured.",
        "killed",
        9,
        "AFG:IEA",
    ),
    (
        "Taliban spokesman Zabihullah Mujahid said nine children were killed in a strike in Khost on Thursday. Mujahid said four others were injured.",
        "injured",
        4,
        "AFG:IEA",
    ),
    (
        "The TTP claimed responsibility for the attack in Wana on Thursday and said it killed 12 soldiers.",
        "killed",
        12,
        "TTP",
    ),
    (
        "Local officials told Reuters that three people had been killed in a blast in Wana on Thursday.",
        "killed",
        3,
        "PAK:GOV",
    ),
    (
        "An intelligence official, speaking on condition of anonymity, said four fighters were killed in a raid in Wana on Thursday.",
        "killed",
        4,
        "PAK:MIL",
    ),
    (
        "A local doctor told AFP that he had received four bodies after the strike in Khost on Thursday.",
        "killed",
        4,
        "AFG:CIV",
    ),
    ("The UN said 12 civilians were killed in Khost on Thursday.", "killed", 12, "UN"),
    (
        "Human Rights Watch said 12 civilians were killed in Khost on Thursday.",
        "killed",
        12,
        "Human Rights Watch",
    ),
    (
        "Ukraine’s air force said it shot down 23 drones over Kyiv on Thursday.",
        "shot_down",
        23,
        "UKR:MIL",
    ),
    (
        "The Ukrainian air force downed 23 drones over Kyiv on Thursday, it said.",
        "shot_down",
        23,
        "UKR:MIL",
    ),
    (
        "Two people were killed in the strike on Kharkiv on Thursday, regional governor Oleh Synov said.",
        "killed",
        2,
        "UKR:GOV",
    ),
    (
        "Jets bombed a house in Khost on Thursday. “We have recovered eight bodies,” Wali, a 41-year-old goat trader, said.",
        "killed",
        8,
        "AFG:CIV",
    ),
    (
        "Seven labourers were shot dead in Kalat on Thursday, Levies officials told Dawn.",
        "killed",
        7,
        "PAK:POL",
    ),
    (
        "Station House Officer Noor Khan told Dawn that two men were killed in an attack in Bannu on Thursday.",
        "killed",
        2,
        "PAK:POL",
    ),
    (
        "Two men were killed in an attack in Bannu on Thursday, SHO Noor Khan said.",
        "killed",
        2,
        "PAK:POL",
    ),
    (
        "Government spokesman Shahid Rind said nine passengers were killed in an attack in Kalat on Thursday.",
        "killed",
        9,
        "PAK:GOV",
    ),
]


@pytest.mark.parametrize(("text", "kind", "low", "claimant"), CASES)
def test_who_says_a_loss(code, text, kind, low, claimant):
    claims = [claim for event in code(text) for claim in event.claims]
    assert claimant in [c.claimant for c in claims if (c.kind, c.low) == (kind, low)]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("About 300 families fled Khost on Thursday, IOM estimates.", "IOM"),
        ("About 300 people fled Khost on Thursday (IOM).", "IOM"),
        ("Eight men were killed in Khost, by the UN’s count.", "UN"),
    ],
)
def test_a_speaker_named_after_the_words(read, text, claimant):
    assert [one.claim.claimant for one in read(text).losses] == [claimant]


def test_a_communique_inside_a_report_is_its_partys_account(code):
    text = (
        "Two texts reached this desk on Thursday.\n\n"
        "ISLAMIC EMIRATE OF AFGHANISTAN, MINISTRY OF DEFENSE\n\n"
        "Last night 17 enemy soldiers were killed in fighting in Spera district of Khost.\n\n"
        "INTER SERVICES PUBLIC RELATIONS\n\n"
        "On Thursday night 25 Afghan Taliban were killed in fire in Zhob district."
    )
    found = {(c.low, c.claimant) for event in code(text) for c in event.claims}
    assert {(17, "AFG:IEA"), (25, "PAK:MIL")} <= found


def test_posts_of_one_account_are_its_owners_and_a_repost_another(code):
    text = (
        "Compiled by our desk from the verified account of the Pakistani government's spokesman.\n\n"
        "[13 March, 22:14] 1/ Terrorists opened fire on a post in Wana. 4 terrorists killed.\n\n"
        "[13 March, 23:10] Reposted from district police Bannu: Two men killed in a blast in Bannu."
    )
    found = {(c.low, c.claimant) for event in code(text) for c in event.claims}
    assert {(4, "PAK:GOV"), (2, "PAK:POL")} <= found


def test_a_party_that_the_last_sentence_was_about_is_it(code):
    text = "Residents said two men died in Kalat on Thursday. The BLA attacked a post in Kalat. It said it killed nine soldiers."
    found = {(c.low, c.claimant) for event in code(text) for c in event.claims}
    assert (9, "BLA") in found


def test_its_spokesman_is_the_spokesman_of_the_group_just_named(code):
    text = (
        "Gunmen attacked a post in Kalat on Thursday. The BLA, which is banned, said it carried out "
        "the attack. Its spokesman said 25 soldiers had been killed."
    )
    found = {(c.low, c.claimant) for event in code(text) for c in event.claims}
    assert (25, "BLA") in found


@pytest.mark.parametrize(
    "text",
    [
        "A convoy came under attack near a ravine in Wana on Thursday. Three soldiers were killed.",
        "The army raided a camp in Wana on Thursday. Three soldiers paid the supreme price.",
    ],
)
def test_a_ravine_or_the_supreme_price_is_no_other_subject(code, text):
    assert [(c.kind, c.low) for event in code(text) for c in event.claims] == [("killed", 3)]
