"""How the days of a table are written: which forms fit, and what each reads a day as."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from events.importers.columns import NotReadError, read_day

DAY_FIRST = None  # the form that a mapping need not name
MONTH_FIRST = "%m/%d/%Y"
# what a mapping can name, beside any other form of strptime
FORMS = (
    MONTH_FIRST, "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y",
    "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %b %y", "%d-%b-%y", "%d-%b-%Y", "%Y.%m.%d",
    "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S",
)  # fmt: skip
# which may be read in another order than is meant
_OPEN = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d{2}|\d{4})(\s.*)?")
_MOST = 0.9


def day_reader(form: str | None) -> Callable[[str], date]:
    """Return what reads the days of a table.

    ``form`` is the mapping's; days that can be read in one way only, such as 2025-10-12 and
    12 October 2025, are read beside it.

    The reader raises :class:`NotReadError`.
    """
    if form is None:
        return read_day

    def read(value: str) -> date:
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            if not _OPEN.fullmatch(value):
                return read_day(value)
        message = f"a day written as {form}, 2022-06-28 or 28 June 2022"
        raise NotReadError(message)

    return read


def read_as(value: str, form: str | None) -> date | None:
    """Return the day that a form reads a value as; None where it reads none."""
    try:
        return day_reader(form)(value)
    except (NotReadError, ValueError):
        return None


def fitting(seen: Sequence[str]) -> tuple[str | None, ...]:
    """Return the forms that read the most of some values, and read them differently.

    The first is the likeliest; day before month where both fit alike.
    """
    reading = {form: tuple(read_as(one, form) for one in seen) for form in (DAY_FIRST, *FORMS)}
    fits = {form: sum(day is not None for day in days) for form, days in reading.items()}
    best = max(fits.values(), default=0)
    kept: dict[tuple[date | None, ...], str | None] = {}
    for form, days in reading.items():
        if best and fits[form] == best:
            kept.setdefault(days, form)
    return tuple(kept.values())


def form_of(seen: Sequence[str]) -> str | None:
    """Return the likeliest form of some values; None for what needs no form."""
    return next(iter(fitting(seen)), DAY_FIRST)


def telling(seen: Sequence[str], forms: Sequence[str | None]) -> str | None:
    """Return the value that tells some forms apart best, else the first that any of them reads."""
    readings = [(one, [read_as(one, form) for form in forms]) for one in seen]
    read = [(one, days) for one, days in readings if any(days)]
    return max(read, key=lambda each: len({*each[1]}), default=(None, []))[0]


def are_days(seen: Sequence[str]) -> bool:
    """Return whether some values are days: nearly all, and not all bare numbers."""
    told = [one for one in seen if not one.isdigit()]
    if not told:
        return False
    form = form_of(told)
    return sum(read_as(one, form) is not None for one in told) >= _MOST * len(seen)
