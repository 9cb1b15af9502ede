"""What the words of a report say: evidence in common, non-events, quotes that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from events.model import Event, Quote


def letters(event: Event, text: str) -> frozenset[int]:
    """Return the offsets of ``text`` that an event's evidence covers.

    Evidence without a span is looked for letter by letter; each place where it stands counts.
    """
    found: set[int] = set()
    for quote in event.evidence:
        for start, end in _stretches(quote, text):
            found.update(range(start, end))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class NonEvents:
    """Gold's statements, background and plans, and which of them were made into events.

    ``judged`` have words of their own; ``shared`` stand wholly in sentences that also carry
    a gold event, so that the words cannot tell.
    """

    made: tuple[tuple[Event, Event], ...]
    judged: int
    shared: int


def non_events_made(gold: Sequence[Event], unmatched: Sequence[Event], text: str) -> NonEvents:
    """Return the gold non-events whose own words an unmatched predicted event rests on."""
    real = frozenset[int]().union(*(letters(e, text) for e in gold if e.status == "event"))
    claimed = [(event, letters(event, text)) for event in unmatched]
    made, judged, shared = [], 0, 0
    for event in gold:
        if event.status == "event":
            continue
        own = letters(event, text) - real
        if not own:
            shared += 1
            continue
        judged += 1
        made.extend([(event, other) for other, covered in claimed if covered & own][:1])
    return NonEvents(tuple(made), judged, shared)


def told_alike(gold: Sequence[Event], predicted: Sequence[Event], text: str) -> int:
    """Return how many events of both lists rest on words in common, one to one."""
    if not gold or not predicted:
        return 0
    theirs = [letters(event, text) for event in predicted]
    shared = np.array([[len(letters(event, text) & other) for other in theirs] for event in gold])
    rows, columns = linear_sum_assignment(shared > 0, maximize=True)
    return int((shared[rows, columns] > 0).sum())


def quotes_not_found(events: Iterable[Event], text: str) -> tuple[tuple[str, Quote], ...]:
    """Return (event id, quote) of evidence, quotes and grounds that the text does not have.

    A quote with a span must be what stands there, letter for letter.
    """
    return tuple(
        (event.id, quote)
        for event in events
        for quote in _quotes(event)
        if not quote.text or not any(True for _ in _stretches(quote, text))
    )


def _quotes(event: Event) -> Iterator[Quote]:
    yield from event.evidence
    yield from (claim.quote for claim in event.claims if claim.quote is not None)
    # A ground without words rests on a rule alone, such as the day that is taken by default.
    yield from (ground.quote for ground in event.grounds if ground.quote.text)


def _stretches(quote: Quote, text: str) -> Iterator[tuple[int, int]]:
    if quote.start is not None and quote.end is not None:
        if text[quote.start : quote.end] == quote.text:
            yield quote.start, quote.end
        return
    start = text.find(quote.text)
    while start >= 0 and quote.text:
        yield start, start + len(quote.text)
        start = text.find(quote.text, start + len(quote.text))
