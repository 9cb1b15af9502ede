"""What each date expression means: one rule a line, the more specific first.

The meanings are the codebook's, section 6; :mod:`events.coding.dates` applies them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from events.coding.calendar_days import (
    DAY,
    WEEKDAYS,
    Frame,
    Span,
    anchor,
    apart,
    calendar_day,
    count,
    day_before,
    from_anchor,
    last_month,
    month_span,
    night,
    one,
    past_week,
    solar_day,
    span,
    this_week,
    until,
    weekday,
    weekend,
    weeks,
    year,
)

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_Y = r"(?:19|20)\d\d"
_N = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_TO = r"\s*(?:-|–|/|\bto\b|\band\b|\buntil\b|\binto\b|\bthrough\b)\s*"


Reader = Callable[[re.Match[str], Frame], Span | None]


def _month(m: re.Match[str], frame: Frame) -> Span | None:
    year = m["y"]
    if m["rel"]:
        year = str(frame.published.year - (0 if "this" in m["rel"] else 1))
    first, last = month_span(m["m"], year, frame)
    return first, last, "month"


def _months(m: re.Match[str], frame: Frame) -> Span | None:
    last = month_span(m["n"], m["y"], frame)
    first = month_span(m["m"], str(last[0].year), frame)
    if first[0] > last[0]:
        first = month_span(m["m"], str(last[0].year - 1), frame)
    return first[0], last[1], "span" if m["y"] else "month"


def _since(start: Span | None, frame: Frame) -> Span | None:
    return span(start[0], frame.published) if start and start[0] <= frame.published else None


# What "a day after the ..." refers back to.
_DEED_NOUN = re.compile(
    r"(?:the|that|this|their|his|its) (?:\w+ ){0,2}?(?:attacks?|incidents?|strikes?|raids?|"
    r"clash(?:es)?|blasts?|explosions?|killings?|shootings?|ambush|bombings?|assault|massacre|fighting|operation|truce|"
    r"ceasefire|shelling|abductions?|kidnappings?|protests?|siege|tragedy)\b",
    re.IGNORECASE,
)
SOLAR = r"(?:hamal|sawr|saur|jawza|saratan|asad|sunbula|mizan|aqrab|qaws|jadi|dalwa|hut)\b"


def _day_range(m: re.Match[str], frame: Frame) -> Span | None:
    last = calendar_day(m["e"], m["m"], m["y"], frame)
    first = calendar_day(m["d"], m["m"], str(last.year) if last else None, frame)
    return span(first, last)


# One rule a line, the more specific first: name, expression, reader.
RULES: tuple[tuple[str, str, Reader], ...] = (
    (
        "night of two days",
        rf"night (?:of |between )?(?:the )?(?P<d>{_D}){_TO}(?P<e>{_D}) (?P<m>{MONTH})(?:,? (?P<y>{_Y}))?",  # noqa: E501
        _day_range,
    ),
    (
        "night of two weekdays",
        rf"(?:night|overnight|evening) (?:of |from |between )?(?P<d>{WEEKDAY})(?: night)?{_TO}(?P<e>{WEEKDAY})",  # noqa: E501
        lambda m, f: span(weekday(m["d"], f), weekday(m["e"], f)),
    ),
    (
        "overnight to a weekday",
        rf"overnight (?:to|into) (?P<d>{WEEKDAY})",
        lambda m, f: night(weekday(m["d"], f)),
    ),
    (
        "days of a month",
        rf"(?:between |from )?(?P<d>{_D}){_TO}(?P<e>{_D}) (?P<m>{MONTH})(?:,? (?P<y>{_Y}))?",
        _day_range,
    ),
    (
        "month and days",
        rf"(?:between |from )?(?P<m>{MONTH}) (?P<d>{_D}){_TO}(?P<e>{_D})\b(?!\d)(?:,? (?P<y>{_Y}))?",  # noqa: E501
        _day_range,
    ),
    (
        "until a day",
        rf"(?:until|till|up to) (?:late |early )?(?:(?P<d>{WEEKDAY})|(?P<n>{_D}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<o>{_D})\b)(?: (?:night|morning|noon|afternoon|evening))?",  # noqa: E501
        lambda m, f: until(
            weekday(m["d"], f)
            if m["d"]
            else calendar_day(m["n"] or m["o"], m["m"] or m["k"], None, f),
            f,
        ),
    ),
    (
        "since a day",
        rf"since (?P<d>{_D}) (?P<m>{MONTH})(?: (?P<y>{_Y}))?",
        lambda m, f: _since(one(calendar_day(m["d"], m["m"], m["y"], f)), f),
    ),
    (
        "since a day",
        rf"since (?P<m>{MONTH}) (?P<d>{_D})\b(?:,? (?P<y>{_Y}))?",
        lambda m, f: _since(one(calendar_day(m["d"], m["m"], m["y"], f)), f),
    ),
    (
        "day of a month",
        rf"(?P<d>{_D})(?: of)? (?P<m>{MONTH})(?:,? (?P<y>{_Y}))?",
        lambda m, f: one(calendar_day(m["d"], m["m"], m["y"], f)),
    ),
    (
        "day of a month",
        rf"(?P<m>{MONTH}) (?P<d>{_D})\b(?!:)(?:,? (?P<y>{_Y}))?",
        lambda m, f: one(calendar_day(m["d"], m["m"], m["y"], f)),
    ),
    (
        "months",
        rf"(?:from |between |in )?(?P<m>{MONTH}){_TO}(?P<n>{MONTH})(?:,? (?P<y>{_Y}))?",
        _months,
    ),
    (
        "weekday ahead",
        rf"for (?:next |the coming )?(?P<d>{WEEKDAY})(?! ?(?:'s|’s))",
        lambda m, f: one(weekday(m["d"], Frame(f.published, None, ahead=True))),
    ),
    (
        "since a month",
        rf"since (?P<m>{MONTH})(?: (?P<y>{_Y}))?",
        lambda m, f: _since((month_span(m["m"], m["y"], f)[0], f.published, "month"), f),
    ),
    (
        "month",
        rf"(?:in|during|early|late|mid-|of|last|until|by) ?(?P<m>{MONTH})(?:,? (?P<y>{_Y})|,?(?P<rel> (?:of )?(?:last|this|the previous) year))?",  # noqa: E501
        _month,
    ),
    (
        "solar day of a month",
        rf"(?P<d>{_D}) (?:of )?(?P<m>{SOLAR})(?:,? (?P<y>1[34]\d\d))?",
        lambda m, f: one(solar_day(m["d"], m["m"], m["y"], f)),
    ),
    (
        "solar day of a month",
        rf"(?P<m>{SOLAR}) (?P<d>{_D})\b(?:,? (?P<y>1[34]\d\d))?",
        lambda m, f: one(solar_day(m["d"], m["m"], m["y"], f)),
    ),
    ("weekend", r"(?:over |at |on |during )?(?:the|this|last) weekend", lambda _, f: weekend(f)),
    (
        "day of this month",
        r"on the (?P<d>\d{1,2})(?:st|nd|rd|th)(?: of (?:this|the) month)?\b(?! (?:anniversary|day|corps|brigade|division|century))",  # noqa: E501
        lambda m, f: one(day_before(int(m["d"]), f)),
    ),
    (
        "two weekdays",
        rf"(?:from |between )?(?P<d>{WEEKDAY}) (?:to|and|until|through|into) (?P<e>{WEEKDAY})",
        lambda m, f: span(weekday(m["d"], f), weekday(m["e"], f)),
    ),
    (
        "since a weekday",
        rf"since (?:late |early )?(?P<d>{WEEKDAY})",
        lambda m, f: _since(one(weekday(m["d"], f)), f),
    ),
    (
        "days from a weekday",
        rf"for (?P<n>{_N}) days from (?P<d>{WEEKDAY})",
        lambda m, f: span(weekday(m["d"], f), weekday(m["d"], f) + timedelta(count(m["n"]) - 1)),
    ),
    (
        "days before a weekday",
        rf"(?P<n>{_N}) days? (?:before|earlier than) (?P<d>{WEEKDAY})",
        lambda m, f: one(weekday(m["d"], f) - timedelta(count(m["n"]))),
    ),
    (
        "weekday of last week",
        rf"(?P<d>{WEEKDAY}) (?:of )?last week|last week(?:'s|’s)? (?P<e>{WEEKDAY})",
        lambda m, f: one(weeks(f, 1)[0] + timedelta(WEEKDAYS.index((m["d"] or m["e"]).lower()))),
    ),
    (
        "next weekday",
        rf"(?:next|coming|this coming) (?P<d>{WEEKDAY})",
        lambda m, f: one(weekday(m["d"], Frame(f.published, None, ahead=True))),
    ),
    (
        "weekday night",
        rf"(?:(?:on |overnight on |overnight )?(?P<d>{WEEKDAY})(?:'s|’s)? overnight|overnight on (?P<e>{WEEKDAY}))",  # noqa: E501
        lambda m, f: night(weekday(m["d"] or m["e"], f)),
    ),
    (
        "weekday",
        rf"(?:(?:early|late|later|earlier)(?: on)? |on |last )*(?P<d>{WEEKDAY})",
        lambda m, f: one(weekday(m["d"], f)),
    ),
    (
        "overnight",
        r"overnight|last night|during the night|in the night",
        lambda _, f: night(f.published),
    ),
    (
        "past day",
        r"(?:over |in |during )?(?:the )?(?:past|last) (?:day|24 hours)|since (?:dawn|yesterday|last night)",  # noqa: E501
        lambda _, f: night(f.published),
    ),
    (
        "today",
        r"today|this (?:morning|afternoon|evening)|tonight|since before dawn",
        lambda _, f: one(f.published),
    ),
    (
        "same day",
        r"(?:earlier|later) in the day",
        lambda _, f: anchor(f) or one(f.published),
    ),
    ("day before yesterday", r"the day before yesterday", lambda _, f: one(f.published - 2 * DAY)),
    ("yesterday", r"yesterday", lambda _, f: one(f.published - DAY)),
    ("tomorrow", r"tomorrow", lambda _, f: one(f.published + DAY)),
    (
        "days ago",
        rf"(?P<n>{_N}) days ago",
        lambda m, f: one(f.published - timedelta(count(m["n"]))),
    ),
    ("weeks ago", rf"(?P<n>{_N}) weeks? ago", lambda m, f: weeks(f, count(m["n"]))),
    (
        "years ago",
        rf"(?P<n>{_N}|several|few) years? ago",
        lambda m, f: year(
            f.published.year - (count(m["n"]) if m["n"] not in ("several", "few") else 3)
        ),
    ),
    (
        "days before",
        rf"(?P<n>{_N}) days? (?:earlier|before|previously)|the (?:previous|preceding) (?P<o>day|night)",  # noqa: E501
        lambda m, f: from_anchor(-count(m["n"] or "one"), f),
    ),
    (
        "days apart",
        rf"(?P<came>(?:came|comes|coming|happened|occurred|took place) )?(?P<n>{_N}) days? after (?=(?P<the>the|that|this|their|his|its|an?|\w+))(?!which\b|being\b)",  # noqa: E501
        lambda m, f: (
            from_anchor(-count(m["n"]), f)
            if m["came"]
            else apart(count(m["n"]), f, definite=bool(_DEED_NOUN.match(m.string, m.end())))
        ),
    ),
    (
        "later that day",
        rf"(?:{_N}|a few|several|some|few) (?:hours?|minutes?) (?:later|after(?:wards?)?)|(?:shortly|soon) after(?:wards?)?|(?<!days )(?<!weeks )(?<!months )(?<!years )(?<!or )(?<!day )(?<!week )(?<!month )(?<!year )later(?= (?:that (?:day|night|evening)|placed|held|staged|blocked|opened|fired|attacked|stormed|set|gathered|marched|protested|arrested|killed|detonated))",  # noqa: E501
        lambda _, f: anchor(f),
    ),
    (
        "days after",
        rf"(?P<n>{_N}) days? (?:later|after(?:wards)?)|the (?P<o>next|following) (?:day|morning|afternoon|evening|night)",  # noqa: E501
        lambda m, f: from_anchor(count(m["n"] or "one"), f),
    ),
    (
        "same day",
        r"the same (?:day|night|evening|morning)|that (?:day|night|evening|morning)",
        lambda _, f: anchor(f),
    ),
    ("earlier this week", r"earlier this week|this week", lambda _, f: this_week(f)),
    ("last week", r"last week|the previous week", lambda _, f: weeks(f, 1)),
    (
        "days after, unanchored",
        r"(?:in |over )?(?:the )?(?:past|last|recent) (?:few )?(?:days|week)|recently|days (?:after|ago|earlier|later)",  # noqa: E501
        lambda _, f: past_week(f),
    ),
    ("last month", r"last month", lambda _, f: last_month(f)),
    ("last year", r"last year", lambda _, f: year(f.published.year - 1)),
    (
        "year",
        rf"(?:in|since|during|of|year|back in|count) (?P<y>{_Y})\b",
        lambda m, _: year(int(m["y"])),
    ),
)
