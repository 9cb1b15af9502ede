"""Reports coded in this process or in several; the answers come in the order of the reports."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol, TypeVar

from events import codebook, language, lexicon
from events.coding.coder import Tools, code_with
from events.model import Event, Issue, Report
from events.pipeline import prepare
from events.placing import Geography

Answer = tuple[tuple[Event, ...], tuple[Issue, ...]]
# What a coder gives, or what kept it from coding this one report.
Outcome = Answer | str
Coder = Callable[[Report], Answer]
T = TypeVar("T")


class ManyCoder(Protocol):
    """What codes reports somewhere, in the order given; each comes with what belongs to it."""

    def __call__(
        self, reports: Iterable[tuple[T, Report]], /
    ) -> Iterator[tuple[T, Report, Outcome]]:
        """Yield each report with its coding; one that fails says why."""
        ...


_AHEAD = 4  # reports a process has waiting: enough that none is idle, few enough to be bounded


@cache
def coder(home: Path) -> Coder:
    """Return the coder with its places found and checked, as the page proposes; made once.

    Raises
    ------
    events.language.LanguageModelError
        The language model is missing or not the pinned one.
    """
    geography, book = Geography.load(home), codebook.load()
    tools = Tools.of(book, geography.gazetteer, language.load(), lexicon.load())

    def coding(report: Report) -> Answer:
        coded, doubts = code_with(report, tools)
        placed, found = prepare(coded, geography, book, (report,))
        return placed, tuple(dict.fromkeys((*doubts, *found)))

    return coding


def code_all(
    reports: Iterable[tuple[T, Report]],
    home: Path,
    processes: int = 1,
    with_coder: Coder | None = None,
) -> Iterator[tuple[T, Report, Outcome]]:
    """Yield each report with its coding, in the order given; one that fails says why.

    Parameters
    ----------
    reports : iterable of pairs
        A report with whatever belongs to it; read only a little ahead of the coding.
    processes : int
        1 codes in this process.
    """
    if processes <= 1 or with_coder is not None:
        for key, report in reports:
            # made with the first report: a batch that was coded before needs no coder
            yield key, report, _tried(with_coder or coder(home), report)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (str(home),)) as pool:
        waiting: deque[tuple[T, Report, Future[Outcome]]] = deque()
        try:
            for key, report in reports:
                waiting.append((key, report, pool.submit(code_one, str(home), report)))
                while len(waiting) > _AHEAD * processes:
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)
        finally:
            for _, _, future in waiting:
                future.cancel()


def _first(waiting: deque[tuple[T, Report, Future[Outcome]]]) -> tuple[T, Report, Outcome]:
    key, report, future = waiting.popleft()
    return key, report, future.result()


def _begin(home: str) -> None:
    """Make a worker ready: it leaves Ctrl-C to its parent, and ends when that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    coder(Path(home))


def _end_with(parent: BaseProcess) -> None:
    """Wait for the parent's end, however it comes: a killed one tells nobody."""
    parent.join()
    os._exit(1)


def code_one(home: str, report: Report) -> Outcome:
    """Code one report with the coder of this process."""
    return _tried(coder(Path(home)), report)


def _tried(making: Coder, report: Report) -> Outcome:
    """Code one report; an error in it costs no other report."""
    try:
        return making(report)
    except language.LanguageModelError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever a text nobody foresaw makes a rule raise
        return f"{type(error).__name__}: {error}"
