"""One coding against another: how much of gold is found, how exactly, and what was missed.

The figures are defined in ``docs/evaluation.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from events.evaluation.claims import WAYS, claim_counts, claim_differences
from events.evaluation.figures import rate
from events.evaluation.misses import Miss, made_up, missed
from events.evaluation.pairing import pair
from events.evaluation.printed import render
from events.evaluation.rule import SameArea, same_by_sound
from events.evaluation.score import Score
from events.evaluation.slots import accuracy
from events.evaluation.words import NonEvents, non_events_made, quotes_not_found, told_alike
from events.jsonl import Coding, read_jsonl
from events.model import Claim, Event, Issue, Quote, Report
from events.telling import plain
from geodata.gazetteer import Gazetteer

__all__ = ["Score", "evaluate", "render", "run"]

PARTS = ("all", "worked", "aside")
THIRD = 3
NON_EVENTS = ("background", "statement", "planned")
Coder = Callable[[Report], tuple[Sequence[Event], Sequence[Issue]]]


@dataclass(frozen=True, slots=True)
class _One:
    """What one report adds to the score."""

    events: tuple[int, int, int]
    claims: dict[str, tuple[int, int, int]]
    statuses: dict[str, tuple[int, int, int]]
    pairs: tuple[tuple[Event, Event], ...]
    non_events: NonEvents
    not_found: tuple[tuple[str, Quote], ...]
    misses: tuple[Miss, ...]


def evaluate(
    gold: Iterable[Coding],
    predicted: Iterable[Coding],
    same_area: SameArea = same_by_sound,
) -> Score:
    """Score ``predicted`` against ``gold``, report by report (paired by the report's id).

    Parameters
    ----------
    gold, predicted
        Codings with a report; a gold report that ``predicted`` lacks counts as coded empty,
        a report that only ``predicted`` has is left out.
    same_area
        Tells whether two names mean one province or district (``Gazetteer.same_area``);
        by sound where nothing better is given.

    Raises
    ------
    ValueError
        When gold has no report, for then there is nothing to score.
    """
    theirs = {coding.report.id: coding.events for coding in predicted if coding.report}
    mine = [coding for coding in gold if coding.report]
    if not mine:
        msg = "gold has no report; expected are codings of tests/gold/README.md"
        raise ValueError(msg)
    ones = [
        _one(coding.report, coding.events, theirs.get(coding.report.id, ()), same_area)
        for coding in mine
        if coding.report
    ]
    return Score(
        reports=len(ones),
        events=rate([one.events for one in ones]),
        claims={way: rate([one.claims[way] for one in ones]) for way in WAYS},
        statuses={status: rate([one.statuses[status] for one in ones]) for status in NON_EVENTS},
        slots=accuracy((both for one in ones for both in one.pairs), same_area),
        non_events=tuple(made for one in ones for made in one.non_events.made),
        non_events_judged=sum(one.non_events.judged for one in ones),
        non_events_shared=sum(one.non_events.shared for one in ones),
        quotes_not_found=tuple(quote for one in ones for quote in one.not_found),
        misses=tuple(miss for one in ones for miss in one.misses),
        claim_differences=tuple(_differences(both for one in ones for both in one.pairs)),
        unpaired_reports=tuple(c.report.id for c in mine if c.report and c.report.id not in theirs),
    )


def run(
    gold: Path,
    predicted: Path | None,
    *,
    coder: Coder | None = None,
    same_area: SameArea | None = None,
    part: str = "all",
    misses: bool = True,
    out: IO[str] | None = None,
    err: IO[str] | None = None,
) -> int:
    """Print the score of ``predicted``, or of ``coder`` on gold's texts; return 0, or 2 if none.

    Parameters
    ----------
    gold, predicted
        A folder of codings, a .json or a .jsonl file in the gold format.
    coder
        Codes a report; used where ``predicted`` is None.
    same_area
        As in :func:`evaluate`; the shipped gazetteer's where none is given.
    part
        ``all`` reports, every third one (``aside``), or the others (``worked``).  Of those set
        aside the misses are not printed, so that nobody works on them.
    """
    out, err = out or sys.stdout, err or sys.stderr
    codings, issues = _read(gold)
    codings = of_part(codings, part)
    if predicted is not None:
        others, more = _read(predicted)
        issues = (*issues, *more)
    elif coder is not None:
        others = tuple(Coding(c.report, tuple(coder(c.report)[0])) for c in codings if c.report)
    else:
        msg = "either a predicted coding or a coder is needed"
        raise TypeError(msg)
    for issue in issues:
        if issue.severity != "note":
            print(plain(issue.message), file=err)
    if not any(coding.report for coding in codings):
        print(f"{gold}: no coding with a report in it; see tests/gold/README.md", file=err)
        return 2
    score = evaluate(codings, others, same_area or Gazetteer.load().same_area)
    for report in score.unpaired_reports:
        print(f"{plain(report)}: not among the predicted codings; counted as coded empty", file=err)
    out.write(render(score, misses=misses and part != "aside"))
    return 0


def of_part(codings: Sequence[Coding], part: str) -> tuple[Coding, ...]:
    """Return the codings of a part: every third in the order of the files is set aside.

    Raises
    ------
    ValueError
        When there is no such part.
    """
    if part not in PARTS:
        message = f"{part!r} is no part of the reports; there are {', '.join(PARTS)}"
        raise ValueError(message)
    if part == "all":
        return tuple(codings)
    aside = part == "aside"
    return tuple(one for i, one in enumerate(codings, 1) if (i % THIRD == 0) == aside)


def _read(path: Path) -> tuple[tuple[Coding, ...], tuple[Issue, ...]]:
    try:
        return read_jsonl(path)
    except OSError as problem:
        said = f"{path} cannot be read: {problem.strerror}"
        return (), (Issue(str(path), "file", str(path), "not readable", said, "error"),)


def _one(
    report: Report, gold: Sequence[Event], predicted: Sequence[Event], same_area: SameArea
) -> _One:
    mine = [event for event in gold if event.status == "event"]
    theirs = [event for event in predicted if event.status == "event"]
    told = [event for event in predicted if event.status != "event"]
    pairs = pair(mine, theirs, same_area)
    left = [event for row, event in enumerate(mine) if row not in {r for r, _ in pairs}]
    extra = [event for column, event in enumerate(theirs) if column not in {c for _, c in pairs}]
    text = report.text
    return _One(
        events=(len(pairs), len(mine), len(theirs)),
        claims={way: claim_counts(mine, theirs, pairs, way) for way in WAYS},
        statuses={status: _status(gold, predicted, status, text) for status in NON_EVENTS},
        pairs=tuple((mine[row], theirs[column]) for row, column in pairs),
        non_events=non_events_made(gold, extra, text),
        not_found=quotes_not_found(predicted, text),
        misses=(
            *missed(report.id, left, extra, told, text=text, same_area=same_area),
            *made_up(report.id, extra, gold, text=text, same_area=same_area),
        ),
    )


def _status(
    gold: Sequence[Event], predicted: Sequence[Event], status: str, text: str
) -> tuple[int, int, int]:
    mine = [event for event in gold if event.status == status]
    theirs = [event for event in predicted if event.status == status]
    return told_alike(mine, theirs, text), len(mine), len(theirs)


def _differences(
    pairs: Iterable[tuple[Event, Event]],
) -> Iterator[tuple[Event, tuple[Claim, ...], tuple[Claim, ...]]]:
    for event, other in pairs:
        missing, extra = claim_differences(event, other)
        if missing or extra:
            yield event, tuple(missing), tuple(extra)
