"""Which lines of a report are text, and what stands before the text of a line.

Scraped pages repeat their lead and carry menus, captions and links; live blogs stamp each
entry; bullets name their place before a colon.  Offsets stay those of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time

from events.coding.lexicon import Lexicon
from events.coding.records import Block

# Bullets, dashes, arrows, coloured dots: up to three signs that are no quotation mark or bracket.
_BULLET = re.compile(r"[^\w\s\"“‘'«(\[$€£#@]{1,3}\s+")
_NUMBER = re.compile(r"[(\[]?\d{1,2}(?:[.)\]]|/\d{0,2}[)\]]?)\s+")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:\s*(?:am|pm|GMT|local time))?(?:\s*[-–—:|]\s*|\s+)")
_LABEL = re.compile(r"(?P<label>[A-Z][\w'’.-]*(?:[ /&-][\w'’.-]+){0,3}?)\s*(?P<mark>:)\s+")
_CAPS_LABEL = re.compile(r"(?P<label>[A-Z]{3,}(?: [A-Z]{2,}){0,2})(?P<mark>\.)\s+(?=[A-Z])")
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z'’-]+(?:[ /-][A-Z][A-Z'’-]+){0,3})(?:,\s*[A-Z][\w .]+?)?(?:,\s*(?:\w+\.?\s+\d{1,2}|\d{1,2}\s+\w+)(?:,? \d{4})?)?"  # noqa: E501
    r"\s*(?:\([^)]{1,40}\)\s*)?(?:[—–]|--|-|:)\s*"
)
_DATED = re.compile(
    r"(?P<place>[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){0,2})(?:, [A-Z][a-z]+)?,? \(?(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.? \d{1,2})\.?(?:,? \d{4})?\)?"  # noqa: E501
    r"(?:\s*\([^)]{1,40}\))?\s*[.:–—-]?\s+(?=[A-Z\"“])"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:On )?(?:{_WEEKDAY}(?:,? (?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}))?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}})(?:,? \d{{4}})?"  # noqa: E501
_DAY_MARK = re.compile(rf"(?P<day>{_DAY})\s*[:—–|-]\s+")
_DAY_HEADING = re.compile(rf"{_DAY}[:.]?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*$")
_HEADING_WORDS = 14
_SURE_HEADING_WORDS = 6
_TITLE_CASE = 0.6  # share of capitalised long words in a headline
_WRAPPED = 62  # a line of this length without an end was wrapped
_LABEL_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def blocks(text: str, title: str, lexicon: Lexicon) -> tuple[Block, ...]:
    """Return the lines of ``text`` that tell something, in order."""
    found: list[Block] = []
    seen: set[str] = {_key(title)}
    section, group = "", 0
    heading: _Line | None = None
    day: tuple[int, int] | None = None
    for line in _lines(text):
        key = _key(line.text)
        if not line.text:
            group += 1
            continue
        dated = _DAY_HEADING.fullmatch(line.text) is not None
        if key in seen or (not dated and _is_noise(line.text, lexicon)):
            continue
        seen.add(key)
        if dated or _is_heading(line.text):
            section = _section(line.text, lexicon)
            short = not section and len(line.text.split()) <= _LABEL_WORDS
            heading = line if short else None
            day = (line.start, line.end) if dated else None
            group += 1
            continue
        block = _under(_block(line, len(found), section, group, lexicon), heading, day)
        if block.section != "off_topic" and block.end > block.start:
            found.append(block)
    return tuple(found)


def _under(block: Block, heading: _Line | None, day: tuple[int, int] | None) -> Block:
    """Give a line the place, or the day, that the heading above it names."""
    if day is not None:
        return replace(block, day=block.day or day)
    if heading is None or block.label is not None:
        return block
    return replace(block, label=heading.text.rstrip(":"), label_start=heading.start, heading=True)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines, with lines that were only wrapped put together again."""
    held: _Line | None = None
    for line in _raw_lines(text):
        if held is not None and _goes_on(held, line):
            held = _Line(held.start, line.end, text[held.start : line.end])
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _goes_on(line: _Line, following: _Line) -> bool:
    """Tell whether a line break is only a wrap: no sentence ends before it, and none begins after."""  # noqa: E501
    if (
        not line.text
        or not following.text
        or _SENTENCE_END.search(line.text)
        or line.text.endswith(":")
    ):
        return False
    if (
        _BULLET.match(following.text)
        or _NUMBER.match(following.text)
        or _CLOCK.match(following.text)
    ):
        return False
    lower = following.text[0].islower()
    return lower or (
        not _is_heading(line.text)
        and len(line.text) >= _WRAPPED
        and " | " not in line.text
        and not line.text.isupper()
    )


