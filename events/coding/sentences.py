"""Where sentences begin and end, and their tokens.

The split is by rules (abbreviations, initials, closing quotation marks), since a parser cuts
at names such as "U.N."; each sentence is then parsed on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from events.coding.records import Block, Sentence, Token

_END = re.compile(r"[.!?…]+[\"”’'»)]*(?=\s+[\"“‘'«(]*[A-Z0-9À-Þ\"“])|[.!?…]+[\"”’'»)]*$|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|[A-Z]\.(?:[A-Z]\.?)*|Mr|Mrs|Ms|Dr|St|Gen|Col|Maj|Lt|Capt|Sgt|Brig|Cpl|Cmdr|Gov|Sen|Rep|Prof"
    r"|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|approx|km|Inc|Ltd|Co|Adm|Amb|Rev|Hon|Pvt)$"
)
_MAX_CHARACTERS = 4000


class ParsedToken(Protocol):
    """What is asked of a parser's token."""

    text: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    i: int
    idx: int

    @property
    def head(self) -> ParsedToken: ...  # noqa: D102


class Parser(Protocol):
    """A spaCy ``Language``, or what stands in for one."""

    def pipe(self, texts: Any, /) -> Iterator[Any]: ...  # noqa: D102


def split(text: str, block: Block) -> tuple[tuple[int, int], ...]:
    """Return the bounds of the sentences of a block."""
    bounds: list[tuple[int, int]] = []
    begin = block.start
    for match in _END.finditer(text, block.start, block.end):
        before = text[max(block.start, match.start() - 12) : match.start()]
        if (
            match.group().startswith(".")
            and match.end() < block.end
            and _ABBREVIATION.search(before)
        ):
            continue
        bounds.append((begin, match.end()))
        begin = match.end()
    bounds.append((begin, block.end))
    return tuple(_trimmed(text, bounds))


def _trimmed(text: str, bounds: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in bounds:
        for cut in range(start, end, _MAX_CHARACTERS):
            piece = text[cut : min(end, cut + _MAX_CHARACTERS)]
            left = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield cut + left, cut + left + len(piece.strip())


def sentences(text: str, found: Iterable[Block], parser: Parser) -> tuple[Sentence, ...]:
    """Split and parse the blocks of a report."""
    bounds = [(start, end, block) for block in found for start, end in split(text, block)]
    parsed = parser.pipe([_unwrapped(text[start:end]) for start, end, _ in bounds])
    result: list[Sentence] = []
    quoted = False
    block_index = -1
    for (start, end, block), doc in zip(bounds, parsed, strict=True):
        words = _unwrapped(text[start:end])
        if block.index != block_index:
            quoted, block_index = False, block.index
        inside = quoted or words[:1] in '“"«'
        opened, closed = words.count("“"), words.count("”")
        quoted = (quoted or opened > 0) and opened >= closed and not words.endswith("”")
        result.append(
            Sentence(start, end, words, block, len(result), tuple(_tokens(doc, start)), inside)
        )
    return tuple(result)


def _unwrapped(words: str) -> str:
    """Line breaks as spaces; every character keeps its place."""
    return (
        words.replace("\n", " ")
        .replace("\r", " ")
        .replace("\u2028", " ")
        .replace("\u2029", " ")
        .replace("\xa0", " ")
    )


def _tokens(doc: Iterable[ParsedToken], offset: int) -> Iterator[Token]:
    for token in doc:
        start = offset + token.idx
        yield Token(
            text=token.text,
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            start=start,
            end=start + len(token.text),
        )
