"""What does an event's card say?  Safe HTML from one event: every value is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from events.model import Claim, Event, Source
from views import phrases
from views.marked import quote_html
from views.palette import mark

Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Names:
    """How ids are written for a reader: actors and countries."""

    actor: Label = str
    country: Label = str


def card_html(event: Event, names: Names, history: Sequence[Mapping[str, object]] = ()) -> str:
    """Return the whole card: what, when, where, who, claims, evidence, source, history."""
    parts = [
        head_html(event),
        facts_html(event, names),
        claims_html(event, names),
        _evidence(event),
        _source(event.source),
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
    title = escape(event.sub_event_type or event.event_type or "Not typed")
    kind = escape(event.event_type or phrases.STATUSES[event.status])
    status = "" if event.status == "event" else _tag(phrases.STATUSES[event.status], "off")
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
    """Return when, where and who, each with how exactly it is known."""
    first, second = phrases.who(event.side_a, event.side_b, names.actor)
    place = event.place
    rows = [
        _row(
            "When",
            phrases.days(event.date_start, event.date_end, event.date_precision),
            phrases.DATE_PRECISIONS.get(event.date_precision or "", ""),
        ),
        _row(
            "Where",
            phrases.where(place, names.country),
            phrases.PLACE_PRECISIONS.get(place.precision, "") if place else "",
        ),
    ]
    unresolved = [p.name for p in event.places if not p.resolved]
    if unresolved:
        rows.append(_row("Also named", ", ".join(unresolved), "not found in the gazetteer"))
    if place and place.rivals:
        rows.append(_row("Could also be", "; ".join(place.rivals), ""))
    rows.append(_row("Who", f"{first} – {second}", "order is not blame"))
    if event.notes:
        rows.append(_row("Notes", event.notes, ""))
    return f'<dl class="facts">{"".join(rows)}</dl>'


def _row(name: str, value: str, note: str) -> str:
    small = f' <span class="precision">{escape(note)}</span>' if note else ""
    return f"<div><dt>{escape(name)}</dt><dd>{escape(value)}{small}</dd></div>"


def claims_html(event: Event, names: Names) -> str:
    """Return the claims as tables side by side, one a claimant: never added, never averaged."""
    if not event.claims:
        return (
            '<section><h3>Claims</h3><p class="empty">No numbers are stated. '
            "Not stated is not zero.</p></section>"
        )
    by_claimant: dict[str | None, list[Claim]] = {}
    for claim in event.claims:
        by_claimant.setdefault(claim.claimant, []).append(claim)
    tables = [_claimant(who, claims, names) for who, claims in by_claimant.items()]
    rival = (
        '<p class="card-note">Rival claims stand side by side; they are not added up.</p>'
        if len(by_claimant) > 1
        else ""
    )
    return (
        f'<section><h3>Claims</h3>{rival}<div class="claimants">{"".join(tables)}</div></section>'
    )


def _claimant(who: str | None, claims: Sequence[Claim], names: Names) -> str:
    caption = names.actor(who) if who else "The report itself"
    rows = "".join(_claim(claim, names) for claim in claims)
    return (
        f'<table class="claims"><caption>{escape(caption)}</caption><thead><tr>'
        '<th scope="col">What</th><th scope="col" class="n">Number</th>'
        '<th scope="col">Of whom</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _claim(claim: Claim, names: Names) -> str:
    kind = escape(phrases.KINDS.get(claim.kind, claim.kind))
    stance = "" if claim.stance == "asserted" else _tag(phrases.STANCES[claim.stance], "doubt")
    subset = _tag("part of another figure") if claim.subset else ""
    outlet = f'<div class="side">told {escape(claim.outlet)}</div>' if claim.outlet else ""
    side = f'<div class="side">{escape(names.actor(claim.side))}</div>' if claim.side else ""
    words = (
        f'<tr class="words"><td colspan="3"><q>{escape(claim.quote.text)}</q></td></tr>'
        if claim.quote
        else ""
    )
    return (
        f'<tr><td>{kind}{stance}{subset}</td><td class="n">{phrases.claim_number(claim)}</td>'
        f"<td>{escape(claim.what or '—')}{side}{outlet}</td></tr>{words}"
    )


def _evidence(event: Event) -> str:
    if not event.evidence:
        return (
            '<section><h3>Evidence</h3><p class="empty">Coded by hand; the page it was read from '
            "is not shipped. Follow the source below.</p></section>"
        )
    sentences = "".join(
        f"<blockquote>{quote_html(quote, event)}</blockquote>" for quote in event.evidence
    )
    return f"<section><h3>Evidence</h3>{sentences}</section>"


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
    return (
        f'<section><h3>Source</h3><p class="source">{title}{retold}</p>'
        f'<p class="side">{line}</p>{bad}{licence}</section>'
    )


def _history(history: Sequence[Mapping[str, object]]) -> str:
    if not history:
        return ""
    items = "".join(
        f"<li>{escape(' · '.join(str(v) for v in row.values() if v not in (None, '')))}</li>"
        for row in history
    )
    return (
        f"<section><details><summary>History of changes ({len(history)})</summary>"
        f'<ol class="history">{items}</ol></details></section>'
    )
