"""Questions to the stored events; the only place with SQL."""

from events.queries.answers import (
    EVENT_TYPES,
    AreaRow,
    BorderRow,
    Cell,
    FacetValue,
    Headline,
    TableRow,
    TimelineRow,
)
from events.queries.describing import Names, describe
from events.queries.filter import Filter
from events.queries.listing import LISTINGS
from events.queries.opening import open_events
from events.queries.questions import Questions

__all__ = [
    "EVENT_TYPES",
    "LISTINGS",
    "AreaRow",
    "BorderRow",
    "Cell",
    "FacetValue",
    "Filter",
    "Headline",
    "Names",
    "Questions",
    "TableRow",
    "TimelineRow",
    "describe",
    "open_events",
]
