"""Pulls against a server on loopback: pages, expired tokens, quotas, faults, going on, secrets."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from events.__main__ import main
from events.pulling import interfaces
from events.pulling.interfaces import Acled, Ucdp
from events.pulling.pull import folder_of, pull
from events.pulling.web import TRIES, PullError, connect
from events.queries.reading import read
from events.store import Store
from tests.events.importers.conftest import ACLED, UCDP

PASSWORD, TOKEN = "pass-never-to-be-seen", "token-never-to-be-seen"


@dataclass
class Fake:
    """Answers with pages of two rows; ``faults`` are statuses that come first, by page."""

    url: str = ""
    pages: int = 3
    faults: dict[int, list[int]] = field(default_factory=dict)
    tokens: int = 0
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def answer(self, path: str, query: dict[str, list[str]], headers: Any) -> tuple[int, Any]:
        self.asked.append((path, query))
        acled = path.startswith("/api/acled")
        number = int(query["page"][0]) - acled
        if self.faults.get(number):
            return self.faults[number].pop(0), {"message": "fault"}
        if acled and headers.get("Authorization") != f"Bearer {TOKEN}{self.tokens}":
            return 401, {}
        if not acled and headers.get("x-ucdp-access-token") != TOKEN:
            return 401, {}
        sample, key = (ACLED, "event_id_cnty") if acled else (UCDP, "id")
        count = 2 if number < self.pages - 1 else 1
        rows = [sample | {key: f"{number}{n}"} for n in range(count)]
        return 200, {"data": rows} if acled else {"TotalPages": self.pages, "Result": rows}


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def send(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "7")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        fake: Fake = self.server.fake
        if form["password"] != [PASSWORD]:
            return self.send(401, {})
        fake.tokens += 1
        return self.send(200, {"access_token": f"{TOKEN}{fake.tokens}"})

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.send(*self.server.fake.answer(url.path, parse_qs(url.query), self.headers))


@contextmanager
def serving(**how: Any) -> Iterator[Fake]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake = server.fake = Fake(f"http://127.0.0.1:{server.server_port}", **how)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(interfaces, "ACLED_ROWS", 2)


@contextmanager
def acled(fake: Fake, password: str = PASSWORD) -> Iterator[tuple[Acled, list[float]]]:
    waits: list[float] = []
    web = connect(fake.url, waits.append)
    with web.client:
        yield Acled(web, "ann@example.org", password, {"country": "Pakistan"}), waits


def test_all_pages_come_and_the_question_is_passed_on(tmp_path):
    with serving() as fake, acled(fake) as (source, waits):
        pages = pull(source, tmp_path / "p")
        assert len(pages) == 3
        assert [query["country"] for _, query in fake.asked] == [["Pakistan"]] * 3
        assert (fake.tokens, waits) == (1, [])


def test_an_expired_token_is_asked_for_anew_once(tmp_path):
    with serving(faults={1: [401]}) as fake, acled(fake) as (source, _):
        assert len(pull(source, tmp_path / "p")) == 3
        assert fake.tokens == 2


def test_too_many_questions_wait_as_long_as_is_said_and_failures_ever_longer(tmp_path):
    with serving(faults={0: [429], 1: [503, 500]}) as fake, acled(fake) as (source, waits):
        assert len(pull(source, tmp_path / "p")) == 3
        assert waits == [7.0, 1.0, 2.0]


def test_a_used_up_quota_ends_the_pull_and_the_next_one_goes_on_from_there(tmp_path):
    with serving(faults={2: [429] * TRIES}) as fake, acled(fake) as (source, _):
        with pytest.raises(PullError, match="quota is used up"):
            pull(source, tmp_path / "p")
        before = len(fake.asked)
        assert len(pull(source, tmp_path / "p")) == 3
        assert len(fake.asked) == before + 1


def test_a_server_that_is_not_there_and_wrong_credentials_are_named_without_secrets(tmp_path):
    with serving() as fake, acled(fake, "wrong") as (source, _):
        with pytest.raises(PullError, match="does not accept the credentials") as refused:
            pull(source, tmp_path / "p")
        assert PASSWORD not in repr(source)
    waits: list[float] = []
    web = connect(fake.url, waits.append)
    with web.client, pytest.raises(PullError, match="no answer") as gone:
        pull(Ucdp(web, TOKEN), tmp_path / "q")
    assert len(waits) == TRIES - 1
    assert not any(word in str(one.value) for one in (refused, gone) for word in ("wrong", TOKEN))


@pytest.mark.parametrize("answer", [{"data": 3}, [], {"data": [1]}, {}])
def test_an_answer_of_another_shape_is_refused(answer):
    class Odd:
        def get(self, *_: object) -> object:
            return answer

    with pytest.raises(PullError, match="interface may have changed"):
        Acled(Odd(), "a", "b", _token="t").page(0)  # noqa: S106


def test_another_question_is_another_pull(tmp_path):
    one, other = ({"country": name} for name in ("Pakistan", "../Mali"))
    folders = {folder_of(tmp_path, "acled", one), folder_of(tmp_path, "acled", other)}
    assert len(folders) == 2
    assert {each.parent for each in folders} == {tmp_path / "pulls"}


def test_the_command_pulls_and_stores_and_keeps_its_secrets(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path))
    assert main(["pull", "ucdp"]) == 1
    assert "set UCDP_TOKEN in the environment" in capsys.readouterr().err
    monkeypatch.setenv("UCDP_TOKEN", TOKEN)
    with serving() as fake:
        monkeypatch.setenv("UCDP_URL", fake.url)
        assert main(["pull", "ucdp", "--ask", "Country=770"]) == 0
        assert main(["pull", "ucdp", "--ask", "Country=770"]) == 0
    said = capsys.readouterr()
    assert "5 rows read = 5 new" in said.out
    assert "5 unchanged" in said.out
    store = Store(tmp_path)
    assert read(store.snapshot(), "events").num_rows == 5
    assert not list((tmp_path / "pulls").iterdir())
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(TOKEN.encode() in path.read_bytes() for path in kept)
    assert TOKEN not in said.out + said.err
