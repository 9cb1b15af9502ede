"""An OpenAI-compatible endpoint on loopback: gives recorded answers, keeps what it is sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).with_name("answers")
KEY = "sk-test-never-to-be-seen-4711"
SLOW = 30.0  # seconds; no test waits for it


@dataclass(frozen=True)
class Reply:
    """One recorded reply; ``slow`` keeps the line open and says nothing."""

    status: int = 200
    content: str = '{"events": []}'
    finish: str = "stop"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    slow: bool = False

    def bytes(self) -> bytes:
        """Return the body: a chat completion, or the one given."""
        if self.body is not None:
            return self.body
        if self.status >= 400:
            return json.dumps({"error": {"message": f"no; you sent {KEY}"}}).encode()
        message = {"role": "assistant", "content": self.content}
        choice = {"index": 0, "finish_reason": self.finish, "message": message}
        completion = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
        return json.dumps({**completion, "choices": [choice]}).encode()


def recorded(name: str) -> Reply:
    """Return the reply whose content lies in ``answers``."""
    return Reply(content=(ANSWERS / f"{name}.json").read_text(encoding="utf-8"))


@dataclass
class FakeEndpoint:
    """What is asked of the server, and what it answers: the replies in turn, the last for ever."""

    url: str
    replies: list[Reply]
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that name this endpoint."""
        names = {"URL": self.url, "MODEL": "tiny-test", "KEY": KEY, "SECONDS": "20"}
        return {f"CONFLICT_MAP_LLM_{name}": value for name, value in names.items()}

    def take(self, headers: dict[str, str], body: dict[str, Any]) -> Reply:
        """Keep a request; return its reply."""
        self.requests.append((headers, body))
        return self.replies[min(len(self.requests), len(self.replies)) - 1]


@contextmanager
def serving(*replies: Reply) -> Iterator[FakeEndpoint]:
    """Serve replies on a free port of 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    fake = FakeEndpoint(f"http://127.0.0.1:{server.server_port}/v1", list(replies or (Reply(),)))
    server.fake = fake  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.done.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        fake: FakeEndpoint = self.server.fake  # type: ignore[attr-defined]
        sent = self.rfile.read(int(self.headers["content-length"]))
        reply = fake.take({k.lower(): v for k, v in self.headers.items()}, json.loads(sent))
        if reply.slow:
            fake.done.wait(SLOW)
            return
        out = reply.bytes()
        try:
            self.send_response(reply.status)
            head = {"content-type": "application/json", "content-length": str(len(out))}
            for name, value in (head | reply.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(out)
        except (BrokenPipeError, ConnectionResetError):
            return  # the client read no further, as it should

    def log_message(self, *_: object) -> None:
        """Keep the terminal clean."""


def wait_for_request(fake: FakeEndpoint, seconds: float = 30) -> None:
    """Return when the endpoint was asked."""
    until = time.monotonic() + seconds
    while not fake.requests and time.monotonic() < until:
        time.sleep(0.05)
