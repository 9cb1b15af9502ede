"""Which words of a sentence may name a place, and what stands around them.

The parser's labels miss a third of the places in this reporting, so every capitalised span is a
candidate; prepositions, unit words ("district", "village of") and lists say which are places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from events.coding.lexicon import Lexicon, words_of
from events.coding.name_spans import SpanGrammar, spans
from events.coding.records import ActorMention, Sentence

_ROAD_NAME = re.compile(r"(?:^|[\s-])(?:highway|road|motorway|railway|expressway)$", re.IGNORECASE)
_ROAD_AFTER = re.compile(
    r" (?:[a-z]+ ){0,2}(?:highway|road|motorway|railway|route|line|expressway)s?\b", re.IGNORECASE
)
_INSIDE = re.compile(r"\b(?:in|at|near|on|from|of) (?:[A-Z][\w-]* ){0,2}[A-Z][\w-]*[’']s $")
_KIND_OF = re.compile(r" (?:commune|village|town|quarter|settlement|hamlet|neighbou?rhood)\b")
_ACRONYM = 6  # letters: a longer word in capitals may be a town
_LIST = re.compile(r",? (?:and|&) |, ")
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
    proper: bool = True  # the parser takes it for a name
    article: bool = False  # "the" stands right before it
    second_level: str | None = None  # the unit's word: "township"
    road: bool = False  # "the Funtua road" is named for where it goes


@dataclass(frozen=True, slots=True)
class NameGrammar:
    """The lexicon's place words, compiled."""

    spans: SpanGrammar
    unit_after: re.Pattern[str]
    unit_before: re.Pattern[str]
    apposed: re.Pattern[str]
    unit_of: dict[str, str]
    quarters: frozenset[str]
    markets: frozenset[str]
    preposition: re.Pattern[str]
    near: re.Pattern[str]
    elsewhere: re.Pattern[str]
    stop: frozenset[str]
    short: frozenset[str]
    name_after: frozenset[str]
    name_before: frozenset[str]
    peoples: re.Pattern[str]
    titles: re.Pattern[str]
    speech: re.Pattern[str]


def compile_names(lexicon: Lexicon) -> NameGrammar:
    """Build the expressions once for a lexicon."""
    places = lexicon.places
    levels = ("town", "market", "province", "district", "area")
    unit_of = {w: "town" if k == "market" else k for k in levels for w in places.units[k]}
    units = _any(unit_of)
    kinds = _any([w for w, level in unit_of.items() if level != "area"])
    elsewhere = "|".join(f"(?:{p.replace('{P}', HOLE)})" for p in places.elsewhere["patterns"])
    speech = "said|says|told|added|adds|warned|claimed|announced|stated|tweeted|wrote|confirmed"
    return NameGrammar(
        spans=SpanGrammar.of(lexicon),
        unit_after=re.compile(rf"[’']?s?[ -](?:border )?(?P<unit>{units})\b", re.IGNORECASE),
        unit_before=re.compile(
            rf"(?P<named>\b(?-i:(?!The )[A-Z])[\w’'-]* )?\b(?P<unit>{units}) (?P<of>of |called |named |known as )?$",  # noqa: E501
            re.IGNORECASE,
        ),
        apposed=re.compile(rf"\b(?:{kinds})(?: (?:called|named|known as))?,? [“\"]?$"),
        unit_of=unit_of,
        quarters=frozenset((*places.units["quarter"], *places.units["market"])),
        markets=frozenset(places.units["market"]),
        preposition=re.compile(
            rf"(?:^|[\s(])(?:{_any(places.prepositions['locative'])})"
            r"(?: the| general area| areas?| of| outskirts of| (?:north|south|east|west)\w*| nearby| parts of| remote| villages? of| \w+ region)* $",  # noqa: E501
            re.IGNORECASE,
        ),
        near=re.compile(
            rf"\b(?:{_any(places.prepositions['near'])})(?: the)?(?: town of| city of| village of)? $",  # noqa: E501
            re.IGNORECASE,
        ),
        elsewhere=re.compile(elsewhere, re.IGNORECASE),
        stop=frozenset(places.names["stop"]),
        short=frozenset(places.also_called),
        name_after=frozenset(places.names["name_after"]),
        name_before=frozenset(places.names["name_before"]),
        peoples=re.compile(
            rf"(?:,? (?:and|&|or) [A-Z][\w’'-]+)? (?:{'|'.join(places.names['peoples'])})\b"
        ),
        titles=words_of(places.names["titles"], 0),
        speech=re.compile(rf"^,? (?:\w+ly )?(?:{speech})\b"),
    )


