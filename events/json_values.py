"""Values out of JSON objects that others wrote: each checked, each fault an issue."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events.model import Issue, Quote, Severity

LARGEST = 1_000_000_000  # no loss and no offset is larger
SHOWN = 80  # characters of an offending value that a message repeats


@dataclass
class Values:
    """The values of one JSON object; faults are added to ``issues``."""

    content: Mapping[str, Any]
    record: str
    issues: list[Issue]
    at: str = ""
    _read: set[str] = field(default_factory=set)

    def text(self, key: str, *, needed: bool = False) -> str | None:
        """Return a string, None where it is null or missing; lone surrogates become "?"."""
        value = self._get(key)
        if value is None or (needed and value == ""):
            if needed:
                self.fault(key, value, "missing", "a text is needed here", "error")
            return None
        if not isinstance(value, str):
            self.fault(key, value, "not a text", "accepted is a text in quotation marks")
            return None
        clean = value.encode("utf-8", "replace").decode("utf-8")
        if clean != value:
            self.fault(key, clean, "not Unicode", "half a character was replaced by '?'", "note")
        return clean

    def day(self, key: str) -> date | None:
        """Return an ISO 8601 day."""
        value = self._get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(key, value, "not a date", "accepted is a day of the calendar, YYYY-MM-DD")
            return None

    def choice(self, key: str, accepted: Sequence[str], default: str | None = None) -> str | None:
        """Return one of ``accepted``; ``default`` where missing or something else."""
        value = self._get(key)
        if value is None:
            return default
        if value not in accepted:
            self.fault(key, value, "not accepted", f"accepted: {', '.join(accepted)}")
            return default
        return str(value)

    def integer(self, key: str) -> int | None:
        """Return a whole number from 0 to LARGEST; true and 1.0 are none."""
        value = self._get(key)
        if value is None:
            return None
        if type(value) is not int or not 0 <= value <= LARGEST:
            said = f"accepted is a whole number from 0 to {LARGEST}"
            self.fault(key, value, "not a number", said)
            return None
        return value

    def degrees(self, key: str, limit: float) -> float | None:
        """Return a finite number of degrees between -limit and limit."""
        value = self._get(key)
        if value is None:
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value) or abs(value) > limit:
            said = f"accepted are degrees from {-limit:g} to {limit:g}"
            self.fault(key, value, "not a coordinate", said)
            return None
        return float(value)

    def flag(self, key: str) -> bool:
        """Return a truth value; missing is false."""
        value = self._get(key)
        if value not in (None, True, False) or (isinstance(value, int) and type(value) is not bool):
            self.fault(key, value, "not true or false", "accepted: true, false")
            return False
        return bool(value)

    def items(self, key: str) -> list[Any]:
        """Return a list; missing is empty."""
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, value, "not a list", "accepted is a list in square brackets")
            return []
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; other entries are left out with an issue."""
        found = []
        for value in self.items(key):
            one = Values({key: value}, self.record, self.issues, self.at).text(key, needed=True)
            if one is not None:
                found.append(one)
        return tuple(found)

    def quote(self, text_key: str, span_key: str) -> Quote | None:
        """Return words with their span, where there are any."""
        text = self.text(text_key)
        span = self._get(span_key)
        if text is None:
            return None
        if span is None:
            return Quote(text)
        if not is_span(span):
            self.fault(span_key, span, "not a span", "accepted is [start, end], start <= end")
            return Quote(text)
        return Quote(text, span[0], span[1])

    def inner(self, key: str) -> Values | None:
        """Return the values of an object within; None where null or missing."""
        value = self._get(key)
        if value is None:
            return None
        return self.of(value, key)

    def of(self, value: Any, key: str) -> Values | None:
        """Return ``value`` as an object that stands at ``key``."""
        if isinstance(value, Mapping):
            return Values(value, self.record, self.issues, f"{self.at}{key}.")
        self.fault(key, value, "not an object", "accepted is an object in curly brackets")
        return None

    def rest(self) -> None:
        """Say which keys nobody read."""
        for key in self.content:
            if key not in self._read:
                self.fault(key, self.content[key], "unknown key", "left out", "note")

    def fault(
        self, key: str, value: object, rule: str, said: str, severity: Severity = "error"
    ) -> None:
        """Add an issue about the value at ``key``."""
        shown = str(value)[:SHOWN].encode("utf-8", "replace").decode("utf-8")
        where = f"{self.at}{key}"
        message = f"{self.record}: {where} is {shown!r}: {rule}; {said}"
        self.issues.append(Issue(self.record, where, shown, rule, message, severity))

    def _get(self, key: str) -> Any:
        self._read.add(key)
        return self.content.get(key)


def is_span(value: object) -> bool:
    """Return whether ``value`` is [start, end] with 0 <= start <= end."""
    return (
        isinstance(value, list)
        and [type(one) for one in value] == [int, int]
        and 0 <= value[0] <= value[1] <= LARGEST
    )
