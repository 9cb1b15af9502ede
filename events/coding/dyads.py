"""Who did it to whom: the sides of an event, from the actors of its words.

Order is not blame: the two sides are sets.  Equipment without an owner ("drones", "shells") is
no actor; civilians are a side only where they are the target.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.coding import camps, roles
from events.coding.actors import ActorFinder
from events.coding.camps import Party, Sides
from events.coding.records import ActorMention, Sentence, Trigger
from events.coding.types import STRATEGIC

_EQUIPMENT = re.compile(
    r"^(?:aircraft|planes?|warplane|jet|fighter jets?|gunships|patrol|counterstrikes|counter-?attacks|strikes|raids|incursions?|offensive|operations|side|missiles|shells|mortars|rockets|guns|warplanes|jets|airstrikes?|air strikes?|drones?|quadcopters?|positions|outposts?|posts|artillery|shelling|helicopters?|border post|garrison|military positions|military facilities)$",  # noqa: E501
    re.IGNORECASE,
)
_CIVIL = re.compile(
    r"^(?:convoy|houses?|homes?|village|shops?|market|school|hospital|mosque|hotel|warehouse|church|cows|cattle|bus|minibus|wedding|block of flats)$",  # noqa: E501
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:a|an|one|two|three|four|several|civilian|residential|packed|crowded|passenger)\s+(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:in|at|near|of|from|outside|inside|behind|opposite)\s+(?:a|an|the)\s+(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
_ARMED = {"ENY", "GRP", "MIL", "POL", "UNK", "TRI", "RIO", "PRO"}
_OWNED = {"MIL", "UNK", "POL", "CIV"}
_BLAMED = re.compile(r"\b(?:blam\w+|accus\w+|suspects?|attributed)\b[^.;]{0,40}$", re.IGNORECASE)
_ACTS = re.compile(
    r"(?:[’']s)? (?:\w+ly )?(?:has |have |had |also )*(?:conduct|launch|carried|fired|attack|struck|shell|bomb|shot|kill|hit |target|raid|invad|fought|clash|clos|shut|reopen|re-open|"  # noqa: E501
    r"open|seal|accept|agree|sign|pull|withdr|arrest|detain|halt|paus|suspend|seiz|captur|deploy|pound|strik|destroy)",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby (?:the |a |an |\w+ )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What the parties of a stretch are read from.

    ``text`` is the report's whole text, ``country`` where the event is (for class nouns with no
    country), ``own`` the speaker's actor id ("its forces"), ``group`` the armed group named last
    ("the militants"), ``sentence`` the one that holds the stretch, with its parse.
    """

    trigger: Trigger
    mentions: tuple[ActorMention, ...]
    text: str
    finder: ActorFinder
    country: str | None
    own: str | None
    group: str | None = None
    sentence: Sentence | None = None

    def before(self, mention: ActorMention, reach: int = 60) -> str:
        """Return the words of the sentence before a mention, at most ``reach`` characters."""
        begin = self.sentence.start if self.sentence else 0
        return self.text[max(begin, mention.start - reach) : mention.start]

    def cue(self, name: str, words: str) -> bool:
        """Tell whether words match a pattern of parties.toml."""
        return bool(self.finder.grammar.cues[name].search(words))


def sides(stretch: Stretch) -> Sides:
    """Return the sides that a stretch names."""
    armed: list[Party] = []
    civilians: list[tuple[str, ActorMention]] = []
    for named in stretch.mentions:
        mention = _acting(named, stretch)
        actor = _actor(mention, stretch) if mention else None
        if mention is None or actor is None:
            continue
        if _BLAMED.search(stretch.before(mention, 50)):
            continue
        if mention.cls in _ARMED or mention.metonym or mention.cls == "GOV":
            armed.append(_party(actor, mention, stretch, armed))
        elif mention.cls == "CIV":
            civilians.append((actor, mention))
    return camps.arrange(stretch.trigger, _known(armed), civilians, stretch.country)


def _known(armed: list[Party]) -> list[Party]:
    """Leave out "the attackers" beside the group that they are; "unknown gunmen" stay."""
    groups = {p.actor for p in armed if ":" not in p.actor}
    return [
        p
        for p in armed
        if not (groups and p.actor.endswith(":UNK"))
        or p.mention.text.lower().startswith(("unknown", "unidentified"))
    ]


def _acting(mention: ActorMention, stretch: Stretch) -> ActorMention | None:
    """Return a mention as a party; None where the words only say who tells it, or where it was.

    "The army said it struck a hideout": the army stands where "it" stands.
    """
    if _beside(mention, stretch):
        return None
    says = stretch.finder.grammar.says
    tells = roles.teller(stretch.sentence, mention, says) if stretch.sentence else None
    if tells is None:
        after = stretch.text[mention.end : mention.end + 90]
        return None if stretch.cue("speaks", after) else mention
    if not tells.word or mention.cls not in ("GRP", "MIL", "POL", "TRI") or not stretch.sentence:
        return None
    placed = replace(mention, start=tells.word.start, end=tells.word.end)
    return placed if roles.role(stretch.sentence, stretch.trigger, placed) else None


