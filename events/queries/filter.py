"""Which events are asked for: one hashable filter, and how it stands in an address."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

from events.model import Issue, PlacePrecision, Status

Measure = Literal["low", "best", "high"]
Once = Literal["", "decided", "sure", "likely"]
MAX_VALUES = 300
MAX_LENGTH = 200
MAX_FATALITIES = 10_000_000
ANY = "any"

# address keys are short and stay as they are: links out there use them
LIST_KEYS = {
    "actors": "actor",
    "opponents": "opponent",
    "countries": "country",
    "adm1": "adm1",
    "adm2": "adm2",
    "borders": "border",
    "event_types": "type",
    "sub_event_types": "sub",
    "datasets": "data",
    "publishers": "publisher",
    "statuses": "status",
    "precisions": "precision",
}
DATE_KEYS = {"start": "from", "end": "to"}
KEYS = {
    **DATE_KEYS,
    **LIST_KEYS,
    "min_fatalities": "dead",
    "fatality_measure": "by",
    "words": "words",
    "retold": "retold",
    "once": "once",
}
CHOICES = {
    "statuses": get_args(Status),
    "precisions": get_args(PlacePrecision),
    "fatality_measure": get_args(Measure),
    "once": get_args(Once)[1:],
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What an event must meet to be shown; every part must hold, an empty part always does.

    Parameters
    ----------
    start, end : date, optional
        The event's span of days overlaps this range, both ends included.
    actors : tuple of str
        Actor ids; one of them is on either side.
    opponents : tuple of str
        One of them is on the side that faces one of ``actors`` (a dyad); with no actors
        chosen, on either side.
    countries : tuple of str
        ISO alpha-3.  An event on a stretch of border belongs to both its countries.
    adm1, adm2, borders : tuple of str
        Area keys and border keys.  A province holds all events known to lie in it,
        whether to the point, to the district or to the province.
    event_types, sub_event_types, datasets, publishers, statuses, precisions : tuple of str
        Accepted values.
    min_fatalities : int
        Least number of the dead by ``fatality_measure``; above 0 it leaves out events for
        which nobody states a number.
    words : str
        Each of these words stands in the notes, the place, the victims or the source's title,
        whatever its case or accents.
    retold : bool, optional
        Only events from texts retold in our own words, or only the others.
    once : str
        Every record when empty.  Else each incident once, by the best record that passes the
        rest: of records that people decided are one (``decided``), and of those that the program
        is sure of, or finds likely, as well (scores in :mod:`events.matching`).
    """

    start: date | None = None
    end: date | None = None
    actors: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    adm1: tuple[str, ...] = ()
    adm2: tuple[str, ...] = ()
    borders: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    sub_event_types: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("event",)
    precisions: tuple[str, ...] = ()
    min_fatalities: int = 0
    fatality_measure: Measure = "high"
    words: str = ""
    retold: bool | None = None
    once: Once = ""

    def __post_init__(self) -> None:
        """Put the parts into one order, so that equal filters are equal."""
        for name in LIST_KEYS:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "words", " ".join(self.words.split()))

    def to_query(self) -> dict[str, str]:
        """Return the filter as address keys and values; what is at its default is left out."""
        query: dict[str, str] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if value != part.default:
                query[KEYS[part.name]] = _written(value)
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Filter, tuple[Issue, ...]]:
        """Return the nearest valid filter of an address, and what was mended on the way.

        Parameters
        ----------
        query : mapping of str to str
            As :meth:`to_query` writes it.  Anything may come in: a part that cannot be read
            is left out or mended, never raised.
        """
        issues: list[Issue] = []
        names = {key: name for name, key in KEYS.items()}
        parts: dict[str, Any] = {}
        for key, text in query.items():
            if key not in names:
                issues.append(_issue(key, text, "unknown_key", f"accepted: {', '.join(names)}"))
            else:
                _read_part(names[key], key, str(text), parts, issues)
        start, end = parts.get("start"), parts.get("end")
        if start and end and start > end:
            parts["start"], parts["end"] = end, start
            issues.append(
                _issue("from", str(start), "dates_swapped", f"it is after to={end}; swapped")
            )
        return cls(**parts), tuple(issues)


