"""What may a request to the map's routes say?  Everything else is refused with plain words."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from events.queries import Filter
from events.schema import WORLD

MOST_ZOOM = 22
_LONGEST_QUERY = 8_000
_MOST_FIELDS = 200
_LONGEST_ID = 200
_SHOWN = 60
_HIGHEST_VERSION = 999_999_999


class BadParameterError(ValueError):
    """A parameter that is missing or out of bounds; the message says what is accepted."""


def filter_of(params: Mapping[str, str]) -> Filter:
    """Return the filter in ``q``, a query string; what it says wrongly is mended as on the page."""
    return Filter.from_query(_fields(params))[0]


def state_of(params: Mapping[str, str]) -> int | None:
    """Return the earlier version that ``q`` asks for (``asof``), None for the newest."""
    fields = _fields(params)
    return whole(fields, "asof", 0, _HIGHEST_VERSION) if "asof" in fields else None


def _fields(params: Mapping[str, str]) -> dict[str, str]:
    query = params.get("q", "")
    if len(query) > _LONGEST_QUERY:
        raise BadParameterError(f"q has {len(query)} characters; {_LONGEST_QUERY} are read.")
    try:
        fields = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise BadParameterError(f"q has more than {_MOST_FIELDS} fields.") from None
    return dict(fields)


def whole(params: Mapping[str, str], name: str, low: int, high: int) -> int:
    """Return a whole number between two bounds."""
    given = params.get(name, "")
    # int() takes spaces, underscores and other scripts' digits: none of these is meant.
    if given.isascii() and given.isdigit() and len(given) < 16 and low <= int(given) <= high:  # noqa: PLR2004
        return int(given)
    shown = repr(given[:_SHOWN])
    raise BadParameterError(f"{name}={shown} is not a whole number from {low} to {high}.")


def box(params: Mapping[str, str]) -> tuple[int, int, int, int]:
    """Return ``bbox``, four numbers x0,y0,x1,y1 in pixels of zoom 22."""
    given = params.get("bbox", "")
    parts = given.split(",")
    accepted = f"bbox takes x0,y0,x1,y1, whole numbers from 0 to {WORLD - 1} with x0<=x1 and y0<=y1"
    if len(parts) != 4:  # noqa: PLR2004
        raise BadParameterError(f"{accepted}; not {given[:_SHOWN]!r}.")
    try:
        x0, y0, x1, y1 = (whole({"bbox": part}, "bbox", 0, WORLD - 1) for part in parts)
    except BadParameterError:
        raise BadParameterError(f"{accepted}; not {given[:_SHOWN]!r}.") from None
    if x0 > x1 or y0 > y1:
        raise BadParameterError(f"{accepted}; not {given[:_SHOWN]!r}.")
    return x0, y0, x1, y1


def identifier(params: Mapping[str, str], name: str) -> str:
    """Return an id of bounded length."""
    given = params.get(name, "")
    if not given or len(given) > _LONGEST_ID or not given.isprintable():
        raise BadParameterError(f"{name} takes one id of at most {_LONGEST_ID} characters.")
    return given