def _beside(mention: ActorMention, stretch: Stretch) -> bool:
    """Tell whether a name only says where it was, whose a place is, or who is quoted."""
    before = stretch.before(mention)
    held = stretch.text[mention.end : mention.end + 1] == "-"  # "RSF-run", "Taliban-held"
    gloss = stretch.text[mention.start - 1 : mention.start] == "("  # "the army (FARDC)"
    return (
        held
        or (gloss and mention.cls == "GRP")
        or (mention.bare and stretch.cue("whereabouts", before))
        or stretch.cue("told_by", before)
        or (
            stretch.sentence is not None and roles.aside(stretch.sentence, stretch.trigger, mention)
        )
    )


def _party(actor: str, mention: ActorMention, stretch: Stretch, known: Sequence[Party]) -> Party:
    part = roles.role(stretch.sentence, stretch.trigger, mention) if stretch.sentence else None
    gap = stretch.text[known[-1].mention.end : mention.start] if known else ""
    allied = bool(known) and len(gap) < 90 and stretch.cue("allied", gap)  # noqa: PLR2004 - a phrase
    if part in (roles.AGENT, roles.PATIENT):
        return Party(actor, mention, part == roles.AGENT, sure=True, allied=allied)
    return Party(actor, mention, _is_agent(mention, stretch), allied=allied)


def _actor(mention: ActorMention, stretch: Stretch) -> str | None:  # noqa: PLR0911
    text, finder, trigger = stretch.text, stretch.finder, stretch.trigger
    if mention.bare and _CIVIL.match(mention.text) and not _is_target(mention, text):
        return None
    if mention.bare and _EQUIPMENT.match(mention.text):
        return _own_machine(mention, stretch)
    if re.match(
        r" of the (?:enemy|opposite side|occupiers?|neighbouring country|aggressors?)\b",
        text[mention.end : mention.end + 30],
    ):
        return finder.enemy
    before = text[max(0, mention.start - 12) : mention.start].lower()
    mine = re.search(
        r"\b(?:its|his|their|own|our)\s+(?:own\s+)?$", before
    ) or mention.text.lower().startswith("own ")
    people = mention.cls == "CIV" and bool(mine) and "his" in before
    if mention.bare and mine and stretch.own and not people and mention.cls in _OWNED:
        return _forces_of(stretch.own, mention, finder)
    if mention.cls == "GOV" and not mention.metonym and trigger.event_type != STRATEGIC:
        return _official(mention, stretch)
    if mention.metonym and not _ACTS.match(text[mention.end : mention.end + 40]):
        return None
    definite = re.search(r"\bthe $", before) or mention.text.lower().startswith("the ")
    if mention.bare and mention.cls == "UNK" and definite and stretch.group:
        return stretch.group
    if mention.text.lower().startswith("the ") and mention.cls == "UNK":
        return None
    rules = mention.metonym and trigger.sub_event_type in ("Other", "Agreement", "Arrests")
    return finder.actor_of(mention, stretch.country, speaks=rules)


def _own_machine(mention: ActorMention, stretch: Stretch) -> str | None:
    """Return a state's forces where it tells what "the jets" did in another country."""
    own = stretch.own or ""
    abroad = own.endswith((":MIL", ":GOV")) and stretch.country not in (None, own[:3])
    flies = re.match(
        r"jets?|aircraft|drones?|warplanes?|planes?|helicopters?", mention.text, re.IGNORECASE
    )
    if not (abroad and flies and stretch.sentence):
        return None
    acts = roles.role(stretch.sentence, stretch.trigger, mention) == roles.AGENT
    inside = stretch.trigger.start <= mention.start < stretch.trigger.end
    return stretch.finder.class_id(own[:3], "MIL") if acts or inside else None


def _forces_of(own: str, mention: ActorMention, finder: ActorFinder) -> str:
    """Return whom "its soldiers" means: a government's forces, else the speaker itself."""
    if mention.cls == "CIV" and len(own.partition(":")[0]) == 3:  # noqa: PLR2004 - a country's code
        return finder.class_id(own[:3], "CIV")
    if own.endswith((":GOV", ":POL")) and mention.cls in ("MIL", "POL"):
        return finder.class_id(own[:3], mention.cls)
    return own


def _official(mention: ActorMention, stretch: Stretch) -> str | None:
    """Return the government where its official is the one attacked."""
    if stretch.sentence is None:
        return None
    hit = roles.role(stretch.sentence, stretch.trigger, mention) == roles.PATIENT
    return stretch.finder.actor_of(mention, stretch.country) if hit else None


def _is_target(mention: ActorMention, text: str) -> bool:
    """Tell whether "a village", "two houses" are what was hit, and not where it was."""
    before = text[max(0, mention.start - 30) : mention.start]
    thrown = re.search(r"\b(?:hurled|thrown|threw|lobbed|tossed|fired|hit|struck)\b", before)
    return bool(_TARGET.search(before)) and bool(thrown or not _AT.search(before))


def _is_agent(mention: ActorMention, stretch: Stretch) -> bool:
    """Guess by the order of words where the grammar does not tell."""
    if _BY.search(stretch.before(mention, 16)):
        return True
    at = stretch.trigger.start
    return mention.start <= at and not re.search(
        r"\b(?:was|were|been|being)\b", stretch.text[mention.end : at]
    )
