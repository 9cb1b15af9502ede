"""Text as safe HTML, with the words that carry a coded value marked by field.

The text comes from outside: every character of it goes through ``html.escape`` here, and
nothing but this module's own tags surrounds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from events.model import Event, Ground, Quote
from views.palette import FIELDS

# A longer ground is a whole sentence that a rule went by: marking it all would say nothing.
LONGEST_GROUND = 80


@dataclass(frozen=True, slots=True)
class Marking:
    """Words ``[start, end)`` of a text that carry ``field``; ``title`` says what was read."""

    start: int
    end: int
    field: str
    title: str


def marked_html(text: str, markings: Iterable[Marking], *, offset: int = 0) -> str:
    """Return the text escaped, with its markings as ``<mark>`` tags.

    Parameters
    ----------
    text
        The text, or a sentence of it.
    markings
        Spans in the whole text's offsets; those outside are left out, those that cross
        the edge are cut, and where several overlap the shortest one is shown.
    offset
        Where ``text`` begins in the whole text.
    """
    inside = [m for m in markings if m.start < offset + len(text) and m.end > offset]
    edges = {0, len(text)}
    for m in inside:
        edges |= {max(0, m.start - offset), min(len(text), m.end - offset)}
    cuts = sorted(edges)
    parts: list[tuple[str, Marking | None]] = []
    for start, end in pairwise(cuts):
        here = [m for m in inside if m.start <= start + offset and m.end >= end + offset]
        best = min(here, key=lambda m: (m.end - m.start, m.field), default=None)
        if parts and parts[-1][1] is best:
            parts[-1] = (parts[-1][0] + text[start:end], best)
        else:
            parts.append((text[start:end], best))
    return "".join(_piece(piece, marking) for piece, marking in parts)


def _piece(piece: str, marking: Marking | None) -> str:
    words = escape(piece, quote=True)
    if marking is None:
        return words
    name, css = FIELDS.get(marking.field, ("Read", "other"))
    title = escape(f"{name}: {marking.title}" if marking.title else name, quote=True)
    return f'<mark class="m m-{css}" title="{title}">{words}</mark>'


def markings(event: Event, report_id: str | None = None) -> tuple[Marking, ...]:
    """Return the words an event's values rest on, where their place in the text is known.

    ``report_id`` names the report whose text is shown: where it is a further one that tells of
    the event, its own words are marked.
    """
    if report_id not in (None, event.source.report_id):
        its = next((t for t in event.also if t.source.report_id == report_id), None)
        if its is None:
            return ()
        event = replace(event, claims=its.claims, grounds=its.grounds, also=())
    found = [_of(g.quote, g.field, g.rule) for g in _short(event)]
    found += [
        _of(c.quote, "claim", f"{c.kind.replace('_', ' ')}, {c.what or ''}".rstrip(", "))
        for c in event.claims
        if c.quote
    ]
    return tuple(m for m in found if m)


def markings_within(sentence: str, event: Event) -> tuple[Marking, ...]:
    """Return the markings of a sentence whose place in the text is not known, by its words."""
    quotes = [(g.quote, g.field, g.rule) for g in _short(event)]
    quotes += [(c.quote, "claim", c.kind.replace("_", " ")) for c in event.claims if c.quote]
    found = []
    for quote, field, title in quotes:
        start = sentence.find(quote.text) if quote and quote.text else -1
        if start >= 0:
            found.append(Marking(start, start + len(quote.text), field, title))
    return tuple(found)


def quote_html(quote: Quote, event: Event) -> str:
    """Return one evidence sentence as safe HTML with the event's coded words marked."""
    if quote.start is None:
        return marked_html(quote.text, markings_within(quote.text, event))
    known = markings(event)
    return marked_html(quote.text, known or markings_within(quote.text, event), offset=quote.start)


def _short(event: Event) -> list[Ground]:
    return [g for g in event.grounds if 0 < len(g.quote.text) <= LONGEST_GROUND]


def _of(quote: Quote | None, field: str, title: str) -> Marking | None:
    if quote is None or quote.start is None or quote.end is None:
        return None
    return Marking(quote.start, quote.end, field, title)
