"""A row of a hand-coded table as an event or a claim; each fault is an issue with its cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import cast, get_args

from rapidfuzz import process

from events.codebook import Codebook
from events.importers.hand_columns import OPEN, UNRESOLVED, split
from events.importers.hand_tables import Row
from events.json_reading import DATE_PRECISIONS, KINDS, PLACE_PRECISIONS, STANCES, STATUSES
from events.json_values import LARGEST, SHOWN
from events.model import (
    Claim,
    ClaimKind,
    DatePrecision,
    Event,
    Issue,
    Place,
    PlaceName,
    PlacePrecision,
    Quote,
    Severity,
    Source,
    Stance,
    Status,
)

SURE = 0.85  # an actor's name is read as its id from this score on
MAX_ACTORS = 50
MAX_NAME = 200  # letters; no actor's name is longer
POINT_PRECISIONS = ("exact", "near")


class Cells:
    """The cells of one row, read one by one; faults are kept with the cell they are in."""

    def __init__(self, row: Row, codebook: Codebook) -> None:
        self.row = row
        self.book = codebook
        self.issues: list[Issue] = []

    @property
    def rejected(self) -> bool:
        """Whether a fault of this row forbids to take it."""
        return any(issue.severity == "error" for issue in self.issues)

    def text(self, column: str) -> str | None:
        """Return the cell's text, None where blank."""
        return self.row.cells.get(column, "").strip() or None

    def day(self, column: str) -> date | None:
        """Return the cell's day."""
        said = self.text(column)
        if said is None:
            return None
        try:
            return date.fromisoformat(said)
        except ValueError:
            self.fault(column, said, "not a date", "accepted is a day of the calendar, YYYY-MM-DD")
            return None

    def choice(self, column: str, accepted: Sequence[str], default: str | None) -> str | None:
        """Return one of ``accepted``, whatever its case; ``default`` where blank."""
        said = self.text(column)
        if said is None:
            return default
        exact = {one.casefold(): one for one in accepted}.get(said.casefold())
        if exact is None:
            self.fault(column, said, "not accepted", f"{_nearest(said, accepted)}accepted: "
                       f"{', '.join(accepted)}")  # fmt: skip
        return exact

    def number(self, column: str) -> int | None:
        """Return a whole number from 0 to LARGEST."""
        said = self.text(column)
        if said is None:
            return None
        if not (said.isascii() and said.isdigit()) or int(said[:20]) > LARGEST:
            self.fault(column, said, "not a number", f"accepted: whole numbers, 0 to {LARGEST}")
            return None
        return int(said)

    def degrees(self, column: str, limit: int) -> float | None:
        """Return decimal degrees between -limit and limit."""
        said = self.text(column)
        if said is None:
            return None
        try:
            value = float(said)
        except ValueError:
            value = math.nan
        if not abs(value) <= limit:
            said_limits = f"accepted are decimal degrees from -{limit} to {limit}"
            self.fault(column, said, "not a coordinate", said_limits)
            return None
        return value

    def yes(self, column: str) -> bool:
        """Return whether the cell says yes."""
        answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
        said = self.text(column)
        if said is not None and said.casefold() not in answers:
            self.fault(column, said, "not accepted", "accepted: yes, no")
        return answers.get((said or "no").casefold(), False)

    def actors(self, column: str, on: date | None, country: str | None) -> tuple[str, ...]:
        """Return the actor ids of a cell; a well-known name is read as its id."""
        parts = split(self.text(column) or "", ";")
        if len(parts) > MAX_ACTORS:
            said = f"accepted are at most {MAX_ACTORS} actors a side"
            self.fault(column, f"{len(parts)} actors", "too many", said)
            return ()
        return tuple(one for part in parts if (one := self.actor(column, part, on, country)))

    def actor(self, column: str, said: str, on: date | None, country: str | None) -> str | None:
        """Return the actor id that ``said`` is or means."""
        if self.book.is_actor_id(said):
            return said
        found = self.book.find_actor(said, on, country) if len(said) <= MAX_NAME else ()
        if found and found[0].score >= SURE:
            self.fault(column, said, "read as an id", f"read as {found[0].actor}", "note")
            return found[0].actor
        if self.book.is_acronym(said):
            new = "is not in the codebook; kept as the acronym of a group"
            self.fault(column, said, "unknown actor", new, "warning")
            return said
        near = _nearest(said, tuple(self.book.named_actors))
        self.fault(column, said, "unknown actor", f"{near}accepted: ids such as PAK:MIL, AFG:CIV, "
                   "or a group's acronym in capitals")  # fmt: skip
        return None

    def fault(
        self, column: str, value: str, rule: str, said: str, severity: Severity = "error"
    ) -> None:
        """Keep an issue about a cell."""
        message = f"{self.row.where}, {column}: {value[:SHOWN]!r}: {rule}; {said}"
        record = f"{self.row.name}:{self.row.line}"
        self.issues.append(Issue(record, column, value[:SHOWN], rule, message, severity))


def event_from_row(cells: Cells, claims: tuple[Claim, ...] = ()) -> Event | None:
    """Return the event of a row, None where a fault forbids it (see ``cells.issues``)."""
    event_id = cells.text("id")
    if event_id is None:
        cells.fault("id", "", "missing", "every row needs an id of its own")
    status = cast("Status", cells.choice("status", STATUSES, "event") or "event")
    start, end, precision = _dates(cells)
    place = _place(cells)
    country = place.country if place else None
    event_type, sub_type = _types(cells)
    event = Event(
        id=event_id or cells.row.where,
        status=status,
        event_type=event_type,
        sub_event_type=sub_type,
        date_start=start,
        date_end=end,
        date_precision=precision,
        side_a=cells.actors("side_a", start, country),
        side_b=cells.actors("side_b", start, country),
        place=place,
        places=_places(cells),
        claims=claims,
        evidence=tuple(Quote(one) for one in split(cells.text("evidence") or "", "\n")),
        source=_source(cells),
        notes=cells.text("notes"),
    )
    _needed(cells, event)
    return None if cells.rejected else event


