"""What a failed request says to a person: one line, bounded, without the key."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_ai import exceptions as raised

from events.llm.settings import KEY, MODEL, URL, Endpoint
from events.llm.transport import BodyError

_SHOWN = 160
_REDIRECTS = range(300, 400)
_REFUSED = f"the server refuses the key; check {KEY}"
_UNKNOWN = f"the server does not know the model or the address; check {MODEL} and {URL}"
_ELSEWHERE = "the server sends elsewhere, which is not followed; give the final address"
# The first kind that fits says it.
_SAID: tuple[tuple[type[Exception], str], ...] = (
    (raised.ContentFilterError, "the server withheld the answer (content filter)"),
    (
        raised.OutputTokenLimitExceeded,
        "the answer was cut off at the server's limit of tokens; split the report",
    ),
    (raised.ModelTimeoutError, "the server took too long"),
    (
        raised.ModelConnectionError,
        f"no connection, or a broken one; is the server running, and is {URL} right?",
    ),
    (raised.ModelAuthenticationError, _REFUSED),
    (
        raised.ModelContextWindowExceededError,
        "the report is too long for the model; split it, or take a larger model",
    ),
    (raised.ModelNotFoundError, _UNKNOWN),
)
_BY_STATUS = {401: _REFUSED, 403: _REFUSED, 404: _UNKNOWN} | dict.fromkeys(_REDIRECTS, _ELSEWHERE)


def said(error: Exception, endpoint: Endpoint) -> str:
    """Return in one line what went wrong and what can be done; the key never stands in it."""
    if body := _cause(error, BodyError):
        return str(body)
    known = next((text for kind, text in _SAID if isinstance(error, kind)), None)
    if known:
        return known
    if isinstance(error, raised.ModelRateLimitError):
        asked = error.retry_after
        wait = f"; it asks to wait {asked:g} s" if asked is not None else ""
        return f"the server's limit of requests is reached{wait}"
    if isinstance(error, raised.ModelAPIError):
        return _of_request(error, endpoint)
    if not isinstance(error, raised.AgentRunError):
        return f"no usable reply: {_safe(error, endpoint)}"
    return f"the answer does not follow the schema{_where(error, endpoint)}"


def _of_request(error: raised.ModelAPIError, endpoint: Endpoint) -> str:
    status = getattr(error, "status_code", None) or getattr(error.__cause__, "status_code", None)
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    told = _safe(error.body or error.message, endpoint)
    return (
        f"the server answers with status {status}: {told}" if status else f"no usable reply: {told}"
    )


def _where(error: Exception, endpoint: Endpoint) -> str:
    """Return what the schema found wrong first, without the value."""
    problem = _cause(error, ValidationError)
    if not isinstance(problem, ValidationError):
        return ""
    first = problem.errors(include_input=False, include_url=False)[0]
    at = ".".join(str(part) for part in first["loc"])
    return f" ({at + ': ' if at else ''}{_safe(first['msg'], endpoint)})"


def _cause(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """Return the first cause of this kind; the library wraps what the connection raised."""
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None or isinstance(seen, kind):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def _safe(text: object, endpoint: Endpoint) -> str:
    """Return foreign words in one bounded line, the key struck out where a server repeats it."""
    words = " ".join(str(text).split())
    if endpoint.key and (key := endpoint.key.get_secret_value()):
        words = words.replace(key, "***")
    return words[:_SHOWN]
