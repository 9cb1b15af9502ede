"""What does an event's card say?  Safe HTML from one event: every value is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import urlsplit

from events.model import Event, Issue, Source
from events.tellings import Carried, named, side_by_side, sources
from views import phrases
from views.marked import quote_html
from views.palette import mark
from views.since_html import changes_html

Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Names:
    """How ids are written for a reader: actors, countries, borders."""

    actor: Label = str
    country: Label = str
    border: Label = str


def card_html(
    event: Event,
    names: Names,
    history: Sequence[Mapping[str, Any]] = (),
    doubts: Sequence[Issue] = (),
) -> str:
    """Return the whole card: what, when, where, who, claims, evidence, doubts, source, history."""
    parts = [
        head_html(event),
        facts_html(event, names),
        claims_html(event, names),
        _evidence(event),
        doubts_html(doubts),
        sources_html(event),
        _history(history),
    ]
    return f'<article class="card" aria-label="Event">{"".join(parts)}</article>'


def safe_link(url: str | None) -> str | None:
    """Return an address that may be linked: http or https with a host, else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.hostname else None


def head_html(event: Event) -> str:
    """Return the event's type with its glyph, and its status where it is not drawn."""
    type_mark = mark(event.event_type)
    named = phrases.STATUSES[event.status]
    title = escape(event.sub_event_type or event.event_type or named)
    kind = escape(event.event_type or "")
    status = "" if event.status == "event" else _tag(named, "off")
    note = (
        ""
        if event.status == "event"
        else '<p class="card-note">Kept and listed, not drawn on the map.</p>'
    )
    return (
        f'<header><p class="card-kind"><span class="glyph" style="color:{type_mark.colour}" '
        f'aria-hidden="true">{type_mark.glyph}</span> {kind}{status}</p>'
        f"<h2>{title}</h2>{note}</header>"
    )


def _tag(text: str, css: str = "") -> str:
    return f' <span class="tag {css}">{escape(text)}</span>'


def facts_html(event: Event, names: Names) -> str:
    """Return when, where and who, each with how exactly it is known.

    For an event all three are said, known or not; for words, history and plans only what is.
    """
    place, drawn = event.place, event.status == "event"
    rows = []
    if drawn or event.date_start:
        when = phrases.days(event.date_start, event.date_end, event.date_precision)
        rows.append(_row("When", when, phrases.DATE_PRECISIONS.get(event.date_precision or "", "")))
    if drawn or place:
        known = phrases.PLACE_PRECISIONS.get(place.precision, "") if place else ""
        rows.append(_row("Where", phrases.where(place, names.country, names.border), known))
    unresolved = [p.name for p in event.places if not p.resolved]
    if unresolved:
        rows.append(_row("Also named", ", ".join(unresolved), "not found in the gazetteer"))
    if place and place.rivals:
        rows.append(_row("Could also be", "; ".join(place.rivals), ""))
    if drawn or event.side_a or event.side_b:
        first, second = phrases.who(event.side_a, event.side_b, names.actor)
        rows.append(_row("Who", f"{first} – {second}", "in no order: order is not blame"))
    if event.origin == "import" and event.fatalities_high is not None:
        tolls = phrases.span(event.fatalities_low, event.fatalities_high)
        best = event.fatalities_best
        said = "" if best is None else f"best estimate {phrases.count(best)}, "
        rows.append(_row("Killed", tolls, f"{said}as the data set {event.dataset} has it"))
    if event.notes:
        rows.append(_row("Notes", event.notes, ""))
    return f'<dl class="facts">{"".join(rows)}</dl>' if rows else ""


def _row(name: str, value: str, note: str) -> str:
    small = f' <span class="precision">{escape(note)}</span>' if note else ""
    return f"<div><dt>{escape(name)}</dt><dd>{escape(value)}{small}</dd></div>"


def claims_html(event: Event, names: Names) -> str:
    """Return the claims, those of one kind of loss of one side next to each other.

    Rival figures stand side by side: never added, never averaged.
    """
    carried = side_by_side(event)
    if not carried:
        return (
            '<section><h3>Claims</h3><p class="empty">No numbers are stated. '
            "Not stated is not zero.</p></section>"
        )
    groups: dict[tuple[str, str | None], list[Carried]] = {}
    for each in carried:
        groups.setdefault((each.claim.kind, each.claim.side), []).append(each)
    rival = any(len({_says(one) for one in each}) > 1 for each in groups.values())
    note = (
        '<p class="card-note">Rival claims stand side by side; they are not added up.</p>'
        if rival
        else ""
    )
    told = bool(event.also)
    tables = "".join(_group(*key, each, names, told=told) for key, each in groups.items())
    return f"<section><h3>Claims</h3>{note}{tables}</section>"


def _says(carried: Carried) -> str:
    """Return who says a claim: its claimant, or the reports that state it themselves."""
    return carried.claim.claimant or f"\0{named(carried.sources)}"


