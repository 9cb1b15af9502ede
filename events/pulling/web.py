"""Questions to an interface over HTTP: patient with its faults, silent about its secrets.

The only module of the project that speaks to the network, and only when a person's command asks
for a pull.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

TRIES = 6
LONGEST_WAIT = 300.0  # seconds
MAX_BYTES = 200_000_000
_TOO_MANY, _UNKNOWN, _REFUSED = 429, 401, 403
_SERVER = 500


class PullError(Exception):
    """A pull that cannot go on; the message says why and what to do, and holds no secret."""


class ExpiredError(PullError):
    """The interface no longer knows the token."""


@dataclass(frozen=True)
class Web:
    """One interface; ``wait`` sleeps for some seconds.

    An answer that says "too many" or that the server failed is asked for again, after as long as
    it says (``Retry-After``), else ever longer.
    """

    client: httpx.Client
    wait: Callable[[float], None]

    def get(self, path: str, values: Mapping[str, str], headers: Mapping[str, str]) -> Any:
        """Return the JSON of an answer.

        Raises
        ------
        ExpiredError
            When the interface refuses the token.
        PullError
            When it refuses for good, or no answer comes after several tries.
        """
        return self._patiently("GET", path, params=dict(values), headers=dict(headers))

    def post(self, path: str, form: Mapping[str, str]) -> Any:
        """Return the JSON of the answer to a form; raises as :meth:`get`."""
        return self._patiently("POST", path, data=dict(form))

    def _patiently(self, method: str, path: str, **asked: Any) -> Any:
        said = "no answer"
        for attempt in range(TRIES):
            pause = min(2.0**attempt, LONGEST_WAIT)
            try:
                status, content, after = self._once(method, path, **asked)
            except httpx.TransportError as problem:
                said = f"no answer ({type(problem).__name__})"
            else:
                if status == _UNKNOWN:
                    message = f"{path}: the interface does not accept the credentials (401)"
                    raise ExpiredError(message)
                if status != _TOO_MANY and status < _SERVER:
                    return _read(path, status, content)
                said = "too many questions (429): the quota is used up" * (status == _TOO_MANY)
                said = said or f"its server failed ({status})"
                pause = min(after if after is not None else pause, LONGEST_WAIT)
            if attempt < TRIES - 1:
                self.wait(pause)
        message = (
            f"{path}: {said}, {TRIES} times; run the command again later, it goes on from here"
        )
        raise PullError(message)

    def _once(self, method: str, path: str, **asked: Any) -> tuple[int, bytes, float | None]:
        with self.client.stream(method, path, **asked) as answer:
            content = b""
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > MAX_BYTES:
                    message = f"{path}: the answer has more than {MAX_BYTES} bytes"
                    raise PullError(message)
            after = answer.headers.get("Retry-After", "")
            return answer.status_code, content, float(after) if after.isdigit() else None


def _read(path: str, status: int, content: bytes) -> Any:
    if status != 200:  # noqa: PLR2004  the one answer that is none of a fault
        message = f"{path}: refused ({status}); see what your account may read"
        raise PullError(message)
    try:
        return json.loads(content)
    except ValueError as problem:
        message = f"{path}: the answer is no JSON"
        raise PullError(message) from problem


def connect(base: str, wait: Callable[[float], None], seconds: float = 120.0) -> Web:
    """Return an interface at an address; nothing is asked yet, redirections are not followed."""
    return Web(httpx.Client(base_url=base, timeout=seconds, follow_redirects=False), wait)
