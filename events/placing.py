"""Where events are: places looked up, points joined to areas, and what is doubtful said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np

from events.checks import check_joined
from events.codebook import Codebook
from events.model import Event, Issue, Place
from geodata import boundaries
from geodata.boundaries import AreaSet
from geodata.gazetteer import Gazetteer
from geodata.join import join_points
from geodata.locate import Located, locate

Placed = tuple[tuple[Event, ...], tuple[Issue, ...]]


_reading = Lock()


@dataclass(frozen=True)
class Geography:
    """What places are looked up in: the gazetteer and the areas, each with its version.

    The gazetteer is read when a name is first looked up in it: points need none.
    """

    adm1: AreaSet
    adm2: AreaSet
    version: str

    @classmethod
    def load(cls, home: Path | None = None) -> Geography:
        """Load the shipped gazetteer and areas, and those that a user added to ``home``."""
        return cls(
            boundaries.load(1, home=home),
            boundaries.load(2, home=home),
            boundaries.version(home),
        )

    @property
    def gazetteer(self) -> Gazetteer:
        """The shipped gazetteer, with a region's own places."""
        with _reading:  # several threads that asked first would each read it
            return self._gazetteer

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.load()

    @cached_property
    def area_names(self) -> dict[str, str]:
        """Name of each province and district by its key."""
        frames = (self.adm1.frame, self.adm2.frame)
        return {
            key: name
            for frame in frames
            for key, name in zip(frame["id"], frame["name"], strict=True)
        }

    @cached_property
    def countries(self) -> dict[str, str]:
        """Country of each province by its key."""
        frame = self.adm1.frame
        return dict(zip(frame["id"], frame["country"], strict=True))

    @cached_property
    def exact_districts(self) -> frozenset[str]:
        """Keys of the districts whose shape is not approximate."""
        frame = self.drawn_districts.frame
        if "approximate" not in frame:
            return frozenset(frame["id"])
        return frozenset(frame.loc[~frame["approximate"].fillna(value=False).astype(bool), "id"])

    @cached_property
    def drawn_districts(self) -> AreaSet:
        """The districts that have a shape; the others are only listed."""
        frame = self.adm2.frame
        drawn = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
        return AreaSet(2, self.adm2.version, drawn.reset_index(drop=True))


def place_events(events: Sequence[Event], geography: Geography, codebook: Codebook) -> Placed:
    """Look up every event's place, then join points to areas.

    A place that comes with its own point keeps it; the others get one only where the
    gazetteer is sure (codebook, section 5).
    """
    issues: list[Issue] = []
    found = [_looked_up(event, geography, codebook, issues) for event in events]
    joined, more = join_events(found, geography)
    return joined, (*issues, *more)


def _looked_up(
    event: Event, geography: Geography, codebook: Codebook, issues: list[Issue]
) -> Event:
    place = event.place
    if place is None:
        return event
    if place.lat is not None and place.lon is not None:
        return replace(event, place=replace(place, method=place.method or "given"))
    located = locate(place, geography.gazetteer, parties(event, codebook))
    issues += [
        Issue(event.id, each.field, each.value, each.rule, each.message) for each in located.issues
    ]
    return replace(event, place=_place(located, place))


def _place(located: Located, told: Place) -> Place:
    """Return the place as it was found; what the report called it stays as it was."""
    return Place(
        name=told.name,
        precision=located.precision,  # type: ignore[arg-type]
        country=located.country,
        adm1=located.adm1,
        adm2=located.adm2,
        adm1_id=located.adm1_id,
        adm2_id=located.adm2_id,
        border=located.border or told.border,
        lat=located.lat,
        lon=located.lon,
        method=located.method,
        rivals=located.rivals,
    )


def parties(event: Event, codebook: Codebook) -> tuple[str, ...]:
    """Return the countries of an event's actors, in order, each once."""
    countries = []
    for actor_id in (*event.side_a, *event.side_b):
        actor = codebook.actor(actor_id)
        code = actor.country if actor else actor_id.partition(":")[0]
        if code and code in codebook.countries:
            countries.append(code)
    return tuple(dict.fromkeys(countries))


def join_events(events: Iterable[Event], geography: Geography, *, again: bool = False) -> Placed:
    """Give every event with a point its province and district, and all the boundaries' version.

    A province or district that the report or the gazetteer names is kept where the point lies
    in another: the contradiction is an issue, the event stays where it was said to be.
    ``again`` joins stored events to other boundaries: a district that is drawn exactly then
    takes the place of the one that was found before.
    """
    listed = list(events)
    pointed = [i for i, e in enumerate(listed) if e.place and e.place.lat is not None]
    issues: list[Issue] = []
    places = [listed[i].place for i in pointed]
    lon = np.array([p.lon for p in places if p], dtype=np.float64)
    lat = np.array([p.lat for p in places if p], dtype=np.float64)
    rows = join_points(lon, lat, geography.adm1, geography.drawn_districts).to_pylist()
    by_event = dict(zip(pointed, rows, strict=True))
    for i, event in enumerate(listed):
        if event.place is None:
            continue
        place = replace(event.place, boundaries=geography.version)
        if i in by_event:
            district = by_event[i]["adm2_id"]
            if again and district in geography.exact_districts:
                place = replace(place, adm2_id=None, adm2=None)
            place = _joined(event, place, by_event[i], geography, issues)
        listed[i] = replace(event, place=place)
    return tuple(listed), tuple(issues)


def _joined(
    event: Event,
    place: Place,
    row: Mapping[str, str | None],
    geography: Geography,
    issues: list[Issue],
) -> Place:
    names, point = geography.area_names, f"{place.lat}, {place.lon}"
    adm1_id, adm2_id = row["adm1_id"], row["adm2_id"]
    country = geography.countries.get(adm1_id or "")
    if row["message"] and place.adm1_id is None:
        issues.append(Issue(event.id, "place", point, row["outcome"] or "join", row["message"]))
    if adm1_id:
        issues += check_joined(
            event, country, names.get(adm1_id), same_area=geography.gazetteer.same_area
        )
    if adm1_id and place.adm1_id and adm1_id != place.adm1_id:
        return place
    return replace(
        place,
        country=place.country or country,
        adm1_id=place.adm1_id or adm1_id,
        adm1=place.adm1 if place.adm1_id else names.get(adm1_id or "", place.adm1),
        adm2_id=place.adm2_id or adm2_id,
        adm2=place.adm2 if place.adm2_id else names.get(adm2_id or "", place.adm2),
    )
