"""Days, weeks and months that date words mean, counted from the publication date."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from events.coding.records import DateMention
from events.model import DatePrecision

DAY = timedelta(days=1)

WEEKDAYS = tuple(day.lower() for day in calendar.day_name)

MONTHS = {
    name.lower(): i
    for names in (calendar.month_name, calendar.month_abbr)
    for i, name in enumerate(names)
    if name
} | {"sept": 9}

SMALL = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What relative dates are counted from.

    ``anchor`` is the date last told ("a day earlier"), ``ahead`` whether the words are of a plan.
    ``told_here`` tells an anchor of the same sentence from that of the event told before.
    """

    published: date
    anchor: DateMention | None = None
    ahead: bool = False
    told_here: bool = False  # the anchor stands in the same words


Span = tuple[date, date, DatePrecision]


def weekday(name: str, frame: Frame) -> date:
    """Return the latest such day not after publication, or the next one in a plan."""
    index = WEEKDAYS.index(name.lower())
    if frame.ahead:
        return frame.published + timedelta((index - frame.published.weekday()) % 7 or 7)
    return frame.published - timedelta((frame.published.weekday() - index) % 7)


def month_of(name: str) -> int:
    """Return the number of a month's name or abbreviation."""
    return MONTHS[name.lower().rstrip(".")]


def calendar_day(day: str, month: str, year: str | None, frame: Frame) -> date | None:
    """Return a day of a month; without a year the one nearest before publication."""
    number = int(re.sub(r"\D", "", day))
    try:
        if year:
            return date(int(year), month_of(month), number)
        found = date(frame.published.year, month_of(month), number)
    except ValueError:
        return None
    horizon = timedelta(days=180)
    if found - frame.published > (horizon if frame.ahead else 31 * DAY):
        return _shift_year(found, -1)
    if frame.ahead and frame.published - found > horizon:
        return _shift_year(found, 1)
    return found


def _shift_year(day: date, by: int) -> date | None:
    try:
        return day.replace(year=day.year + by)
    except ValueError:
        return None


def month_span(month: str, year: str | None, frame: Frame) -> tuple[date, date]:
    """Return the first and last day of a month; without a year the latest one begun."""
    number = month_of(month)
    y = int(year) if year else frame.published.year
    if (
        not year
        and (number > frame.published.month) != frame.ahead
        and number != frame.published.month
    ):
        y += 1 if frame.ahead else -1
    return date(y, number, 1), date(y, number, calendar.monthrange(y, number)[1])


def span(first: date | None, last: date | None) -> Span | None:
    """Return a span of days in order, None where a day is missing."""
    if first is None or last is None:
        return None
    if first > last:
        first, last = last, first
    return first, last, "day" if first == last else "span"


def one(day: date | None) -> Span | None:
    """Return a single day as a span."""
    return span(day, day)


def night(day: date | None) -> Span | None:
    """Return the night that ends on a day."""
    return span(day - DAY, day) if day else None


def count(word: str) -> int:
    """Return the number of a small number word or of digits."""
    return SMALL.get(word.lower()) or int(word)


def anchor(frame: Frame) -> Span | None:
    """Return the date last told, as it is."""
    return (frame.anchor.first, frame.anchor.last, frame.anchor.precision) if frame.anchor else None


def from_anchor(days: int, frame: Frame) -> Span | None:
    """Return the day some days before or after the date last told."""
    if frame.anchor is None or frame.anchor.precision not in ("day", "span"):
        return None
    base = frame.anchor.first if days < 0 else frame.anchor.last
    return one(base + timedelta(days))


def until(day: date | None, frame: Frame) -> Span | None:
    """Return the span from the date last told to a day that has passed.

    "It went on until Sunday" ends what began before; "closed until Friday" lies ahead, and dates
    nothing that has happened.
    """
    anchor = frame.anchor
    if day is None or anchor is None or anchor.precision not in ("day", "span"):
        return None
    return span(anchor.first, day) if anchor.first <= day <= frame.published else None


def apart(days: int, frame: Frame, *, definite: bool) -> Span | None:
    """Return the day of "a day after X": X lies before the day told here, else the deed after X.

    "Closed on 25 February, a day after the gate was shut" dates the shutting; "a day after the
    attack, elders met" dates the meeting from the attack told before.
    """
    if frame.told_here:
        return from_anchor(-days, frame)
    return from_anchor(days, frame) if definite else None


def weeks(frame: Frame, back: int) -> Span:
    """Return Monday to Sunday, some weeks back."""
    monday = frame.published - timedelta(frame.published.weekday() + 7 * back)
    return monday, monday + 6 * DAY, "week"


def this_week(frame: Frame) -> Span | None:
    """Return Monday to the day before publication."""
    monday = frame.published - timedelta(frame.published.weekday())
    last = max(monday, frame.published - DAY)
    return monday, last, "week"


def past_week(frame: Frame) -> Span:
    """Return the seven days that end on the day before publication."""
    return frame.published - 7 * DAY, frame.published - DAY, "week"


def year(year: int) -> Span:
    """Return a whole year."""
    return date(year, 1, 1), date(year, 12, 31), "year"


def last_month(frame: Frame) -> Span:
    """Return the month before publication."""
    end = frame.published.replace(day=1) - DAY
    return end.replace(day=1), end, "month"


_SOLAR_MONTHS = (
    "hamal",
    "sawr",
    "jawza",
    "saratan",
    "asad",
    "sunbula",
    "mizan",
    "aqrab",
    "qaws",
    "jadi",
    "dalwa",
    "hut",
)


def solar_day(day: str, month: str, year: str | None, frame: Frame) -> date | None:
    """Return a day of the Afghan solar calendar: Hamal 1 is 20 March in leap years, else 21.

    Without a year, the latest such day not after publication.
    """
    name = "sawr" if month.lower() == "saur" else month.lower()
    index = _SOLAR_MONTHS.index(name)
    number = int(re.sub(r"\D", "", day))
    passed = min(index, 6) * 31 + max(index - 6, 0) * 30 + number - 1
    first = int(year) + 621 if year else frame.published.year
    for candidate in (first, first - 1):
        found = date(candidate, 3, 20 if candidate % 4 == 0 else 21) + timedelta(passed)
        if year or found <= frame.published:
            return found
    return None


def weekend(frame: Frame) -> Span | None:
    """Return the Saturday and Sunday before publication."""
    saturday = weekday("saturday", frame)
    return span(saturday, min(saturday + DAY, max(frame.published, saturday)))


def day_before(day: int, frame: Frame) -> date | None:
    """Return the latest day of that number not after publication."""
    month = frame.published
    for _ in range(3):
        if day <= calendar.monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if found <= frame.published:
                return found
        month = month.replace(day=1) - DAY
    return None
