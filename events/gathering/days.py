"""The day that a cell or a feed writes: ISO 8601, RFC 822, or written out; never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = r"(\d{1,2})(?:st|nd|rd|th)?"
_WORDS = re.compile(rf"{_NUMBER} ([a-z]{{3,9}})\.? (\d{{4}})|([a-z]{{3,9}})\.? {_NUMBER} (\d{{4}})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
ACCEPTED = "accepted are 2025-10-12, 12 Oct 2025, October 12, 2025 and 12.10.2025"


class DayError(ValueError):
    """A text that is no day, or could be two; the message says what is accepted."""


def day_of(said: str) -> date:
    """Return the day, as it is in the place that wrote it: no time zone is converted.

    Raises
    ------
    DayError
        The text is none of the accepted forms, no day of the calendar, or could be two days
        (``10/12/2025``).
    """
    text = " ".join(said.split())
    for read in (_iso, _written_out, _in_numbers, _rfc822):
        try:
            found = read(text)
        except (ValueError, OverflowError, TypeError):
            found = None
        if found is not None:
            return found
    slashed = _SLASHED.fullmatch(text.split(" ")[0])
    twice = slashed and int(slashed[1]) <= 12 and int(slashed[2]) <= 12  # noqa: PLR2004
    why = "could be two days" if twice else "is no day"
    message = f"{text[:40]!r} {why}; {ACCEPTED}"
    raise DayError(message)


def _iso(text: str) -> date | None:
    if not re.match(r"\d{4}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text.replace("/", "-")).date()


def _written_out(text: str) -> date | None:
    found = _WORDS.search(text.casefold().replace(",", " ").replace("  ", " "))
    if found is None:
        return None
    day, month, year = (
        (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    )
    return date(int(year), _MONTHS.index(month[:3]) + 1, int(day))


def _in_numbers(text: str) -> date | None:
    first = text.split(" ", maxsplit=1)[0]
    if dotted := _DOTTED.fullmatch(first):
        return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    slashed = _SLASHED.fullmatch(first)
    if slashed is None:
        return None
    one, two, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
    if one > 12:  # noqa: PLR2004
        return date(year, two, one)
    return date(year, one, two) if two > 12 else None  # noqa: PLR2004


def _rfc822(text: str) -> date | None:
    return parsedate_to_datetime(text).date()