def _raw_lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n\r\u2028\u2029]*(?:\r\n|\n|\r|\u2028|\u2029|$)", text):
        raw = match.group()
        stripped = raw.strip()
        if not raw:
            continue
        start = match.start() + len(raw) - len(raw.lstrip()) if stripped else match.start()
        yield _Line(start, start + len(stripped), stripped)


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _is_noise(text: str, lexicon: Lexicon) -> bool:
    if text.count(" | ") >= lexicon.layout.menu_separators:
        return True
    return bool(lexicon.patterns["skip"].search(text)) and len(text.split()) < 2 * _HEADING_WORDS


def _is_heading(text: str) -> bool:
    if _BULLET.match(text) or _CLOCK.match(text) or _NUMBER.match(text):
        return False
    words = text.split()
    if len(words) > _HEADING_WORDS or _SENTENCE_END.search(text) or ": " in text:
        return False
    long = [word for word in words if len(word) > 3]  # noqa: PLR2004 - "of", "the", "and" stay small
    capitals = sum(word[0].isupper() for word in long)
    return len(words) <= _SURE_HEADING_WORDS or capitals >= _TITLE_CASE * len(long)


def _section(text: str, lexicon: Lexicon) -> str:
    plain = re.sub(r"[^\w’' ]+", "", text).strip().casefold()
    for name, words in lexicon.layout.sections.items():
        if plain in words:
            return name
    return ""


def _block(line: _Line, index: int, section: str, group: int, lexicon: Lexicon) -> Block:
    """Read off the marks at the start of a line, one after the other."""
    text, at = line.text, 0
    clock: time | None = None
    label: str | None = None
    label_start: int | None = None
    dateline: str | None = None
    numbered = False
    bullet = _BULLET.match(text)
    lead = at = bullet.end() if bullet else 0
    if stamp := _CLOCK.match(text, at):
        clock = _clock(stamp)
        at = stamp.end()
    elif number := _NUMBER.match(text, at):
        at = number.end()
        numbered = True
    day: tuple[int, int] | None = None
    if named := _DAY_MARK.match(text, at):
        day = (line.start + named.start("day"), line.start + named.end("day"))
        at = named.end()
    elif place := _DATELINE.match(text, at) or _DATED.match(text, at):
        dateline = place["place"]
        at = place.end()
    elif mark := _LABEL.match(text, at) or _CAPS_LABEL.match(text, at):
        word = mark["label"]
        known = _label_kind(word, lexicon)
        if known is None and len(word.split()) <= _LABEL_WORDS:
            label, label_start = word, line.start + mark.start("label")
            known = "off_topic" if _section(word, lexicon) == "off_topic" else None
        section = known if known and known != "update" else section
        at = mark.end() if known or label else at
    tail = re.search(lexicon.layout.caption_tail, text, re.IGNORECASE)
    end = line.start + (tail.start() if tail and tail.start() > at else len(text))
    return Block(
        start=line.start + at,
        end=end,
        index=index,
        label=label,
        label_start=label_start,
        section=section,
        clock=clock,
        dateline=dateline,
        group=group,
        lead=line.start + lead,
        numbered=numbered,
        day=day,
    )


def _clock(stamp: re.Match[str]) -> time | None:
    hour, minute = int(stamp[1]), int(stamp[2])
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a clock


def _label_kind(word: str, lexicon: Lexicon) -> str | None:
    plain = word.casefold()
    for kind, words in lexicon.layout.labels.items():
        if plain in words:
            return kind
    return None
