"""From a handed-in report to proposals, and from a person's decision to the store.

The only module of the hand-in page that touches files, the language model and the store.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from threading import Lock

from events import confidence, language, lexicon
from events.coding.coder import Tools, code_with
from events.confidence import Confidence
from events.decisions import Verdict
from events.evaluation.rule import SameArea
from events.jsonl import read_jsonl
from events.model import Event, Issue, Report
from events.pipeline import SAMPLES, decide, open_proposals, prepare
from events.placing import Geography
from events.store import StoreError
from events.stories.merging import Merge
from views import data

_log = logging.getLogger(__name__)
_coding = Lock()
Coded = tuple[tuple[Event, ...], tuple[Issue, ...]]


class NotReadableError(ValueError):
    """A report cannot be read or coded; the message is for the reader of the page."""


class NotKeptError(RuntimeError):
    """A decision could not be stored; the message is for the reader of the page."""


@cache
def _geography() -> Geography:
    return Geography.load(data.store().home)


@cache
def _tools() -> Tools:
    return Tools.of(data.codebook(), _geography().gazetteer, language.load(), lexicon.load())


@cache
def samples() -> tuple[Report, ...]:
    """Return the reports, retold in our own words, that the page can be tried with."""
    codings, _ = read_jsonl(SAMPLES / "reports")
    return tuple(coding.report for coding in codings if coding.report)


def propose(report: Report) -> Coded:
    """Return the proposed events of a report that nobody has decided yet, and all doubts.

    Raises
    ------
    NotReadableError
        When the report cannot be coded at all.
    """
    return undecided(report, *by_rules(report))


def by_rules(report: Report) -> Coded:
    """Return what the rules code, decided or not.

    Raises
    ------
    NotReadableError
        As :func:`propose`.
    """
    return read_alone(lambda tools: code_with(report, tools))


def read_alone(coding: Callable[[Tools], Coded]) -> Coded:
    """Return a coding made with this process's tools, one at a time.

    Raises
    ------
    NotReadableError
        As :func:`propose`.
    """
    try:
        with _coding:
            return coding(_tools())
    except language.LanguageModelError as error:
        raise NotReadableError(str(error)) from error


def undecided(report: Report, coded: Sequence[Event], doubts: Sequence[Issue]) -> Coded:
    """Return the events of a coding that nobody has decided yet, located, with all doubts."""
    placed, found = prepare(coded, _geography(), data.codebook(), (report,))
    open_ones = open_proposals(data.store(), report.id, placed)
    if any(event not in placed for event in open_ones):
        open_ones, found = prepare(open_ones, _geography(), data.codebook(), (report,))
    return open_ones, tuple(dict.fromkeys((*doubts, *found)))


def same_area() -> SameArea:
    """Return what tells whether two names mean one province or district."""
    return _geography().gazetteer.same_area


def again(event: Event, report: Report) -> tuple[Event, tuple[Issue, ...]]:
    """Return a corrected event checked, located and joined again, with its doubts."""
    (placed,), issues = prepare((event,), _geography(), data.codebook(), (report,))
    return placed, issues


def confidences(events: Sequence[Event], issues: Sequence[Issue]) -> dict[str, Confidence | None]:
    """Return how far each proposal can be trusted; None where the score does not hold for it."""
    model = confidence.load()
    return {
        event.id: model.confidence(confidence.cues(event, events, issues))
        if confidence.by_rules(event)
        else None
        for event in events
    }


def now() -> datetime:
    """Return the time, in UTC: the one clock of the desk."""
    return datetime.now(UTC)


def doubts(issues: Sequence[Issue], event: Event) -> tuple[Issue, ...]:
    """Return what is doubtful in one event; mere notes are no doubts."""
    return tuple(i for i in issues if i.record == event.id and i.severity != "note")


def keep(
    report: Report,
    proposals: Sequence[Event],
    verdicts: Mapping[str, Verdict],
    who: str,
    merges: Mapping[str, Merge] | None = None,
) -> None:
    """Store what a person decided, and the events accepted.

    ``merges`` says which proposals other reports tell of too; they are decided with them.

    Raises
    ------
    NotKeptError
        When the store cannot be written.
    """
    try:
        decide(
            data.store(),
            report,
            proposals,
            verdicts,
            who=who,
            when=now(),
            geography=_geography(),
            merges=merges,
        )
    except StoreError as error:
        _log.exception("a decision could not be stored")
        raise NotKeptError(str(error)) from error
