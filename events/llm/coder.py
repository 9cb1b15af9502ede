"""A report coded by the language model: asked, held to the text, and read by the rules' readers."""

from __future__ import annotations

from dataclasses import replace

from events.checks import check
from events.coding.coder import Tools
from events.coding.drafting import event_of
from events.llm import addressed, refusing
from events.llm.answer import MOST_EVENTS, Answer
from events.llm.client import Ask
from events.llm.drafting import Drafting
from events.llm.reading import ReadReport
from events.llm.refusing import Refused
from events.model import Event, Issue, Report

ORIGIN = "llm"
Coding = tuple[tuple[Event, ...], tuple[Issue, ...]]


def code(report: Report, tools: Tools, ask: Ask) -> Coding:
    """Return the events that the model finds in a report, and all that was refused of them.

    Parameters
    ----------
    ask
        Sends the report and returns the answer (:func:`events.llm.client.asker`).

    Raises
    ------
    ModelError
        The model gave no answer to work with.
    """
    return from_answer(report, tools, ask(report))


def from_answer(report: Report, tools: Tools, answer: Answer) -> Coding:
    """Return the events of an answer; what does not stand in the report is refused and listed."""
    return from_read(ReadReport(report, tools), answer)


def from_read(read: ReadReport, answer: Answer) -> Coding:
    """Like :func:`from_answer`, of a report that was read before."""
    report, events = read.report, list[Event]()
    issues = _of_report(read, answer)
    for number, said in enumerate(answer.events[:MOST_EVENTS], 1):
        refused = Refused(f"{report.id}-m{number:02d}")
        draft = Drafting(read, refused).draft(said)
        if draft is None:
            told = said.evidence[0] if said.evidence else said.sub_event_type
            refused.add("event", told, refusing.UNSUPPORTED)
        else:
            reader = read.reader
            made = event_of(
                draft,
                number,
                report,
                reader.countries,
                reader.finder.class_id,
                read.tools.lexicon,
            )
            event = replace(made, id=refused.record, origin=ORIGIN)
            events.append(event)
            issues += check(event, read.tools.codebook, report)
        issues += refused.issues
    return tuple(events), tuple(issues)


def _of_report(read: ReadReport, answer: Answer) -> list[Issue]:
    """Say of the whole report: words in it that speak to a program, and an answer cut short."""
    refused = Refused(read.report.id)
    for one in read.addressed:
        words = read.report.text[one.start : one.end]
        plain = one.rule == addressed.ORDER  # "Read more": seldom meant for a program
        refused.add("text", words, refusing.TO_PROGRAM, "note" if plain else "warning")
    if len(answer.events) > MOST_EVENTS:
        refused.add("events", f"{len(answer.events)} events", refusing.TOO_MANY)
    return refused.issues
