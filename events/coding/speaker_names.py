"""Whom the words of a speaker name: an actor, an organisation, a witness - or nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from events.coding.actors import ActorFinder
from events.coding.lexicon import Lexicon
from events.coding.records import Sentence, Speaker
from events.coding.speech import speaker_class
from events.coding.victims import is_person

_PRONOUN = re.compile(
    r"^(?:it|he|she|they|the (?:same )?(?:official|officials|spokesman|spokesperson|statement|ministry|group|army|military|police|source|sources|unit|staff|commander|governor|minister|organi[sz]ation|doctor|movement|agency|resident|witness))$",  # noqa: E501
    re.IGNORECASE,
)
_ORGANISED = re.compile(
    r"\b(?:[A-Z]{2,}|U\.N\.|TV|News|Times|Radio|Agency|Office|Commission|Council|Committee|Charity|charity|Network|Observatory|Watch|"
    r"Amnesty|Nations|Cross|Crescent|Hospital|Foundation|Institute|Union|Association|Centre|Center|Group|Monitor|Forum|Rescue|"
    r"Mission|Unit|Media|Alliance|Front|Army|Movement|Party|Society|Project|Organi[sz]ation|Doctors|Lawyers|Borders|Defen[cs]e|Helmets)\b"
)
_DESCRIBED = re.compile(
    r"^(?:The |the )?((?:[A-Z][\w’'-]+ ?)+), (?:a|an|the) [\w’' -]*\b(?:group|organi[sz]ation|monitor|network|charity|body|agency|mission|watchdog|tank|alliance|ngo|foundation|institute|collective|commission|council|committee|union|outlet|newspaper)\b",  # noqa: E501
)
_LOWER = re.compile(
    r"the ((?:[a-z’'-]+ ){0,2}(?:commission|council|charity|network|observatory|monitor|union|federation|association|chamber of commerce))$"  # noqa: E501
)
_PROPER = re.compile(
    r"(?:the |The )?((?:[A-Z][\w’'-]+ (?:of |for |the |and |de |des )*)+(?:Network|Observatory|Watch|Foundation|Society|Association|Crescent|Cross|International|Lawyers|Monitor|Institute|Forum|Borders|Rooms?))$"  # noqa: E501
)
_ITS = re.compile(
    r"(?:its|their|the (?:group|movement|militia|faction|force|alliance)[’']s) (?:\w+ ){0,2}?(?:spokes\w+|commander|leader|statement|media|office|chief)"  # noqa: E501
)
_OTHER = re.compile(r"(?:the )?(?:other|opposite|opposing|rival) (?:side|party|camp)$")
_NAME = re.compile(
    r"\b[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|al|bin|ul|of|the|de|for|and(?= [A-Z])))*\b"
)
_WHERE = re.compile(r"\b(?:in|at|from|within|close|familiar|who|along|near|based|on|inside)\b")
_COUNT = re.compile(r"^(?:the|a|an|one|two|three|some|several|many|local|other|another|various)\s+")


@dataclass(slots=True)
class Memory:
    """Who spoke last, and the speakers known by name; lives for one report.

    ``topic`` is the actor whom the sentence of that index was about, for "it" and "they".
    ``carried`` speaks on to the end of its paragraph: "According to the army, ...".
    """

    last: Speaker | None = None
    by_name: dict[str, str] = field(default_factory=dict)
    home: str | None = None
    publisher: str | None = None
    default: str | None = None
    ministry: str | None = None
    spoken: dict[str, str] = field(default_factory=dict)  # "official": who spoke by that name last
    where: Callable[[str], str | None] = lambda _: (
        None
    )  # the country of a place in a speaker's words
    dyad: tuple[str, ...] = ()
    topic: tuple[int, str] | None = None
    carried: tuple[int, Speaker] | None = None
    country: str | None = None  # of the places named last
    voices: frozenset[str] = frozenset()  # countries and capitals that speak in the report


@dataclass(frozen=True, slots=True)
class Hearing:
    """What naming a speaker needs: the sentence, what was told, and where the event is."""

    sentence: Sentence
    memory: Memory
    finder: ActorFinder
    lexicon: Lexicon
    country: str | None


def resolve(phrase: str, hearing: Hearing) -> str | None:
    """Return the claimant's id for the words of a subject.

    None stands for a speaker whose side nobody names ("sources"); "" where the words name no
    speaker at all.
    """
    words, memory = phrase.strip(' ,"“”'), hearing.memory
    lower = words.lower()
    if not words or is_unnamed(lower, hearing.lexicon):
        return None if words else ""
    if _OTHER.match(lower) and memory.dyad:
        before = memory.last.claimant if memory.last else None
        return next((a for a in reversed(memory.dyad) if a != before), None)
    if _is_publisher(lower, memory):
        return memory.default
    if _ITS.match(lower) and (owner := _owner(hearing)):
        return owner
    found = _known(words, hearing) or _named(words, hearing)
    if found is None:
        return _pronoun(words, hearing)
    _remember(words, found, memory)
    return found


def _owner(hearing: Hearing) -> str | None:
    """Return whose spokesman "its spokesman" is: of the party just spoken of, else who spoke."""
    memory = hearing.memory
    if memory.topic and memory.topic[0] == hearing.sentence.index - 1:
        return memory.topic[1]
    last = memory.last.claimant if memory.last else None
    return None if last is None or last.endswith(":CIV") else last


def _known(words: str, hearing: Hearing) -> str | None:
    """Return the outlet, or the person who spoke before, whom words name."""
    outlet = re.sub(r"^(?:the )?(?:news ?paper|news agency|daily|broadcaster|outlet) ", "", words)
    if outlet in hearing.lexicon.speech.outlets:
        return outlet
    return next(
        (
            claimant
            for name, claimant in hearing.memory.by_name.items()
            if re.search(rf"\b{re.escape(name)}\b", words)
        ),
        None,
    )


def is_unnamed(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether words are of sources that nobody names: "two sources in the province"."""
    head = _WHERE.split(lower)[0].strip()
    bare = _COUNT.sub("", head)
    if speaker_class(lower, lexicon):
        return False
    return head in lexicon.speech.unnamed or bare in lexicon.speech.unnamed


