"""JSON objects of the gold format as records: what is wrong becomes an issue, nothing raises."""

from __future__ import annotations

from typing import Any, cast, get_args

from events.json_values import Values, is_span
from events.json_writing import source_of
from events.model import (
    Claim,
    ClaimKind,
    CodedStatus,
    DatePrecision,
    Event,
    Ground,
    Issue,
    Place,
    PlaceName,
    PlacePrecision,
    Quote,
    Report,
    Source,
    Stance,
    Status,
    Telling,
)

STATUSES = get_args(CodedStatus)
DATE_PRECISIONS = get_args(DatePrecision)
PLACE_PRECISIONS = get_args(PlacePrecision)
KINDS = get_args(ClaimKind)
STANCES = get_args(Stance)


def events_from_json(
    content: object, name: str = "JSON"
) -> tuple[Report | None, tuple[Event, ...], tuple[Issue, ...]]:
    """Return the report and events of one object, and all that is wrong with it.

    Parameters
    ----------
    content
        ``{"report": …, "events": […]}``, or one event by itself.
    name
        What to call the object in issues, such as "coding.jsonl:3".

    Returns
    -------
    tuple
        The report (None where there is none or it cannot be used), the events that can be
        used, the issues.  An event without an id or a status is left out with an error.
    """
    issues: list[Issue] = []
    top = Values({"content": content}, name, issues).inner("content")
    if top is None:
        return None, (), tuple(issues)
    top.at = ""
    if "report" not in top.content and "events" not in top.content:
        event = event_from_json(content, None, name, issues)
        return None, (event,) if event else (), tuple(issues)
    described = top.inner("report")
    report = report_from_values(described) if described else None
    events = []
    for number, item in enumerate(top.items("events"), 1):
        event = event_from_json(item, report, f"{name}, event {number}", issues)
        if event is not None:
            events.append(event)
    top.rest()
    return report, tuple(events), tuple(issues)


def report_from_values(values: Values) -> Report | None:
    """Return a report; None, with issues, where id, title, date or text is missing."""
    report_id = values.text("id", needed=True)
    title = values.text("title", needed=True)
    text = values.text("text", needed=True)
    published = values.day("published")
    if values.content.get("published") is None:
        said = "the day of publication is needed, YYYY-MM-DD"
        values.fault("published", None, "missing", said, "error")
    publisher, url, retold = values.text("publisher"), values.text("url"), values.flag("retold")
    values.rest()
    if report_id is None or title is None or text is None or published is None:
        return None
    return Report(report_id, title, publisher, published, text, url, retold)


def event_from_json(
    content: Any, report: Report | None, name: str, issues: list[Issue]
) -> Event | None:
    """Return one event; None where it has no id or no accepted status."""
    values = Values({name: content}, name, issues).inner(name)
    if values is None:
        return None
    values.at = ""
    event_id = values.text("id", needed=True)
    values.record = event_id or name
    status = values.choice("status", STATUSES)
    if values.content.get("status") is None:
        said = f"accepted: {', '.join(STATUSES)}"
        values.fault("status", None, "missing", said, "error")
    event = _event(values, event_id or name, cast("Status", status or "event"), report)
    values.rest()
    return event if event_id and status else None


def _event(values: Values, event_id: str, status: Status, report: Report | None) -> Event:
    return Event(
        id=event_id,
        status=status,
        event_type=values.text("event_type"),
        sub_event_type=values.text("sub_event_type"),
        date_start=values.day("date_start"),
        date_end=values.day("date_end"),
        date_precision=cast(
            "DatePrecision | None", values.choice("date_precision", DATE_PRECISIONS)
        ),
        side_a=values.texts("side_a"),
        side_b=values.texts("side_b"),
        place=_place(values),
        places=_places(values),
        claims=_claims(values),
        evidence=_evidence(values),
        grounds=_grounds(values),
        source=_source(values, report),
        notes=values.text("notes"),
        dataset=values.text("dataset") or "hand",
        origin=values.text("origin") or "hand",
        fatalities_low=values.integer("fatalities_low"),
        fatalities_best=values.integer("fatalities_best"),
        fatalities_high=values.integer("fatalities_high"),
        also=_also(values),
    )


