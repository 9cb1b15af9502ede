"""A score as text that a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from events.evaluation.figures import Rate
from events.evaluation.misses import Miss
from events.evaluation.score import Score
from events.model import Claim, Event
from events.telling import plain

WIDTH = 96


def render(score: Score, *, misses: bool = True) -> str:
    """Return the score as plain text: the figures, and, unless told not to, every miss."""
    parts = [*_figures(score)]
    if misses:
        parts += [*_events_missed(score), *_claims_missed(score), *_others(score)]
    return "\n".join(plain(part) for part in parts) + "\n"


def _figures(score: Score) -> Iterator[str]:
    yield f"{score.reports} reports, {score.events.gold} events in gold"
    yield ""
    yield f"{'':28}{'precision':>10}{'recall':>8}{'F1':>8}   95% interval   right/gold/predicted"
    yield _rate("events", score.events)
    for way, rate in score.claims.items():
        yield _rate(f"claims: {way}", rate)
    for status, rate in score.statuses.items():
        yield _rate(f"{status} (by words)", rate)
    yield ""
    yield "matched events, share that agrees"
    for slot, (right, of) in score.slots.items():
        yield f"  {slot:26}{right / of if of else 1.0:10.3f}   {right}/{of}"
    yield ""
    made, judged = len(score.non_events), score.non_events_judged
    share = made / judged if judged else 0.0
    yield f"non-events made into events  {made}/{judged} = {share:.1%}"
    if score.non_events_shared:
        yield f"  (not judged: {score.non_events_shared} that share every sentence with an event)"
    yield f"quotes not in the text       {len(score.quotes_not_found)}"


def _rate(name: str, rate: Rate) -> str:
    interval = f"{rate.interval[0]:.3f}-{rate.interval[1]:.3f}" if rate.interval else ""
    counts = f"{rate.right}/{rate.gold}/{rate.predicted}"
    figures = f"{rate.precision:10.3f}{rate.recall:8.3f}{rate.f1:8.3f}"
    return f"{name:28}{figures}   {interval:12}   {counts}"


def _events_missed(score: Score) -> Iterator[str]:
    for kind in ("missed", "made up"):
        chosen = [miss for miss in score.misses if miss.kind == kind]
        yield ""
        yield f"{kind}: {len(chosen)} events"
        for cause, count in Counter(miss.cause for miss in chosen).most_common():
            yield f"  {count:4}  {cause}"
        for report, group in groupby(chosen, key=lambda miss: miss.report):
            yield f"  {report}"
            for miss in group:
                yield from _miss(miss)


def _miss(miss: Miss) -> Iterator[str]:
    yield f"    [{miss.cause}] {line(miss.event)}"
    if miss.nearest is not None:
        yield f"      nearest: {line(miss.nearest)}"
    for quote in miss.event.evidence[:1]:
        yield f"      words: {quote.text[:WIDTH]}"


def _claims_missed(score: Score) -> Iterator[str]:
    yield ""
    yield "claims of matched events that differ"
    for gold, missing, extra in score.claim_differences:
        yield f"  {line(gold)}"
        yield from (f"    missing: {_claim(claim)}" for claim in missing)
        yield from (f"    extra:   {_claim(claim)}" for claim in extra)


def _others(score: Score) -> Iterator[str]:
    if score.non_events:
        yield ""
        yield "non-events made into events"
        for gold, made in score.non_events:
            yield f"  {gold.status} {gold.id}: {gold.evidence[0].text[:WIDTH]}"
            yield f"    made into: {line(made)}"
    if score.quotes_not_found:
        yield ""
        yield "quotes not in the text"
        for event_id, quote in score.quotes_not_found:
            yield f"  {event_id}: {quote.text[:WIDTH]!r} at {quote.start}"


def line(event: Event) -> str:
    """Return an event in one line: id, type, dates, sides, place."""
    place = event.place
    where = "nowhere"
    if place is not None:
        area = "/".join(part or "-" for part in (place.country, place.adm1, place.adm2))
        where = f"{place.name} ({place.precision}, {area})"
    sides = f"{'+'.join(event.side_a) or '-'} v {'+'.join(event.side_b) or '-'}"
    what = event.sub_event_type or event.event_type or event.status
    when = f"{event.date_start}..{event.date_end}"
    return f"{event.id} {what} | {when} | {sides} | {where}"


def _claim(claim: Claim) -> str:
    number = f"{claim.low}" if claim.low == claim.high else f"{claim.low}-{claim.high or ''}"
    words = f" «{claim.quote.text[:60]}»" if claim.quote else ""
    part = ", subset" if claim.subset else ""
    return (
        f"{claim.kind} {number} of {claim.side} by {claim.claimant} ({claim.stance}{part}){words}"
    )
