"""How many people an event killed: the lowest and the highest toll that anyone states.

Codebook, sections 7 and 9.  Rival claims stand side by side: they are never added to each
other, averaged or overwritten.  Within one claimant the losses of the sides are added, for
they are different people.  "Not stated" is None, which is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.model import Claim, Event


@dataclass(frozen=True, slots=True)
class Toll:
    """What one claimant says in all; ``high`` is None where open-ended ("at least 20")."""

    claimant: str | None
    low: int
    high: int | None


def tolls(claims: Iterable[Claim]) -> tuple[Toll, ...]:
    """Return each claimant's total of people killed, in order of first mention.

    Only asserted claims of kind ``killed`` that are not ``subset`` count: a denied or
    unconfirmed number is nobody's toll.
    """
    sums: dict[str | None, Toll] = {}
    for claim in claims:
        if claim.kind != "killed" or claim.stance != "asserted" or claim.subset:
            continue
        so_far = sums.get(claim.claimant, Toll(claim.claimant, 0, 0))
        high = None if so_far.high is None or claim.high is None else so_far.high + claim.high
        sums[claim.claimant] = Toll(claim.claimant, so_far.low + claim.low, high)
    return tuple(sums.values())


def totals(claims: Iterable[Claim]) -> tuple[int | None, int | None, int | None]:
    """Return ``(low, best, high)`` of the people killed.

    ``low`` is the lowest and ``high`` the highest total that a claimant states; a range counts
    with both ends, an open-ended total ("at least 20") with its lower end, since no higher
    number was said.  ``best`` is the one figure where all claimants state the same single
    number, else None.  All three are None where nobody states a toll.
    """
    stated = tolls(claims)
    if not stated:
        return None, None, None
    low = min(toll.low for toll in stated)
    high = max(toll.low if toll.high is None else toll.high for toll in stated)
    single = {(toll.low, toll.high) for toll in stated}
    agreed = len(single) == 1 and stated[0].low == stated[0].high
    return low, stated[0].low if agreed else None, max(low, high)


def event_totals(event: Event) -> tuple[int | None, int | None, int | None]:
    """Return ``(low, best, high)`` over all reports that tell of an event.

    Each report is counted by itself with :func:`totals`, since what one report adds up another
    may only repeat; then the lowest low, the highest high, and the one figure of all or None.
    """
    each = [totals(event.claims), *(totals(telling.claims) for telling in event.also)]
    stated = [(low, best, high) for low, best, high in each if low is not None and high is not None]
    if not stated:
        return None, None, None
    single = {best for _, best, _ in stated}
    return (
        min(low for low, _, _ in stated),
        single.pop() if len(single) == 1 else None,
        max(high for _, _, high in stated),
    )
