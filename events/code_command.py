"""The ``code`` verb: files in, codings out as JSON Lines in the gold format.

By the rules, by a language model, or by both with the places where they differ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import IO, BinaryIO, Literal

from events import codebook, language, lexicon
from events.batches.workers import ManyCoder, Outcome
from events.coding.coder import Tools, code_with
from events.evaluation.rule import SameArea
from events.jsonl import Coding, write_jsonl
from events.llm import client, settings, telling
from events.llm import coder as llm
from events.llm.comparing import compare
from events.llm.errors import ModelError
from events.model import Event, Issue, Report
from events.pipeline import prepare
from events.placing import Geography
from events.reading import Known, ReadingError, files_of, read
from events.telling import plain
from geodata.gazetteer import Gazetteer

Coded = tuple[tuple[Event, ...], tuple[Issue, ...]]
Coder = Callable[[Report], Coded]
Faults = tuple[str, ...]  # why some files could not be read
Shape = Literal["text", "jsonl"]


@cache
def tools() -> Tools:
    """Return the shipped codebook, gazetteer, lexicon and parser; loaded once.

    Raises
    ------
    events.language.LanguageModelError
        The parser's model is missing or not the pinned one.
    """
    return Tools.of(codebook.load(), Gazetteer.load(), language.load(), lexicon.load())


@cache
def coder() -> Coder:
    """Return the coder by rules; made once.

    Raises
    ------
    events.language.LanguageModelError
        As :func:`tools`.
    """
    made = tools()
    return lambda report: code_with(report, made)


def model_coder() -> Coder:
    """Return the coder by the language model that the environment names.

    Raises
    ------
    ModelError
        No model is named, its settings are not accepted, or its library is not installed.
    """
    ask = client.asker(settings.required(), codebook.load())
    made = tools()
    return lambda report: llm.code(report, made, ask)


def listing_failures(with_coder: Coder, err: IO[str] | None = None) -> Coder:
    """Return a coder that says which reports the model failed on, and codes them as empty."""

    def coding(report: Report) -> Coded:
        try:
            return with_coder(report)
        except ModelError as error:
            print(plain(f"{report.id}: {error}"), file=err or sys.stderr)
            return (), ()

    return coding


def proposing() -> tuple[Coder, SameArea]:
    """Return what codes and prepares a report with the shipped geography, and its names' test."""
    geography, book = Geography.load(), codebook.load()

    def propose(report: Report) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
        events, doubts = coder()(report)
        placed, found = prepare(events, geography, book, (report,))
        return placed, tuple(dict.fromkeys((*doubts, *found)))

    return propose, geography.gazetteer.same_area


def code_one(report: Report, with_coder: Coder | None = None) -> Outcome:
    """Code one report, by the rules where nothing else is given; an error in it costs no other.

    Raises
    ------
    events.language.LanguageModelError
        As :func:`tools`.
    """
    making = with_coder or coder()
    try:
        return making(report)
    except language.LanguageModelError:
        raise
    except ModelError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 -- whatever a text nobody foresaw makes a rule raise
        return f"it could not be coded: {type(error).__name__}: {error}"


def run(
    paths: Sequence[str],
    *,
    published: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    out: IO[str] | None = None,
    err: IO[str] | None = None,
    stdin: BinaryIO | None = None,
    with_coder: Coder | None = None,
    many: ManyCoder | None = None,
) -> int:
    """Code each file and print one line of JSON a report.

    Parameters
    ----------
    paths
        Files of :func:`events.reading.read`, and folders of such; ``-`` is the standard input.
    published, title, publisher, url
        What is known of the report beside its file; for all files alike.
    many
        What codes the reports, in their order, where this process does not.

    Returns
    -------
    int
        0, or 1 where a file could not be read or coded: the others are coded all the same.
    """
    out, err = out or sys.stdout, err or sys.stderr
    reading = _Reading(Known(published, title, publisher, url), err, stdin)

    def here(reports: Iterable[tuple[Faults, Report]]) -> Iterator[tuple[Faults, Report, Outcome]]:
        return ((faults, each, code_one(each, with_coder)) for faults, each in reports)

    for faults, report, outcome in (many or here)(reading.reports(paths)):
        coded = reading.coded(faults, report, outcome)
        if coded is not None:
            write_jsonl([Coding(report, coded[0])], out)
    return reading.ended()


def run_both(
    paths: Sequence[str],
    *,
    published: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    shape: Shape = "text",
    out: IO[str] | None = None,
    err: IO[str] | None = None,
    stdin: BinaryIO | None = None,
    with_model: Coder | None = None,
) -> int:
    """Code each file by the rules and by the model, and print where the two differ.

    Parameters
    ----------
    paths, published, title, publisher, url
        As in :func:`run`.
    shape
        ``text`` for a reader; ``jsonl`` for one object an event.

    Returns
    -------
    int
        0, or 1 where a file could not be read, or was not coded by the model.
    """
    out, err = out or sys.stdout, err or sys.stderr
    reading = _Reading(Known(published, title, publisher, url), err, stdin)
    model = with_model or model_coder()
    same_area = Gazetteer.load().same_area
    for faults, report in reading.reports(paths):
        mine = reading.coded(faults, report, code_one(report))
        theirs = reading.coded((), report, code_one(report, model))
        if mine is None or theirs is None:
            continue
        compared = compare(mine[0], theirs[0], report.text, same_area)
        if shape == "text":
            out.writelines(f"{line}\n" for line in telling.lines(report, compared))
        else:
            for one in compared:
                out.write(json.dumps(telling.to_json(report, one), ensure_ascii=False) + "\n")
    return reading.ended()


class _Reading:
    """Reads one file after the other and tells what was wrong; remembers whether one failed.

    Reports may be read ahead of their coding.  So what keeps a file from being read waits for
    its turn: it goes with the report after it.
    """

    def __init__(self, known: Known, err: IO[str], stdin: BinaryIO | None) -> None:
        self.known, self.err, self.stdin = known, err, stdin
        self.failed = False
        self._waiting: list[str] = []

    def reports(self, paths: Sequence[str]) -> Iterator[tuple[Faults, Report]]:
        """Yield the reports that can be read, each with why files before it could not."""
        for path in files_of(paths):
            try:
                report = read(path, self.known, self.stdin)
            except ReadingError as error:
                self._waiting.append(str(error))
                continue
            faults, self._waiting = tuple(self._waiting), []
            yield faults, report

    def coded(self, faults: Faults, report: Report, outcome: Outcome) -> Coded | None:
        """Return a coding with its issues told; None where there is none."""
        self._fail(*faults)
        if isinstance(outcome, str):
            self._fail(f"{report.id}: {outcome}")
            return None
        for issue in outcome[1]:
            if issue.severity != "note":
                print(plain(f"{issue.record}: {issue.message}"), file=self.err)
        return outcome

    def ended(self) -> int:
        """Tell of the last files; return 1 where a file could not be read or coded."""
        self._fail(*self._waiting)
        return int(self.failed)

    def _fail(self, *said: str) -> None:
        for line in said:
            print(plain(line), file=self.err)
            self.failed = True
