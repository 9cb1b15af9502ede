"""Text as safe HTML, with the words that carry a coded value marked by field.

The text comes from outside: every character of it goes through ``html.escape`` here, and
nothing but this module's own tags surrounds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Literal

from events.model import Event, Ground, Quote
from views.palette import FIELDS
from views.reasons import Reason

# A longer ground is a whole sentence that a rule went by: marking it all would say nothing.
LONGEST_GROUND = 80


Look = Literal["plain", "faint", "none"]


@dataclass(frozen=True, slots=True)
class Marking:
    """Words ``[start, end)`` of a text that carry ``field``; ``title`` says what was read.

    ``ref`` is the number of the reason that they are, by which a reader finds them; ``look`` is
    ``faint`` for words of what is not in focus, ``none`` for a sentence that is only found.
    """

    start: int
    end: int
    field: str
    title: str
    ref: int | None = None
    look: Look = "plain"


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
    parts: list[tuple[str, Marking | None, tuple[int, ...]]] = []
    for start, end in pairwise(cuts):
        here = [m for m in inside if m.start <= start + offset and m.end >= end + offset]
        seen = (m for m in here if m.look != "none")
        best = min(seen, key=_rank, default=None)
        refs = tuple(sorted({m.ref for m in here if m.ref is not None}))
        if parts and parts[-1][1] is best and parts[-1][2] == refs:
            parts[-1] = (parts[-1][0] + text[start:end], best, refs)
        else:
            parts.append((text[start:end], best, refs))
    return "".join(_piece(*part) for part in parts)


def _rank(marking: Marking) -> tuple[bool, int, str]:
    """Order markings of one place: what is in focus, then the shortest."""
    return marking.look == "faint", marking.end - marking.start, marking.field


def _piece(piece: str, marking: Marking | None, refs: tuple[int, ...]) -> str:
    words = escape(piece, quote=True)
    found = f' data-ref="{" ".join(map(str, refs))}"' if refs else ""
    if marking is None:
        return f"<span{found}>{words}</span>" if found else words
    name, css = FIELDS.get(marking.field, ("Read", "other"))
    title = escape(f"{name}: {marking.title}" if marking.title else name, quote=True)
    faint = " m-faint" if marking.look == "faint" else ""
    return f'<mark class="m m-{css}{faint}" title="{title}"{found}>{words}</mark>'


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


def reason_markings(found: Iterable[Reason]) -> tuple[Marking, ...]:
    """Return the words of reasons, each with its number; a whole sentence is only found."""
    return tuple(
        Marking(
            quote.start,
            quote.end,
            "claim" if each.slot.startswith("claim.") else each.slot,
            each.says,
            each.ref,
            "none" if len(quote.text) > LONGEST_GROUND else "plain",
        )
        for each in found
        for quote in each.words
        if quote.start is not None and quote.end is not None
    )


def faint(found: Iterable[Marking]) -> tuple[Marking, ...]:
    """Return markings as those of what is not in focus."""
    return tuple(replace(each, look="faint") for each in found)


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
