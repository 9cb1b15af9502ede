"""Which claims of matched events are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from events.model import Claim, Event

# Each way of comparing adds to the one before it.
WAYS = {
    "kind and number": ("kind", "low", "high"),
    "and claimant": ("kind", "low", "high", "claimant"),
    "and stance": ("kind", "low", "high", "claimant", "stance"),
    "and side, subset": ("kind", "low", "high", "claimant", "stance", "side", "subset"),
}


def claim_key(claim: Claim, way: str) -> tuple[object, ...]:
    """Return what a claim is compared by; a claimant's name without regard to case."""
    values = (getattr(claim, name) for name in WAYS[way])
    return tuple(value.casefold() if isinstance(value, str) else value for value in values)


def same_claims(gold: Event, predicted: Event, way: str) -> int:
    """Return how many claims two matched events share, each claim counted once."""
    first = Counter(claim_key(claim, way) for claim in gold.claims)
    second = Counter(claim_key(claim, way) for claim in predicted.claims)
    return (first & second).total()


def claim_counts(
    gold: Sequence[Event],
    predicted: Sequence[Event],
    pairs: Sequence[tuple[int, int]],
    way: str,
) -> tuple[int, int, int]:
    """Return (right, gold, predicted) of the claims of one report's events.

    A claim is right only within a matched event; claims of events that were not matched
    count in gold, or in predicted, as missed or made up.
    """
    right = sum(same_claims(gold[row], predicted[column], way) for row, column in pairs)
    return (
        right,
        sum(len(event.claims) for event in gold),
        sum(len(event.claims) for event in predicted),
    )


def claim_differences(gold: Event, predicted: Event) -> tuple[list[Claim], list[Claim]]:
    """Return the gold claims that are missing and the predicted ones that are too many."""
    way = "and stance"
    theirs = Counter(claim_key(claim, way) for claim in predicted.claims)
    mine = Counter(claim_key(claim, way) for claim in gold.claims)
    return _over(gold.claims, theirs, way), _over(predicted.claims, mine, way)


def _over(claims: Sequence[Claim], others: Counter[tuple[object, ...]], way: str) -> list[Claim]:
    left = []
    for claim in claims:
        key = claim_key(claim, way)
        if others[key]:
            others[key] -= 1
        else:
            left.append(claim)
    return left
