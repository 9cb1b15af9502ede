from __future__ import annotations

import asyncio
from typing import Any

import pytest

from views.headers import GUARDS, POLICY, Guard


def answered(headers: list[tuple[bytes, bytes]], kind: str = "http") -> list[tuple[bytes, bytes]]:
    """Send one answer through the guard and return the headers that leave."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": f"{kind}.response.start", "status": 200, "headers": headers})

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guard(app)({"type": kind}, None, send))  # type: ignore[arg-type]
    return list(sent[0]["headers"])


def test_every_answer_carries_every_guard_once() -> None:
    leaving = answered([(b"content-type", b"text/html"), (b"X-Frame-Options", b"ALLOWALL")])
    names = [name.lower() for name, _ in leaving]
    assert sorted(names) == sorted({b"content-type", *GUARDS})
    assert dict(leaving)[b"x-frame-options"] == b"SAMEORIGIN"


def test_only_http_answers_are_touched() -> None:
    assert answered([(b"a", b"b")], "websocket") == [(b"a", b"b")]


@pytest.mark.parametrize("rule", POLICY.split("; "))
def test_the_policy_names_no_other_server(rule: str) -> None:
    allowed = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'"}
    assert set(rule.split()[1:]) <= allowed | {"data:", "blob:"}
    if rule.startswith(("script-src", "default-src", "connect-src")):
        assert "data:" not in rule
