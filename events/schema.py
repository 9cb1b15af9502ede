"""How the records of :mod:`events.model` stand in Arrow tables, and back.

One row of ``EVENTS`` is one event: flat columns that filters read, then the nested
claims, places, evidence and grounds.  ``row_hash`` is a hash of everything else in the
row (:mod:`events.hashing`), so that a store can tell a changed record from one read again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

import pyarrow as pa

from events.hashing import row_hashes
from events.model import (
    Claim,
    Event,
    Ground,
    Issue,
    Place,
    PlaceName,
    Quote,
    Report,
    Source,
    Telling,
)

Row = dict[str, Any]
Columns = list[tuple[str, pa.DataType]]
T = TypeVar("T")


def _of(kind: pa.DataType, names: str) -> Columns:
    """Columns of one type, by their names."""
    return [(name, kind) for name in names.split()]


_TEXT, _WHOLE, _DAY, _FLAG = pa.string(), pa.int64(), pa.date32(), pa.bool_()
_STRINGS = pa.list_(_TEXT)
_QUOTE = pa.struct(_of(_TEXT, "text") + _of(_WHOLE, "start end"))
_CLAIM = pa.struct(
    _of(_TEXT, "kind")
    + _of(_WHOLE, "low high")
    + _of(_TEXT, "what side claimant stance outlet")
    + _of(_FLAG, "subset")
    + [("quote", _QUOTE)]
)
_GROUND = pa.struct([*_of(_TEXT, "field rule"), ("quote", _QUOTE)])
_TELLING = pa.struct(
    _of(_TEXT, "event_id title publisher url")
    + _of(_DAY, "published")
    + _of(_TEXT, "report_id licence")
    + _of(_FLAG, "retold")
    + [
        ("claims", pa.list_(_CLAIM)),
        ("evidence", pa.list_(_QUOTE)),
        ("grounds", pa.list_(_GROUND)),
    ]
)

EVENTS = pa.schema(
    _of(_TEXT, "event_id dataset origin status event_type sub_event_type")
    + _of(_DAY, "date_start date_end")
    + _of(_TEXT, "date_precision")
    + _of(_STRINGS, "side_a side_b")
    + _of(_TEXT, "place_name place_precision country adm1 adm1_id adm2 adm2_id border")
    + _of(pa.float64(), "lat lon")
    + _of(pa.int32(), "x22 y22")
    + _of(_WHOLE, "fatalities_low fatalities_best fatalities_high")
    + _of(_TEXT, "source_title source_publisher source_url")
    + _of(_DAY, "source_published")
    + _of(_TEXT, "source_report_id source_licence")
    + _of(_FLAG, "source_retold")
    + _of(_TEXT, "notes boundaries place_method")
    + _of(_STRINGS, "place_rivals")
    + [
        ("claims", pa.list_(_CLAIM)),
        ("places", pa.list_(pa.struct([*_of(_TEXT, "name"), *_of(_FLAG, "resolved")]))),
        ("evidence", pa.list_(_QUOTE)),
        ("grounds", pa.list_(_GROUND)),
    ]
    + _of(_TEXT, "row_hash")
    + [("also", pa.list_(_TELLING))]
)
# columns that came after the first stores were made
LATER = frozenset({"also"})
DERIVED = ("row_hash", "x22", "y22")  # they follow from the other columns
UNHASHED = EVENTS.remove(EVENTS.get_field_index("row_hash"))
REPORTS = pa.schema(
    _of(_TEXT, "report_id title publisher")
    + _of(_DAY, "published")
    + _of(_TEXT, "text url")
    + _of(_FLAG, "retold")
    + _of(_TEXT, "row_hash")
)
DECISIONS = pa.schema(
    _of(_TEXT, "decision_id report_id event_id verdict who decided proposal outcome")
    + _of(_TEXT, "opened")
    + _of(_WHOLE, "seconds")
    + _of(pa.float64(), "score")
    + _of(_TEXT, "row_hash")
)
# What a program read a report as, kept apart from what a person decides: the report, the
# proposals and the issues as JSON, which coder it was, and what finds retellings of the report.
CODINGS = pa.schema(
    [
        *_of(_TEXT, "report_id item coder digest report proposals issues"),
        ("signature", pa.list_(_WHOLE)),
        *_of(_TEXT, "row_hash"),
    ]
)
# Whether a person says that two reports, or two proposals, tell of the same: "same" or "apart".
# Of two stored records the digests say what the person saw of each (events.matching.deciding).
PAIRINGS = pa.schema(
    _of(_TEXT, "pairing_id first second verdict who decided row_hash first_digest second_digest")
)
# What a program proposes as records of one incident, and why, pair by pair (events.matching).
GROUPS = pa.schema(
    [
        *_of(_TEXT, "group_id kind"),
        ("records", _STRINGS),
        *_of(pa.float64(), "score"),
        (
            "pairs",
            pa.list_(
                pa.struct(
                    [
                        *_of(_TEXT, "first second"),
                        *_of(pa.float64(), "score"),
                        ("reasons", _STRINGS),
                    ]
                )
            ),
        ),
        *_of(_TEXT, "row_hash"),
    ]
)
ISSUES = pa.schema(_of(_TEXT, "issue_id scope record field value rule message severity row_hash"))

ZOOM = 22
WORLD = 256 << ZOOM
_MERCATOR_LIMIT = 85.05112877980659


def mercator(lat: float, lon: float) -> tuple[int, int]:
    """Web-Mercator pixel of a point at zoom 22, tiles of 256 pixels.

    Parameters
    ----------
    lat, lon : float
        Degrees, EPSG:4326.  Latitudes beyond the Mercator limit are put on it.

    Returns
    -------
    tuple of int
        ``(x, y)``, each in ``[0, 2**30)``, y growing southwards.
    """
    clamped = math.radians(min(max(lat, -_MERCATOR_LIMIT), _MERCATOR_LIMIT))
    x = (lon + 180.0) / 360.0 * WORLD
    y = (1.0 - math.asinh(math.tan(clamped)) / math.pi) / 2.0 * WORLD
    return min(max(int(x), 0), WORLD - 1), min(max(int(y), 0), WORLD - 1)


def row_hash(row: Mapping[str, Any]) -> str:
    """Hash every column of a row but the hash itself; equal rows hash equally for ever."""
    content = {key: value for key, value in row.items() if key != "row_hash"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _hashed(row: Row) -> Row:
    row["row_hash"] = row_hash(row)
    return row


def _quote_row(quote: Quote | None) -> Row | None:
    return None if quote is None else {"text": quote.text, "start": quote.start, "end": quote.end}


def _quote(row: Mapping[str, Any] | None) -> Quote | None:
    return None if row is None else Quote(row["text"], row["start"], row["end"])


def _claim_row(claim: Claim) -> Row:
    row: Row = {name: getattr(claim, name) for name in _CLAIM_FIELDS}
    row["quote"] = _quote_row(claim.quote)
    return row


_CLAIM_FIELDS = tuple(field.name for field in _CLAIM if field.name != "quote")
_PLACE_FIELDS = ("country", "adm1", "adm1_id", "adm2", "adm2_id", "border", "lat", "lon")
_SOURCE_FIELDS = ("title", "publisher", "url", "published", "report_id", "licence", "retold")
_PLAIN_FIELDS = (
    "dataset",
    "origin",
    "status",
    "event_type",
    "sub_event_type",
    "date_start",
    "date_end",
    "date_precision",
    "fatalities_low",
    "fatalities_best",
    "fatalities_high",
    "notes",
)


def _place_row(place: Place | None) -> Row:
    row: Row = {name: getattr(place, name, None) for name in _PLACE_FIELDS}
    row["place_name"] = getattr(place, "name", None)
    row["place_precision"] = getattr(place, "precision", None)
    row["boundaries"] = getattr(place, "boundaries", None)
    row["place_method"] = getattr(place, "method", None)
    row["place_rivals"] = list(place.rivals) if place else []
    row["x22"], row["y22"] = None, None
    if place and place.lat is not None and place.lon is not None:
        row["x22"], row["y22"] = mercator(place.lat, place.lon)
    return row


def with_hashes(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table of a schema with the column ``row_hash`` filled."""
    hashed = table.append_column("row_hash", row_hashes(table, DERIVED))
    return hashed.select(schema.names).cast(schema)


