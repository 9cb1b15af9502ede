"""What stands before the text of a line: bullets, numbers, time stamps, datelines, labels.

Live blogs stamp each entry with a time, often with a day; threads number their posts; agencies
put the newsroom's place first; bullets name their place before a colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from events.coding.lexicon import Lexicon

# Bullets, dashes, arrows, coloured dots: up to three signs that are no quotation mark or bracket.
_BULLET = re.compile(r"[^\w\s\"“‘'«(\[$€£#@]{1,3}\s+")
_NUMBER = re.compile(r"[(\[]?\d{1,2}(?:[.)\]]|/\d{0,2}[)\]]?)\s+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}})(?:,? \d{{4}})?"
_ZONE = (
    r"(?:GMT|UTC|BST|CET|CEST|EAT|EST|EDT|ET|PKT|PST|IST|AFT|MMT|WAT|CAT|[Ll]ocal(?: time)?"
    r"|hrs|hours)"
)
_HALF = r"(?:am|pm|a\.m\.|p\.m\.|AM|PM)"
_STAMP = re.compile(
    rf"[\[(]?(?:(?P<day>{_DATE}),? (?:at )?)?(?P<hour>\d{{1,2}})(?P<sign>[:.]?)(?P<minute>\d{{2}})"
    rf"(?P<half>\s?{_HALF})?(?P<zone>\s?{_ZONE}(?:[+-]\d{{1,2}}(?::\d\d)?)?)?(?P<close>[\])])?"
    r"(?P<mark>\s*[–—:|•-]\s*)?(?:\s+|$)?"
)
_LABEL = re.compile(
    r"(?P<label>[A-Z][\w'’.-]*(?:[ /&-][\w'’.-]+){0,3}?)(?: \([A-Z][^():]{2,40}\))?\s*(?P<mark>:)\s+"  # noqa: E501
)
_CAPS_LABEL = re.compile(r"(?P<label>[A-Z]{3,}(?: [A-Z]{2,}){0,2})(?P<mark>\.)\s+(?=[A-Z])")
_BULLET_LABEL = re.compile(r"(?P<label>[A-Z][\w'’]*(?:[ -][A-Z][\w'’]*){0,2})\s+(?P<mark>[–—-])\s+")
_DATELINE = re.compile(
    r"(?:\([^)]{2,60}\)\s*)?(?P<place>[A-Z][A-Z.'’-]+(?:[ /-][A-Z][A-Z.'’-]*){0,3})(?:,\s*[A-Z][\w .]+?)?(?:,\s*(?:\w+\.?\s+\d{1,2}|\d{1,2}\s+\w+)(?:,? \d{4})?)?"  # noqa: E501
    r"\s*(?:\([^)]{1,40}\)\s*)?(?:[—–]|--|-|:|;)\s*"
)
_OUTLET_LINE = re.compile(
    r"(?P<place>[A-Z][\w'’-]+(?:(?:[ /-]|, )[A-Z][\w'’-]+){0,3})\s*"
    r"(?:\([A-Z][^)]{1,40}\)\s*(?:[—–:]|-{1,2})|[—–]|--)\s+(?=[A-Z\"“])"
)
_DATED = re.compile(
    r"(?P<place>[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){0,2})(?:, [A-Z][a-z]+)?,? \(?(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.? \d{1,2})\.?(?:,? \d{4})?\)?"  # noqa: E501
    r"(?:\s*\([^)]{1,40}\))?\s*[.:–—-]?\s+(?=[A-Z\"“])"
)
_DATED_ALONE = re.compile(
    rf"(?P<place>[A-Z][\w'’-]+(?:(?:[ /-]|, )[A-Z][\w'’-]+){{0,4}}),? \(?{_DATE}\)?"
    r"(?:,? \d{1,2}[:.]\d\d)?[.:]?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = rf"(?:On )?(?:{_WEEKDAY}(?:,? {_DATE})?|{_DATE})"
_DAY_MARK = re.compile(rf"(?P<day>{_DAY}(?:,? \d{{4}})?)\s*[:—–|-]\s+")
# A bullet that opens with a day and its place, as digests do: "20 September, Turbat (Kech)".
_DAY_AND_PLACE = re.compile(
    rf"(?P<day>{_DAY}(?:,? \d{{4}})?)\s*[,–—|-]\s+(?:in )?(?P<label>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{0,3}})"  # noqa: E501
    r"(?:,? \(?(?:[A-Z][\w’'-]*|district|province)(?: [A-Z][\w’'-]*| district| province){0,3}\)?)?\s*(?::|\s[–—-])\s+"  # noqa: E501
)
_DAY_HEADING = re.compile(rf"{_DAY}(?:,? \d{{4}})?[:.]?", re.IGNORECASE)
_LABEL_WORDS = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """What was read off a line; ``at`` is where its text begins, spans are (start, end)."""

    at: int
    lead: int = 0
    clock: time | None = None
    posted: tuple[int, int] | None = None  # the day of the time stamp
    numbered: bool = False
    day: tuple[int, int] | None = None  # the day before a colon
    dateline: tuple[int, int] | None = None
    label: tuple[int, int] | None = None
    section: str | None = None


def begins_anew(text: str, *, datelines: bool = False) -> bool:
    """Tell whether a line opens with a bullet, a number or a time, or with a dateline."""
    if _BULLET.match(text) or _NUMBER.match(text) or _stamp(text, 0):
        return True
    return datelines and bool(_DATELINE.match(text) or _OUTLET_LINE.match(text))


def names_a_day(text: str) -> bool:
    """Tell whether a line is nothing but a day."""
    return _DAY_HEADING.fullmatch(text) is not None


def dated_place(text: str) -> tuple[int, int] | None:
    """Return where a line that is a place and a date ("Goma, 11 December") names the place."""
    match = _DATED_ALONE.fullmatch(text)
    return match.span("place") if match else None


def read(text: str, lexicon: Lexicon) -> Marks:
    """Read off the marks at the start of a line, one after the other."""
    bullet = _BULLET.match(text)
    lead = at = bullet.end() if bullet else 0
    marks = Marks(at, lead)
    clock, posted, numbered = None, None, False
    if stamp := _stamp(text, at):
        clock = _clock(stamp)
        posted = stamp.span("day") if stamp["day"] else None
        at = stamp.end()
    if number := _NUMBER.match(text, at):
        at, numbered = number.end(), True
    marks = Marks(at, lead, clock, posted, numbered)
    if both := _DAY_AND_PLACE.match(text, at):
        return Marks(
            both.end(),
            lead,
            clock,
            posted,
            numbered,
            day=both.span("day"),
            label=both.span("label"),
        )
    if named := _DAY_MARK.match(text, at):
        return Marks(named.end(), lead, clock, posted, numbered, day=named.span("day"))
    short = _BULLET_LABEL.match(text, at) if bullet else None
    if (place := _dateline(text, at)) and short is None:
        return Marks(place.end(), lead, clock, posted, numbered, dateline=place.span("place"))
    mark = _LABEL.match(text, at) or _CAPS_LABEL.match(text, at) or short
    return _labelled(mark, marks, lexicon) if mark else marks


def _dateline(text: str, at: int) -> re.Match[str] | None:
    return _DATELINE.match(text, at) or _DATED.match(text, at) or _OUTLET_LINE.match(text, at)


def _labelled(mark: re.Match[str], marks: Marks, lexicon: Lexicon) -> Marks:
    word = mark["label"]
    known = _label_kind(word, lexicon)
    own = known is None and len(word.split()) <= _LABEL_WORDS
    if own and word.casefold() in lexicon.layout.sections.get("off_topic", ()):
        known = "off_topic"
    at = mark.end() if known or own else marks.at
    return Marks(
        at,
        marks.lead,
        marks.clock,
        marks.posted,
        marks.numbered,
        label=mark.span("label") if own else None,
        section=known if known and known != "update" else None,
    )


def _stamp(text: str, at: int) -> re.Match[str] | None:
    """Match a time stamp; a bare "12.50" or "1400" needs a zone, a bracket or a dash to be one."""
    match = _STAMP.match(text, at)
    if match is None:
        return None
    sure = match["half"] or match["zone"] or match["close"] or match["mark"]
    parted = match.end() == len(text) or match["mark"] or text[match.end() - 1].isspace()
    if not parted or (match["sign"] != ":" and not sure):
        return None
    if not match["sign"] and not (match["zone"] or match["close"]):
        return None
    return match


def _clock(stamp: re.Match[str]) -> time | None:
    hour, minute = int(stamp["hour"]), int(stamp["minute"])
    if (stamp["half"] or "").strip().lower().startswith("p") and hour < 12:  # noqa: PLR2004 - noon
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a clock


def _label_kind(word: str, lexicon: Lexicon) -> str | None:
    plain = word.casefold()
    for kind, words in lexicon.layout.labels.items():
        if plain in words:
            return kind
    return None
