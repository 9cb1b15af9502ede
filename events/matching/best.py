"""Which record stands for an incident of several: by rules that anyone can apply.

In this order: a record that a person coded or accepted before one of a data set; the more exact
place; the more exact day; a stated toll before none; a data set coded by people before one coded
by machines (GDELT); then the name of the data set and the id, so that the answer never varies.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "event_id", "dataset", "origin", "place_precision", "date_precision", "fatalities_high",
)  # fmt: skip
_PLACES = ("exact", "near", "district", "province", "border", "country", None)
_DAYS = ("day", "span", "week", "month", "year", None)
_BY_MACHINE = frozenset({"gdelt"})

Key = tuple[bool, int, int, bool, bool, str, str]


def order(row: Mapping[str, Any]) -> Key:
    """Return what records are sorted by, the best first; ``row`` has ``COLUMNS``."""
    return (
        row["origin"] == "import",
        _PLACES.index(row["place_precision"]),
        _DAYS.index(row["date_precision"]),
        row["fatalities_high"] is None,
        row["dataset"] in _BY_MACHINE,
        row["dataset"],
        row["event_id"],
    )
