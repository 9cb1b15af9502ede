"""All figures of one evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from events.evaluation.figures import Rate
from events.evaluation.misses import Miss
from events.model import Claim, Event, Quote


@dataclass(frozen=True, slots=True)
class Score:
    """One coding against gold; each figure is defined in ``docs/evaluation.md``.

    ``slots`` gives (agreeing pairs, pairs); ``claims`` one rate for each way of comparing;
    ``statuses`` how well the non-events are told, by their words; ``claim_differences`` is
    (gold event, missing claims, extra claims); ``unpaired_reports`` are gold reports that the
    other side does not have.
    """

    reports: int
    events: Rate
    claims: dict[str, Rate]
    statuses: dict[str, Rate]
    slots: dict[str, tuple[int, int]]
    non_events: tuple[tuple[Event, Event], ...]
    non_events_judged: int
    non_events_shared: int
    quotes_not_found: tuple[tuple[str, Quote], ...]
    misses: tuple[Miss, ...]
    claim_differences: tuple[tuple[Event, tuple[Claim, ...], tuple[Claim, ...]], ...]
    unpaired_reports: tuple[str, ...] = ()
