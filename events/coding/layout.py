"""Which lines of a report are text, and what stands before the text of a line.

Scraped pages repeat their lead and carry menus, captions and links; live blogs stamp each
entry; bullets name their place before a colon.  Offsets stay those of the report.
"""

from __future__ import annotations

import re
from dataclasses import replace

from events.coding import line_marks
from events.coding.lexicon import Lexicon
from events.coding.page_lines import Line, is_heading, key, lines
from events.coding.records import Block

_LABEL_WORDS = 4


def blocks(text: str, title: str, lexicon: Lexicon) -> tuple[Block, ...]:
    """Return the lines of ``text`` that tell something, in order."""
    found: list[Block] = []
    seen: set[str] = {key(title)}
    section, group = "", 0
    heading: Line | None = None
    day: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None
    for line in lines(text, title, lexicon):
        said = key(line.text)
        if not line.text:
            group += 1
            continue
        if said in seen:
            continue
        seen.add(said)
        if place := line_marks.dated_place(line.text):
            dateline = (line.start + place[0], line.start + place[1])
            continue
        dated = line_marks.names_a_day(line.text)
        if dated or is_heading(line.text):
            section = _section(line.text, lexicon)
            short = not section and len(line.text.split()) <= _LABEL_WORDS
            heading = line if short else None
            day = (line.start, line.end) if dated else None
            group += 1
            continue
        block = _under(_block(line, len(found), section, group, lexicon), heading, day)
        if block.section != "off_topic" and block.end > block.start:
            found.append(replace(block, dateline=block.dateline or dateline))
            dateline = None
    return tuple(found)


def _under(block: Block, heading: Line | None, day: tuple[int, int] | None) -> Block:
    """Give a line the place, or the day, that the heading above it names."""
    if day is not None:
        return replace(block, day=block.day or day)
    if heading is None or block.label is not None:
        return block
    return replace(block, label=heading.text.rstrip(":"), label_start=heading.start, heading=True)


def _section(text: str, lexicon: Lexicon) -> str:
    plain = re.sub(r"[^\w’' ]+", "", text).strip().casefold()
    for name, words in lexicon.layout.sections.items():
        if plain in words:
            return name
    return ""


def _block(line: Line, index: int, section: str, group: int, lexicon: Lexicon) -> Block:
    """Return a line's text with its marks read off."""
    marks = line_marks.read(line.text, lexicon)
    tail = lexicon.patterns["caption_tail"].search(line.text)
    end = tail.start() if tail and tail.start() > marks.at else len(line.text)

    def at(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (line.start + span[0], line.start + span[1]) if span else None

    return Block(
        start=line.start + marks.at,
        end=line.start + end,
        index=index,
        label=line.text[slice(*marks.label)] if marks.label else None,
        label_start=line.start + marks.label[0] if marks.label else None,
        section=marks.section or section,
        clock=marks.clock,
        dateline=at(marks.dateline),
        group=group,
        lead=line.start + marks.lead,
        numbered=marks.numbered,
        day=at(marks.day),
        posted=at(marks.posted),
    )
