"""Rules about claims and fatalities."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from events.checking.fault import fault
from events.fatalities import event_totals
from events.model import Claim, Event, Issue


def check_claims(event: Event) -> Iterator[Issue]:
    """Yield what is wrong with an event's claims, one by one and together."""
    seen: set[tuple[object, ...]] = set()
    wholes = _largest(event.claims)
    for number, claim in enumerate(event.claims):
        field = f"claims.{number}"
        if claim.low < 0 or (claim.high is not None and claim.high < claim.low):
            said = "accepted: 0 <= low <= high, high open-ended where none was said"
            shown = f"{claim.low}..{claim.high}"
            yield fault(event, field, shown, "low and high in order", said, severity="error")
        key = (claim.kind, claim.low, claim.high, claim.what, claim.side, claim.claimant,
               claim.stance)  # fmt: skip
        if key in seen:
            yield fault(event, field, claim.what, "claim twice", "an earlier claim is the same")
        seen.add(key)
        if claim.subset and wholes.get(_told(claim), -1) < claim.low:
            said = "counted within no larger claim of the same kind and claimant"
            yield fault(event, field, claim.what, "subset of nothing", said)


def check_fatalities(event: Event) -> Iterator[Issue]:
    """Yield what is wrong with an event's totals of people killed."""
    low, best, high = event.fatalities_low, event.fatalities_best, event.fatalities_high
    stated = [one for one in (low, best, high) if one is not None]
    if stated != sorted(stated):
        shown, said = f"{low} {best} {high}", "accepted: low <= best <= high"
        yield fault(event, "fatalities_low", shown, "tolls in order", said, severity="error")
    if (low is None) != (high is None):
        said = "give low and high, or neither"
        yield fault(event, "fatalities_low", f"{low}..{high}", "half a toll", said)
    counted = event_totals(event)
    if event.origin != "import" and stated and (low, best, high) != counted:
        said = f"the claims make {counted}"
        yield fault(event, "fatalities_low", (low, best, high), "tolls follow claims", said)


def _largest(claims: Iterable[Claim]) -> dict[tuple[object, ...], float]:
    found: dict[tuple[object, ...], float] = {}
    for claim in claims:
        if not claim.subset:
            high = math.inf if claim.high is None else claim.high
            found[_told(claim)] = max(high, found.get(_told(claim), 0))
    return found


def _told(claim: Claim) -> tuple[object, ...]:
    return claim.kind, claim.claimant, claim.stance
