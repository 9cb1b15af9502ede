"""Which stretches of a sentence are written as names.

Runs of capitalised words, cut at possessives, without the common words that open a sentence and
without the unit that follows ("Kaura Namoda Local Government Area" names Kaura Namoda).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.coding.lexicon import Lexicon

_WORD = (
    r"(?:[A-ZÀ-ÞŞŠŽŁČĞ][\w’'‘`-]*"
    r"|(?:al|el|an|ar|as|at|ul|ez|es|az|ad|ash|ed|er)-[A-Z][\w’'-]*)"
)
_STATE = r"(?:Republic|Kingdom|State|Emirate|Union)s? of (?:the )?"
_PARTICLE = r"(?:bin|ul|al|el|wa|aw|de|del|la|le|les|du|des|da|do|dos|di|e|i|sur|Sher)"
_SPAN = re.compile(
    rf"(?<![\w’'-])(?:(?:[A-Z][a-z]+ ){{0,2}}{_STATE})?{_WORD}(?:(?: {_PARTICLE} |[ ])(?:{_WORD}))*"
)
_DAYS = frozenset((*calendar.day_name, *calendar.month_name))
_COMPASS = re.compile(r"(?:North|South|East|West)(?:ern)?|New|Old|Upper|Lower|Central")


@dataclass(frozen=True, slots=True)
class SpanGrammar:
    """Words that are no part of a name."""

    stop: frozenset[str]
    plain: frozenset[str]
    unit_end: re.Pattern[str]
    market: re.Pattern[str]
    landmark: re.Pattern[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> SpanGrammar:
        """Compile the units that are left off a name's end."""
        places = lexicon.places
        units = (*places.units["district"], *places.units["province"], *places.units["area"])
        ends = "|".join(
            sorted(
                (re.escape(w) for w in (*units, *places.units["market"])),
                key=lambda w: (-len(w), w),
            )
        )
        return cls(
            stop=frozenset(places.names["stop"]),
            plain=frozenset(places.names["plain"]),
            landmark=re.compile(rf" (?:{'|'.join(places.names['landmarks'])})$"),
            market=re.compile(rf" (?:{'|'.join(places.units['market'])})$", re.IGNORECASE),
            unit_end=re.compile(rf" (?:{ends})$", re.IGNORECASE),
        )


def spans(text: str, grammar: SpanGrammar) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ``text`` that are written as names, in order."""
    for match in _SPAN.finditer(text):
        begin = match.start()
        for piece in re.finditer(r"\S+(?: |$)", match.group()):
            word = piece.group().strip()
            stop = match.start() + piece.start() + len(word)
            if re.search(r"[’']s$|s[’']$", word):
                yield from _trim(text, begin, stop - (2 if word[-1] == "s" else 1), grammar)
                begin = match.start() + piece.end()
        if begin < match.end():
            yield from _trim(text, begin, match.end(), grammar)


def _trim(text: str, start: int, end: int, grammar: SpanGrammar) -> Iterator[tuple[int, int]]:
    words = [
        (m.start() + start, m.end() + start, m.group())
        for m in re.finditer(r"\S+", text[start:end])
    ]
    while words and words[0][2] in grammar.stop and not _directional(words):
        words.pop(0)
    while len(words) > 1 and words[-1][2] in _DAYS:
        words.pop()
    if not words or (words[0][2] in grammar.stop and len(words) == 1):
        return
    begin, stop = words[0][0], words[-1][1]
    if landmark := grammar.landmark.search(text[begin:stop]):
        stop = begin + landmark.start()
    while unit := grammar.unit_end.search(text[begin:stop]):
        rest = text[begin : begin + unit.start()]
        if text[:begin].endswith(("’s ", "'s ")) and grammar.market.search(text[begin:stop]):
            break  # "Wana's Rustam Bazaar" is in Wana
        if all(word in grammar.stop or word in grammar.plain for word in rest.split()):
            break  # "the Red Zone": the unit is part of the name
        stop = begin + unit.start()
    yield begin, stop


def _directional(words: list[tuple[int, int, str]]) -> bool:
    return len(words) > 1 and bool(_COMPASS.fullmatch(words[0][2]))