def _any(words: Iterator[str] | dict[str, str] | list[str] | tuple[str, ...]) -> str:
    return "|".join(sorted((re.escape(w) for w in words), key=lambda w: (-len(w), w)))


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
        for start, end in spans(text, grammar.spans)
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
        if following.cue > 1 and this.unit is None and _LIST.fullmatch(gap):
            plural = re.match(r"[’']?s?[ -](?:\w+ ){0,2}\w+s\b", text[following.end - offset :])
            if plural:
                shared[i] = replace(
                    this,
                    unit=following.unit,
                    cue=2,
                    near=this.near or following.near,
                    second_level=following.second_level,
                )
    return tuple(shared)


def _judge(sentence: Sentence, start: int, end: int, grammar: NameGrammar) -> Iterator[Name]:
    text = sentence.text
    name = text[start:end].rstrip("-’'")
    end = start + len(name)
    before, after = text[:start], text[end:]
    if (
        (len(name) < 3 and name not in grammar.short)  # noqa: PLR2004 - shorter ones are initials
        or name in grammar.stop
        or (name.isupper() and len(name) <= _ACRONYM and name not in grammar.short)
        or grammar.peoples.match(after)
        or (before.endswith(", the ") and _KIND_OF.match(after))  # "Bamba, the Dogon commune"
        or _is_road(name, after)
        or _is_institution(name, after, grammar)
    ):
        return
    unit_after, unit_before = grammar.unit_after.match(after), grammar.unit_before.search(before)
    if unit_before and unit_before["named"]:
        unit_before = None  # "Goshta district of Nangarhar": the word belongs to the name before it
    found = unit_after or unit_before
    word = found["unit"].lower() if found else None
    unit = grammar.unit_of.get(word) if word else None
    apposed = bool(grammar.apposed.search(before)) and bool(re.match(r"[,”\"]", after))
    inside = bool(_INSIDE.search(before))  # "South Waziristan's Shakai"
    cue = 2 if unit or apposed else int(inside or bool(grammar.preposition.search(before)))
    holed = f"{before}{HOLE}{after}"
    yield Name(
        start=sentence.start + start,
        end=sentence.start + end,
        text=name,
        unit=None if unit == "area" else unit,
        cue=cue,
        near=bool(grammar.near.search(before)) or unit == "area",
        quarter=bool(unit_after and word in grammar.quarters and word not in grammar.markets)
        or name.split()[-1].lower() in grammar.quarters,
        elsewhere=bool(grammar.elsewhere.search(holed)),
        person=_is_person(name, before, after, cue, grammar),
        possessive=bool(re.match(r"[’']", after)),
        proper=any(
            t.pos == "PROPN" for t in sentence.tokens if start <= t.start - sentence.start < end
        ),
        article=before.endswith((" the ", "The ")),
        second_level=word if unit in ("district", "province") else None,
        road=bool(_ROAD_NAME.search(name) or _ROAD_AFTER.match(after)),
    )


def _is_road(name: str, after: str) -> bool:
    """Tell whether a name is that of a road between two towns: "the Quetta-Karachi Highway"."""
    first = name.split(maxsplit=1)[0]
    return "-" in first and bool(_ROAD_NAME.search(name) or _ROAD_AFTER.match(after))


def _is_institution(name: str, after: str, grammar: NameGrammar) -> bool:
    """Tell whether a name, with the capitalised words after it, is a party's, an office's."""
    words = name.split()
    if words[-1] in grammar.name_after or words[0] in grammar.name_before:
        return True
    following = re.match(r"[’']?s? ([A-Z][\w-]*(?: [A-Z][\w-]*)?)", after)
    if following is None:
        return False
    return following[1] in grammar.name_after or following[1].split()[0] in grammar.name_after


def _is_person(name: str, before: str, after: str, cue: int, grammar: NameGrammar) -> bool:
    if grammar.titles.search(before[-24:]) and _title_right_before(before, grammar):
        return True
    if (grammar.titles.match(name) and cue < 2) or (  # noqa: PLR2004 - a unit word makes it a place
        not cue and grammar.speech.match(after)
    ):
        return True
    return (
        not cue
        and len(name.split()) > 1
        and bool(re.search(r"(?:^|[^A-Z\w])[a-z]+, $", before))
        and bool(re.match(r",| (?:was|said|and his|and her)\b", after))
    )


def _title_right_before(before: str, grammar: NameGrammar) -> bool:
    if not re.search(r"[\w.] $", before):
        return False
    tail = before.rstrip().split(" ")[-1].rstrip(".,")
    return bool(grammar.titles.fullmatch(tail))
