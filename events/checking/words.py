"""Rules about the words of the report: what is quoted must stand in it letter for letter."""

from __future__ import annotations

from collections.abc import Iterator

from events.checking.fault import fault
from events.model import Event, Issue, Quote, Report


def check_words(event: Event, report: Report) -> Iterator[Issue]:
    """Yield each quote that the report's text does not have, and each value without words."""
    text = report.text
    if not event.evidence:
        said = "no sentence of the report supports it"
        yield fault(event, "evidence", "", "no evidence", said, severity="error")
    for field, quote in _quotes(event):
        if not quote.text or not quote_stands(quote, text):
            said = "these words do not stand in the report letter for letter"
            yield fault(event, field, quote.text, "quote not found", said, severity="error")
    for number, claim in enumerate(event.claims):
        if claim.quote is None:
            said = "a claim carries the words it rests on"
            yield fault(event, f"claims.{number}", claim.what, "claim without quote", said)
    named = [event.place.name] if event.place and event.place.name else []
    for name in (*named, *(place.name for place in event.places)):
        if name not in text:
            said = "the report does not write this name"
            yield fault(event, "place.name", name, "name not found", said)


def quote_stands(quote: Quote, text: str) -> bool:
    """Return whether a quote stands in ``text``: at its span where it has one."""
    if quote.start is None or quote.end is None:
        return quote.text in text
    return text[quote.start : quote.end] == quote.text


def _quotes(event: Event) -> Iterator[tuple[str, Quote]]:
    for number, quote in enumerate(event.evidence):
        yield f"evidence.{number}", quote
    for number, claim in enumerate(event.claims):
        if claim.quote is not None:
            yield f"claims.{number}.quote", claim.quote
    for ground in event.grounds:
        if ground.quote.text:  # without words it rests on a rule alone, such as a default day
            yield f"grounds.{ground.field}", ground.quote