def _is_publisher(lower: str, memory: Memory) -> bool:
    if re.match(r"(?:an?|the|our|another) (?:[\w-]+ )?(?:reporter|correspondent)s?\b", lower):
        return True  # the newsroom's own
    own = re.fullmatch(r"the (unit|paper|newspaper|monitor|mission|office|agency)", lower)
    return bool(own and memory.publisher and own[1] in memory.publisher.lower())


def _named(words: str, hearing: Hearing) -> str | None:
    """Name the speaker by the words before an apposition, else by all of them."""
    first = words.split(",", maxsplit=1)[0].strip()
    lower, proper = _LOWER.match(words[:1].lower() + words[1:]), _PROPER.match(first)
    whole = lower or proper
    if whole:
        return whole.group(1)
    described = _DESCRIBED.match(words)
    for part in dict.fromkeys((first, words)):
        found = _classified(part, hearing)
        if found is not None and not (described and part != first):
            return found
        if described:
            return described[1].strip()
        found = _organisation(part)
        if found:
            return found
    return _somebody(words, hearing)


def _pronoun(words: str, hearing: Hearing) -> str | None:
    memory, lower = hearing.memory, words.lower()
    if lower in ("it", "they") and memory.topic and memory.topic[0] == hearing.sentence.index - 1:
        return memory.topic[1]
    if lower in ("it", "they") and memory.last is None:
        return _first_party(hearing) or memory.default or ""
    if _PRONOUN.match(words):
        return memory.last.claimant if memory.last else memory.default or ""
    return ""


def _first_party(hearing: Hearing) -> str | None:
    """Return the party that a sentence names first: "The army downed 23 drones, it said"."""
    sentence, finder = hearing.sentence, hearing.finder
    for mention in finder.find(sentence.text, sentence.start):
        if mention.cls in ("MIL", "POL", "GOV", "GRP") and not mention.bare:
            return finder.actor_of(mention, hearing.country, speaks=True)
    return None


