"""What the columns of a table can say: the fields in groups, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that answer one question; ``more`` are those that few tables have."""

    key: str
    title: str
    main: tuple[str, ...]
    more: tuple[str, ...] = ()


GROUPS = (
    Group("when", "When", ("date_start",), ("date_end",)),
    Group("what", "What", ("notes", "event_type"), ("sub_event_type",)),
    Group("who", "Who", ("side_a", "side_b")),
    Group(
        "where", "Where", ("country", "adm1", "adm2", "place_name", "lat", "lon"),
        ("place_precision",),
    ),
    Group(
        "losses", "Losses", ("killed", "injured"),
        ("killed_low", "killed_high", "injured_low", "injured_high"),
    ),
    Group("source", "Source", ("source_publisher", "source_title", "source_url"), ("id",)),
)  # fmt: skip
LABELS = {
    "date_start": "Day",
    "date_end": "Last day",
    "event_type": "Type of event",
    "notes": "What happened, in words",
    "sub_event_type": "Sub-type",
    "side_a": "One side",
    "side_b": "The other side",
    "country": "Country",
    "adm1": "Province",
    "adm2": "District",
    "place_name": "Place",
    "lat": "Latitude",
    "lon": "Longitude",
    "place_precision": "How exactly the place is known",
    "killed": "Killed",
    "killed_low": "Killed, at least",
    "killed_high": "Killed, at most",
    "injured": "Injured",
    "injured_low": "Injured, at least",
    "injured_high": "Injured, at most",
    "source_publisher": "Who reported it",
    "source_title": "Title of the report",
    "source_url": "Web address",
    "id": "Id of the row",
}
