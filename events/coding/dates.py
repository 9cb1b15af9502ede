"""When something happened: date words of a report, resolved from its publication date.

The rules are the codebook's, section 6: a weekday is the latest such day not after
publication (the next one in a plan), overnight told on day D is D-1 to D, "last week" is
Monday to Sunday before the publication week.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from events.coding.records import DateMention
from events.model import DatePrecision

DAY = timedelta(days=1)
WEEKDAYS = tuple(day.lower() for day in calendar.day_name)
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_SMALL = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SMALL |= {"seven": 7, "eight": 8, "nine": 9, "ten": 10}

_W = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_M = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_Y = r"(?:19|20)\d\d"
_N = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_TO = r"\s*(?:-|–|/|\bto\b|\band\b|\buntil\b|\binto\b|\bthrough\b)\s*"


@dataclass(frozen=True, slots=True)
class Frame:
    """What relative dates are counted from.

    ``anchor`` is the date last told ("a day earlier"), ``ahead`` whether the words are of a plan.
    """

    published: date
    anchor: DateMention | None = None
    ahead: bool = False


Span = tuple[date, date, DatePrecision]
Reader = Callable[[re.Match[str], Frame], Span | None]


def weekday(name: str, frame: Frame) -> date:
    """Return the latest such day not after publication, or the next one in a plan."""
    index = WEEKDAYS.index(name.lower())
    if frame.ahead:
        return frame.published + timedelta((index - frame.published.weekday()) % 7 or 7)
    return frame.published - timedelta((frame.published.weekday() - index) % 7)


def month_of(name: str) -> int:
    """Return the number of a month's name or abbreviation."""
    return _MONTHS[name.lower().rstrip(".")]


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


def _span(first: date | None, last: date | None) -> Span | None:
    if first is None or last is None:
        return None
    if first > last:
        first, last = last, first
    return first, last, "day" if first == last else "span"


def _one(day: date | None) -> Span | None:
    return _span(day, day)


def _night(day: date | None) -> Span | None:
    return _span(day - DAY, day) if day else None


def _count(word: str) -> int:
    return _SMALL.get(word.lower()) or int(word)


def _anchor(frame: Frame) -> Span | None:
    return (frame.anchor.first, frame.anchor.last, frame.anchor.precision) if frame.anchor else None


def _from_anchor(days: int, frame: Frame) -> Span | None:
    if frame.anchor is None or frame.anchor.precision not in ("day", "span"):
        return None
    base = frame.anchor.first if days < 0 else frame.anchor.last
    return _one(base + timedelta(days))


def _weeks(frame: Frame, back: int) -> Span:
    monday = frame.published - timedelta(frame.published.weekday() + 7 * back)
    return monday, monday + 6 * DAY, "week"


def _this_week(frame: Frame) -> Span | None:
    monday = frame.published - timedelta(frame.published.weekday())
    last = max(monday, frame.published - DAY)
    return monday, last, "week"


def _past_week(frame: Frame) -> Span:
    return frame.published - 7 * DAY, frame.published - DAY, "week"


def _year(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31), "year"


def _month(m: re.Match[str], frame: Frame) -> Span | None:
    year = m["y"]
    if m["rel"]:
        year = str(frame.published.year - (1 if "last" in m["rel"] else 0))
    first, last = month_span(m["m"], year, frame)
    return first, last, "month"


def _months(m: re.Match[str], frame: Frame) -> Span | None:
    last = month_span(m["n"], m["y"], frame)
    first = month_span(m["m"], str(last[0].year), frame)
    if first[0] > last[0]:
        first = month_span(m["m"], str(last[0].year - 1), frame)
    return first[0], last[1], "span" if m["y"] else "month"


def _last_month(frame: Frame) -> Span:
    end = frame.published.replace(day=1) - DAY
    return end.replace(day=1), end, "month"


