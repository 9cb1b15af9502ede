"""Who did it to whom: the sides of an event, from the actors of its words.

Order is not blame: the two sides are sets.  Equipment without an owner ("drones", "shells") is
no actor; civilians are a side only where they are the target.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.coding import roles
from events.coding.actors import ActorFinder
from events.coding.records import ActorMention, Sentence, Trigger
from events.coding.types import BATTLES, CIVILIANS, PROTESTS, REMOTE, RIOTS, STRATEGIC

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
_BLAMED = re.compile(r"\b(?:blam\w+|accus\w+|suspects?|attributed)\b[^.;]{0,40}$", re.IGNORECASE)
_ACTS = re.compile(
    r"(?:[’']s)? (?:\w+ly )?(?:has |have |had |also )*(?:conduct|launch|carried|fired|attack|struck|shell|bomb|shot|kill|hit |target|raid|invad|fought|clash|clos|shut|reopen|re-open|"  # noqa: E501
    r"open|seal|accept|agree|sign|pull|withdr|arrest|detain|halt|paus|suspend|seiz|captur|deploy|pound|strik|destroy)",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby (?:the |a |an |\w+ )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides with the mentions that they rest on."""

    side_a: tuple[str, ...] = ()
    side_b: tuple[str, ...] = ()
    mentions: tuple[tuple[str, ActorMention], ...] = ()
    civilians: bool = False


def sides(  # noqa: PLR0917
    trigger: Trigger,
    mentions: Sequence[ActorMention],
    text: str,
    finder: ActorFinder,
    country: str | None,
    own: str | None,
    group: str | None = None,
    sentence: Sentence | None = None,
) -> Sides:
    """Return the sides that a stretch names.

    Parameters
    ----------
    mentions
        Actors of the stretch, in order.
    text
        The report's whole text.
    country
        ISO alpha-3 of where the event is, for class nouns with no country.
    own
        The speaker's actor id, for "its forces" and "own troops".
    group
        The armed group named last, for "the militants".
    sentence
        The sentence that holds the stretch, whose parse says who does and who suffers.
    """
    armed: list[tuple[str, ActorMention, bool]] = []
    civilians: list[tuple[str, ActorMention]] = []
    for mention in mentions:
        actor = _actor(mention, text, finder, country, own, group, trigger)
        if actor is None or _BLAMED.search(text[max(0, mention.start - 50) : mention.start]):
            continue
        if _is_speaker_only(mention, text):
            continue
        governs = mention.cls == "GOV" and trigger.event_type == STRATEGIC
        if mention.cls in _ARMED or mention.metonym or governs:
            armed.append((actor, mention, _is_agent(mention, trigger, text, sentence)))
        elif mention.cls == "CIV":
            civilians.append((actor, mention))
    return _arrange(trigger, armed, civilians, country)


def _actor(  # noqa: PLR0911, PLR0917
    mention: ActorMention,
    text: str,
    finder: ActorFinder,
    country: str | None,
    own: str | None,
    group: str | None,
    trigger: Trigger,
) -> str | None:
    if mention.bare and _CIVIL.match(mention.text) and not _is_target(mention, text):
        return None
    if mention.bare and _EQUIPMENT.match(mention.text):
        return None
    if re.match(
        r" of the (?:enemy|opposite side|occupiers?|neighbouring country|aggressors?)\b",
        text[mention.end : mention.end + 30],
    ):
        return finder.enemy
    before = text[max(0, mention.start - 12) : mention.start].lower()
    mine = re.search(
        r"\b(?:its|his|their|own|our)\s+(?:own\s+)?$", before
    ) or mention.text.lower().startswith("own ")
    if mention.bare and mine and own and mention.cls in ("MIL", "UNK", "POL", "CIV"):
        return own
    if mention.cls == "GOV" and not mention.metonym and trigger.event_type != STRATEGIC:
        return None
    if mention.metonym and not _ACTS.match(text[mention.end : mention.end + 40]):
        return None
    definite = re.search(r"\bthe $", before) or mention.text.lower().startswith("the ")
    if mention.bare and mention.cls == "UNK" and definite and group:
        return group
    if mention.text.lower().startswith("the ") and mention.cls == "UNK":
        return None
    rules = mention.metonym and trigger.sub_event_type in ("Other", "Agreement", "Arrests")
    return finder.actor_of(mention, country, speaks=rules)


def _is_target(mention: ActorMention, text: str) -> bool:
    """Tell whether "a village", "two houses" are what was hit, and not where it was."""
    before = text[max(0, mention.start - 30) : mention.start]
    thrown = re.search(r"\b(?:hurled|thrown|threw|lobbed|tossed|fired|hit|struck)\b", before)
    return bool(_TARGET.search(before)) and bool(thrown or not _AT.search(before))


