"""A report read sentence by sentence, so that the words of an answer can be found in it.

Words count as found only letter for letter: a line break is a blank, and a typographic mark its
typewriter twin, since a model cannot be held to those; nothing else is forgiven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from events.coding import layout, sentences
from events.coding.records import Block, Sentence
from events.coding.sentence_reading import Found, SentenceReader, Tools
from events.llm import addressed
from events.model import Quote, Report

_ALIKE = str.maketrans("\n\r\t\u2028\u2029\xa0’‘“”‑", "      ''\"\"-")
Span = tuple[int, int]
ASIDE = "aside"  # of a line that the layout takes for no text: a label, a menu, a caption


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the report at ``[start, end)``, with all that their sentence holds."""

    start: int
    end: int
    text: str
    found: Found

    @property
    def quote(self) -> Quote:
        """The words as a quote."""
        return Quote(self.text, self.start, self.end)

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether a stretch shares a letter with the words."""
        return start < self.end and self.start < end


class ReadReport:
    """The sentences of one report with their actors, dates, places and speakers."""

    def __init__(self, report: Report, tools: Tools) -> None:
        self.report = report
        self.tools = tools
        self.reader = SentenceReader(report, tools)
        self._plain = report.text.translate(_ALIKE)
        blocks = layout.blocks(report.text, report.title, tools.lexicon)
        told = sentences.sentences(report.text, _whole(report.text, blocks), tools.parser)
        self.found = tuple(self._read(told))
        self.addressed = addressed.find(told)

    def _read(self, told: Iterable[Sentence]) -> Iterator[Found]:
        anchor, here, block = None, None, -1
        for sentence in told:
            if sentence.block.section == ASIDE:
                yield Found(sentence, (), (), (), (), (), (), None)
                continue
            if sentence.block.index != block:
                here, block = None, sentence.block.index
            found = self.reader.read(sentence, anchor, here)
            dated = [d for d in found.dates if d.precision in ("day", "span")]
            anchor = dated[-1] if dated else anchor
            placed = [p.area for p in found.places if p.resolved and p.precision != "border"]
            here = placed[-1] if placed else here
            yield found

    def speaks_to_program(self, start: int, end: int) -> bool:
        """Tell whether a stretch lies in words that address the program."""
        return any(start < one.end and one.start < end for one in self.addressed)

    def sentences(self, words: str) -> tuple[Found, ...]:
        """Return the sentences that an evidence text covers; none where it does not stand."""
        for start, end in self._stands(words, (0, len(self._plain))):
            return tuple(f for f in self.found if f.sentence.start < end and start < f.sentence.end)
        return ()

    def words(self, text: str, within: Iterable[Found | Span]) -> Words | None:
        """Return where words stand first in the given sentences or stretches; else None."""
        for each in within:
            span = each if isinstance(each, tuple) else (each.sentence.start, each.sentence.end)
            for start, end in self._stands(text, span):
                found = next(f for f in self.found if f.sentence.start <= start < f.sentence.end)
                return Words(start, end, self.report.text[start:end], found)
        return None

    def _stands(self, words: str, span: Span) -> Iterator[Span]:
        """Yield where words stand whole: "5" does not stand in "58", nor "200" in "1,200"."""
        wanted = words.translate(_ALIKE).strip()
        start = self._plain.find(wanted, *span) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            if not self._inside_word(start) and not self._inside_word(end):
                yield start, end
            start = self._plain.find(wanted, start + 1, span[1])

    def _inside_word(self, at: int) -> bool:
        """Tell whether a cut at ``at`` would part a word or a number."""
        before, after = self._plain[max(0, at - 2) : at], self._plain[at : at + 2]
        if not before or not after:
            return False
        if before[-1].isalnum() and after[0].isalnum():
            return True
        left = after[0] in ",." and after[1:].isdigit() and before[-1].isdigit()
        right = before[-1] in ",." and before[:1].isdigit() and after[0].isdigit()
        return left or right


def _whole(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks, and each stretch of a line that the layout takes for no text."""
    found = list(blocks)
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        inner = sorted((b.start, b.end) for b in blocks if b.start < end and start < b.end)
        for left, right in _gaps(start, end, inner):
            if text[left:right].strip():
                found.append(Block(left, right, len(found), section=ASIDE))
        start += len(line)
    return tuple(sorted(found, key=lambda b: b.start))


def _gaps(start: int, end: int, inner: Iterable[Span]) -> Iterator[Span]:
    for left, right in inner:
        if start < left:
            yield start, left
        start = max(start, right)
    if start < end:
        yield start, end
