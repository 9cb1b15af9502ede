"""Why each coded value of a proposal stands: the words it rests on, and the rule in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from events.codebook.ground_rules import meaning
from events.model import Claim, Event, Ground, Quote

SLOTS = ("event_type", "status", "date", "place", "side_a", "side_b")
MOST_WORDS = 4  # of one value; the others are counted


@dataclass(frozen=True, slots=True)
class Reason:
    """The reason for one value.

    ``slot`` is a field of the event, ``area``, or a claim's ``claim.0.number``, ``.claimant``,
    ``.side``; ``words`` are none where the rule goes by none (``default``).  ``ref`` is the
    reason's number within its event, by which its words are found in the text.
    """

    ref: int
    slot: str
    words: tuple[Quote, ...]
    says: str
    default: bool = False


def reasons(event: Event) -> tuple[Reason, ...]:
    """Return the reasons for all values of an event, in the order that they are shown."""
    found = [each for slot in SLOTS for each in _of_slot(event, slot)]
    found += _area(event)
    for number, claim in enumerate(event.claims):
        found += _of_claim(event, number, claim)
    return tuple(
        Reason(ref, slot, words, says, default)
        for ref, (slot, words, says, default) in enumerate(found)
    )


_Told = tuple[str, tuple[Quote, ...], str, bool]


def _of_slot(event: Event, slot: str) -> Iterator[_Told]:
    """Yield a reason for each rule that a value rests on, the words of one rule together."""
    by_rule: dict[str, list[Ground]] = {}
    for ground in event.grounds:
        if ground.field == slot:
            by_rule.setdefault(ground.rule, []).append(ground)
    for rule, grounds in by_rule.items():
        told = meaning(slot, rule)
        says, default = (told.says, told.default) if told else (rule, False)
        words = tuple(dict.fromkeys(g.quote for g in grounds if g.quote.text))
        yield slot, () if default else words, says, default or not words
    if not by_rule and slot in ("side_a", "side_b") and getattr(event, slot):
        yield _side(event, slot)
    elif not by_rule and slot == "date" and event.date_start:
        yield slot, (), "no rule was kept", True


def _side(event: Event, slot: str) -> _Told:
    """Return why an actor without words of its own is a side."""
    lost = tuple(
        claim.quote for claim in event.claims if claim.quote and claim.side in getattr(event, slot)
    )
    told = meaning(slot, "suffered its losses" if lost else "from context")
    return slot, lost[:1], told.says if told else "", not lost


def _area(event: Event) -> Iterator[_Told]:
    method = event.place.method if event.place else None
    told = meaning("area", method) if method else None
    if told:
        yield "area", (), told.says, told.default


def _of_claim(event: Event, number: int, claim: Claim) -> Iterator[_Told]:
    quote = (claim.quote,) if claim.quote and claim.quote.text else ()
    yield f"claim.{number}.number", quote, _says("number"), not quote
    sentence = _sentence(event, claim)
    speaks = (sentence,) if claim.claimant and sentence else ()
    rule = "speaker" if claim.claimant else "no speaker"
    yield f"claim.{number}.claimant", speaks, _says(rule), not claim.claimant
    if claim.side is None:
        yield f"claim.{number}.side", (), _says("no side"), True
    elif quote and claim.what:
        yield f"claim.{number}.side", quote, _says("victims"), False
    else:
        yield f"claim.{number}.side", (), _says("side of the event"), True


def _says(rule: str) -> str:
    told = meaning("claim", rule)
    return told.says if told else rule


def _sentence(event: Event, claim: Claim) -> Quote | None:
    """Return the evidence sentence that a claim's words stand in."""
    at = claim.quote.start if claim.quote else None
    for sentence in event.evidence:
        start, end = sentence.start, sentence.end
        if at is not None and start is not None and end is not None and start <= at < end:
            return sentence
    return None
