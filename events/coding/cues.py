"""Words by which sentences refer to what was told: "the attack", "one each", "did not confirm it"."""  # noqa: E501

from __future__ import annotations

import re

from events.coding import types

EACH = re.compile(r"\beach\b|\bapiece\b", re.IGNORECASE)
DEFINITE = re.compile(
    r"\b(?:the|that|this|these|those|its|their) (?:\w+ ){0,2}?(?:attacks?|blasts?|bombings?|explosions?|clash(?:es)?|fighting|"  # noqa: E501
    r"strikes?|raids?|exchange|firing|shelling|incidents?|ambush|assault|operations?|violence|encounter|battle|"
    r"engagements?|skirmish(?:es)?|bombs?|shells?|rockets?|protests?|sit-in|airstrikes?|unrest)\b",
    re.IGNORECASE,
)
CONTINUES = re.compile(
    r"^(?:[\"“])?(?:The|This|That|These|Those) (?:\w+ )?(?:fighting|attack|clash(?:es)?|blast|bombing|explosion|strike|raid|firing|shelling|incident|ambush|assault|operation|violence|encounter|battle|engagement|exchange|gun ?battle)s? "  # noqa: E501
    r"(?:began|started|broke|erupted|came|took|happened|occurred|lasted|continued|left|also|was|were|followed|ended|raged)\b"
)
OPEN_TYPE = re.compile(r"attack|came under|raid|storm|opened fire|ambush|assault", re.IGNORECASE)
SAME_PLACE = re.compile(
    r"\b(?:the|that) same (?:valley|district|area|town|place|village|bazaar|slope|zone|province|region|city|quarter|road|tehsil)\b",  # noqa: E501
    re.IGNORECASE,
)
REFERS = re.compile(
    r"\b(?:th(?:e|at|ose|is|ese) (?:figures?|numbers?|toll|claims?|report|losses|deaths)|confirmed it|confirm it)\b",  # noqa: E501
    re.IGNORECASE,
)
PLURAL = re.compile(r"\b(?:figures|numbers|claims|losses|deaths)\b", re.IGNORECASE)
AGGREGATE = re.compile(
    r"\b(?:total of|all these|together|combined|overall|in all|altogether)\b", re.IGNORECASE
)
SECONDARY = {
    "Looting/property destruction",
    "Disrupted weapons use",
    "Non-state actor overtakes territory",
}
GOES_WITH = {"Attack", "Looting/property destruction"}
OF_ALL = {"Agreement", "Change to group/activity"}
OPENING = 40  # characters within which "The fighting began" has its noun
NEAR = 3  # lines within which a deed with no place goes on where the last was
REACH = 8  # lines within which a fight with no parties named is the one told before
KINETIC = {types.BATTLES, types.REMOTE, types.CIVILIANS, types.PROTESTS, types.RIOTS}
CROWDS = {types.PROTESTS, types.RIOTS}
FIGHTERS = re.compile(
    r"soldier|troop|police|constable|personnel|militant|terrorist|fighter|levies|gunm|insurgent",
    re.IGNORECASE,
)
FORCES = (":CIV", ":PRO")
