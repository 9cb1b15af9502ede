"""What does the map fetch while one pans, zooms and points?  Numbers and ids, small and bounded.

Every route refuses without the page's token (:mod:`views.tokens`) and answers a bad parameter
with 400 and one plain sentence.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from events.model import Event
from events.queries import AreaRow, Filter, Questions
from events.schema import WORLD
from events.store import StoreError
from views import api_params, data, geo_files, phrases, tokens

LOG = logging.getLogger(__name__)
_MINUTE = {"Cache-Control": "private, max-age=60"}
_DAY = {"Cache-Control": "private, max-age=86400", "Vary": "Accept-Encoding"}
_HIGHEST_VERSION = 1 << 40
_WHERE = ("lat", "lon", "adm1_id", "adm2_id", "border")

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


def _asked(request: Request) -> tuple[Questions, Filter]:
    """Return the questions of the state asked for and the filter; ``v`` keeps copies apart."""
    if "v" in request.query_params:
        api_params.whole(request.query_params, "v", 0, _HIGHEST_VERSION)
    version = api_params.state_of(request.query_params)
    try:
        questions = data.newest() if version is None else data.at(version)
    except StoreError as error:
        raise api_params.BadParameterError(str(error)) from error
    return questions, api_params.filter_of(request.query_params)


def _summary(questions: Questions, f: Filter) -> dict[str, Any]:
    headline = questions.headline(f)
    return {
        "areas": [_area(row) for row in questions.areas(f, 1)],
        "borders": [list(row) for row in questions.borders(f)],
        "countries": [list(row) for row in questions.countries(f)],
        "shown": headline.shown,
        "placeless": headline.without_place,
        "bounds": _bounds(questions.bounds(f)),
    }


def _area(row: AreaRow) -> list[Any]:
    tolls = row.fatalities_low, row.fatalities_high
    return [row.area_id, row.n, row.n_area_only, *tolls, row.n_here]


def _bounds(found: tuple[int, int, int, int] | None) -> list[float] | None:
    """Return west, south, east, north of the events that have a point."""
    if found is None:
        return None
    (north, west), (south, east) = degrees(*found[:2]), degrees(*found[2:])
    return [west, south, east, north]


def degrees(x: int, y: int) -> tuple[float, float]:
    """Return latitude and longitude (WGS 84) of a pixel of zoom 22 (web Mercator)."""
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / WORLD))))
    return round(lat, 5), round((x + 0.5) / WORLD * 360 - 180, 5)


@guarded
def summary(request: Request) -> Response:
    """Count the events of provinces, borders and countries, and those without a place."""
    return JSONResponse(_summary(*_asked(request)), headers=_MINUTE)


@guarded
def districts(request: Request) -> Response:
    """Count the events of districts."""
    questions, f = _asked(request)
    return JSONResponse({"areas": [_area(row) for row in questions.areas(f, 2)]}, headers=_MINUTE)


@guarded
def cells(request: Request) -> Response:
    """Count the events with a point in a box by cells of the zoom; at most 2,000 rows."""
    questions, f = _asked(request)
    zoom = api_params.whole(request.query_params, "z", 0, api_params.MOST_ZOOM)
    shift, rows = questions.cells(f, api_params.box(request.query_params), zoom)
    drawn = [[*row[:8], *degrees(row.x, row.y)] for row in rows]
    return JSONResponse({"shift": shift, "rows": drawn}, headers=_MINUTE)


@guarded
def event(request: Request) -> Response:
    """Say what the pointer's box shows of one event: type, date, place, sides."""
    found = _asked(request)[0].event(api_params.identifier(request.query_params, "id"))
    if found is None:
        return answer(404, "No event has this id.")
    return JSONResponse(_facts(found), headers=_MINUTE)


def _facts(found: Event) -> dict[str, str | float | None]:
    side_a, side_b = phrases.who(found.side_a, found.side_b, data.actor_label)
    return {
        "event_type": found.event_type,
        "sub_event_type": found.sub_event_type,
        "when": phrases.days(found.date_start, found.date_end, found.date_precision),
        "where": phrases.where(found.place, data.country_name),
        "who": f"{side_a} – {side_b}",
        **{key: getattr(found.place, key, None) for key in _WHERE},
    }


@guarded
def geo(request: Request) -> Response:
    """Send one document of outlines or ground, gzipped, tagged so that it is sent once."""
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
