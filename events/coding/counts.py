"""Which noun phrases count something: "at least 18 people", "a midwife, Hawa Adam", "his son".

A phrase begins with a number, an article or a possessive (one of its kind), or is a person's
name with a title; it runs to its head noun and what belongs to it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.coding import numbers
from events.coding.lexicon import Lexicon
from events.coding.records import Sentence, Token

_NOMINAL = {"NOUN", "PROPN", "ADJ", "NUM", "X"}
_LINKS = {"-", "'s", "’s", "’", "'", "“", "”", '"'}
_ONE = {"a", "an", "another", "his", "her", "their", "its", "my", "our"}
_STOP_NOUNS = {"which", "that", "who"}
_PLURAL = {"NNS", "NNPS"}
_PARTS = {"of"}
_VAGUE = {
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "number",
    "couple",
    "handful",
    "dozen",
    "tens",
}
_CLOCK = {"this", "am", "pm", "a.m.", "p.m.", "o'clock", "o’clock", "gmt", "th", "st", "nd", "rd"}
_MONTHS = {name.lower() for name in (*calendar.month_name, *calendar.month_abbr) if name}
# One of these is no victim: "a group of militants", "a series of attacks".
_COLLECTIVE = {
    "group",
    "series",
    "number",
    "spate",
    "wave",
    "part",
    "lot",
    "gang",
    "range",
    "set",
    "string",
    "day",
    "week",
    "month",
    "year",
    "hour",
    "figure",
    "statement",
    "spokesman",
    "spokesperson",
    "report",
    "attack",
    "raid",
    "bombardment",
    "blast",
    "grenade",
    "bomb",
    "clash",
    "strike",
    "operation",
    "official",
    "mine",
    "rocket",
    "shell",
    "hospital",
}
_SPLITTERS = {
    "killed",
    "wounded",
    "injured",
    "dead",
    "captured",
    "missing",
    "hurt",
    "destroyed",
    "seized",
    "shot",
    "martyred",
    "slain",
}


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
    units = frozenset(lexicon.losses.words["units"])
    index = {token.start - sentence.start: i for i, token in enumerate(tokens)}
    for number in numbers.find(sentence.text, lexicon.numbers):
        core = _token_at(tokens, sentence.start + number.core)
        last_number = _token_at(tokens, sentence.start + number.end - 1)
        if core is None or last_number is None:
            continue
        phrase = _numbered(sentence, number, index.get(number.start, core), last_number, units)
        if phrase:
            yield phrase
    for i, token in enumerate(tokens):
        if token.lower in _ONE or _of_somebody(tokens, i):
            yield from _single(sentence, i)
        elif token.text in lexicon.places.names["titles"]:
            yield from _named(sentence, i)
        elif token.lower in lexicon.numbers.ordinals and i and tokens[i - 1].lower in ("a", "the"):
            yield _phrase(sentence, i - 1, _run(tokens, i), 1, 1, numbered=True)


def _of_somebody(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether "the" begins "the bride's father"."""
    return (
        tokens[i].lower == "the"
        and i + 3 < len(tokens)
        and tokens[i + 2].text in ("'s", "’s")
        and tokens[i + 3].tag == "NN"
    )


def _token_at(tokens: tuple[Token, ...], offset: int) -> int | None:
    return next((i for i, t in enumerate(tokens) if t.start <= offset < t.end), None)


def _numbered(
    sentence: Sentence, number: numbers.Number, first: int, last_number: int, units: frozenset[str]
) -> Phrase | None:
    tokens = sentence.tokens
    last = _run(tokens, last_number)
    following = tokens[last_number + 1] if last_number + 1 < len(tokens) else None
    if (
        following
        and following.text in ("-", "/", "%", "°", ":")
        and following.start == tokens[last_number].end
    ):
        return None
    words = {t.lower for t in tokens[last_number + 1 : last + 1]}
    if words & units and not words & {"people"}:
        head = _head(tokens, last_number, last)
        if head in units:
            return None
    following_word = following.lower if following else ""
    before_word = tokens[first - 1].lower if first else ""
    if (
        following_word in _CLOCK
        or following_word.rstrip(".") in _MONTHS
        or before_word in ("age", "aged")
    ):
        return None
    core = tokens[last_number]
    if number.low == 0 and number.high == 0:
        return None
    year = re.fullmatch(r"(?:19|20)\d\d", core.text) and last == last_number
    if year or (first > 0 and tokens[first - 1].text in ("$", "€", "£", "Rs", "PR", "No")):
        return None
    return _phrase(sentence, first, last, number.low, number.high, numbered=True)


