"""What the server serves besides Streamlit's page, and what it does when something fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from events.store import StoreError
from geodata.home import data_home
from views import api, assets, data, geo_files, headers, sockets

LOG = logging.getLogger(__name__)
_NAMED_BY_CONTENT = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"


class Bundles(StaticFiles):
    """The built scripts and styles; a name changes with its content, so copies may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file; only complete answers may be kept for good."""
        response = await super().get_response(path, scope)
        kept = response.status_code in (200, 304) and not path.endswith(".json")
        response.headers["Cache-Control"] = _NAMED_BY_CONTENT if kept else "no-cache"
        return response


def relief(request: Request) -> Response:  # noqa: ARG001
    """Serve the hillshade: public terrain, as an image that needs no token."""
    if not geo_files.RELIEF_IMAGE.is_file():
        return api.answer(404, "The relief is not part of this installation.")
    return FileResponse(geo_files.RELIEF_IMAGE, headers={"Cache-Control": _DAY})


def routes() -> list[BaseRoute]:
    """Return the routes for data, bundles and the relief."""
    bundles = Bundles(directory=assets.VENDOR, check_dir=False)
    return [
        *api.routes(),
        Route("/assets/relief.png", relief, methods=["GET"]),
        Mount("/assets/vendor", bundles),
    ]


def middleware() -> list[Middleware]:
    """Return what wraps every answer, Streamlit's own included."""
    return [Middleware(headers.Guard)]


def on_script_error(error: Exception) -> None:
    """Write an error of the page's script to the log; the page itself shows no trace."""
    LOG.error("the page failed", exc_info=error)


def read_ahead() -> None:
    """Open the stored events before the first visitor asks; what is wrong, the page will say."""
    with suppress(StoreError):
        data.newest()


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:  # noqa: ARG001
    """Keep a log in the data folder while the server runs."""
    home = data_home()
    home.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(home / "conflict-map.log", encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    sockets.send_at_once(asyncio.get_running_loop())
    Thread(target=read_ahead, daemon=True).start()
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
