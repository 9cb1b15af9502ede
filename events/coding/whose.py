"""Whose loss it is: of named victims, of "its soldiers", or as before: "and 29 were wounded"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.coding.actors import ActorFinder
from events.coding.records import ActorMention, Loss, Sentence

_OF_PEOPLE = ("killed", "injured", "captured", "missing")
_OF_THINGS = ("destroyed", "damaged", "seized")
_NO_NOUN = re.compile(
    r"(?:(?:\d[\d,.]*|an?|another|other|others|more|further|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|"
    r"dozens?|scores|several|hundreds)[\s-]*)+",
    re.IGNORECASE,
)
_FIGHTERS = re.compile(r"\b(?:its|their) (?:fighters|militants|terrorists|commanders|gunmen)\b")
_OWN = re.compile(r"\b(?:its|their|our)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:including|among them)\s*(?:the\s+)?$", re.IGNORECASE)


def sided(
    found: Sequence[Loss],
    sentence: Sentence,
    mentions: Sequence[ActorMention],
    finder: ActorFinder,
) -> list[Loss]:
    """Return the losses of a sentence with the side that bore each, where its words tell.

    A noun that is left out is the noun before: "killed 58 soldiers and injured 30 more".
    """
    done: list[Loss] = []
    for loss in sorted(found, key=lambda one: one.count_start):
        side = None if loss.claim.high == 0 else _side(loss, sentence, mentions, finder)
        if side is None and loss.claim.high != 0:
            side = _as_before(loss, done)
        done.append(replace(loss, claim=replace(loss.claim, side=side)) if side else loss)
    return done


def _side(
    loss: Loss, sentence: Sentence, mentions: Sequence[ActorMention], finder: ActorFinder
) -> str | None:
    end = loss.count_end or loss.end
    inside = [m for m in mentions if loss.count_start - 1 <= m.start and m.end <= end + 1]
    named = next((m for m in inside if m.actor or m.country), None)
    if named:
        return finder.actor_of(named)
    words = sentence.text[loss.count_start - sentence.start : end - sentence.start]
    if _OWN.search(words):
        return _own(loss, inside, finder)
    before = sentence.text[: loss.count_start - sentence.start]
    if loss.claim.kind in _OF_THINGS and _AMONG.search(before):
        owners = [m for m in mentions if m.end <= loss.count_start and (m.actor or m.country)]
        return finder.actor_of(owners[-1]) if owners else None
    return None


def _own(loss: Loss, inside: Sequence[ActorMention], finder: ActorFinder) -> str | None:
    """Return whom "its", "their" or "our" means in a claim: the claimant's own forces or people."""
    claimant = finder.codebook.actor(loss.claim.claimant or "")
    if claimant is None or claimant.actor_class == "civilians":
        return None
    if claimant.actor_class not in ("rebels", "militia") and _FIGHTERS.search(
        loss.claim.what or ""
    ):
        return None  # an army that killed "14 of its fighters" speaks of the group's
    if claimant.country and any(m.cls == "CIV" for m in inside):
        return finder.class_id(claimant.country, "CIV")
    if claimant.country and claimant.actor_class == "government":
        return finder.class_id(claimant.country, "MIL")
    return claimant.id


def _as_before(loss: Loss, done: Sequence[Loss]) -> str | None:
    if loss.claim.kind not in _OF_PEOPLE or not _NO_NOUN.fullmatch(loss.claim.what or ""):
        return None
    wholes = [
        one
        for one in done
        if one.claim.kind in _OF_PEOPLE
        and not one.claim.subset
        and one.claim.claimant == loss.claim.claimant
    ]
    return wholes[-1].claim.side if wholes else None
