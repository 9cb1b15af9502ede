"""The records that every stage passes on: reports, events, claims, places, issues.

All records are frozen; a stage returns new ones.  Dates are ``datetime.date``;
coordinates are decimal degrees in WGS 84 (EPSG:4326), named ``lat`` and ``lon``
so that no one has to remember an order.  Spans are half-open character offsets
``[start, end)`` into ``Report.text``.  The Arrow schemas of the stored tables
stand in :mod:`events.schema`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

CodedStatus = Literal["event", "background", "statement", "planned"]
# a data set's source takes rows back; nobody codes that
Status = Literal["event", "background", "statement", "planned", "withdrawn"]
DatePrecision = Literal["day", "span", "week", "month", "year"]
PlacePrecision = Literal["exact", "near", "district", "province", "border", "country"]
Stance = Literal["asserted", "denied", "unconfirmed"]
ClaimKind = Literal[
    "killed",
    "injured",
    "captured",
    "missing",
    "displaced",
    "destroyed",
    "damaged",
    "seized",
    "shot_down",
]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report, letter for letter, with where they stand.

    ``start`` and ``end`` are None where the report's text is not at hand
    (a hand-coded row that quotes a page we may not ship).
    """

    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """The words, and the rule, that one coded value rests on.

    ``field`` is a name such as ``event_type``, ``date``, ``side_a``, ``side_b``,
    ``place`` or ``status``; ``rule`` names the rule that read the words.
    """

    field: str
    quote: Quote
    rule: str


@dataclass(frozen=True, slots=True)
class Report:
    """One published text.  ``retold`` marks a text in our own words, not to be cited."""

    id: str
    title: str
    publisher: str | None
    published: date
    text: str
    url: str | None = None
    retold: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where an event was told: enough to find it again."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    report_id: str | None = None
    licence: str | None = None
    retold: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One number or loss, and who says so (codebook, section 7).

    ``high`` is None when open-ended ("at least 20" is 20, None); ``claimant`` is None
    where the report itself states it; ``outlet`` is whom the claimant told.
    """

    kind: ClaimKind
    low: int
    high: int | None
    what: str | None
    side: str | None = None
    claimant: str | None = None
    stance: Stance = "asserted"
    quote: Quote | None = None
    subset: bool = False
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as the report writes it; unresolved ones keep their name and get no point."""

    name: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event was, no more exactly than is known (codebook, section 5).

    ``country`` is ISO 3166 alpha-3.  ``adm1`` and ``adm2`` are names, ``adm1_id`` and
    ``adm2_id`` the keys of the boundary set ``boundaries`` (its version).  ``lat`` and
    ``lon`` are set for ``exact`` and ``near`` only.  ``border`` ("AFG-PAK") says which line a
    ``border`` place lies on.  ``method`` names how the place was found, ``rivals`` the
    candidates that were not chosen.
    """

    name: str | None
    precision: PlacePrecision
    country: str | None = None
    adm1: str | None = None
    adm2: str | None = None
    adm1_id: str | None = None
    adm2_id: str | None = None
    border: str | None = None
    lat: float | None = None
    lon: float | None = None
    method: str | None = None
    rivals: tuple[str, ...] = ()
    boundaries: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """The same event as one more report tells it: its source, its own claims and words.

    ``event_id`` is the id it had as a proposal of that report.  Spans stand in that report's text.
    """

    event_id: str
    source: Source
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Quote, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What one dyad did, of one event type, in one area, in one span of days.

    ``dataset`` is the table partition ("hand", "reports", later "acled", "ucdp" ...),
    ``origin`` how it came in ("hand", "coder", "llm", "import").  ``fatalities_*`` are
    None where nobody states them, which is not 0 (see :mod:`events.fatalities`).
    ``claims``, ``evidence`` and ``grounds`` are those of ``source``; what further reports
    say of the same event stands in ``also``, each with its own.
    """

    id: str
    status: Status
    event_type: str | None = None
    sub_event_type: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: DatePrecision | None = None
    side_a: tuple[str, ...] = ()
    side_b: tuple[str, ...] = ()
    place: Place | None = None
    places: tuple[PlaceName, ...] = ()
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Quote, ...] = ()
    grounds: tuple[Ground, ...] = ()
    source: Source = field(default_factory=Source)
    notes: str | None = None
    dataset: str = "hand"
    origin: str = "hand"
    fatalities_low: int | None = None
    fatalities_best: int | None = None
    fatalities_high: int | None = None
    also: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong, or was left out: said, never dropped.

    ``record`` is the event, report or "file:row" it concerns, ``field`` and ``value``
    the offending value, ``rule`` the rule's short name, ``message`` what a person
    reads: the value, where it stands, what is accepted.
    """

    record: str
    field: str
    value: str
    rule: str
    message: str
    severity: Severity = "warning"