def _group(
    kind: str, side: str | None, claims: Sequence[Carried], names: Names, *, told: bool
) -> str:
    """Return one kind of loss of one side: a column for each that is said of it."""
    what = escape(phrases.KINDS.get(kind, kind))
    of = f' <span class="side">{escape(names.actor(side))}</span>' if side else ""
    cells = "".join(_claim(each, names, told=told) for each in claims)
    return (
        f'<table class="claims"><caption>{what}{of}</caption>'
        f"<tbody><tr>{cells}</tr></tbody></table>"
    )


def _claim(carried: Carried, names: Names, *, told: bool) -> str:
    """Return one claim; where several reports tell of the event, with those that carry it."""
    claim = carried.claim
    claimant = escape(names.actor(claim.claimant)) if claim.claimant else "The report itself"
    verb = "" if claim.stance == "asserted" else _tag(phrases.STANCES[claim.stance], "doubt")
    outlet = f", told {escape(claim.outlet)}" if claim.outlet else ""
    subset = _tag("part of another figure") if claim.subset else ""
    said = claim.quote.text if claim.quote else claim.what
    words = f"<q>{escape(said)}</q>" if said else ""
    victims = f'<div class="side">{escape(claim.what)}</div>' if claim.quote and claim.what else ""
    papers = "; ".join(each.publisher or each.title or "not stated" for each in carried.sources)
    by = f'<div class="side">in {escape(papers)}</div>' if told else ""
    return (
        f'<td><div class="n">{phrases.claim_number(claim)}</div>{victims}'
        f'<div class="by">{claimant}{outlet}{verb}{subset}</div>{words}{by}</td>'
    )


def doubts_html(doubts: Sequence[Issue]) -> str:
    """Return what is doubtful in an event, one line a doubt; nothing where nothing is."""
    if not doubts:
        return ""
    lines = "".join(
        f"<li>{escape(one.message.removeprefix(f'{one.record}, '))}</li>" for one in doubts
    )
    return f"<section><h3>Doubts</h3><ul>{lines}</ul></section>"


def _evidence(event: Event) -> str:
    elsewhere = _evidence_elsewhere(event)
    if not event.evidence and not elsewhere and event.origin == "import":
        return (
            '<section><h3>Evidence</h3><p class="empty">A row of a data set, which does not hold '
            "the words it was coded from. Follow the source below.</p></section>"
        )
    if not event.evidence and not elsewhere:
        return (
            '<section><h3>Evidence</h3><p class="empty">Coded by hand; the page it was read from '
            "is not shipped. Follow the source below.</p></section>"
        )
    sentences = "".join(
        f"<blockquote>{quote_html(quote, event)}</blockquote>" for quote in event.evidence
    )
    return f"<section><h3>Evidence</h3>{sentences}{elsewhere}</section>"


def _evidence_elsewhere(event: Event) -> str:
    """Return the sentences of the further reports, under the name of each."""
    parts = []
    for telling in event.also:
        its = replace(event, claims=telling.claims, grounds=telling.grounds, also=())
        quotes = "".join(
            f"<blockquote>{quote_html(quote, its)}</blockquote>" for quote in telling.evidence
        )
        if quotes:
            parts.append(f'<p class="side">{escape(named([telling.source]))}</p>{quotes}')
    return "".join(parts)


def sources_html(event: Event) -> str:
    """Return every report that tells of the event, the one it was first coded from first."""
    told = sources(event)
    head = "Source" if len(told) == 1 else f"Sources: {len(told)} reports tell of it"
    return f"<section><h3>{head}</h3>{''.join(map(_source, told))}</section>"


def _source(source: Source) -> str:
    title = escape(source.title or "Untitled")
    link = safe_link(source.url)
    if link:
        title = (
            f'<a href="{escape(link, quote=True)}" target="_blank" '
            f'rel="noopener noreferrer nofollow">{title}</a>'
        )
    bits = [source.publisher, phrases.day(source.published) if source.published else None]
    line = " · ".join(escape(bit) for bit in bits if bit)
    retold = _tag("retold in our own words, not to be cited", "doubt") if source.retold else ""
    bad = (
        f'<div class="side">Address not linked: {escape(source.url)}</div>'
        if source.url and not link
        else ""
    )
    licence = f'<div class="side">{escape(source.licence)}</div>' if source.licence else ""
    return f'<p class="source">{title}{retold}</p><p class="side">{line}</p>{bad}{licence}'


def _history(history: Sequence[Mapping[str, Any]]) -> str:
    if not history:
        return ""
    items = "".join(map(_version, history))
    return (
        f"<section><details><summary>History of changes ({len(history)})</summary>"
        f'<ol class="history">{items}</ol></details></section>'
    )


def _version(row: Mapping[str, Any]) -> str:
    said = (str(v) for key, v in row.items() if key != "fields" and v not in {None, ""})
    return f"<li>{escape(' · '.join(said))}{changes_html(row.get('fields', ()))}</li>"
