"""A report coded: the stages put together, sentence by sentence.

:func:`code` is what others call.  It reads nothing but its arguments and gives the same events
for the same words.
"""

from __future__ import annotations

from events.codebook.vocabulary import Codebook
from events.coding import clauses, layout, sentences
from events.coding.drafting import event_of
from events.coding.lexicon import Lexicon
from events.coding.sentence_reading import SentenceReader, Tools
from events.coding.sentences import Parser
from events.coding.telling import Teller
from events.model import Event, Issue, Report
from geodata.gazetteer import Gazetteer

__all__ = ["Tools", "code", "code_with"]


def code(
    report: Report, codebook: Codebook, gazetteer: Gazetteer, nlp: Parser, lexicon: Lexicon
) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
    """Return the events of a report, and what could not be coded.

    Parameters
    ----------
    report
        The text with its publication date.
    codebook
        Types and actors (:func:`events.codebook.load`).
    gazetteer
        Place names (:meth:`geodata.gazetteer.Gazetteer.load`).
    nlp
        The parser (:func:`events.language.load`).
    lexicon
        The coder's words (:func:`events.lexicon.load`).
    """
    return code_with(report, Tools.of(codebook, gazetteer, nlp, lexicon))


def code_with(report: Report, tools: Tools) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
    """Like :func:`code`, with tools that were made before, for many reports."""
    blocks = layout.blocks(report.text, report.title, tools.lexicon)
    reader = SentenceReader(report, tools)
    teller = Teller(reader)
    for sentence in sentences.sentences(report.text, blocks, tools.parser):
        found = reader.read(sentence, teller.anchor(), teller.here(sentence), teller.dyad())
        verdict = None
        segments = clauses.split(sentence, found.triggers, found.dates)
        for segment in segments:
            verdict = teller.tell(segment, found.within(segment, segments), verdict)
    events = tuple(
        event_of(draft, number, report, reader.countries, reader.finder.class_id, tools.lexicon)
        for number, draft in enumerate(teller.finish(), 1)
    )
    return events, _issues(report, events, told=bool(blocks))


def _issues(report: Report, events: tuple[Event, ...], *, told: bool) -> tuple[Issue, ...]:
    """Say what a person should look at: no text, places that no gazetteer knows."""
    if not told:
        message = f"Report {report.id!r} holds no text that could be coded."
        return (Issue(report.id, "text", "", "no text", message),)
    return tuple(
        Issue(
            event.id,
            "place",
            place.name,
            "place unresolved",
            f"{place.name!r} is in no gazetteer; the event keeps the smallest area the text names.",
            "note",
        )
        for event in events
        for place in event.places
        if not place.resolved
    )