def _classified(words: str, hearing: Hearing) -> str | None:
    finder, memory = hearing.finder, hearing.memory
    mentions = finder.find(words, 0)
    named = next((m for m in mentions if m.cls == "GRP"), None)
    cls = speaker_class(words, hearing.lexicon)
    if named and named.actor:
        return _of_group(words, named.actor, cls, re.escape(named.text), hearing)
    owner = next((m for m in mentions if m.country), None)
    if cls is None:
        return finder.actor_of(owner, speaks=True) if owner and owner.metonym else None
    lands = (finder.grammar.codes[m.group()] for m in finder.grammar.country.finditer(words))
    owner_code = owner.country if owner else next(lands, None)
    same = re.match(r"the (?:same )?(\w+)$", words.lower())
    if same and owner_code is None and same[1] in memory.spoken:
        return memory.spoken[same[1]]
    owner_code = owner_code or memory.where(words)
    if owner_code is None and (known := _as_before(words, cls, hearing)):
        return known
    home = owner_code or hearing.country or memory.home
    speaker = finder.class_id(home, cls) if home else None
    if "ministry" in words.lower():
        memory.ministry = speaker
    return speaker


def _of_group(words: str, actor: str, cls: str | None, group: str, hearing: Hearing) -> str | None:
    """Name a speaker whose words hold a group: its spokesman, or a resident of its town."""
    land, _, code = actor.partition(":")
    finder = hearing.finder
    if cls and code and cls != code and code in ("MIL", "POL", "GOV") and cls != "CIV":
        return finder.class_id(land, cls) if code != "MIL" else actor
    if cls == "CIV" and not re.match(r"(?:the )?" + group, words, re.IGNORECASE):
        home = land if code else hearing.country or hearing.memory.home
        return finder.class_id(home, "CIV") if home else None
    return actor


def _as_before(words: str, cls: str, hearing: Hearing) -> str | None:
    """Return the speaker of the same class who spoke before: "the official", "the ministry"."""
    memory, lower = hearing.memory, words.lower()
    last = memory.last.claimant if memory.last else None
    if _PRONOUN.match(words) and last and _same_class(last, cls, hearing.finder):
        return last
    ministry = cls in ("GOV", "MIL") and re.match(r"the \w+(?: ministry|’s|'s)?", lower)
    return memory.ministry if ministry and "ministry" in lower else None


def _same_class(claimant: str, cls: str, finder: ActorFinder) -> bool:
    land, _, code = claimant.partition(":")
    return bool(code) and (code == cls or claimant == finder.class_id(land, cls))


def _somebody(words: str, hearing: Hearing) -> str | None:
    """Name a person of no listed trade a civilian: "a schoolmaster there"."""
    lower = words.lower()
    person = re.match(r"(?:a|an|one|another) ((?:[\w’-]+ ){0,3}?)([a-z-]+)\b", lower)
    while person and not is_person(person[2], hearing.lexicon):
        person = re.match(
            r"(?:a|an|one|another) ((?:[\w’-]+ ){%d})([a-z-]+)\b" % (person[1].count(" ") + 1),  # noqa: UP031
            lower,
        )
    armed = any(m.cls in ("GRP", "UNK", "MIL") for m in hearing.finder.find(words, 0))
    home = hearing.memory.where(words) or hearing.country or hearing.memory.home
    return hearing.finder.class_id(home, "CIV") if person and home and not armed else None


def _organisation(words: str) -> str | None:
    """Return the name of an organisation: capitalised words, or "the drivers' union"."""
    if not _ORGANISED.search(words):
        return None
    stop = {"The", "It", "He", "She", "They", "In", "On", "A", "An", "But", "Dr", "Mr", "Ms", "Mrs"}
    names: list[str] = [n for n in _NAME.findall(words) if n not in stop]
    if names:
        return names[-1].removeprefix("The ")
    return "U.N." if "U.N." in words else None


def _remember(words: str, claimant: str | None, memory: Memory) -> None:
    """Know a spokesman by his name the next time: "Zabihullah Mujahid" is then "Mujahid"."""
    if claimant:
        for noun in re.findall(
            r"\b(?:official|spokes\w+|ministry|minister|doctor|governor|commander|police|source|sources|army|military|resident|witness|agency)\b",
            words.lower(),
        ):
            memory.spoken[noun] = claimant
    person = re.search(r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+)\s*$", words)
    if person and claimant and claimant != person[1] and re.match(r"^[A-Z0-9:-]+$", claimant):
        memory.by_name.setdefault(person[1].split()[-1], claimant)
