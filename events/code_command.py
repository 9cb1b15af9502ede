"""The ``code`` verb: files in, codings out as JSON Lines in the gold format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import IO, BinaryIO

from events import codebook, language, lexicon
from events.coding.coder import Tools, code_with
from events.jsonl import Coding, write_jsonl
from events.model import Event, Issue, Report
from events.reading import Known, ReadingError, read
from geodata.gazetteer import Gazetteer

Coder = Callable[[Report], tuple[tuple[Event, ...], tuple[Issue, ...]]]


@cache
def coder() -> Coder:
    """Return the coder with the shipped codebook, gazetteer, lexicon and parser; made once.

    Raises
    ------
    events.language.LanguageModelError
        The language model is missing or not the pinned one.
    """
    tools = Tools.of(codebook.load(), Gazetteer.load(), language.load(), lexicon.load())
    return lambda report: code_with(report, tools)


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
) -> int:
    """Code each file and print one line of JSON a report.

    Parameters
    ----------
    paths
        Files of :func:`events.reading.read`; ``-`` is the standard input.
    published, title, publisher, url
        What is known of the report beside its file; for all files alike.

    Returns
    -------
    int
        0, or 1 where a file could not be read: the others are coded all the same.
    """
    out, err = out or sys.stdout, err or sys.stderr
    known = Known(published, title, publisher, url)
    failed = False
    for path in paths:
        try:
            report = read(path, known, stdin)
        except ReadingError as error:
            print(error, file=err)
            failed = True
            continue
        events, issues = (with_coder or coder())(report)
        write_jsonl([Coding(report, events)], out)
        for issue in issues:
            if issue.severity != "note":
                print(f"{issue.record}: {issue.message}", file=err)
    return int(failed)
