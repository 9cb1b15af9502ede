"""What comes back from an endpoint, good and bad, over a real connection on loopback."""

from __future__ import annotations

import gzip
import json
import socket
import sys
from dataclasses import replace

import pytest

from events import codebook
from events.llm.answer import MOST_BYTES
from events.llm.client import asker
from events.llm.errors import ModelError
from events.llm.settings import required
from tests.events.llm.fake_endpoint import KEY, Reply, recorded

BUSY = Reply(status=503)


def ask(fake, report, waits=None, **settings):
    """Ask the fake endpoint about a report; waits are noted, not slept."""

    async def noted(seconds: float) -> None:
        (waits if waits is not None else []).append(seconds)

    names = {f"CONFLICT_MAP_LLM_{name.upper()}": str(v) for name, v in settings.items()}
    return asker(required(fake.environment | names), codebook.load(), noted)(report)


def test_a_good_answer_is_returned_and_the_request_is_what_was_promised(endpoint, border_night):
    fake = endpoint(recorded("border_night"))
    answer = ask(fake, border_night)
    assert [e.status for e in answer.events] == ["event"] * 3 + ["statement", "background"]
    ((headers, body),) = fake.requests
    assert headers["authorization"] == f"Bearer {KEY}"
    assert body["model"] == "tiny-test"
    assert KEY not in json.dumps(body)
    system, user = body["messages"]
    assert "Never a guessed point" in system["content"]
    assert border_night.text in user["content"]
    assert border_night.text not in system["content"]
    schema = body["response_format"]["json_schema"]["schema"]
    kinds = schema["$defs"]["SaidLoss"]["properties"]["kind"]["enum"]
    assert set(kinds) == set(codebook.load().claim_kinds)
    assert "Armed clash" in schema["$defs"]["SaidEvent"]["properties"]["sub_event_type"]["enum"]


def test_the_schema_can_go_into_the_instructions_for_a_plain_server(endpoint, border_night):
    fake = endpoint(Reply(content=f"```json\n{recorded('chaman').content}\n```"))
    assert len(ask(fake, border_night, answer="prompt").events) == 1
    ((_, body),) = fake.requests
    assert body.get("response_format", {}).get("type") != "json_schema"
    assert "sub_event_type" in json.dumps(body["messages"])


def test_the_schema_can_be_a_function_call(endpoint, border_night):
    call = {"name": "final_result", "arguments": recorded("chaman").content}
    message = {"role": "assistant", "content": None}
    message["tool_calls"] = [{"id": "t", "type": "function", "function": call}]
    choice = {"index": 0, "finish_reason": "tool_calls", "message": message}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    fake = endpoint(Reply(body=json.dumps(body).encode()))
    assert len(ask(fake, border_night, answer="tool").events) == 1


def test_a_malformed_answer_is_asked_for_once_more(endpoint, border_night):
    fake = endpoint(Reply(content="I think that five died."), recorded("chaman"))
    assert len(ask(fake, border_night).events) == 1
    assert len(fake.requests) == 2


def test_a_limit_is_waited_out_as_long_as_the_server_says(endpoint, border_night):
    limit = Reply(status=429, headers={"retry-after": "7"})
    fake = endpoint(limit, limit, recorded("chaman"))
    waits: list[float] = []
    assert len(ask(fake, border_night, waits).events) == 1
    assert waits == [7.0, 7.0]


def test_a_busy_server_is_asked_again_after_growing_waits(endpoint, border_night):
    fake = endpoint(BUSY, Reply(status=500), recorded("chaman"))
    waits: list[float] = []
    assert len(ask(fake, border_night, waits).events) == 1
    assert len(waits) == 2
    assert waits[0] < waits[1]


