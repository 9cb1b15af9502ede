"""Which words of a sentence may name a place, and what stands around them.

The parser's labels miss a third of the places in this reporting, so every capitalised span is a
candidate; prepositions, unit words ("district", "village of") and lists say which are places.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from events.coding.lexicon import Lexicon, words_of
from events.coding.records import ActorMention, Sentence

_WORD = r"(?:[A-ZÀ-ÞŞŠŽŁČĞ][\w’'‘`-]*|(?:al|el|an|ar|as|at|ul|ez|es|az|ad|ash|ed|er)-[A-Z][\w’'-]*)"
_SPAN = re.compile(
    rf"(?<![\w’'-]){_WORD}(?:(?: (?:bin|ul|al|wa|de|la|du|e|i|Sher) |[ ])(?:{_WORD}))*"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_ADMIN = ("district", "province", "area")
_DAYS = frozenset((*calendar.day_name, *calendar.month_name))
HOLE = "\ue000"


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate: where it stands, and what the words beside it say of it.

    ``unit`` is the level that a word beside it names (district, province, town), ``cue`` how
    sure the words make it a place: 2 a unit word, 1 a preposition, 0 nothing.
    """

    start: int
    end: int
    text: str
    unit: str | None
    cue: int
    near: bool
    quarter: bool = False
    elsewhere: bool = False
    person: bool = False
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class NameGrammar:
    """The lexicon's place words, compiled."""

    unit_after: re.Pattern[str]
    unit_before: re.Pattern[str]
    unit_of: dict[str, str]
    quarters: frozenset[str]
    preposition: re.Pattern[str]
    near: re.Pattern[str]
    elsewhere: re.Pattern[str]
    stop: frozenset[str]
    name_after: frozenset[str]
    titles: re.Pattern[str]
    speech: re.Pattern[str]


def compile_names(lexicon: Lexicon) -> NameGrammar:
    """Build the expressions once for a lexicon."""
    places = lexicon.places
    unit_of = {
        w: level for level in ("town", "province", "district", "area") for w in places.units[level]
    }
    units = "|".join(sorted((re.escape(w) for w in unit_of), key=lambda w: (-len(w), w)))
    elsewhere = "|".join(f"(?:{p.replace('{P}', HOLE)})" for p in places.elsewhere["patterns"])
    speech = "said|says|told|added|adds|warned|claimed|announced|stated|tweeted|wrote|confirmed"
    return NameGrammar(
        unit_after=re.compile(rf"[’']?s?[ -](?:border )?(?P<unit>{units})\b", re.IGNORECASE),
        unit_before=re.compile(
            rf"(?P<named>\b(?-i:[A-Z])[\w’'-]* )?\b(?P<unit>{units}) (?P<of>of |called |named )?$",
            re.IGNORECASE,
        ),
        unit_of=unit_of,
        quarters=frozenset(places.units["quarter"]),
        preposition=re.compile(
            rf"(?:^|[\s(])(?:{'|'.join(re.escape(w) for w in places.prepositions['locative'])})"
            r"(?: the| general area| areas?| of| outskirts of| (?:north|south|east|west)\w*| nearby| parts of| remote| villages? of| \w+ region)* $",  # noqa: E501
            re.IGNORECASE,
        ),
        near=re.compile(
            rf"\b(?:{'|'.join(re.escape(w) for w in places.prepositions['near'])})(?: the)?(?: town of| city of| village of)? $",  # noqa: E501
            re.IGNORECASE,
        ),
        elsewhere=re.compile(elsewhere, re.IGNORECASE),
        stop=frozenset(places.names["stop"]),
        name_after=frozenset(places.names["name_after"]),
        titles=words_of(places.names["titles"], 0),
        speech=re.compile(rf"^,? (?:\w+ly )?(?:{speech})\b"),
    )


def find(
    sentence: Sentence, mentions: tuple[ActorMention, ...], grammar: NameGrammar
) -> tuple[Name, ...]:
    """Return the candidate names of a sentence, in order."""
    text = sentence.text
    blocked = [
        (m.start - sentence.start, m.end - sentence.start)
        for m in mentions
        if m.cls == "GRP" or (m.country and not m.metonym)
    ]
    metonyms = {m.start - sentence.start for m in mentions if m.metonym}
    names = tuple(
        name
        for start, end in _spans(text, grammar)
        if not any(start < b and a < end for a, b in blocked) and start not in metonyms
        for name in _judge(sentence, start, end, grammar)
    )
    return _share_units(text, sentence.start, names)