def event_to_row(event: Event) -> Row:
    """Return the row of ``EVENTS`` that holds an event, without its hash."""
    row: Row = {name: getattr(event, name) for name in _PLAIN_FIELDS}
    row["event_id"] = event.id
    row["side_a"], row["side_b"] = list(event.side_a), list(event.side_b)
    row |= _place_row(event.place)
    row |= {f"source_{name}": getattr(event.source, name) for name in _SOURCE_FIELDS}
    row["places"] = [{"name": each.name, "resolved": each.resolved} for each in event.places]
    row |= _words_row(event)
    row["also"] = [_telling_row(each) for each in event.also] or None
    return row


def _words_row(told: Event | Telling) -> Row:
    return {
        "claims": [_claim_row(claim) for claim in told.claims],
        "evidence": [_quote_row(quote) for quote in told.evidence],
        "grounds": [
            {"field": each.field, "rule": each.rule, "quote": _quote_row(each.quote)}
            for each in told.grounds
        ],
    }


def _telling_row(telling: Telling) -> Row:
    source = {name: getattr(telling.source, name) for name in _SOURCE_FIELDS}
    return {"event_id": telling.event_id} | source | _words_row(telling)


def _row_place(row: Mapping[str, Any]) -> Place | None:
    if row["place_precision"] is None:
        return None
    return Place(
        name=row["place_name"],
        precision=row["place_precision"],
        method=row["place_method"],
        rivals=tuple(row["place_rivals"] or ()),
        boundaries=row["boundaries"],
        **{name: row[name] for name in _PLACE_FIELDS},
    )


