"""When something happened: date words of a report, resolved from its publication date.

The rules are the codebook's, section 6: a weekday is the latest such day not after
publication (the next one in a plan), overnight told on day D is D-1 to D, "last week" is
Monday to Sunday before the publication week.
"""

from __future__ import annotations

import re
from datetime import date

from events.coding.calendar_days import DAY, Frame
from events.coding.date_rules import MONTH, RULES, SOLAR, WEEKDAY, Reader
from events.coding.records import DateMention

_COMPILED = tuple(
    (name, re.compile(rf"\b(?:{body})\b", re.IGNORECASE), read) for name, body, read in RULES
)
_ANY = re.compile(
    rf"{WEEKDAY}|{MONTH}|\d{{4}}|night|day|week|morning|afternoon|evening|month|year|recent|dawn|ago|later|earlier|on the \d|{SOLAR}",  # noqa: E501
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
        local = Frame(
            frame.published, anchor or frame.anchor, frame.ahead, told_here=anchor is not None
        )
        try:
            span = read(match, local)
        except (OverflowError, ValueError):
            span = None
        if span:
            future = span[0] > frame.published
            found.append(DateMention(offset + start, offset + end, *span, name, future))
    return tuple(found)


def default(published: date, offset: int) -> DateMention:
    """Return the span of an event with no date word: the day before publication and the day itself."""  # noqa: E501
    first = published - DAY if published > date.min else published
    return DateMention(offset, offset, first, published, "span", "no date word")
