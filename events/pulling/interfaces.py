"""The interfaces of ACLED (OAuth) and UCDP (token), page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from events.pulling.web import ExpiredError, PullError, Web

Page = list[dict[str, Any]]
ACLED_URL, UCDP_URL = "https://acleddata.com", "https://ucdpapi.pcr.uu.se"
ACLED_ROWS, UCDP_ROWS = 5000, 1000


class Interface(Protocol):
    """What a pull asks: pages by number, from 0, until one is the last."""

    format: str

    def page(self, number: int) -> tuple[Page, bool]:
        """Return the rows of a page, and whether it is the last."""


@dataclass
class Acled:
    """ACLED's interface; a token lives for a day and is asked for anew when it has expired."""

    web: Web
    user: str = field(repr=False)
    password: str = field(repr=False)
    asked: Mapping[str, str] = field(default_factory=dict)
    format: str = "acled"
    _token: str = field(default="", repr=False)

    def page(self, number: int) -> tuple[Page, bool]:
        """Return the rows of a page, and whether it is the last."""
        values = {
            "_format": "json",
            "limit": str(ACLED_ROWS),
            "page": str(number + 1),
            **self.asked,
        }
        answer = self._with_token(
            lambda: self.web.get(
                "/api/acled/read", values, {"Authorization": f"Bearer {self._token}"}
            )
        )
        rows = _rows(answer, "data")
        return rows, len(rows) < ACLED_ROWS

    def _with_token(self, ask: Callable[[], Any]) -> Any:
        if not self._token:
            self._sign_in()
        try:
            return ask()
        except ExpiredError:
            self._sign_in()
            return ask()

    def _sign_in(self) -> None:
        form = {
            "username": self.user, "password": self.password,
            "grant_type": "password", "client_id": "acled",
        }  # fmt: skip
        answer = self.web.post("/oauth/token", form)
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str):
            message = "/oauth/token: the answer holds no token"
            raise PullError(message)
        self._token = token


@dataclass
class Ucdp:
    """UCDP's interface; ``version`` is that of GED, or of the candidate events."""

    web: Web
    token: str = field(repr=False)
    version: str = "25.1"
    asked: Mapping[str, str] = field(default_factory=dict)
    format: str = "ucdp"

    def page(self, number: int) -> tuple[Page, bool]:
        """Return the rows of a page, and whether it is the last."""
        values = {"pagesize": str(UCDP_ROWS), "page": str(number), **self.asked}
        path = f"/api/gedevents/{self.version}"
        answer = self.web.get(path, values, {"x-ucdp-access-token": self.token})
        rows = _rows(answer, "Result")
        return rows, number + 1 >= int(answer.get("TotalPages") or 0)


def _rows(answer: Any, name: str) -> Page:
    rows = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = f"the answer holds no list of rows under {name!r}; the interface may have changed"
        raise PullError(message)
    return rows
