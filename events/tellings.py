"""What several reports say of one event: every claim once, with the reports that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.model import Claim, Event, Source

# of people the number and the side say whose loss it is, whatever words a report has for them
_OF_PEOPLE = frozenset({"killed", "injured", "captured", "missing", "displaced"})


@dataclass(frozen=True, slots=True)
class Carried:
    """One claim as the first report words it, and the sources of all reports that carry it."""

    claim: Claim
    sources: tuple[Source, ...]


def sources(event: Event) -> tuple[Source, ...]:
    """Return every source of an event, the one it was first coded from before the others."""
    return tuple(dict.fromkeys((event.source, *(telling.source for telling in event.also))))


def side_by_side(event: Event) -> tuple[Carried, ...]:
    """Return the claims of all reports: copies of one claim once, rival ones all."""
    told = [(event.source, event.claims), *((each.source, each.claims) for each in event.also)]
    found: dict[tuple[object, ...], Carried] = {}
    for source, claims in told:
        for claim in claims:
            key = claim_key(claim)
            there = found.get(key, Carried(claim, ()))
            if source not in there.sources:
                found[key] = Carried(there.claim, (*there.sources, source))
    return tuple(found.values())


def claim_key(claim: Claim) -> tuple[object, ...]:
    """Return what makes two claims copies: number, kind, side, claimant, stance, and of what."""
    people = claim.kind in _OF_PEOPLE and claim.side is not None
    what = "" if people else (claim.what or "").casefold()
    return (
        claim.kind,
        claim.low,
        claim.high,
        claim.side,
        claim.claimant,
        claim.stance,
        claim.subset,
        what,
    )


def named(told: Iterable[Source]) -> str:
    """Return the names of sources for one cell or line: publisher, else title, and day."""
    return "; ".join(
        ", ".join(str(part) for part in (each.publisher or each.title, each.published) if part)
        or "not stated"
        for each in told
    )