def _since(start: Span | None, frame: Frame) -> Span | None:
    return _span(start[0], frame.published) if start and start[0] <= frame.published else None


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
_SOLAR = r"(?:hamal|sawr|saur|jawza|saratan|asad|sunbula|mizan|aqrab|qaws|jadi|dalwa|hut)\b"


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


def _weekend(frame: Frame) -> Span | None:
    saturday = weekday("saturday", frame)
    return _span(saturday, min(saturday + DAY, max(frame.published, saturday)))


def _day_before(day: int, frame: Frame) -> date | None:
    """Return the latest day of that number not after publication."""
    month = frame.published
    for _ in range(3):
        if day <= calendar.monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if found <= frame.published:
                return found
        month = month.replace(day=1) - DAY
    return None


def _day_range(m: re.Match[str], frame: Frame) -> Span | None:
    last = calendar_day(m["e"], m["m"], m["y"], frame)
    first = calendar_day(m["d"], m["m"], str(last.year) if last else None, frame)
    return _span(first, last)


# One rule a line, the more specific first: name, expression, reader.
_RULES: tuple[tuple[str, str, Reader], ...] = (
    (
        "night of two days",
        rf"night (?:of |between )?(?:the )?(?P<d>{_D}){_TO}(?P<e>{_D}) (?P<m>{_M})(?:,? (?P<y>{_Y}))?",
        _day_range,
    ),
    (
        "night of two weekdays",
        rf"(?:night|overnight|evening) (?:of |from |between )?(?P<d>{_W})(?: night)?{_TO}(?P<e>{_W})",
        lambda m, f: _span(weekday(m["d"], f), weekday(m["e"], f)),
    ),
    (
        "overnight to a weekday",
        rf"overnight (?:to|into) (?P<d>{_W})",
        lambda m, f: _night(weekday(m["d"], f)),
    ),
    (
        "days of a month",
        rf"(?:between |from )?(?P<d>{_D}){_TO}(?P<e>{_D}) (?P<m>{_M})(?:,? (?P<y>{_Y}))?",
        _day_range,
    ),
    (
        "month and days",
        rf"(?:between |from )?(?P<m>{_M}) (?P<d>{_D}){_TO}(?P<e>{_D})\b(?!\d)(?:,? (?P<y>{_Y}))?",
        _day_range,
    ),
    (
        "since a day",
        rf"since (?P<d>{_D}) (?P<m>{_M})(?: (?P<y>{_Y}))?",
        lambda m, f: _since(_one(calendar_day(m["d"], m["m"], m["y"], f)), f),
    ),
    (
        "since a day",
        rf"since (?P<m>{_M}) (?P<d>{_D})\b(?:,? (?P<y>{_Y}))?",
        lambda m, f: _since(_one(calendar_day(m["d"], m["m"], m["y"], f)), f),
    ),
    (
        "day of a month",
        rf"(?P<d>{_D})(?: of)? (?P<m>{_M})(?:,? (?P<y>{_Y}))?",
        lambda m, f: _one(calendar_day(m["d"], m["m"], m["y"], f)),
    ),
    (
        "day of a month",
        rf"(?P<m>{_M}) (?P<d>{_D})\b(?!:)(?:,? (?P<y>{_Y}))?",
        lambda m, f: _one(calendar_day(m["d"], m["m"], m["y"], f)),
    ),
    ("months", rf"(?:from |between |in )?(?P<m>{_M}){_TO}(?P<n>{_M})(?:,? (?P<y>{_Y}))?", _months),
    (
        "since a month",
        rf"since (?P<m>{_M})(?: (?P<y>{_Y}))?",
        lambda m, f: _since((month_span(m["m"], m["y"], f)[0], f.published, "month"), f),
    ),
    (
        "month",
        rf"(?:in|during|early|late|mid-|of|last|until|by) ?(?P<m>{_M})(?:,? (?P<y>{_Y})|(?P<rel> last year| this year))?",
        _month,
    ),
    (
        "solar day of a month",
        rf"(?P<d>{_D}) (?:of )?(?P<m>{_SOLAR})(?:,? (?P<y>1[34]\d\d))?",
        lambda m, f: _one(solar_day(m["d"], m["m"], m["y"], f)),
    ),
    (
        "solar day of a month",
        rf"(?P<m>{_SOLAR}) (?P<d>{_D})\b(?:,? (?P<y>1[34]\d\d))?",
        lambda m, f: _one(solar_day(m["d"], m["m"], m["y"], f)),
    ),
    ("weekend", r"(?:over |at |on |during )?(?:the|this|last) weekend", lambda _, f: _weekend(f)),
    (
        "day of this month",
        r"on the (?P<d>\d{1,2})(?:st|nd|rd|th)(?: of (?:this|the) month)?\b(?! (?:anniversary|day|corps|brigade|division|century))",
        lambda m, f: _one(_day_before(int(m["d"]), f)),
    ),
    (
        "two weekdays",
        rf"(?:from |between )?(?P<d>{_W}) (?:to|and|until|through|into) (?P<e>{_W})",
        lambda m, f: _span(weekday(m["d"], f), weekday(m["e"], f)),
    ),
    (
        "since a weekday",
        rf"since (?:late |early )?(?P<d>{_W})",
        lambda m, f: _since(_one(weekday(m["d"], f)), f),
    ),
    (
        "days from a weekday",
        rf"for (?P<n>{_N}) days from (?P<d>{_W})",
        lambda m, f: _span(weekday(m["d"], f), weekday(m["d"], f) + timedelta(_count(m["n"]) - 1)),
    ),
    (
        "days before a weekday",
        rf"(?P<n>{_N}) days? (?:before|earlier than) (?P<d>{_W})",
        lambda m, f: _one(weekday(m["d"], f) - timedelta(_count(m["n"]))),
    ),
    (
        "weekday of last week",
        rf"(?P<d>{_W}) (?:of )?last week|last week(?:'s|’s)? (?P<e>{_W})",
        lambda m, f: _one(_weeks(f, 1)[0] + timedelta(WEEKDAYS.index((m["d"] or m["e"]).lower()))),
    ),
    (
        "next weekday",
        rf"(?:next|coming|this coming) (?P<d>{_W})",
        lambda m, f: _one(weekday(m["d"], Frame(f.published, None, ahead=True))),
    ),
    (
        "weekday night",
        rf"(?:(?:on |overnight on |overnight )?(?P<d>{_W})(?:'s|’s)? overnight|overnight on (?P<e>{_W}))",
        lambda m, f: _night(weekday(m["d"] or m["e"], f)),
    ),
    (
        "weekday",
        rf"(?:(?:early|late|later|earlier)(?: on)? |on |last )*(?P<d>{_W})",
        lambda m, f: _one(weekday(m["d"], f)),
    ),
    (
        "overnight",
        r"overnight|last night|during the night|in the night",
        lambda _, f: _night(f.published),
    ),
    (
        "past day",
        r"(?:over |in |during )?(?:the )?(?:past|last) (?:day|24 hours)|since (?:dawn|yesterday|last night)",
        lambda _, f: _night(f.published),
    ),
    (
        "today",
        r"today|this (?:morning|afternoon|evening)|tonight|since before dawn|earlier in the day",
        lambda _, f: _one(f.published),
    ),
    ("day before yesterday", r"the day before yesterday", lambda _, f: _one(f.published - 2 * DAY)),
    ("yesterday", r"yesterday", lambda _, f: _one(f.published - DAY)),
    ("tomorrow", r"tomorrow", lambda _, f: _one(f.published + DAY)),
    (
        "days ago",
        rf"(?P<n>{_N}) days ago",
        lambda m, f: _one(f.published - timedelta(_count(m["n"]))),
    ),
    ("weeks ago", rf"(?P<n>{_N}) weeks? ago", lambda m, f: _weeks(f, _count(m["n"]))),
    (
        "years ago",
        rf"(?P<n>{_N}|several|few) years? ago",
        lambda m, f: _year(
            f.published.year - (_count(m["n"]) if m["n"] not in ("several", "few") else 3)
        ),
    ),
    (
        "days before",
        rf"(?P<n>{_N}) days? (?:earlier|before|previously)|the (?:previous|preceding) (?P<o>day|night)",
        lambda m, f: _from_anchor(-_count(m["n"] or "one"), f),
    ),
    (
        "days after",
        rf"(?P<n>{_N}) days? (?:later|after(?:wards)?)|the (?P<o>next|following) (?:day|morning|afternoon|evening|night)",
        lambda m, f: _from_anchor(_count(m["n"] or "one"), f),
    ),
    (
        "same day",
        r"the same (?:day|night|evening|morning)|that (?:day|night|evening|morning)",
        lambda _, f: _anchor(f),
    ),
    ("earlier this week", r"earlier this week|this week", lambda _, f: _this_week(f)),
    ("last week", r"last week|the previous week", lambda _, f: _weeks(f, 1)),
    (
        "days after, unanchored",
        r"(?:in |over )?(?:the )?(?:past|last|recent) (?:few )?(?:days|week)|recently|days (?:after|ago|earlier|later)",
        lambda _, f: _past_week(f),
    ),
    ("last month", r"last month", lambda _, f: _last_month(f)),
    ("last year", r"last year", lambda _, f: _year(f.published.year - 1)),
    (
        "year",
        rf"(?:in|since|during|of|year|back in|count) (?P<y>{_Y})\b",
        lambda m, _: _year(int(m["y"])),
    ),
)
_COMPILED = tuple(
    (name, re.compile(rf"\b(?:{body})\b", re.IGNORECASE), read) for name, body, read in _RULES
)
_ANY = re.compile(
    rf"{_W}|{_M}|\d{{4}}|night|day|week|morning|afternoon|evening|month|year|recent|dawn|ago|later|earlier|on the \d|{_SOLAR}",
    re.IGNORECASE,
)
_MAY_VERB = re.compile(r"\b(?:may|march)\b")


