"""The map's routes, asked as a browser asks them, over a real store of a few events."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from events.model import Event, Place, Source
from events.queries import Filter
from events.schema import WORLD
from events.store import Store
from views import api, data, geo_files, server, tokens


@dataclass(frozen=True)
class Answer:
    """What an ASGI app sends for one request."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.content) if packed else self.content).decode()

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Client:
    """Asks an ASGI app without a network."""

    app: Starlette
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(
        self, path: str, params: Mapping[str, Any] = {}, headers: Mapping[str, str] = {}
    ) -> Answer:
        return asyncio.run(self._get(path, params, {**self.headers, **headers}))

    async def _get(
        self, path: str, params: Mapping[str, Any], headers: Mapping[str, str]
    ) -> Answer:
        raw = quote(path, safe="/%").encode()
        scope = {
            "type": "http",
            "method": "GET",
            "path": unquote_to_bytes(raw).decode(),
            "raw_path": raw,
            "query_string": urlencode(params).encode(),
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        }
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        found = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
        body = b"".join(m.get("body", b"") for m in sent[1:])
        return Answer(sent[0]["status"], found, body)


HOSTILE = "{{ 7*7 }}<img src=x onerror=alert(1)>${alert(1)}`</script>"
WHOLE = f"0,0,{WORLD - 1},{WORLD - 1}"


def event(name: str, place: Place | None, **changes: Any) -> Event:
    made = Event(
        id=name,
        status="event",
        event_type="Battles",
        sub_event_type="Armed clash",
        date_start=date(2025, 10, 11),
        date_end=date(2025, 10, 12),
        date_precision="span",
        side_a=("AFG:IEA",),
        side_b=("PAK:MIL",),
        place=place,
        source=Source(title=HOSTILE, publisher="Press"),
        fatalities_low=9,
        fatalities_high=58,
    )
    return replace(made, **changes)


