"""What one visitor does, for locust: open the page, then change the filter every ten seconds or so.

A change is what a browser sends: the new address over the page's WebSocket, and when the page
is redrawn the map's two requests.  Run by ``python -m benchmarks.load``.
"""

from __future__ import annotations

import os
import random
import time
from urllib.parse import urlencode, urlsplit

import websocket
from locust import User, between, task
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.queries import VIEW, ZOOM
from benchmarks.synthetic import ACTORS, PROVINCES, TELLING
from events.queries import EVENT_TYPES
from views import tokens

WAIT = 60.0


def drawn_filter(rng: random.Random) -> dict[str, str]:
    """Return a filter as it stands in an address, another one nearly every time."""
    year = rng.randrange(2010, 2024)
    first, second = rng.sample(ACTORS, 2)
    return rng.choice(
        (
            {"from": f"{year}-{rng.randrange(1, 13):02}-01", "to": f"{year + 2}-12-31"},
            {"actor": first, "opponent": second},
            {"actor": first, "type": rng.choice(EVENT_TYPES)},
            {"adm1": f"XX-{rng.randrange(PROVINCES):02}", "dead": str(rng.randrange(1, 6))},
            {"words": " ".join(rng.sample(TELLING, 2))},
        )
    )


class Visitor(User):
    """One session of the page."""

    wait_time = between(5, 15)

    def on_start(self) -> None:
        """Open the page."""
        self.rng = random.Random(id(self))
        host = urlsplit(self.host or "").netloc
        self.socket = websocket.create_connection(
            f"ws://{host}/_stcore/stream", timeout=WAIT, subprotocols=["streamlit"]
        )
        self.timed("page opened", lambda: self.rerun({}))

    def on_stop(self) -> None:
        """Leave."""
        self.socket.close()

    @task
    def change_the_filter(self) -> None:
        """Change the filter and wait for the page and for the map."""
        asked = drawn_filter(self.rng)
        self.timed("filter changed: page and map", lambda: self.page_and_map(asked))

    @task
    def pan(self) -> None:
        """Move the map."""
        moved = VIEW[0] + self.rng.randrange(1 << 22)
        box = ",".join(map(str, (moved, *VIEW[1:])))
        self.timed("pan", lambda: self.get("cells", {"bbox": box, "z": str(ZOOM)}))

    def page_and_map(self, asked: dict[str, str]) -> int:
        """Ask for a view; return the bytes that came."""
        count = self.rerun(asked)
        count += self.get("summary", asked)
        box = ",".join(map(str, VIEW))
        return count + self.get("cells", asked | {"bbox": box, "z": str(ZOOM)})

    def rerun(self, asked: dict[str, str]) -> int:
        """Send an address to the page's script and read until it is through."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(asked)
        self.socket.send_binary(message.SerializeToString())
        count = 0
        while True:
            data = self.socket.recv()
            count += len(data)
            told = ForwardMsg()
            told.ParseFromString(data)
            if told.WhichOneof("type") == "script_finished":
                return count

    def get(self, route: str, asked: dict[str, str]) -> int:
        """Ask one of the map's routes."""
        import requests  # noqa: PLC0415  after locust has made sockets cooperative

        answer = requests.get(
            f"{self.host}/api/map/{route}", asked,
            headers={tokens.HEADER: tokens.issue()}, timeout=WAIT,
        )  # fmt: skip
        answer.raise_for_status()
        return len(answer.content)

    def timed(self, name: str, work: object) -> None:
        """Tell locust how long something took, and of its failure."""
        start, error, count = time.perf_counter(), None, 0
        try:
            count = work()  # type: ignore[operator]
        except Exception as failed:  # noqa: BLE001  counted by locust
            error = failed
        self.environment.events.request.fire(
            request_type="", name=name, response_time=(time.perf_counter() - start) * 1000,
            response_length=count, exception=error,
        )  # fmt: skip


assert os.environ.get("CONFLICT_MAP_SECRET"), "run by python -m benchmarks.load"  # noqa: S101
