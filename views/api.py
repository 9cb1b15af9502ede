"""What does the map fetch while one pans, zooms and points?  Numbers and ids, small and bounded.

Every route refuses without the page's token (:mod:`views.tokens`) and answers a bad parameter
with 400 and one plain sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from events.model import Event
from events.queries import Filter
from views import api_params, data, geo_files, palette, phrases, tokens

LOG = logging.getLogger(__name__)
TYPES = {name: index for index, name in enumerate(palette.EVENT_TYPES)}
_MINUTE = {"Cache-Control": "private, max-age=60"}
_DAY = {"Cache-Control": "private, max-age=86400", "Vary": "Accept-Encoding"}
_HIGHEST_VERSION = 1 << 40

Answer = Callable[[Request], Response]


def answer(status: int, message: str) -> JSONResponse:
    """Return a refusal as JSON with one plain sentence."""
    return JSONResponse({"message": message}, status, headers={"Cache-Control": "no-store"})


def guarded(route: Answer) -> Answer:
    """Refuse without a token; turn bad parameters into 400 and the unforeseen into a logged 500."""

    @wraps(route)
    def checked(request: Request) -> Response:
        try:
            tokens.check(request.headers.get(tokens.HEADER))
            return route(request)
        except tokens.Refused as refused:
            return answer(401, str(refused))
        except api_params.BadParameterError as bad:
            return answer(400, str(bad))
        except Exception:
            LOG.exception("the map's route %s failed", request.url.path)
            return answer(500, "The app could not answer; its log says why.")

    return checked


def _asked(request: Request) -> tuple[int, Filter]:
    """Return the newest version and the filter; ``v`` only keeps browsers' copies apart."""
    if "v" in request.query_params:
        api_params.whole(request.query_params, "v", 0, _HIGHEST_VERSION)
    return data.version(), api_params.filter_of(request.query_params)


def _numbers(row: Any, *names: str) -> list[Any]:
    return [getattr(row, name) for name in names]


@lru_cache(maxsize=64)
def _summary(at: int, f: Filter) -> dict[str, Any]:
    questions, headline = data.questions(at), data.headline(at, f)
    tolls = ("n", "fatalities_low", "fatalities_high")
    return {
        "areas": [
            _numbers(r, "area_id", "n", "n_area_only", *tolls[1:]) for r in questions.areas(f, 1)
        ],
        "borders": [_numbers(r, "border", *tolls) for r in questions.borders(f)],
        "countries": [_numbers(r, "country", *tolls) for r in questions.countries(f)],
        "shown": headline.shown,
        "placeless": headline.without_place,
        "bounds": None,
    }


@guarded
def summary(request: Request) -> Response:
    """Counts of provinces, borders and countries, and how many events have no place."""
    return JSONResponse(_summary(*_asked(request)), headers=_MINUTE)


@lru_cache(maxsize=32)
def _districts(at: int, f: Filter) -> list[list[Any]]:
    names = ("area_id", "n", "n_area_only", "fatalities_low", "fatalities_high")
    return [_numbers(row, *names) for row in data.questions(at).areas(f, 2)]


@guarded
def districts(request: Request) -> Response:
    """Counts of districts."""
    return JSONResponse({"areas": _districts(*_asked(request))}, headers=_MINUTE)


@guarded
def cells(request: Request) -> Response:
    """Events of known position in a box, counted in cells of the zoom; at most 2,000 rows."""
    at, f = _asked(request)
    zoom = api_params.whole(request.query_params, "z", 0, api_params.MOST_ZOOM)
    shift, rows = data.questions(at).cells(f, api_params.box(request.query_params), zoom)
    return JSONResponse({"shift": shift, "rows": [list(row) for row in rows]}, headers=_MINUTE)


@guarded
def event(request: Request) -> Response:
    """What the pointer's box says of one event: type, date, place, sides."""
    found = data.event(data.version(), api_params.identifier(request.query_params, "id"))
    if found is None:
        return answer(404, "No event has this id.")
    return JSONResponse(_facts(found), headers=_MINUTE)


def _facts(found: Event) -> dict[str, str | None]:
    side_a, side_b = phrases.who(found.side_a, found.side_b, data.actor_label)
    return {
        "event_type": found.event_type,
        "sub_event_type": found.sub_event_type,
        "when": phrases.days(found.date_start, found.date_end, found.date_precision),
        "where": phrases.where(found.place, data.country_name),
        "who": f"{side_a} – {side_b}",
    }


@guarded
def geo(request: Request) -> Response:
    """One document of outlines or ground, gzipped, with a tag so that it is sent once."""
    name = request.path_params["name"]
    if name not in geo_files.names():
        return answer(404, f"{name[:40]!r} is none of {', '.join(geo_files.names())}.")
    found = geo_files.packed(name)
    if found is None:
        return answer(404, f"{name} is not part of this installation.")
    headers = {**_DAY, "ETag": f'"{found.tag}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(
        found.body,
        media_type="application/json",
        headers={**headers, "Content-Encoding": "gzip"},
    )


def routes() -> list[Route]:
    """Return the map's routes; plain functions, so that they run in the thread pool."""
    paths: Mapping[str, Answer] = {
        "/api/map/summary": summary,
        "/api/map/districts": districts,
        "/api/map/cells": cells,
        "/api/map/event": event,
        "/api/geo/{name}": geo,
    }
    return [Route(path, route, methods=["GET"]) for path, route in paths.items()]
