"""Which noun phrases count something: "at least 18 people", "a midwife, Hawa Adam", "his son".

A phrase begins with a number (:mod:`events.coding.numbers`) or counts one
(:mod:`events.coding.singles`); it runs to its head noun and what belongs to it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.coding import numbers, singles
from events.coding.lexicon import Lexicon
from events.coding.phrase_runs import head, run
from events.coding.records import Sentence, Token

_CLOCK = {"this", "am", "pm", "a.m.", "p.m.", "o'clock", "o’clock", "gmt", "th", "st", "nd", "rd"}
_MONTHS = {
    name.lower() for name in (*calendar.month_name, *calendar.month_abbr, "Sept") if name
} - {"may", "march"}
_NO_COUNT = ("-", "/", "%", "°", ":")  # right after a number: a measure, an item, a clock
_AGED = re.compile(r"\baged? (?:[\w-]+(?:, | and | to ))?$")
_SUBSET_BEFORE = re.compile(
    r"\b(?:including|incl\.|inclusive of|among them|among whom|of whom|of them|among those|among the dead|among the \w+ (?:were|was))(?: \w+){0,3} $"  # noqa: E501
)
_SUBSET_AFTER = re.compile(
    r"\s*,?\s*(?:(?:were|was|are|is) )?(?:also )?(?:among|amongst) (?:them|(?:the|those) (?:dead|killed|injured|wounded|deceased|victims|hurt|martyred|arrested|detained|casualties|slain|missing|fatalities))\b"  # noqa: E501
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A counting phrase; ``first`` and ``last`` are token indices, ``last`` included."""

    first: int
    last: int
    low: int
    high: int | None
    what: str
    noun: str
    start: int
    end: int
    subset: bool = False
    each: bool = False
    numbered: bool = True
    named: bool = False
    definite: bool = False


def find(sentence: Sentence, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Return the counting phrases of a sentence, in order and without overlaps."""
    found: list[Phrase] = []
    taken = -1
    for phrase in sorted(
        _candidates(sentence, lexicon), key=lambda p: (p.first, not p.numbered, -p.last)
    ):
        if phrase.first > taken:
            found.append(phrase)
            taken = phrase.last
    return tuple(found)


def _candidates(sentence: Sentence, lexicon: Lexicon) -> Iterator[Phrase]:
    tokens = sentence.tokens
    parts = lexicon.victims.parts
    index = {token.start - sentence.start: i for i, token in enumerate(tokens)}
    for number in numbers.find(sentence.text, lexicon.numbers):
        core = _token_at(tokens, sentence.start + number.core)
        last_number = _token_at(tokens, sentence.start + number.end - 1)
        if core is None or last_number is None:
            continue
        if sentence.text[number.end : number.end + 1] in _NO_COUNT or _AGED.search(
            sentence.text[: number.start]
        ):
            continue
        first = index.get(number.start, core)
        last = run(tokens, last_number)
        if _counts(tokens, number, (first, last_number, last), lexicon):
            yield _phrase(sentence, (first, last), (number.low, number.high), parts)
    for one in singles.find(tokens, lexicon):
        yield _phrase(
            sentence,
            (one.first, one.last),
            (1, 1),
            parts,
            numbered=one.numbered,
            named=one.named,
        )


def _token_at(tokens: tuple[Token, ...], offset: int) -> int | None:
    return next((i for i, t in enumerate(tokens) if t.start <= offset < t.end), None)


def _counts(
    tokens: tuple[Token, ...], number: numbers.Number, at: tuple[int, int, int], lexicon: Lexicon
) -> bool:
    """Tell whether a number counts: no measure, clock, date, age, sum of money or year.

    ``at`` are the tokens where the phrase begins, where its number ends and where it ends.
    """
    first, last_number, last = at
    if number.low == 0 and number.high == 0:
        return False
    units = lexicon.losses.words["units"]
    words = {t.lower for t in tokens[last_number + 1 : last + 1]}
    if "people" not in words and head(tokens, last_number, last) in units:
        return False
    after = tokens[last_number + 1].lower.rstrip(".") if last_number + 1 < len(tokens) else ""
    if after in _CLOCK or f"{after}." in _CLOCK or after in _MONTHS:
        return False
    if re.fullmatch(r"(?:19|20)\d\d", tokens[last_number].text) and last == last_number:
        return False
    return not (first and _is_no_count(tokens, number, first, last_number, lexicon))


def _is_no_count(
    tokens: tuple[Token, ...], number: numbers.Number, first: int, last: int, lexicon: Lexicon
) -> bool:
    """Tell whether the word before a number makes it none: "no one", "Sept 2", "a girl of nine"."""
    before = tokens[first - 1]
    if before.lower == "no" or before.text in ("$", "€", "£", "Rs", "PR", "No"):
        return True
    month = before.lower.rstrip(".") in _MONTHS or before.text in ("May", "March")
    if month and _is_day(number, tokens[last]):
        return True
    return before.lower == "of" and first > 1 and tokens[first - 2].lower in lexicon.victims.persons


def _is_day(number: numbers.Number, token: Token) -> bool:
    """Tell whether a number can be a day of the month: "Sept 2", not "last October more than 70"."""  # noqa: E501
    return number.start == number.core and bool(re.fullmatch(r"[0-3]?\d", token.text))


def _phrase(
    sentence: Sentence,
    tokens_of: tuple[int, int],
    bounds: tuple[int, int | None],
    parts: frozenset[str],
    *,
    numbered: bool = True,
    named: bool = False,
) -> Phrase:
    first, last = tokens_of
    tokens = sentence.tokens
    start, end = tokens[first].start, tokens[last].end
    before = sentence.text[: start - sentence.start].lower()
    after = sentence.text[end - sentence.start :].lower()
    return Phrase(
        first=first,
        last=last,
        low=bounds[0],
        high=bounds[1],
        what=sentence.text[start - sentence.start : end - sentence.start],
        noun=head(tokens, first, last, parts),
        start=start,
        end=end,
        subset=bool(_SUBSET_BEFORE.search(before) or _SUBSET_AFTER.match(after)),
        each=bool(re.match(r"\s+(?:apiece|each)\b|(?:\s+[\w’'-]+){0,2}\s+each\b", after)),
        numbered=numbered,
        named=named,
        definite=tokens[first].lower == "the",
    )
