"""What one visitor does, for locust: open the page, then change the filter or pan, reading between.

A change is what a browser sends: the new address over the page's WebSocket, and when the page
is redrawn the map's two requests.  While a visitor reads, the page looks for a new version every
few seconds, as it does in a browser.  Run by ``python -m benchmarks.load``.
"""

from __future__ import annotations

import os
import random
import time
from urllib.parse import urlencode, urlsplit

import websocket
from locust import User, task
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.queries import VIEW, ZOOM
from benchmarks.synthetic import ACTORS, PROVINCES, TELLING
from events.queries import EVENT_TYPES
from views import tokens
from views.explore import POLL_SECONDS

WAIT = 60.0
PAUSE = tuple(float(each) for each in os.environ.get("LOAD_PAUSE", "5 15").split())


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

    def on_start(self) -> None:
        """Open the page."""
        import requests  # noqa: PLC0415  after locust has made sockets cooperative

        self.rng = random.Random(id(self))
        self.asked: dict[str, str] = {}
        self.fragment = ""
        self.http = requests.Session()  # a browser keeps its connections too
        host = urlsplit(self.host or "").netloc
        self.socket = websocket.create_connection(
            f"ws://{host}/_stcore/stream", timeout=WAIT, subprotocols=["streamlit"]
        )
        self.timed("page opened", lambda: self.rerun({}))

    def on_stop(self) -> None:
        """Leave."""
        self.socket.close()

    def wait_time(self) -> float:
        """Read for a while, the page looking for a new version meanwhile; return what is left."""
        pause = self.rng.uniform(*PAUSE)
        while pause > POLL_SECONDS:
            time.sleep(POLL_SECONDS)
            pause -= POLL_SECONDS
            self.timed("look for a new version", self.look)
        return pause

    @task
    def change_the_filter(self) -> None:
        """Change the filter and wait for the page and for the map."""
        self.asked = drawn_filter(self.rng)
        self.timed("filter changed: page and map", lambda: self.page_and_map(self.asked))

    @task
    def pan(self) -> None:
        """Move the map."""
        moved = VIEW[0] + self.rng.randrange(1 << 22)
        box = ",".join(map(str, (moved, *VIEW[1:])))
        where = {"bbox": box, "z": str(ZOOM)}
        self.timed("pan", lambda: self.get("cells", self.asked | where))

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
        return self.sent(message)

    def look(self) -> int:
        """Let the page look for a new version, as it asks the browser to have it do."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(self.asked)
        message.rerun_script.fragment_id = self.fragment
        message.rerun_script.is_auto_rerun = True
        return self.sent(message)

    def sent(self, message: BackMsg) -> int:
        """Send a message that runs the script, and read until it is through."""
        self.socket.send_binary(message.SerializeToString())
        count = 0
        while True:
            data = self.socket.recv()
            count += len(data)
            told = ForwardMsg()
            told.ParseFromString(data)
            if told.WhichOneof("type") == "auto_rerun":
                self.fragment = told.auto_rerun.fragment_id
            if told.WhichOneof("type") == "script_finished":
                return count

    def get(self, route: str, asked: dict[str, str]) -> int:
        """Ask one of the map's routes."""
        answer = self.http.get(
            f"{self.host}/api/map/{route}", params=asked,
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