def row_to_event(row: Mapping[str, Any]) -> Event:
    """Return the event that a row of ``EVENTS`` holds."""
    return Event(
        id=row["event_id"],
        side_a=tuple(row["side_a"] or ()),
        side_b=tuple(row["side_b"] or ()),
        place=_row_place(row),
        places=tuple(PlaceName(each["name"], each["resolved"]) for each in row["places"] or ()),
        **_words(row),
        also=tuple(_telling(each) for each in row.get("also") or ()),
        source=Source(**{name: row[f"source_{name}"] for name in _SOURCE_FIELDS}),
        **{name: row[name] for name in _PLAIN_FIELDS},
    )


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the claims, evidence and grounds of an event's row, or of a telling in it."""
    return {
        "claims": tuple(
            Claim(**{name: each[name] for name in _CLAIM_FIELDS}, quote=_quote(each["quote"]))
            for each in row["claims"] or ()
        ),
        "evidence": tuple(Quote(**each) for each in row["evidence"] or ()),
        "grounds": tuple(
            Ground(each["field"], Quote(**each["quote"]), each["rule"])
            for each in row["grounds"] or ()
        ),
    }


def _telling(row: Mapping[str, Any]) -> Telling:
    source = Source(**{name: row[name] for name in _SOURCE_FIELDS})
    return Telling(row["event_id"], source, **_words(row))


def events_to_table(events: Iterable[Event]) -> pa.Table:
    """Return events as a table of the schema ``EVENTS``, in the order given."""
    return with_hashes(pa.Table.from_pylist([event_to_row(e) for e in events], UNHASHED), EVENTS)


def table_to_events(table: pa.Table) -> tuple[Event, ...]:
    """Return the events of a table of the schema ``EVENTS``."""
    return tuple(row_to_event(row) for row in table.to_pylist())


def reports_to_table(reports: Iterable[Report]) -> pa.Table:
    """Return reports as a table of the schema ``REPORTS``."""
    names = ("title", "publisher", "published", "text", "url", "retold")
    rows = [
        _hashed({"report_id": report.id} | {name: getattr(report, name) for name in names})
        for report in reports
    ]
    return pa.Table.from_pylist(rows, schema=REPORTS)


def row_to_report(row: Mapping[str, Any]) -> Report:
    """Return the report that a row of ``REPORTS`` holds."""
    names = ("title", "publisher", "published", "text", "url", "retold")
    return Report(id=row["report_id"], **{name: row[name] for name in names})


_ISSUE_FIELDS = ("record", "field", "value", "rule", "message", "severity")


def issues_to_table(issues: Iterable[Issue], scope: str) -> pa.Table:
    """Return issues as a table of the schema ``ISSUES``.

    Parameters
    ----------
    issues : iterable of Issue
        Equal ones are kept once.
    scope : str
        What was read when they arose (a file, a report); a later reading of the same
        scope replaces them.
    """
    kept = dict.fromkeys(issues)
    columns = [[str(getattr(issue, name)) for issue in kept] for name in _ISSUE_FIELDS]
    return issue_table(pa.table(columns, names=_ISSUE_FIELDS), scope)


def issue_table(said: pa.Table, scope: str) -> pa.Table:
    """Return the table of ``ISSUES`` of its six columns of text, no row twice."""
    told = pa.schema([(name, pa.string()) for name in _ISSUE_FIELDS])
    rows = said.cast(told)
    rows = rows.append_column("scope", pa.array([scope] * len(rows), pa.string()))
    ids = row_hashes(rows)
    rows = rows.append_column("issue_id", ids).append_column("row_hash", ids)
    return rows.select(ISSUES.names).cast(ISSUES)


def table_to_issues(table: pa.Table) -> tuple[Issue, ...]:
    """Return the issues of a table of the schema ``ISSUES``."""
    return tuple(Issue(*(row[name] for name in _ISSUE_FIELDS)) for row in table.to_pylist())


def decisions_to_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return decisions, given as mappings of the columns of ``DECISIONS``, as a table."""
    return pa.Table.from_pylist([_hashed(dict(row)) for row in rows], schema=DECISIONS)


def codings_to_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return codings, given as mappings of the columns of ``CODINGS``, as a table."""
    return pa.Table.from_pylist([_hashed(dict(row)) for row in rows], schema=CODINGS)


def pairings_to_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return pairings, given as mappings of the columns of ``PAIRINGS``, as a table."""
    return pa.Table.from_pylist([_hashed(dict(row)) for row in rows], schema=PAIRINGS)


def groups_to_table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return proposed groups, given as mappings of the columns of ``GROUPS``, as a table."""
    parts = [
        pa.Table.from_pylist([_hashed(dict(row)) for row in some], schema=GROUPS)
        for some in _batched(rows, 10_000)
    ]
    return pa.concat_tables(parts) if parts else GROUPS.empty_table()


def _batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some
