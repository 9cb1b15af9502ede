"""Rules about places, before and after the point is joined to its areas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from events.checking.fault import fault
from events.codebook import Codebook
from events.model import Event, Issue, Place

POINTS = ("exact", "near")
BORDER = re.compile(r"^[A-Z]{3}-[A-Z]{3}$")
PLURAL = re.compile(r"\b(villages|districts|provinces|towns|areas)\b", re.IGNORECASE)
SEVERAL = ("several places", "the notes speak of several places, the event has one point")
NEEDED = {"exact": "name", "near": "name", "district": "adm2", "province": "adm1"}


def check_place(event: Event, codebook: Codebook) -> Iterator[Issue]:
    """Yield what is wrong with an event's place as it was coded."""
    place = event.place
    if place is None:
        if event.status == "event":
            said = "listed without a place; the country alone would do"
            yield fault(event, "place", None, "no place", said)
        return
    if place.country is not None and place.country not in codebook.countries:
        said = "accepted are ISO 3166-1 alpha-3 codes such as AFG"
        yield fault(
            event, "place.country", place.country, "unknown country", said, severity="error"
        )
    needed = NEEDED.get(place.precision)
    if needed and getattr(place, needed) is None:
        said = f"precision {place.precision} needs {needed}"
        yield fault(event, f"place.{needed}", None, "precision fits place", said)
    if place.precision == "country" and place.country is None:
        said = "precision country needs the country"
        yield fault(event, "place.country", None, "precision fits place", said)
    if place.border is not None and not _is_border(place.border):
        said = "accepted are two country codes in order, such as AFG-PAK"
        yield fault(event, "place.border", place.border, "unknown border", said, severity="error")
    yield from _point(event, place)


def check_joined(
    event: Event,
    found_country: str | None,
    found_adm1: str | None,
    *,
    same_area: Callable[[str, str, int, str | None], bool],
    km: float | None = None,
) -> Iterator[Issue]:
    """Yield whether an event's point lies outside the country or province that it states.

    Parameters
    ----------
    event
        The event as coded; its place's ``country`` and ``adm1`` are what is stated.
    found_country, found_adm1
        ISO alpha-3 and name of the areas that the point fell in.
    same_area
        Whether two names mean one area (``Gazetteer.same_area``).
    km
        Distance from the point to the stated area, where known.
    """
    place = event.place
    if place is None or place.lat is None:
        return
    far = f", {km:.0f} km away" if km is not None else ""
    where = f"({place.lat}, {place.lon})"
    if place.country and found_country and place.country != found_country:
        said = f"the point lies in {found_country}, not in {place.country}{far}"
        yield fault(event, "place.country", where, "point outside its country", said)
    elif place.adm1 and found_adm1 and not same_area(place.adm1, found_adm1, 1, place.country):
        said = f"the point lies in {found_adm1}, not in {place.adm1}{far}"
        yield fault(event, "place.adm1", where, "point outside its province", said)


def _point(event: Event, place: Place) -> Iterator[Issue]:
    if place.lat is None and place.lon is None:
        return
    where = f"({place.lat}, {place.lon})"
    if place.lat is None or place.lon is None:
        said = "both lat and lon, or neither"
        yield fault(event, "place.lat", where, "half a point", said, severity="error")
    elif not (abs(place.lat) <= 90 and abs(place.lon) <= 180):  # noqa: PLR2004 -- degrees
        said = "accepted: lat from -90 to 90, lon from -180 to 180"
        yield fault(event, "place.lat", where, "impossible point", said, severity="error")
    elif place.precision not in POINTS:
        said = f"precision {place.precision} has no point; the area is all that is known"
        yield fault(event, "place.lat", where, "point of an area", said, severity="error")
    elif event.notes and (found := PLURAL.search(event.notes)):
        yield fault(event, "notes", found.group(), *SEVERAL, severity="note")


def _is_border(text: str) -> bool:
    return bool(BORDER.match(text)) and text[:3] < text[4:]