def _share_units(text: str, offset: int, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Give every name of a list the unit after its last: "Sarkano and Naray districts"."""
    shared = list(names)
    for i in range(len(shared) - 2, -1, -1):
        this, following = shared[i], shared[i + 1]
        gap = text[this.end - offset : following.start - offset]
        if following.unit and this.unit is None and re.fullmatch(r",? and |, ", gap):
            plural = re.match(r"[’']?s?[ -]\w+s\b", text[following.end - offset :])
            if plural:
                shared[i] = replace(this, unit=following.unit, cue=2)
    return tuple(shared)


def _spans(text: str, grammar: NameGrammar) -> Iterator[tuple[int, int]]:
    """Cut capitalised runs at possessives, and leave out leading and trailing common words."""
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


def _trim(text: str, start: int, end: int, grammar: NameGrammar) -> Iterator[tuple[int, int]]:
    words = [
        (m.start() + start, m.end() + start, m.group())
        for m in re.finditer(r"\S+", text[start:end])
    ]
    while words and words[0][2] in grammar.stop and not _directional(words):
        words.pop(0)
    while len(words) > 1 and (
        grammar.unit_of.get(words[-1][2].lower()) in _ADMIN or words[-1][2] in _DAYS
    ):
        words.pop()
    if ((words and words[0][2] not in grammar.stop) or len(words) > 1) and words:
        yield words[0][0], words[-1][1]


def _directional(words: list[tuple[int, int, str]]) -> bool:
    return len(words) > 1 and words[0][2] in (
        "North",
        "South",
        "East",
        "West",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "New",
        "Old",
    )


def _judge(sentence: Sentence, start: int, end: int, grammar: NameGrammar) -> Iterator[Name]:
    text = sentence.text
    name = text[start:end].rstrip("-’'")
    end = start + len(name)
    if len(name) < 3 or name in grammar.stop:  # noqa: PLR2004 - shorter ones are initials
        return
    before, after = text[:start], text[end:]
    if re.match(
        r" (?:elders?|tribes?|tribesmen|clans?|community|communities|people|language|Road)\b", after
    ) and not re.match(r" Road", after):
        return
    if (name.isupper() and len(name) <= 6) or (  # noqa: PLR2004
        before.endswith((", the ", "the "))
        and re.match(r" (?:commune|village|town|quarter)", after)
        and " " not in name
    ):
        return
    if "-" in name and re.match(r" (?:highway|road|motorway|railway|route|line)\b", after):
        return
    following = re.match(r"[’']?s? ([A-Z]\w*(?: [A-Z]\w*)?)", after)
    if following and (
        following[1] in grammar.name_after or following[1].split()[0] in grammar.name_after
    ):
        return
    if name.split()[-1] in grammar.name_after:
        return
    unit_after, unit_before = grammar.unit_after.match(after), grammar.unit_before.search(before)
    if unit_before and unit_before["named"]:
        unit_before = None  # "Goshta district of Nangarhar": the word belongs to the name before it
    word = (unit_after or unit_before)["unit"].lower() if (unit_after or unit_before) else None  # type: ignore[index]
    unit = grammar.unit_of.get(word) if word else None
    near = bool(grammar.near.search(before)) or (unit == "area")
    cue = (
        2
        if unit and unit != "area"
        else int(bool(grammar.preposition.search(before)) or unit == "area")
    )
    person = bool(
        grammar.titles.search(before[-24:])
        and re.search(r"[\w.] $", before)
        and _title_right_before(before, grammar)
    )
    person = (
        person or bool(grammar.titles.match(name)) or bool(grammar.speech.match(after) and not cue)
    )
    person = person or (
        not cue
        and bool(re.search(r"(?:^|[^A-Z\w])[a-z]+, $", before))
        and bool(re.match(r",| (?:was|said|and his|and her)\b", after))
        and len(name.split()) > 1
    )
    holed = f"{before}{HOLE}{after}"
    yield Name(
        start=sentence.start + start,
        end=sentence.start + end,
        text=name,
        unit=None if unit == "area" else unit,
        cue=cue,
        near=near,
        quarter=bool(word and word in grammar.quarters)
        or name.split()[-1].lower() in grammar.quarters,
        elsewhere=bool(grammar.elsewhere.search(holed)),
        person=person,
        possessive=bool(re.match(r"[’']", after)),
    )


def _title_right_before(before: str, grammar: NameGrammar) -> bool:
    tail = before.rstrip().split(" ")[-1].rstrip(".,")
    return bool(grammar.titles.fullmatch(tail))