def find(text: str, offset: int, frame: Frame) -> tuple[DateMention, ...]:
    """Return the date expressions of ``text``, in order and without overlaps.

    Parameters
    ----------
    text
        Words of the report, from character ``offset`` on.
    frame
        What relative dates are counted from; later ones in the same words count from
        earlier ones ("on Wednesday and two days after").
    """
    if not _ANY.search(text):
        return ()
    taken: list[tuple[int, int]] = []
    matches: list[tuple[int, int, str, re.Match[str], Reader]] = []
    for name, pattern, read in _COMPILED:
        for match in pattern.finditer(text):
            month = match.groupdict().get("m")
            if month and _MAY_VERB.fullmatch(month):
                continue  # "may" and "march" in lower case are verbs
            if any(match.start() < end and begin < match.end() for begin, end in taken):
                continue
            taken.append((match.start(), match.end()))
            matches.append((match.start(), match.end(), name, match, read))
    found: list[DateMention] = []
    for start, end, name, match, read in sorted(matches, key=lambda item: item[:2]):
        anchor = next((one for one in reversed(found) if one.precision in ("day", "span")), None)
        local = Frame(frame.published, anchor or frame.anchor, frame.ahead)
        try:
            span = read(match, local)
        except (OverflowError, ValueError):
            span = None
        if span:
            future = span[0] > frame.published
            found.append(DateMention(offset + start, offset + end, *span, name, future))
    return tuple(found)


def default(published: date, offset: int) -> DateMention:
    """Return the span of an event with no date word: the day before publication and the day itself."""
    first = published - DAY if published > date.min else published
    return DateMention(offset, offset, first, published, "span", "no date word")