def _also(event: Values) -> tuple[Telling, ...]:
    found = []
    for number, item in enumerate(event.items("also")):
        values = event.of(item, f"also.{number}")
        event_id = values.text("event_id", needed=True) if values else None
        if values is None or event_id is None:
            continue
        words = _claims(values), _evidence(values), _grounds(values)
        found.append(Telling(event_id, _source(values, None), *words))
        values.rest()
    return tuple(found)


def _place(event: Values) -> Place | None:
    values = event.inner("place")
    if values is None:
        return None
    precision = values.choice("precision", PLACE_PRECISIONS)
    if precision is None:
        if values.content.get("precision") is None:
            said = f"accepted: {', '.join(PLACE_PRECISIONS)}"
            values.fault("precision", None, "missing", said, "error")
        return None
    place = Place(
        name=values.text("name"),
        precision=cast("PlacePrecision", precision),
        country=values.text("country"),
        adm1=values.text("adm1"),
        adm2=values.text("adm2"),
        adm1_id=values.text("adm1_id"),
        adm2_id=values.text("adm2_id"),
        border=values.text("border"),
        lat=values.degrees("lat", 90.0),
        lon=values.degrees("lon", 180.0),
        method=values.text("method"),
        rivals=values.texts("rivals"),
        boundaries=values.text("boundaries"),
    )
    values.rest()
    return place


def _places(event: Values) -> tuple[PlaceName, ...]:
    found = []
    for number, item in enumerate(event.items("places")):
        values = event.of(item, f"places.{number}")
        name = values.text("name", needed=True) if values else None
        if values and name:
            found.append(PlaceName(name, resolved=values.flag("resolved")))
            values.rest()
    return tuple(found)


def _claims(event: Values) -> tuple[Claim, ...]:
    found = []
    for number, item in enumerate(event.items("claims")):
        values = event.of(item, f"claims.{number}")
        claim = claim_from_values(values) if values else None
        if claim is not None:
            found.append(claim)
    return tuple(found)


def claim_from_values(values: Values) -> Claim | None:
    """Return one claim; None, with issues, where its kind or low number is missing."""
    kind = values.choice("kind", KINDS)
    low, high = values.integer("low"), values.integer("high")
    for key in ("kind", "low"):
        if values.content.get(key) is None:
            said = f"accepted: {', '.join(KINDS) if key == 'kind' else 'a whole number'}"
            values.fault(key, None, "missing", said, "error")
    if low is not None and high is not None and high < low:
        values.fault("high", high, "below low", f"low is {low}; null is open-ended")
        return None
    stance = values.choice("stance", STANCES, "asserted")
    claim = Claim(
        kind=cast("ClaimKind", kind or "killed"),
        low=low or 0,
        high=high,
        what=values.text("what"),
        side=values.text("side"),
        claimant=values.text("claimant"),
        stance=cast("Stance", stance),
        quote=values.quote("quote", "span"),
        subset=values.flag("subset"),
        outlet=values.text("outlet"),
    )
    values.rest()
    return claim if kind is not None and low is not None else None


def _evidence(event: Values) -> tuple[Quote, ...]:
    texts = event.texts("evidence")
    spans = event.items("evidence_spans")
    if len(spans) != len(texts):
        if spans:
            said = f"accepted are as many spans as texts, {len(texts)}"
            event.fault("evidence_spans", spans, "other length", said)
        return tuple(Quote(text) for text in texts)
    found = []
    for text, span in zip(texts, spans, strict=True):
        if is_span(span):
            found.append(Quote(text, span[0], span[1]))
        else:
            if span is not None:
                event.fault("evidence_spans", span, "not a span", "accepted is [start, end]")
            found.append(Quote(text))
    return tuple(found)


def _grounds(event: Values) -> tuple[Ground, ...]:
    found = []
    for number, item in enumerate(event.items("grounds")):
        values = event.of(item, f"grounds.{number}")
        if values is None:
            continue
        field, quote = values.text("field", needed=True), values.quote("text", "span")
        rule = values.text("rule", needed=True)
        values.rest()
        if field and quote and rule:
            found.append(Ground(field, quote, rule))
    return tuple(found)


def _source(event: Values, report: Report | None) -> Source:
    values = event.inner("source")
    if values is None:
        return source_of(report) if report else Source()
    source = Source(
        title=values.text("title"),
        publisher=values.text("publisher"),
        url=values.text("url"),
        published=values.day("published"),
        report_id=values.text("report_id"),
        licence=values.text("licence"),
        retold=values.flag("retold"),
    )
    values.rest()
    return source
