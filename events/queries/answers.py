"""What questions are answered with: small plain records, and the lists they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

# the order is part of the map's data: a cell names its main type by its place here
EVENT_TYPES = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The numbers above the map.  ``shown + filtered_out == total``, all records of the store.

    ``without_place`` and ``area_only`` are among ``shown``: no place known at all, and known
    to an area, border or country without a point.  ``not_on_map_by_status`` counts the
    background, statements and plans that the rest of the filter lets through.
    ``killed_*`` are None where no shown event has a figure; ``killed_unknown`` counts the
    shown events without one.
    """

    shown: int
    filtered_out: int
    total: int
    without_place: int
    area_only: int
    undated: int
    not_on_map_by_status: dict[str, int] = field(hash=False)
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    killed_unknown: int
    first: date | None
    last: date | None
    events_with_rival_claims: int
    issues_open: int


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice of a filter, and how many events it would show beside the other parts."""

    value: str
    label: str
    count: int


class TimelineRow(NamedTuple):
    """Events that began in one period, of one type; deaths are None where nobody counts."""

    period: date
    event_type: str | None
    n: int
    fatalities_low: int | None
    fatalities_high: int | None


class AreaRow(NamedTuple):
    """Events of one area.

    ``n_area_only`` have no point; of these ``n_here`` are known to this very area only
    (at level 1: not even to a district).
    """

    area_id: str
    n: int
    n_area_only: int
    fatalities_low: int | None
    fatalities_high: int | None
    n_here: int


class BorderRow(NamedTuple):
    """Events known only to a stretch of a border, or only to a country."""

    area_id: str
    n: int
    fatalities_low: int | None
    fatalities_high: int | None


class Cell(NamedTuple):
    """Events with a point, in one square of the map.

    ``cx``, ``cy`` are zoom-22 pixels shifted right by the answer's ``shift``; ``x``, ``y``
    the mean of the events' own pixels.  ``main_type`` is a place in :data:`EVENT_TYPES`,
    -1 for none; ``event_id`` is given where the cell holds one event; ``near_count`` is how
    many of them are only near their point.
    """

    cx: int
    cy: int
    n: int
    fatalities_low: int | None
    fatalities_high: int | None
    main_type: int
    event_id: str | None
    near_count: int
    x: int
    y: int


class TableRow(NamedTuple):
    """One event in the table of events."""

    event_id: str
    status: str
    event_type: str | None
    sub_event_type: str | None
    date_start: date | None
    date_end: date | None
    date_precision: str | None
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    place_name: str | None
    precision: str | None
    country: str | None
    adm1: str | None
    adm2: str | None
    border: str | None
    fatalities_low: int | None
    fatalities_best: int | None
    fatalities_high: int | None
    rival: bool
    dataset: str
    publisher: str | None
    title: str | None
    retold: bool
