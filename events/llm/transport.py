"""The HTTP connection: to the chosen address only, and no more than so many bytes back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

from events.llm.settings import Endpoint

MOST_BYTES = 2_000_000  # of one answer; an honest one has some tens of thousands
_CONNECT_SECONDS = 10.0


class TooLargeError(RuntimeError):
    """The answer has more bytes than are read."""


class _Bounded(httpx2.AsyncByteStream):
    """A response body that ends in :class:`TooLargeError` beyond ``MOST_BYTES``."""

    def __init__(self, body: httpx2.AsyncByteStream) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for chunk in self._body:
            read += len(chunk)
            if read > MOST_BYTES:
                raise TooLargeError
            yield chunk

    async def aclose(self) -> None:
        await self._body.aclose()


async def _bound(response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)


async def _uncompressed(request: httpx2.Request) -> None:
    request.headers["accept-encoding"] = "identity"  # a small body must not unpack to a large one


def client(endpoint: Endpoint) -> httpx2.AsyncClient:
    """Return a client that follows no redirect, so that the text goes nowhere else.

    The environment's proxies are used for addresses outside this machine only.
    """
    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(endpoint.seconds, connect=_CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=not endpoint.is_local,
        event_hooks={"request": [_uncompressed], "response": [_bound]},
    )