BAD = {
    "malformed": (Reply(content='{"events": [{"status": "maybe"}]}'), "follow the schema", 2),
    "no JSON": (Reply(content="Sorry."), "follow the schema", 2),
    "empty": (Reply(content=""), "follow the schema", 2),
    "truncated": (Reply(content='{"events": [{"sta', finish="length"), "cut off", 1),
    "filtered": (Reply(content="", finish="content_filter"), "content filter", 1),
    "no completion": (Reply(body=b"<html>hello</html>"), "no usable reply.*JSON", None),
    "empty body": (Reply(body=b""), "no usable reply.*JSON", None),
    "no choice": (Reply(body=b'{"choices": []}'), "does not follow the schema", None),
    "wrong key": (Reply(status=401), "check CONFLICT_MAP_LLM_KEY", 1),
    "forbidden": (Reply(status=403), "check CONFLICT_MAP_LLM_KEY", 1),
    "no such model": (Reply(status=404), "check CONFLICT_MAP_LLM_MODEL", 1),
    "bad request": (Reply(status=400), "status 400: .*\\*\\*\\*", 1),
    "limit for ever": (Reply(status=429, headers={"retry-after": "2"}), "wait 2 s", 5),
    "limit too long": (Reply(status=429, headers={"retry-after": "3600"}), "wait 3600 s", 1),
    "broken for ever": (Reply(status=500), "status 500", None),
    "moved": (Reply(status=307, headers={"location": "http://127.0.0.1:9/"}), "elsewhere", 1),
    "huge": (Reply(content="x" * (MOST_BYTES + 1)), "longer than 2,000,000 bytes", 1),
    "nested": (Reply(content="[" * 100_000), "follow the schema", 2),
    "nested body": (Reply(body=b"[" * 100_000), "no usable reply", 1),
    "a number of 5,000 digits": (Reply(body=b'{"created": ' + b"9" * 5000 + b"}"), "digits", 1),
    "not UTF-8": (Reply(body=b'{"id": "\xff'), "no usable reply", 1),
    "compressed": (
        Reply(body=gzip.compress(b" " * 9_000_000), headers={"content-encoding": "gzip"}),
        "compressed",
        1,
    ),
    "a reply cut off": (Reply(body=b"{}", headers={"content-length": "500"}), "broken", 5),
    "an error in a good reply": (Reply(body=b'{"error": {"message": "x"}}'), "schema", 1),
    "a limit until 2099": (
        Reply(status=429, headers={"retry-after": "Wed, 21 Oct 2099 07:28:00 GMT"}),
        "asks to wait",
        1,
    ),
    "a limit with no sense": (Reply(status=429, headers={"retry-after": "-5"}), "limit", 5),
    "huge error": (Reply(status=400, body=b"x" * (MOST_BYTES + 1)), "longer than", 1),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_one_line_that_says_what_to_do(name, endpoint, border_night, caplog):
    reply, said, requests = BAD[name]
    fake = endpoint(reply)
    caplog.set_level("DEBUG")
    with pytest.raises(ModelError, match=said) as failed:
        ask(fake, border_night)
    message = str(failed.value)
    assert message.startswith(f"tiny-test at {fake.url}: ")
    assert "\n" not in message
    assert len(message) < 400
    assert KEY not in message
    assert KEY not in caplog.text
    assert failed.value.__cause__ is None
    if requests is not None:
        assert len(fake.requests) == requests


def test_a_server_that_says_nothing_is_left(endpoint, border_night):
    fake = endpoint(Reply(slow=True))
    with pytest.raises(ModelError, match=r"no answer within 0\.5 s"):
        ask(fake, border_night, seconds=0.5)


def test_a_port_where_nobody_listens_is_said_at_once(endpoint, border_night):
    fake = endpoint()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        waits: list[float] = []
        with pytest.raises(ModelError, match="is the server running"):
            ask(replace(fake, url=url), border_night, waits)
    assert waits == []


def test_a_report_that_is_too_long_is_not_sent(endpoint, border_night):
    fake = endpoint()
    with pytest.raises(ModelError, match="nothing was sent"):
        ask(fake, border_night, characters=100)
    assert fake.requests == []


def test_proxies_of_the_environment_are_not_asked_for_this_machine(
    endpoint, border_night, monkeypatch
):
    fake, proxy = endpoint(recorded("chaman")), endpoint(Reply(status=500))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert len(ask(fake, border_night).events) == 1
    assert proxy.requests == []


def test_no_other_program_s_settings_are_sent(endpoint, border_night, monkeypatch):
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", "sk-of-another-program")
    fake = endpoint(recorded("chaman"))
    assert len(ask(fake, border_night).events) == 1
    assert "sk-of-another-program" not in json.dumps(fake.requests)


@pytest.mark.parametrize("package", ["pydantic_ai", "openai", "tenacity", "httpx2"])
def test_a_missing_library_is_named_with_its_remedy(package, endpoint, border_night, monkeypatch):
    fake = endpoint()
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelError, match=f"{package}.*requirements-llm.txt"):
        ask(fake, border_night)
    assert fake.requests == []