def _run(tokens: tuple[Token, ...], i: int) -> int:
    """Return the last token of the nominal run that begins at ``i``."""
    last = i
    j = i + 1
    while j < len(tokens):
        token = tokens[j]
        if token.lower in _SPLITTERS or token.lower in _STOP_NOUNS:
            break
        if token.pos in _NOMINAL or (token.text in _LINKS and j + 1 < len(tokens)):
            if token.pos in _NOMINAL:
                last = j
            j += 1
            continue
        if (
            token.tag in ("VBN", "VBG")
            and j + 1 < len(tokens)
            and tokens[j + 1].pos in ("NOUN", "PROPN")
        ):
            j += 1  # "displaced people", "armoured vehicles"
            continue
        if token.lower in _PARTS and j + 1 < len(tokens):
            stop = _of_phrase(tokens, j + 1)
            if stop is not None:
                last, j = stop, stop + 1
                continue
        break
    return last


def _of_phrase(tokens: tuple[Token, ...], j: int) -> int | None:
    """Last token of "its security forces" after "members of"; None where no noun follows."""
    if tokens[j].pos in ("DET", "PRON") and j + 1 < len(tokens):
        if tokens[j].lower in ("them", "whom", "us"):
            return j
        j += 1
    if tokens[j].pos not in _NOMINAL and tokens[j].tag != "VBN":
        return None
    last = j
    while (
        last + 1 < len(tokens)
        and (tokens[last + 1].pos in _NOMINAL or tokens[last + 1].text in ("'s", "’s", "-"))
        and tokens[last + 1].lower not in _SPLITTERS
    ):
        last += 1
    return last


def _head(tokens: tuple[Token, ...], first: int, last: int) -> str:
    """Return the head noun: the last noun before an "of"."""
    head = ""
    for token in tokens[first : last + 1]:
        if token.lower == "of" and head and head not in _VAGUE:
            break
        if token.pos in ("NOUN", "PROPN", "ADJ"):
            head = token.lower
    return head


def _single(sentence: Sentence, i: int) -> Iterator[Phrase]:
    """Read one of its kind: "a midwife, Hawa Adam", "her two daughters" is left to the number."""
    tokens = sentence.tokens
    last = _run(tokens, i)
    if last == i or _head(tokens, i, last) in _COLLECTIVE:
        return
    plural = any(
        t.tag in _PLURAL for t in tokens[i + 1 : last + 1] if t.lower == _head(tokens, i, last)
    )
    if any(t.pos == "NUM" for t in tokens[i + 1 : last + 1]) or plural:
        return
    yield _phrase(
        sentence,
        i,
        _with_name(tokens, last),
        1,
        1,
        numbered=tokens[i].lower in ("a", "an", "another"),
    )


def _with_name(tokens: tuple[Token, ...], last: int) -> int:
    """Take in the name after a comma: "a shepherd, Sher Wali"."""
    j = last + 1
    if j + 1 < len(tokens) and tokens[j].text == "," and tokens[j + 1].text[:1].isupper():
        k = j + 1
        while k < len(tokens) and (
            tokens[k].text[:1].isupper() or tokens[k].text in ("-", "ul", "al", "bin")
        ):
            k += 1
        if (k < len(tokens) and tokens[k].text in (",", ";", ".", ")")) or (
            k < len(tokens) and tokens[k].lower in ("and", "was", "in", "at", "died")
        ):
            return k - 1
    return last


def _named(sentence: Sentence, i: int) -> Iterator[Phrase]:
    """Read a titled name: "Constable Naseebullah", "Major Faisal Noor"."""
    tokens = sentence.tokens
    last = i
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].text[:1].isupper()
        and tokens[last + 1].text.isalpha()
    ):
        last += 1
    if last > i:
        yield _phrase(sentence, i, last, 1, 1, numbered=False, named=True)


def _phrase(
    sentence: Sentence,
    first: int,
    last: int,
    low: int,
    high: int | None,
    *,
    numbered: bool,
    named: bool = False,
) -> Phrase:
    tokens = sentence.tokens
    start, end = tokens[first].start, tokens[last].end
    before = sentence.text[: start - sentence.start].lower()
    after = sentence.text[end - sentence.start :].lower()
    return Phrase(
        first=first,
        last=last,
        low=low,
        high=high,
        what=sentence.text[start - sentence.start : end - sentence.start],
        noun=_head(tokens, first, last),
        start=start,
        end=end,
        subset=bool(
            re.search(
                r"\b(?:including|incl\.|among them|among whom|of whom|of them|among those)(?: \w+){0,3} $",  # noqa: E501
                before,
            )
        ),
        each=bool(re.match(r"\s+(?:apiece|each)\b|(?:\s+[\w’'-]+){0,2}\s+each\b", after)),
        numbered=numbered,
        named=named,
        definite=tokens[first].lower == "the",
    )