EVENTS = (
    event("point", Place("Torkham", "exact", "PAK", adm1_id="PK-KP", lat=34.12, lon=71.09)),
    event("near", Place("Khost", "near", "AFG", adm1_id="AF-KHO", lat=33.34, lon=69.92)),
    event("province", Place(None, "province", "AFG", adm1="Khost", adm1_id="AF-KHO")),
    event("line", Place("along the border", "border", border="AFG-PAK")),
    event("country", Place(None, "country", "AFG"), fatalities_low=None, fatalities_high=None),
    event("nowhere", None, notes=HOSTILE),
    event(HOSTILE, Place(HOSTILE, "exact", "AFG", adm1_id="AF-KAB", lat=34.5, lon=69.2)),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of the seven events."""
    made = Store(tmp_path_factory.mktemp("home"))
    made.upsert_events(EVENTS, who="test", why="seven events", file=None)
    return made


@pytest.fixture
def client(store: Store, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The app's own routes and headers, without Streamlit's page."""
    monkeypatch.setattr(data, "store", lambda: store)
    app = Starlette(routes=server.routes(), middleware=server.middleware())
    return Client(app, {tokens.HEADER: tokens.issue()})


def ask(client: Client, path: str, **params: Any) -> Any:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


PATHS = ["map/summary", "map/districts", "map/cells", "map/event", "geo/land"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("token", ["", "map.forged.token"])
def test_every_route_refuses_without_the_pages_token(client: Client, path: str, token: str) -> None:
    answer = client.get(f"/api/{path}", headers={tokens.HEADER: token})
    assert answer.status_code == 401
    assert set(answer.json()) == {"message"}
    assert answer.headers["cache-control"] == "no-store"


def test_every_route_of_the_api_is_guarded_and_only_read() -> None:
    for route in api.routes():
        assert hasattr(route.endpoint, "__wrapped__"), route.path
        assert route.methods == {"GET", "HEAD"}


def test_the_summary_counts_each_event_where_it_is_known(client: Client) -> None:
    said = ask(client, "/api/map/summary", q="", v=1)
    assert {row[0]: row[1:] for row in said["areas"]} == {
        "AF-KAB": [1, 0, 9, 58, 0],
        "AF-KHO": [2, 1, 18, 116, 1],
        "PK-KP": [1, 0, 9, 58, 0],
    }
    assert said["borders"] == [["AFG-PAK", 1, 9, 58]]
    assert said["countries"] == [["AFG", 1, None, None]]
    assert (said["shown"], said["placeless"]) == (7, 1)
    west, south, east, north = said["bounds"]
    assert (west, south) == (pytest.approx(69.2, abs=0.5), pytest.approx(33.34, abs=0.5))
    assert (east, north) == (pytest.approx(71.09, abs=0.5), pytest.approx(34.5, abs=0.5))


def test_cells_stand_at_their_events_and_name_single_ones(client: Client) -> None:
    rows = ask(client, "/api/map/cells", z=12, bbox=WHOLE)["rows"]
    found = {row[6]: row for row in rows}
    assert set(found) == {"point", "near", HOSTILE}
    assert found["point"][8:] == [pytest.approx(34.12, abs=1e-4), pytest.approx(71.09, abs=1e-4)]
    assert (found["near"][7], found["point"][7]) == (1, 0)


def test_the_filter_of_the_page_is_the_filter_of_the_map(client: Client) -> None:
    assert ask(client, "/api/map/summary", q="adm1=AF-KHO")["shown"] == 2
    assert ask(client, "/api/map/cells", q="adm1=AF-KHO", z=12, bbox=WHOLE)["rows"][0][6] == "near"
    assert ask(client, "/api/map/districts", q="type=Riots")["areas"] == []


def test_a_box_limits_the_cells(client: Client) -> None:
    assert ask(client, "/api/map/cells", z=12, bbox="0,0,1000,1000")["rows"] == []


def test_an_events_facts_are_words_for_a_reader(client: Client) -> None:
    said = ask(client, "/api/map/event", id="point")
    assert said["when"] == "11–12 Oct 2025"
    assert "Torkham" in said["where"]
    assert "Pakistan" in said["who"]
    assert client.get("/api/map/event", params={"id": "no such"}).status_code == 404


def test_hostile_text_stays_text(client: Client) -> None:
    answer = client.get("/api/map/event", params={"id": HOSTILE})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert HOSTILE in answer.json()["where"]
    assert "49" not in answer.json()["where"]


BAD = [
    ("map/cells", {"z": "12"}, "bbox"),
    ("map/cells", {"z": "12", "bbox": "1,2,3"}, "bbox"),
    ("map/cells", {"z": "12", "bbox": "9,9,1,1"}, "bbox"),
    ("map/cells", {"z": "12", "bbox": f"0,0,{WORLD},5"}, "bbox"),
    ("map/cells", {"z": "12", "bbox": "a,b,c,d"}, "bbox"),
    ("map/cells", {"z": "23", "bbox": "0,0,1,1"}, "z="),
    ("map/cells", {"z": "-1", "bbox": "0,0,1,1"}, "z="),
    ("map/cells", {"z": "1e3", "bbox": "0,0,1,1"}, "z="),
    ("map/cells", {"z": "٣", "bbox": "0,0,1,1"}, "z="),
    ("map/summary", {"v": "x"}, "v="),
    ("map/summary", {"q": "a" * 9000}, "characters"),
    ("map/summary", {"q": "&".join(f"k{i}=1" for i in range(300))}, "fields"),
    ("map/event", {}, "id"),
    ("map/event", {"id": "x" * 300}, "id"),
    ("map/event", {"id": "a\nb"}, "id"),
]


@pytest.mark.parametrize(("path", "params", "named"), BAD)
def test_a_bad_parameter_is_refused_in_plain_words(
    client: Client, path: str, params: dict[str, str], named: str
) -> None:
    answer = client.get(f"/api/{path}", params=params)
    assert answer.status_code == 400
    assert named in answer.json()["message"]
    assert "Traceback" not in answer.text
    assert len(answer.text) < 400


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(z=st.text(max_size=12), bbox=st.text(max_size=40), q=st.text(max_size=60))
def test_no_parameter_brings_a_route_down(client: Client, z: str, bbox: str, q: str) -> None:
    params = {k: v.encode("utf-8", "replace") for k, v in {"z": z, "bbox": bbox, "q": q}.items()}
    for path in ("map/cells", "map/summary", "map/districts"):
        assert client.get(f"/api/{path}", params=params).status_code in (200, 400)


def test_the_unforeseen_is_logged_and_told_without_a_trace(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("secret path /etc")

    monkeypatch.setattr(data, "newest", broken)
    answer = client.get("/api/map/summary")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "secret path" in caplog.text


@pytest.mark.parametrize("name", geo_files.names())
def test_outlines_and_ground_are_sent_packed_and_once(client: Client, name: str) -> None:
    answer = client.get(f"/api/geo/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "max-age" in answer.headers["cache-control"]
    assert isinstance(answer.json(), dict)
    again = client.get(f"/api/geo/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_the_map_draws_is_small() -> None:
    sizes = {
        name: len(packed.body) for name in geo_files.names() if (packed := geo_files.packed(name))
    }
    assert sizes["adm1_home"] < 150_000
    assert sizes["adm1_world"] < 1_500_000


@pytest.mark.parametrize(
    "name", ["../../dashboard.py", "..%2F..%2Fdashboard.py", "adm1", "{{7*7}}"]
)
def test_only_named_documents_are_served(client: Client, name: str) -> None:
    answer = client.get(f"/api/geo/{name}")
    assert answer.status_code == 404
    assert "st.App" not in answer.text


@pytest.mark.parametrize("path", ["../manifest.json", "..%2f..%2fdashboard.py", "%2e%2e/build.mjs"])
def test_the_bundles_folder_is_not_left(client: Client, path: str) -> None:
    assert client.get(f"/assets/vendor/{path}").status_code in (404, 405)


def test_districts_carry_their_province_and_say_when_approximate() -> None:
    packed = geo_files.packed("adm2")
    assert packed
    areas = json.loads(gzip.decompress(packed.body))["objects"]["areas"]["geometries"]
    known = [area["properties"] for area in areas]
    assert all(p["adm1_id"].startswith("PK-") for p in known if p["country"] == "PAK")
    assert all(p.get("approximate") for p in known if p["country"] == "PAK")


def test_answers_carry_the_guarding_headers(client: Client) -> None:
    answers = [
        client.get("/api/map/summary"),
        client.get("/api/map/cells"),
        client.get("/assets/relief.png"),
        client.get("/assets/vendor/nothing.js"),
    ]
    for answer in answers:
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_earlier_state_answers_for_itself_and_one_is_held(store: Store, client: Client) -> None:
    """The newest version lacks an event that the first has."""
    first = store.snapshot().version
    count = ask(client, "/api/map/summary", q="")["shown"]
    (gone,) = data.newest().ids(Filter(), "shown")[:1]
    store.upsert_events([], "Ann", "told twice", removed=[gone])
    assert ask(client, "/api/map/summary", q="")["shown"] == count - 1
    assert ask(client, "/api/map/summary", q=f"asof={first}")["shown"] == count
    assert client.get("/api/map/event", {"id": gone}).status_code == 404
    assert client.get("/api/map/event", {"id": gone, "q": f"asof={first}"}).status_code == 200
    held = data.at(first)
    assert data.at(first) is held
    assert data.at(store.version()) is data.newest()
    data.at(0)
    assert data.at(first) is not held
    refused = client.get("/api/map/summary", {"q": "asof=99"})
    assert refused.status_code == 400
    assert "version 99 does not exist" in refused.text
    assert client.get("/api/map/summary", {"q": "asof=x"}).status_code == 400
