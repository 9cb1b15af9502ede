"""Headers that guard every answer of the server.

The policy lets a page load from the app itself and from nowhere else; Streamlit's own frontend
and streamlit-folium need inline scripts and ``eval``, and Streamlit loads a component's script
(the timeline's) from a ``blob:`` that the page itself has made.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_RULES = (
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "object-src 'none'",
)
POLICY = "; ".join(_RULES)
GUARDS: dict[bytes, bytes] = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"SAMEORIGIN",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """ASGI middleware that sets the guarding headers, in place of any that stand already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(k, v) for k, v in message.get("headers", ()) if k.lower() not in GUARDS]
                message = {**message, "headers": [*own, *GUARDS.items()]}
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)
