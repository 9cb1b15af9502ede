"""Numbers in words and digits, with what the words beside them make of them.

Codebook, section 7: "at least 20" is 20 and open, "15 to 20" is 15, 20, "more than 200" is
201 and open, "up to 30" is 0, 30, "dozens" 24, 99, "a" is 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from events.coding.lexicon import NumbersTable

_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?"
_LIMIT = 100_000_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its bounds; ``core`` is where the number itself begins."""

    start: int
    end: int
    low: int
    high: int | None
    core: int
    vague: bool = False


@dataclass(frozen=True, slots=True)
class _Grammar:
    number: re.Pattern[str]
    value: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, tuple[int, int]]
    hedge: dict[str, str]


def _alternatives(words: object) -> str:
    return "|".join(sorted((re.escape(str(w)) for w in words), key=lambda w: (-len(w), w)))  # type: ignore[attr-defined]


_CACHE: dict[int, tuple[NumbersTable, _Grammar]] = {}


def _grammar(table: NumbersTable) -> _Grammar:
    known = _CACHE.get(id(table))
    if known is None or known[0] is not table:
        known = (table, _build(table))
        _CACHE[id(table)] = known
    return known[1]


def _build(table: NumbersTable) -> _Grammar:
    unit = _alternatives(table.units)
    scale = _alternatives(table.scales)
    simple = rf"(?:(?:{unit})(?:[- ](?:{unit}))?)"
    words = rf"(?:{simple}|an?)(?:[- ](?:{scale})(?:(?: and)? {simple})?)+|{simple}(?!\w)"
    core = rf"(?:(?:{_DIGITS})(?: (?:{scale}))?|{words})"
    hedge = {word: kind for kind, all_words in table.hedges.items() for word in all_words}
    hedges = "|".join(
        sorted((re.escape(w).replace(r"\ ", r"\s+") for w in hedge), key=len, reverse=True)
    )
    vague = "|".join(
        sorted((re.escape(w).replace(r"\ ", r"\s+") for w in table.vague), key=len, reverse=True)
    )
    pattern = (
        rf"(?<![\w.$€£#/:-])(?P<hedge>(?:(?:{hedges})\s+)+)?[\"“]?(?:(?P<hedge2>(?:{hedges})\s+))?"
        rf"(?:(?P<between>between\s+)?(?P<a>{core})(?:\s*(?:-|–|to|or|(?(between)and|-))\s*(?P<b>{core}))?(?P<plus>\+)?"
        rf"|(?P<vague>{vague})(?![\w]))(?![\w])(?!\.\d|:\d|%|/\d)"
    )
    return _Grammar(
        re.compile(pattern, re.IGNORECASE), table.units, table.scales, table.vague, hedge
    )


def value(words: str, table: NumbersTable) -> int | None:
    """Return the whole number that digits or number words say, None when they say none."""
    text = words.strip().lower().replace(",", "")
    if re.fullmatch(r"\d{1,12}", text):
        return min(int(text), _LIMIT)
    total, part = 0, 0
    for word in re.split(r"[\s-]+", text):
        if re.fullmatch(r"\d{1,12}(?:\.\d+)?", word):
            part += int(float(word)) if "." not in word else 0
            if "." in word:
                return None
        elif word in table.units:
            part += table.units[word]
        elif word in ("a", "an"):
            part += 1
        elif word in table.scales:
            part = max(part, 1) * table.scales[word]
            if table.scales[word] > 100:  # noqa: PLR2004 - thousand and up close a group
                total, part = total + part, 0
        elif word != "and":
            return None
    return min(total + part, _LIMIT)


def find(text: str, table: NumbersTable) -> tuple[Number, ...]:
    """Return the numbers of ``text``, in order; offsets are into ``text``."""
    grammar = _grammar(table)
    found: list[Number] = []
    for match in grammar.number.finditer(text):
        bounds = _bounds(match, table, grammar)
        if bounds is not None:
            core = match.start("vague") if match["vague"] else match.start("a")
            found.append(
                Number(match.start(), match.end(), *bounds, core, vague=bool(match["vague"]))
            )
    return tuple(found)


def _bounds(
    match: re.Match[str], table: NumbersTable, grammar: _Grammar
) -> tuple[int, int | None] | None:
    if match["vague"]:
        low, high = grammar.vague[re.sub(r"\s+", " ", match["vague"].lower())]
        return low, high
    hedges = f"{match['hedge'] or ''} {match['hedge2'] or ''}".lower()
    first = value(match["a"], table)
    if first is None:
        return None
    if match["b"]:
        second = value(match["b"], table)
        if second is not None and second >= first:
            at_least = any(word in hedges for word in table.hedges["at_least"])
            return first, None if at_least else second
    return _hedged(first, hedges, table, plus=bool(match["plus"]))


def _hedged(number: int, hedges: str, table: NumbersTable, *, plus: bool) -> tuple[int, int | None]:
    text = " " + " ".join(hedges.split()) + " "

    def says(kind: str) -> bool:
        return any(f" {word} " in text for word in table.hedges[kind])

    if says("at_least") or plus:
        return number, None
    if says("up_to"):
        return 0, number
    if says("fewer_than"):
        return 0, max(number - 1, 0)
    if says("more_than"):
        return number + 1, None
    return number, number
