"""Losses in the wordings of reports: kind, number, and whether a part of another."""

from __future__ import annotations

import pytest

# Each: sentence, and its losses as (kind, low, high, part of another).
CASES = [
    (
        "We have buried 11 people, four of them children, the elder said.",
        [("killed", 11, 11, False), ("killed", 4, 4, True)],
    ),
    ("Another 16 people were being treated in Wana.", [("injured", 16, 16, False)]),
    (
        "A drone hit a pickup in Wana, killing the driver and two timber traders.",
        [("killed", 1, 1, False), ("killed", 2, 2, False)],
    ),
    (
        "Two SMGs, a hand grenade and a suicide jacket were recovered in Wana.",
        [("seized", 2, 2, False), ("seized", 1, 1, False), ("seized", 1, 1, False)],
    ),
    (
        "Police recovered three pistols, 200 rounds and a motorcycle from them in Wana.",
        [("seized", 3, 3, False), ("seized", 200, 200, False), ("seized", 1, 1, False)],
    ),
    ("His nephew suffered critical wounds in Wana.", [("injured", 1, 1, False)]),
    ("A constable received a bullet injury in Wana.", [("injured", 1, 1, False)]),
    ("A landmine went off in Wana, leaving a 10-year-old boy dead.", [("killed", 1, 1, False)]),
    (
        "A blast in Wana left two soldiers dead and five wounded.",
        [("killed", 2, 2, False), ("injured", 5, 5, False)],
    ),
    (
        "The shelling left three children injured and two houses damaged in Wana.",
        [("injured", 3, 3, False), ("damaged", 2, 2, False)],
    ),
    (
        "Gunmen took six passengers off a coach in Wana and shot them dead.",
        [("killed", 6, 6, False)],
    ),
    (
        "Villagers said 12 men had been marched into the hills near Wana.",
        [("captured", 12, 12, False)],
    ),
    ("Three of them were still missing in Wana.", [("missing", 3, 3, False)]),
    (
        "The attackers in Wana set ablaze four trucks and a Levies check post.",
        [("destroyed", 4, 4, False), ("destroyed", 1, 1, False)],
    ),
    ("A portion of the railway track was blown up in Wana.", [("destroyed", 1, 1, False)]),
    ("Two bogies of the train were damaged in Wana.", [("damaged", 2, 2, False)]),
    (
        "Taliban fighters took at least 18 people with them from Khost.",
        [("captured", 18, None, False)],
    ),
    ("Residents put the number of families who fled Wana at 60.", [("displaced", 60, 60, False)]),
    ("The driver was killed in Wana.", [("killed", 1, 1, False)]),
    ("Nine protesters were treated for injuries in Quetta.", [("injured", 9, 9, False)]),
    ("A constable was hit in the face in Quetta.", [("injured", 1, 1, False)]),
    ("Two people were hit by stray bullets in Quetta.", [("injured", 2, 2, False)]),
    ("A girl of nine was shot in the arm in Quetta.", [("injured", 1, 1, False)]),
    ("The van was later set on fire in Quetta.", [("destroyed", 1, 1, False)]),
    ("Doctors in Khost give the wounded as seven.", [("injured", 7, 7, False)]),
    ("One mujahid drank the sherbet of martyrdom in Khost.", [("killed", 1, 1, False)]),
    ("No loss has reached anyone in Khost.", [("killed", 0, 0, False), ("injured", 0, 0, False)]),
    ("The shells did not cause any human loss in Khost.", [("killed", 0, 0, False)]),
    (
        "A mother with her three children attained martyrdom in Khost.",
        [("killed", 1, 1, False), ("killed", 3, 3, False)],
    ),
    ("The group put the number of slain soldiers in Wana at 14.", [("killed", 14, 14, False)]),
    ("The roofs of six mud houses caved in in Wana.", [("damaged", 6, 6, False)]),
    ("On Sept 2, six soldiers were martyred in Wana.", [("killed", 6, 6, False)]),
    (
        "Two fighters were killed and five received light wounds in Wana.",
        [("killed", 2, 2, False), ("injured", 5, 5, False)],
    ),
    ("Three posts were conquered in Khost.", [("seized", 3, 3, False)]),
    ("Two posts came under the control of the fighters in Khost.", [("seized", 2, 2, False)]),
    (
        "The hospital had 13 bodies and 41 wounded, two women among them.",
        [("killed", 13, 13, False), ("injured", 41, 41, False), ("injured", 2, 2, True)],
    ),
    (
        "Three passengers died in Wana, and one policeman.",
        [("killed", 3, 3, False), ("killed", 1, 1, False)],
    ),
    ("Four of the dead in Wana were novice monks.", [("killed", 4, 4, True)]),
    (
        "Five young men were taken from a teashop in Wana by men in plain clothes.",
        [("captured", 5, 5, False)],
    ),
    ("No one was arrested in Wana.", []),
    ("One of the most wanted commanders was among the dead in Wana.", [("killed", 1, 1, True)]),
    (
        "A tax officer and two guards were among four people killed in Wana.",
        [("killed", 1, 1, True), ("killed", 2, 2, True), ("killed", 4, 4, False)],
    ),
    (
        "Gunmen fired at the officials in Wana and set the vehicle ablaze.",
        [("destroyed", 1, 1, False)],
    ),
    ("The raiders took control of three buildings in Wana.", [("seized", 3, 3, False)]),
    (
        "Armed men opened fire in Wana, killing a Levies official, identified as Noor Jan.",
        [("killed", 1, 1, False)],
    ),
    ("The six passengers escaped unhurt in Wana.", [("injured", 0, 0, False)]),
    (
        "Over a dozen people, including six policemen, were injured in Quetta.",
        [("injured", 13, None, False), ("injured", 6, 6, True)],
    ),
    ("About two dozen houses were destroyed in Khost.", [("destroyed", 24, 24, False)]),
    ("At least a dozen fighters were killed in Khost.", [("killed", 12, None, False)]),
    ("He made no mention of casualties among his men in Khost.", []),
    ("A Taliban vehicle hit a roadside mine in Khost.", []),
    ("The bodies of five labourers were found in Wana.", [("killed", 5, 5, False)]),
    ("Police found the bullet-riddled bodies of three men in Wana.", [("killed", 3, 3, False)]),
    ("Rescuers pulled four bodies from the rubble in Khost.", [("killed", 4, 4, False)]),
    ("The toll rose to 15 in Khost.", [("killed", 15, 15, False)]),
    ("The death toll from the attack in Khost has risen to 21.", [("killed", 21, 21, False)]),
    (
        "Two more people died of their wounds in Khost, taking the toll to nine.",
        [("killed", 2, 2, True), ("killed", 9, 9, False)],
    ),
    (
        "A soldier was martyred and two others sustained injuries in Wana.",
        [("killed", 1, 1, False), ("injured", 2, 2, False)],
    ),
    ("Three children got injured in Wana.", [("injured", 3, 3, False)]),
    ("Two policemen laid down their lives in Wana.", [("killed", 2, 2, False)]),
    ("Eight khwarij were sent to hell in Wana.", [("killed", 8, 8, False)]),
    ("Four terrorists were neutralised in Wana.", [("killed", 4, 4, False)]),
    ("Security forces eliminated eight khwarij in Wana.", [("killed", 8, 8, False)]),
    ("Killed: 3; injured: 5 in Wana.", [("killed", 3, 3, False), ("injured", 5, 5, False)]),
    ("Three dead, five hurt in Wana.", [("killed", 3, 3, False), ("injured", 5, 5, False)]),
    ("The attack in Wana claimed the lives of six people.", [("killed", 6, 6, False)]),
    ("The attack in Wana claimed six lives.", [("killed", 6, 6, False)]),
    ("Six lives were lost in Wana.", [("killed", 6, 6, False)]),
    ("Seven people lost their lives in the attack in Wana.", [("killed", 7, 7, False)]),
    (
        "An explosion in Wana that left at least seven people dead also wounded 20.",
        [("killed", 7, None, False), ("injured", 20, 20, False)],
    ),
    ("Police arrested five suspects in Wana.", [("captured", 5, 5, False)]),
    ("Two engineers were abducted from Wana.", [("captured", 2, 2, False)]),
    ("A health worker was kidnapped in Wana.", [("captured", 1, 1, False)]),
    ("The army said it rescued two hostages in Wana.", []),
    ("Some 3,000 people have been displaced from Wana.", [("displaced", 3000, 3000, False)]),
    ("Forty families were forced to leave their homes in Wana.", [("displaced", 40, 40, False)]),
    ("Hundreds of families moved to safer places from Wana.", [("displaced", 200, 999, False)]),
    ("Around 20 houses were damaged in Wana.", [("damaged", 20, 20, False)]),
    ("A minaret of the mosque was damaged in Wana.", [("damaged", 1, 1, False)]),
    ("Three vehicles were gutted in Wana.", [("destroyed", 3, 3, False)]),
    (
        "Rockets hit two houses in Wana, wounding four members of a family.",
        [("injured", 4, 4, False)],
    ),
    ("Twelve to 15 fighters were killed in Wana.", [("killed", 12, 15, False)]),
    ("Up to 30 soldiers were killed in Wana.", [("killed", 0, 30, False)]),
    ("More than 100 people were wounded in Wana.", [("injured", 101, None, False)]),
    ("Several people were wounded in Wana.", [("injured", 3, 9, False)]),
    ("Dozens of fighters were killed and wounded in Wana.", [("killed", 24, 99, False)]),
    (
        "A woman and her two children were killed when a mortar shell hit their home in Wana.",
        [("killed", 1, 1, False), ("killed", 2, 2, False)],
    ),
    ("A father and son were killed in Wana.", [("killed", 1, 1, False), ("killed", 1, 1, False)]),
    ("Two brothers, Noor Jan and Gul Jan, were shot dead in Wana.", [("killed", 2, 2, False)]),
    ("Unknown men shot and injured a trader in Wana.", [("injured", 1, 1, False)]),
    ("A trader was shot at and wounded in Wana.", [("injured", 1, 1, False)]),
    ("The clash in Wana resulted in the deaths of three militants.", [("killed", 3, 3, False)]),
    ("The clash in Wana resulted in three deaths.", [("killed", 3, 3, False)]),
    ("The attack in Wana resulted in the killing of two soldiers.", [("killed", 2, 2, False)]),
    ("Three militants met their end in Wana.", [("killed", 3, 3, False)]),
    ("The forces lost 12 men in Wana.", [("killed", 12, 12, False)]),
    ("The rebels admitted the loss of four men in Wana.", [("killed", 4, 4, False)]),
    ("The condition of two of the injured is critical in Wana.", [("injured", 2, 2, True)]),
    (
        "Ten people were killed and 25 others, including women and children, were injured in Wana.",
        [("killed", 10, 10, False), ("injured", 25, 25, False)],
    ),
    (
        "At least 17 people were killed and 40 injured, many of them critically, in Wana.",
        [("killed", 17, None, False), ("injured", 40, 40, False)],
    ),
    ("The victims were identified as Noor Jan, Gul Jan and Sher Jan in Wana.", []),
    ("The number of injured in Wana stands at 34.", [("injured", 34, 34, False)]),
    (
        "Hospital officials said they received 12 dead and 30 injured in Wana.",
        [("killed", 12, 12, False), ("injured", 30, 30, False)],
    ),
    ("The militants burnt two oil tankers in Wana.", [("destroyed", 2, 2, False)]),
    ("Security forces destroyed three hideouts in Wana.", [("destroyed", 3, 3, False)]),
    ("A cache of weapons was recovered in Wana.", [("seized", 1, 1, False)]),
    ("Troops recovered two IEDs in Wana.", [("seized", 2, 2, False)]),
    ("Ukrainian forces shot down 23 of 30 drones over Kyiv.", [("shot_down", 23, 23, False)]),
    (
        "Air defence downed 14 drones and two missiles over Kyiv.",
        [("shot_down", 14, 14, False), ("shot_down", 2, 2, False)],
    ),
    ("Residents said two children were among the dead in Wana.", [("killed", 2, 2, True)]),
    (
        "The dead in Wana included two women and a child.",
        [("killed", 2, 2, True), ("killed", 1, 1, True)],
    ),
    ("Those killed in Wana include three labourers.", [("killed", 3, 3, True)]),
    (
        "Five soldiers, including a captain, embraced martyrdom in Wana.",
        [("killed", 5, 5, False), ("killed", 1, 1, True)],
    ),
    ("A suicide bomber killed himself and three guards in Wana.", [("killed", 3, 3, False)]),
    ("Eleven people have been reported dead in Wana.", [("killed", 11, 11, False)]),
    ("Gunmen executed nine captured soldiers in Wana.", [("killed", 9, 9, False)]),
    ("A passer-by was caught in the crossfire and died in Wana.", [("killed", 1, 1, False)]),
    (
        "Firing by unknown men in Wana killed one and injured two.",
        [("killed", 1, 1, False), ("injured", 2, 2, False)],
    ),
    ("No one was hurt in the attack in Wana.", [("killed", 0, 0, False), ("injured", 0, 0, False)]),
    ("No casualties were reported in Wana.", [("killed", 0, 0, False), ("injured", 0, 0, False)]),
    (
        "There were no immediate reports of casualties in Wana.",
        [("killed", 0, 0, False), ("injured", 0, 0, False)],
    ),
    ("There was no immediate word on casualties in Wana.", []),
    ("The post in Wana was attacked but no loss of life was reported.", [("killed", 0, 0, False)]),
    ("The bridge in Wana was partially damaged.", [("damaged", 1, 1, False)]),
    ("Unknown persons blew up a girls' school in Wana.", [("destroyed", 1, 1, False)]),
    (
        "Two shops and a petrol pump were torched in Wana.",
        [("destroyed", 2, 2, False), ("destroyed", 1, 1, False)],
    ),
    (
        "The group said it had captured a base and seized 12 vehicles in Wana.",
        [("seized", 1, 1, False), ("seized", 12, 12, False)],
    ),
    ("Fighters overran two army posts in Wana.", [("seized", 2, 2, False)]),
    ("At least 40,000 people fled their homes in Wana.", [("displaced", 40000, None, False)]),
    (
        "A total of 56 people were killed and 110 hurt in Wana.",
        [("killed", 56, 56, False), ("injured", 110, 110, False)],
    ),
    (
        "Sepoy Noor Jan and Lance Naik Gul Jan embraced martyrdom in Wana.",
        [("killed", 1, 1, False), ("killed", 1, 1, False)],
    ),
    ("Maj Noor Jan was martyred in Wana.", [("killed", 1, 1, False)]),
    (
        "Two Afghan border guards and a civilian were killed by Pakistani shelling in Khost.",
        [("killed", 2, 2, False), ("killed", 1, 1, False)],
    ),
    (
        "The shelling killed a 12-year-old girl and her grandmother in Khost.",
        [("killed", 1, 1, False), ("killed", 1, 1, False)],
    ),
    (
        "Fifteen people died, among them a 7-year-old boy, in Khost.",
        [("killed", 15, 15, False), ("killed", 1, 1, True)],
    ),
    ("Gunmen killed the head of a local council in Wana.", [("killed", 1, 1, False)]),
    ("A local leader of a religious party was killed in Wana.", [("killed", 1, 1, False)]),
    ("Unknown gunmen shot dead polio worker Noor Bibi in Wana.", [("killed", 1, 1, False)]),
    (
        "The blast tore through a vehicle in Wana, killing all four people on board.",
        [("killed", 4, 4, False)],
    ),
    ("All five people on board were killed in Wana.", [("killed", 5, 5, False)]),
    (
        "The blast destroyed a house and partially damaged five others in Wana.",
        [("destroyed", 1, 1, False), ("damaged", 5, 5, False)],
    ),
    ("Five others are in custody in Wana.", [("captured", 5, 5, False)]),
    ("Police took 14 men into custody in Quetta.", [("captured", 14, 14, False)]),
    ("Police rounded up 20 protesters in Quetta.", [("captured", 20, 20, False)]),
    ("The mission documented 12 civilian deaths in Khost.", [("killed", 12, 12, False)]),
    ("The mission recorded 160 extrajudicial killings in Khost.", [("killed", 160, 160, False)]),
    ("The quadcopter was shot down in Wana.", [("shot_down", 1, 1, False)]),
    (
        "A total of 35 militants, including five suicide bombers, have been killed in Wana.",
        [("killed", 35, 35, False), ("killed", 5, 5, True)],
    ),
    (
        "The army lost three soldiers while killing 12 rebels in Wana.",
        [("killed", 3, 3, False), ("killed", 12, 12, False)],
    ),
    (
        "Seven soldiers and two women living nearby were killed, along with four gunmen in Wana.",
        [("killed", 7, 7, False), ("killed", 2, 2, False), ("killed", 4, 4, False)],
    ),
    (
        "A policeman and two passers-by were also injured in Wana.",
        [("injured", 1, 1, False), ("injured", 2, 2, False)],
    ),
    (
        "Ten people - six women and four children - were killed in Khost.",
        [("killed", 10, 10, False), ("killed", 6, 6, True), ("killed", 4, 4, True)],
    ),
    (
        "Nine civilians (five children, three women and a man) were killed in Khost.",
        [
            ("killed", 9, 9, False),
            ("killed", 5, 5, True),
            ("killed", 3, 3, True),
            ("killed", 1, 1, True),
        ],
    ),
    (
        "The military said 19 militants had been killed in three operations in Wana.",
        [("killed", 19, 19, False)],
    ),
    (
        "Security forces killed 19 militants during three separate operations in Wana.",
        [("killed", 19, 19, False)],
    ),
    ("Gunmen riding two motorcycles killed three men in Wana.", [("killed", 3, 3, False)]),
    ("Fighting for six days killed 46 people in Wana.", [("killed", 46, 46, False)]),
    ("Gunmen took away between 40 and 50 passengers in Wana.", [("captured", 40, 50, False)]),
    ("The hospital in Wana was treating between 40 and 50 people.", [("injured", 40, 50, False)]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_losses_told(read, text, expected):
    found = [one.claim for one in read(text).losses]
    told = [(c.kind, c.low, c.high, c.subset) for c in found]
    assert sorted(told, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "text",
    [
        "A rally was held in Wana for the recovery of missing students.",
        "The army freed two hostages in Wana.",
        "A list was made of those kidnapped in Wana.",
        "A mission report was lost in Wana.",
        "The army destroyed the terrorists' dream of peace in Wana.",
        "They took a decision in Wana.",
        "A military helicopter took 12 people to a hospital in Wana.",
        "Police said the martyred constable was on his way home in Wana.",
        "Two pupils, aged nine and 11, go to school in Wana.",
        "He was killed in Wana on March 9.",
    ],
)
def test_words_that_are_no_counted_loss(read, text):
    assert [one.claim.kind for one in read(text).losses] == []


def test_an_unknown_thing_is_destroyed_by_a_sure_verb(read):
    claims = [one.claim for one in read("Two kilns were torched in Wana.").losses]
    assert [(c.kind, c.low) for c in claims] == [("destroyed", 2)]


@pytest.mark.parametrize(("line", "kind"), [("Killed: 3", "killed"), ("Injured: 3", "injured")])
def test_a_bulletin_line_counts_under_its_heading(read, line, kind):
    assert [(one.claim.kind, one.claim.low) for one in read(line).losses] == [(kind, 3)]


def test_a_denied_claim_is_also_anothers(read):
    text = "Frontier TV’s claim that 40 soldiers died in Wana is a pack of lies, the army said."
    found = {(c.claimant, c.stance) for c in (one.claim for one in read(text).losses)}
    assert found == {("PAK:MIL", "denied"), ("Frontier TV", "asserted")}


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("Three labourers working on a dam project were kidnapped in Wana.", 3),
        ("Ambulances carried 19 wounded people to hospitals in Wana.", 19),
    ],
)
def test_the_counted_noun_is_the_one_the_verb_is_of(read, text, low):
    assert [one.claim.low for one in read(text).losses] == [low]
