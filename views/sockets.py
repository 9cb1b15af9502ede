"""Answers leave the server as soon as they are written."""

from __future__ import annotations

import asyncio
from typing import Any

_TCP, _NO_DELAY = 6, 1  # IPPROTO_TCP and TCP_NODELAY, the same on all systems


def send_at_once(loop: asyncio.AbstractEventLoop) -> None:
    """Have all connections of the servers that a loop opens from now on send without waiting.

    Streamlit binds its server's socket without naming the protocol, and asyncio leaves Nagle's
    algorithm on for such: on a connection that is kept, the end of every answer waits 40 ms
    for the browser to acknowledge its beginning.  Connections inherit from what listens.
    """
    opened = loop.create_server

    async def create_server(*args: Any, sock: Any = None, **more: Any) -> asyncio.Server:
        if sock is not None:
            sock.setsockopt(_TCP, _NO_DELAY, 1)
        return await opened(*args, sock=sock, **more)

    loop.create_server = create_server  # type: ignore[method-assign]