def _is_speaker_only(mention: ActorMention, text: str) -> bool:
    after = text[mention.end : mention.end + 60]
    return bool(
        re.match(
            r"(?:[’']s)? ?(?:\w+ ){0,3}(?:spokes\w+|official|officials|ministry|officer|chief|commander|source|sources)?,? ?(?:[A-Z][\w.]+ ?)*,? ?(?:said|says|told|tells|claimed|denied|denies|added|confirmed|did not confirm)\b",  # noqa: E501
            after,
        )
    ) and not re.match(r" claimed responsibility", after)


def _is_agent(
    mention: ActorMention, trigger: Trigger, text: str, sentence: Sentence | None
) -> bool:
    part = roles.role(sentence, trigger, mention) if sentence else None
    if part in (roles.AGENT, roles.PATIENT):
        return part == roles.AGENT
    if _BY.search(text[max(0, mention.start - 16) : mention.start]):
        return True
    return mention.start <= trigger.start and not re.search(
        r"\b(?:was|were|been|being)\b", text[mention.end : trigger.start]
    )


def _camp(actor: str) -> str:
    land, _, code = actor.partition(":")
    return land if code in ("MIL", "POL", "GOV", "IEA") else actor


def _arrange(
    trigger: Trigger,
    armed: list[tuple[str, ActorMention, bool]],
    civilians: list[tuple[str, ActorMention]],
    country: str | None,
) -> Sides:
    used = tuple((actor, m) for actor, m, _ in armed) + tuple(civilians)
    people = tuple(dict.fromkeys(actor for actor, _ in civilians))
    if trigger.event_type == STRATEGIC:
        return _strategic(trigger, armed, people, used)
    first: list[str] = []
    second: list[str] = []
    camp: str | None = None
    for actor, _, agent in sorted(armed, key=lambda item: not item[2]):
        if trigger.event_type in (PROTESTS, RIOTS) and camp is None:
            camp = _camp(actor)
        if camp is None and agent:
            camp = _camp(actor)
        side = first if camp is not None and _camp(actor) == camp else second
        if camp is None and not agent:
            side = second
        if actor not in side:
            side.append(actor)
    if (
        not first
        and trigger.event_type in (BATTLES, CIVILIANS)
        and len({_camp(a) for a in second}) > 1
    ):
        camp = _camp(second[0])
        first = [a for a in second if _camp(a) == camp]
        second = [a for a in second if _camp(a) != camp]
    if trigger.event_type in (PROTESTS, RIOTS):
        return _crowd(trigger, [*first, *second], people, used, country)
    two_tribes = (
        trigger.event_type == BATTLES and first and not second and first[0].endswith(":TRI")
    )
    if two_tribes:
        second = list(first)
    targets = trigger.event_type in (REMOTE, CIVILIANS) and people and not second
    if targets:
        second = list(people)
    return Sides(tuple(first), tuple(second), used, civilians=bool(people))


def _crowd(
    trigger: Trigger,
    named: Sequence[str],
    people: tuple[str, ...],
    used: tuple[tuple[str, ActorMention], ...],
    country: str | None,
) -> Sides:
    """Return the crowd against whom it meets: whoever protests is a protester.

    Residents, tribesmen or a party's supporters in the street are ``CCC:PRO`` (codebook,
    section 4); police and soldiers who act against them are the other side.
    """
    code = "RIO" if trigger.event_type == RIOTS else "PRO"
    crowd = [a.replace(":PRO", f":{code}") for a in named if a.endswith((":PRO", ":RIO"))]
    if not crowd:
        land = people[0][:3] if people else country
        crowd = [f"{land}:{code}"] if land else []
    forces = [a for a in named if a.endswith((":MIL", ":POL", ":IEA", ":GOV"))]
    against = forces or (list(people) if code == "RIO" else [])
    return Sides(tuple(crowd[:1]), tuple(against), used, civilians=bool(people))


def _strategic(
    trigger: Trigger,
    armed: list[tuple[str, ActorMention, bool]],
    people: tuple[str, ...],
    used: tuple[tuple[str, ActorMention], ...],
) -> Sides:
    machine = trigger.sub_event_type == "Disrupted weapons use"
    owned = [
        actor
        for actor, m, _ in armed
        if machine
        and re.search(r"drone|quadcopter|aircraft|jet|helicopter|uav", m.text, re.IGNORECASE)
    ]
    first = list(dict.fromkeys(actor for actor, _, agent in armed if agent and actor not in owned))
    second = list(
        dict.fromkeys(actor for actor, _, agent in armed if not agent and actor not in first)
    )
    if trigger.sub_event_type == "Agreement" and len(first) > 1:
        first, second = first[:1], [*first[1:], *second]
    if trigger.sub_event_type in ("Arrests", "Looting/property destruction") and not second:
        second = list(people)
    if trigger.sub_event_type == "Agreement" and first and first[0].endswith(":TRI") and not second:
        second = list(first)
    return Sides(tuple(first), tuple(second), used, civilians=bool(people))