def claim_from_row(cells: Cells) -> Claim | None:
    """Return the claim of a row, None where a fault forbids it (see ``cells.issues``)."""
    for column in ("kind", "low"):
        if cells.text(column) is None:
            cells.fault(column, "", "missing", "every claim needs a kind and a low number")
    kind, low = cells.choice("kind", KINDS, None), cells.number("low")
    is_open = (cells.text("high") or "").casefold() == OPEN
    high = None if is_open else cells.number("high")
    if high is None and not is_open:
        high = low
    if low is not None and high is not None and high < low:
        said = f"low is {low}; write open where there is no upper number"
        cells.fault("high", str(high), "below low", said)
    side, quote = cells.text("side"), cells.text("quote")
    claim = Claim(
        kind=cast("ClaimKind", kind or get_args(ClaimKind)[0]),
        low=low or 0,
        high=high,
        what=cells.text("what"),
        side=cells.actor("side", side, None, None) if side else None,
        claimant=cells.text("claimant"),
        stance=cast("Stance", cells.choice("stance", STANCES, "asserted") or "asserted"),
        quote=Quote(quote) if quote else None,
        subset=cells.yes("subset"),
        outlet=cells.text("outlet"),
    )
    return None if cells.rejected else claim


def _dates(cells: Cells) -> tuple[date | None, date | None, DatePrecision | None]:
    start, end = cells.day("date_start"), cells.day("date_end")
    end = end or start
    if start is None and end is not None and cells.text("date_start") is None:
        cells.fault("date_start", "", "missing", "date_end is given, so the first day is needed")
    if start is not None and end is not None and end < start:
        said = f"it lies before date_start, {start}"
        cells.fault("date_end", str(end), "before the start", said)
    default = None if start is None else "day" if start == end else "span"
    precision = cells.choice("date_precision", DATE_PRECISIONS, default)
    return start, end, cast("DatePrecision | None", precision)


def _types(cells: Cells) -> tuple[str | None, str | None]:
    types = cells.book.event_types
    event_type = cells.choice("event_type", tuple(types), None)
    accepted = types.get(event_type, ()) if event_type else ()
    sub_type = cells.text("sub_event_type")
    if sub_type is None or event_type is None:
        return event_type, None
    return event_type, cells.choice("sub_event_type", accepted, None)


def _place(cells: Cells) -> Place | None:
    precision = cells.choice("place_precision", PLACE_PRECISIONS, None)
    country = cells.text("country")
    if country is not None and country not in cells.book.countries:
        cells.fault("country", country, "not accepted", "accepted are ISO 3166-1 alpha-3 codes")
    lat, lon = cells.degrees("lat", 90), cells.degrees("lon", 180)
    if (lat is None) != (lon is None):
        cells.fault("lat", f"{lat}, {lon}", "half a point", "give both lat and lon, or neither")
    if lat is not None and precision not in POINT_PRECISIONS:
        said = "a point is for exact and near only; leave lat and lon blank"
        cells.fault("lat", str(lat), "point of an area", said)
    if precision is None:
        if cells.text("place_precision") is None and (cells.text("place_name") or country):
            said = f"the place needs one of: {', '.join(PLACE_PRECISIONS)}"
            cells.fault("place_precision", "", "missing", said)
        return None
    return Place(
        name=cells.text("place_name"),
        precision=cast("PlacePrecision", precision),
        country=country,
        adm1=cells.text("adm1"),
        adm2=cells.text("adm2"),
        border=cells.text("border"),
        lat=lat,
        lon=lon,
        method="hand" if lat is not None else None,
    )


def _places(cells: Cells) -> tuple[PlaceName, ...]:
    return tuple(
        PlaceName(part.removesuffix(UNRESOLVED).strip(), resolved=not part.endswith(UNRESOLVED))
        for part in split(cells.text("places") or "", ";")
    )


def _source(cells: Cells) -> Source:
    return Source(
        title=cells.text("source_title"),
        publisher=cells.text("source_publisher"),
        url=cells.text("source_url"),
        published=cells.day("source_published"),
        report_id=cells.text("source_report_id"),
        licence=cells.text("source_licence"),
        retold=cells.yes("retold"),
    )


def _needed(cells: Cells, event: Event) -> None:
    if event.status != "event":
        return
    for column in ("event_type", "date_start"):
        if cells.text(column) is None:
            cells.fault(column, "", "missing", "a row of status event needs it")
    if event.place is None and not cells.text("place_precision"):
        said = "the event will be listed without a place"
        cells.fault("place_precision", "", "no place", said, "warning")
    if not event.source.title and not event.source.url:
        said = "give source_title or source_url, so that readers can check"
        cells.fault("source_title", "", "no source", said, "warning")
    published = event.source.published
    if published and event.date_end and event.date_end > published:
        said = f"it lies after the source's publication, {published}"
        cells.fault("date_end", str(event.date_end), "after the source", said, "warning")


def _nearest(said: str, accepted: Sequence[str]) -> str:
    found = process.extractOne(said, accepted, score_cutoff=70)
    return f"did you mean {found[0]}? " if found else ""