def _written(value: object) -> str:
    """Write one part: lists with commas, a comma or backslash inside a value escaped."""
    if isinstance(value, tuple):
        escaped = (each.replace("\\", "\\\\").replace(",", "\\,") for each in value)
        return ",".join(escaped) or ANY
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_part(name: str, key: str, text: str, parts: dict[str, Any], issues: list[Issue]) -> None:
    """Read one part of an address into ``parts``; what was wrong goes into ``issues``."""
    if name in LIST_KEYS:
        parts[name] = _read_list(name, key, text, issues)
    elif name in DATE_KEYS:
        parts[name] = _read_date(key, text, issues)
    elif name == "min_fatalities":
        parts[name] = _read_count(key, text, issues)
    elif name in {"fatality_measure", "once"}:
        nearest = _nearest(text, CHOICES[name], key, issues)
        parts |= {name: nearest} if nearest else {}
    elif name == "words":
        parts[name] = _clean(text)[:MAX_LENGTH]
    else:
        accepted = {"yes": True, "no": False}
        if text not in accepted:
            issues.append(_issue(key, text, "unknown_value", "accepted: yes, no"))
        parts[name] = accepted.get(text)


def _read_list(name: str, key: str, text: str, issues: list[Issue]) -> tuple[str, ...]:
    if text == ANY:
        return ()
    given = [
        re.sub(r"\\(.)", r"\1", each) for each in re.findall(r"(?:\\.|[^,\\])+", text, re.DOTALL)
    ]
    values = [each for each in given if each == _clean(each) and len(each) <= MAX_LENGTH]
    if len(values) < len(given) or len(values) > MAX_VALUES:
        rule = f"at most {MAX_VALUES} values of {MAX_LENGTH} plain characters; the others left out"
        issues.append(_issue(key, text, "bad_value", rule))
    kept: Iterable[str | None] = values[:MAX_VALUES]
    if name in CHOICES:
        kept = [_nearest(each, CHOICES[name], key, issues) for each in values]
    found = tuple(each for each in kept if each)
    return found or (Filter().statuses if name == "statuses" else ())


def _read_date(key: str, text: str, issues: list[Issue]) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        issues.append(_issue(key, text, "bad_date", "accepted: a day such as 2025-10-12; left out"))
        return None


def _read_count(key: str, text: str, issues: list[Issue]) -> int:
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and len(plain) <= len(str(MAX_FATALITIES)):
        return min(int(plain), MAX_FATALITIES)
    rule = f"accepted: a whole number from 0 to {MAX_FATALITIES}; left out"
    issues.append(_issue(key, text, "bad_number", rule))
    return 0


def _nearest(text: str, choices: Iterable[str], key: str, issues: list[Issue]) -> str | None:
    """Return the choice that a value stands for, or None; say so when it is not its own name."""
    accepted = list(choices)
    if text in accepted:
        return text
    near = difflib.get_close_matches(text.casefold()[:MAX_LENGTH], accepted, 1, 0.75)
    taken = f"taken as {near[0]}" if near else "left out"
    issues.append(_issue(key, text, "unknown_value", f"accepted: {', '.join(accepted)}; {taken}"))
    return near[0] if near else None


def _clean(text: str) -> str:
    """Take out control characters and lone surrogates, which no stored value has."""
    kept = "".join(each for each in text if unicodedata.category(each) not in {"Cc", "Cs"})
    return " ".join(kept.split())


def _issue(key: str, value: str, rule: str, said: str) -> Issue:
    shown = _clean(value)[:60]
    return Issue("address", key, shown, rule, f"The address says {key}={shown}; {said}.")
