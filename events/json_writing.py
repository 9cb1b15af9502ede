"""Records as JSON objects of the gold format (``tests/gold/README.md``), and what we add to it.

Ours beyond the gold format, each only where set: report ``url`` and ``retold``; event
``evidence_spans``, ``grounds``, ``source``, ``notes``, ``dataset``, ``origin`` and
``fatalities_low``, ``_best``, ``_high``, ``also``; claim ``span`` and ``outlet``; place
``adm1_id`` and the rest of :class:`events.model.Place`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from events.model import Claim, Event, Place, Quote, Report, Source, Telling

GOLD_PLACE = ("name", "precision", "country", "adm1", "adm2")
OUR_PLACE = ("adm1_id", "adm2_id", "border", "lat", "lon", "method", "rivals", "boundaries")


def report_to_json(report: Report) -> dict[str, Any]:
    """Return the gold format's ``report`` object; ``url`` and ``retold`` only where set."""
    out: dict[str, Any] = {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "published": report.published.isoformat(),
        "text": report.text,
    }
    if report.url is not None:
        out["url"] = report.url
    if report.retold:
        out["retold"] = True
    return out


def event_to_json(event: Event, report: Report | None = None) -> dict[str, Any]:
    """Return the gold format's event object; the source only where ``report`` does not say it."""
    out: dict[str, Any] = {
        "id": event.id,
        "status": event.status,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "date_start": event.date_start.isoformat() if event.date_start else None,
        "date_end": event.date_end.isoformat() if event.date_end else None,
        "date_precision": event.date_precision,
        "side_a": list(event.side_a),
        "side_b": list(event.side_b),
        "place": _place_to_json(event.place) if event.place else None,
        "places": [{"name": place.name, "resolved": place.resolved} for place in event.places],
        "claims": [_claim_to_json(claim) for claim in event.claims],
        "evidence": [quote.text for quote in event.evidence],
    }
    out.update(_beyond_gold(event))
    told = source_of(report) if report else Source()
    if event.source != told:
        out["source"] = _source_to_json(event.source)
    if event.also:
        out["also"] = [_telling_to_json(telling) for telling in event.also]
    return out


def _telling_to_json(telling: Telling) -> dict[str, Any]:
    return {
        "event_id": telling.event_id,
        "source": _source_to_json(telling.source),
        "claims": [_claim_to_json(claim) for claim in telling.claims],
        "evidence": [quote.text for quote in telling.evidence],
        **_words_beyond_gold(telling),
    }


def source_of(report: Report) -> Source:
    """Return the source that an event of this report has when it names none itself."""
    return Source(
        title=report.title,
        publisher=report.publisher,
        url=report.url,
        published=report.published,
        report_id=report.id,
        retold=report.retold,
    )


def coding_to_json(report: Report, events: Iterable[Event]) -> dict[str, Any]:
    """Return a report with its events in the gold format."""
    return {
        "report": report_to_json(report),
        "events": [event_to_json(event, report) for event in events],
    }


def _words_beyond_gold(event: Event | Telling) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if any(_span(quote) for quote in event.evidence):
        out["evidence_spans"] = [_span(quote) for quote in event.evidence]
    if event.grounds:
        out["grounds"] = [
            {"field": one.field, "text": one.quote.text, "span": _span(one.quote), "rule": one.rule}
            for one in event.grounds
        ]
    return out


def _beyond_gold(event: Event) -> dict[str, Any]:
    out = _words_beyond_gold(event)
    for key in ("notes", "fatalities_low", "fatalities_best", "fatalities_high"):
        if getattr(event, key) is not None:
            out[key] = getattr(event, key)
    return {**out, "dataset": event.dataset, "origin": event.origin}


def _place_to_json(place: Place) -> dict[str, Any]:
    out: dict[str, Any] = {key: getattr(place, key) for key in GOLD_PLACE}
    for key in OUR_PLACE:
        value = getattr(place, key)
        if value not in (None, ()):
            out[key] = list(value) if isinstance(value, tuple) else value
    return out


def _claim_to_json(claim: Claim) -> dict[str, Any]:
    out: dict[str, Any] = {
        "kind": claim.kind,
        "low": claim.low,
        "high": claim.high,
        "what": claim.what,
        "side": claim.side,
        "claimant": claim.claimant,
        "stance": claim.stance,
    }
    if claim.quote is not None:
        out["quote"] = claim.quote.text
        if span := _span(claim.quote):
            out["span"] = span
    if claim.subset:
        out["subset"] = True
    if claim.outlet is not None:
        out["outlet"] = claim.outlet
    return out


def _source_to_json(source: Source) -> dict[str, Any]:
    out = {one.name: getattr(source, one.name) for one in fields(source)}
    published = source.published.isoformat() if source.published else None
    return {key: value for key, value in {**out, "published": published}.items() if value}


def _span(quote: Quote) -> list[int] | None:
    if quote.start is None or quote.end is None:
        return None
    return [quote.start, quote.end]
