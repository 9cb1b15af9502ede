"""The lines of a report as a page gives them: wrapped lines joined, menus and captions left out.

A page carries menus, bylines, captions and links beside its text; a wire's copy is broken after
every seventy characters.  Offsets stay those of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.coding.lexicon import Lexicon
from events.coding.line_marks import begins_anew

_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*$")
# A dateline in the midst of a line: the page's lead and its text were run together.
_INNER_DATELINE = re.compile(
    r"(?:(?<=[a-z”\")\d] )|(?<=[a-z)”\"]\. ))(?=[A-Z]{4,}(?:[ /-][A-Z]{2,}){0,3}: [A-Z“\"])"
)
_SEPARATOR = re.compile(r"\s[|•·›»]\s|\S {3,}(?=\S)")
_HEADING_WORDS = 14
_SURE_HEADING_WORDS = 6
_TITLE_CASE = 0.6  # share of capitalised long words in a headline
_WRAPPED = (62, 110)  # a line of such a length without an end was wrapped


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the space around it."""

    start: int
    end: int
    text: str


def lines(text: str, title: str, lexicon: Lexicon) -> Iterator[Line]:
    """Yield the lines that are no menus, captions, bylines or links, with wraps joined.

    Parameters
    ----------
    title
        The report's title; a line that repeats it is never joined with the next.

    Yields
    ------
    Line
        In order; an empty one where the text has an empty line.
    """
    held: Line | None = None
    raw = list(_raw_lines(text))
    for i, line in enumerate(raw):
        following = raw[i + 1] if i + 1 < len(raw) else None
        if is_noise(line.text, lexicon) or _is_captioned(line, following, lexicon):
            continue
        if held is not None and key(held.text) != key(title) and _goes_on(held, line):
            held = Line(held.start, line.end, text[held.start : line.end])
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def key(text: str) -> str:
    """Return what two lines that say the same have in common: their words."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def is_noise(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a line is a menu, a byline, a caption or a link."""
    if not text:
        return False
    short = len(text.split()) < 2 * _HEADING_WORDS
    if short and len(_SEPARATOR.findall(text)) >= lexicon.layout.menu_separators:
        return True
    if lexicon.patterns["caption"].search(text):
        return True
    return short and bool(lexicon.patterns["skip"].search(text))


def is_heading(text: str) -> bool:
    """Tell whether a line is a heading: short, without an end, its long words capitalised."""
    if begins_anew(text):
        return False
    words = text.split()
    if len(words) > _HEADING_WORDS or _SENTENCE_END.search(text) or ": " in text:
        return False
    long = [word for word in words if len(word) > 3]  # noqa: PLR2004 - "of", "the", "and" stay small
    capitals = sum(word[0].isupper() for word in long)
    return len(words) <= _SURE_HEADING_WORDS or capitals >= _TITLE_CASE * len(long)


def _is_captioned(line: Line, following: Line | None, lexicon: Lexicon) -> bool:
    """Tell whether the line below is a picture's credit, which makes this one its caption."""
    if following is None or not line.text or not following.text:
        return False
    return (
        bool(lexicon.patterns["credit"].match(following.text))
        and len(line.text.split()) < 4 * _HEADING_WORDS
    )


def _goes_on(line: Line, following: Line) -> bool:
    """Tell whether a line break is only a wrap: no sentence ends before it, and none begins after."""  # noqa: E501
    if (
        not line.text
        or not following.text
        or _SENTENCE_END.search(line.text)
        or line.text.endswith(":")
        or begins_anew(following.text, datelines=True)
    ):
        return False
    last = len(line.text) if "\n" not in line.text else len(line.text.rsplit("\n", 1)[1])
    return following.text[0].islower() or (
        not is_heading(line.text)
        and _WRAPPED[0] <= last <= _WRAPPED[1]
        and " | " not in line.text
        and not line.text.isupper()
    )


def _raw_lines(text: str) -> Iterator[Line]:
    for match in re.finditer(r"[^\n\r\u2028\u2029]*(?:\r\n|\n|\r|\u2028|\u2029|$)", text):
        raw = match.group()
        if not raw:
            continue
        cuts = [cut.start() for cut in _INNER_DATELINE.finditer(raw)]
        for begin, end in zip([0, *cuts], [*cuts, len(raw)], strict=True):
            piece = raw[begin:end]
            stripped = piece.strip()
            start = match.start() + begin
            start += len(piece) - len(piece.lstrip()) if stripped else 0
            yield Line(start, start + len(stripped), stripped)
