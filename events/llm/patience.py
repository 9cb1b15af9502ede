"""When a failed request is tried again: what may pass, how long to wait, and when to give up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelConnectionError,
    ModelHTTPError,
    ModelRateLimitError,
    ModelServerError,
    ModelUnavailableError,
)
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity import stop_before_delay as before_delay
from tenacity import wait_exponential_jitter as growing

ATTEMPTS = 5
_PASSING = (408, 409, 425)
_BACKOFF = growing(initial=1, max=30, jitter=1)
Sleep = Callable[[float], Awaitable[None]]


def may_pass(error: BaseException) -> bool:
    """Tell whether the same request may succeed later: a limit, a busy server, a lost line.

    A refused connection is no busy server: nothing listens there, and that is said at once.
    """
    if isinstance(error, ModelConnectionError):
        return error.phase not in ("connect", "pool")
    if isinstance(error, ModelHTTPError) and error.status_code in _PASSING:
        return True
    return isinstance(error, ModelRateLimitError | ModelServerError | ModelUnavailableError)


def wait(state: RetryCallState) -> float:
    """Return the seconds that the server asks for, else a growing time."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, ModelAPIError) else None
    return asked if asked is not None else _BACKOFF(state)


def retrying(seconds: float, sleep: Sleep | None = None) -> AsyncRetrying:
    """Return the rule of trying again within ``seconds``, all attempts and waits together.

    A wait that would end after that is not begun: the last error is raised at once.
    """
    more = {"sleep": sleep} if sleep else {}
    return AsyncRetrying(
        retry=retry_if_exception(may_pass),
        wait=wait,
        stop=stop_after_attempt(ATTEMPTS) | before_delay(seconds),
        reraise=True,
        **more,  # type: ignore[arg-type]
    )
