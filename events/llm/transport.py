"""The HTTP connection: to the chosen address only, and no more than so many bytes back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

from events.llm.answer import MOST_BYTES
from events.llm.settings import Endpoint

_CONNECT_SECONDS = 10.0


# What the library would add from the variables of other programs; it is nobody's business here.
_UNASKED = ("openai-organization", "openai-project")


class BodyError(RuntimeError):
    """The answer's body is not read; the message says why."""


class _Bounded(httpx2.AsyncByteStream):
    """A response body that ends in :class:`BodyError` beyond ``MOST_BYTES``."""

    def __init__(self, body: httpx2.AsyncByteStream) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for chunk in self._body:
            read += len(chunk)
            if read > MOST_BYTES:
                message = f"the answer is longer than {MOST_BYTES:,} bytes; it was not read"
                raise BodyError(message)
            yield chunk

    async def aclose(self) -> None:
        await self._body.aclose()


async def _bound(response: httpx2.Response) -> None:
    if response.headers.get("content-encoding", "identity") != "identity":
        message = "the answer is compressed, which was not asked for; it was not read"
        raise BodyError(message)
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)


async def _prepare(request: httpx2.Request) -> None:
    request.headers["accept-encoding"] = "identity"  # a small body must not unpack to a large one
    for name in _UNASKED:
        request.headers.pop(name, None)


def client(endpoint: Endpoint) -> httpx2.AsyncClient:
    """Return a client that follows no redirect, so that the text goes nowhere else.

    The environment's proxies are used for addresses outside this machine only.
    """
    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(endpoint.seconds, connect=_CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=not endpoint.is_local,
        event_hooks={"request": [_prepare], "response": [_bound]},
    )
