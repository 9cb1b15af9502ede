"""Who says what: speakers, the words they cover, and whom they told.

A speaker covers the sentence that names him saying something; in the next sentences of the
same paragraph a pronoun or "the ministry" is that speaker again.  "Reportedly" is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from events.coding.actors import ActorFinder
from events.coding.lexicon import Lexicon, words_of
from events.coding.records import ActorMention, Sentence, Speaker
from events.coding.speech import frames, outlet, speaker_class

_PRONOUN = re.compile(
    r"^(?:it|he|she|they|the (?:same )?(?:official|spokesman|spokesperson|statement|ministry|group|army|military|police|source|sources|unit|staff|commander|governor|minister|organi[sz]ation|doctor|movement))$",  # noqa: E501
    re.IGNORECASE,
)
_ORGANISED = re.compile(
    r"\b(?:[A-Z]{2,}|U\.N\.|TV|News|Times|Radio|Agency|Office|Commission|Council|Committee|Charity|charity|Network|Observatory|Watch|"
    r"Amnesty|Nations|Cross|Crescent|Hospital|Foundation|Institute|Union|Association|Centre|Center|Group|Monitor|Forum|Rescue|"
    r"Mission|Unit|Media|Alliance|Front|Army|Movement|Party|Society|Project|Organi[sz]ation|Doctors|Borders|Defen[cs]e|Helmets)\b"
)
_OTHER = re.compile(r"(?:the )?(?:other|opposite|opposing|rival) (?:side|party|camp)$")
_NAME = re.compile(
    r"\b[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|al|bin|ul|of|the|de|for|and(?= [A-Z])))*\b"
)
_CLAUSE_END = re.compile(r"[;:]|,? (?:but|while|whereas|although|though) ")


@dataclass(slots=True)
class Memory:
    """Who spoke last, and the speakers known by name; lives for one report."""

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


def attribute(  # noqa: PLR0917
    sentence: Sentence,
    mentions: tuple[ActorMention, ...],
    memory: Memory,
    finder: ActorFinder,
    lexicon: Lexicon,
    country: str | None,
) -> tuple[Speaker, ...]:
    """Return the speakers of a sentence with the stretch each covers.

    Parameters
    ----------
    mentions
        The actors found in the sentence.
    memory
        Updated with who speaks, for the sentences that follow.
    country
        ISO alpha-3 of where the event is, for speakers with no country of their own.
    """
    speakers = [
        one
        for start, end in _stretches(sentence)
        for one in _speakers(sentence, start, end, mentions, memory, finder, lexicon, country)
    ]
    if speakers:
        memory.last = speakers[-1]
        return tuple(speakers)
    if (
        sentence.block.label
        and re.search(r"official|spokes|police|army|ministry", sentence.block.label, re.IGNORECASE)
        and _first_of_block(sentence)
    ):
        claimant = _resolve(sentence.block.label, sentence, (), memory, finder, lexicon, country)
        memory.last = Speaker(sentence.start, sentence.end, claimant, None, "label")
        return (memory.last,)
    if sentence.quoted and memory.last:
        return (
            Speaker(
                sentence.start, sentence.end, memory.last.claimant, memory.last.outlet, "quotation"
            ),
        )
    return ()


def named(  # noqa: PLR0917
    words: str,
    sentence: Sentence,
    memory: Memory,
    finder: ActorFinder,
    lexicon: Lexicon,
    country: str | None,
) -> str | None:
    """Return the claimant whom a subject's words name; "" or None where they name none."""
    return _resolve(words, sentence, (), memory, finder, lexicon, country)


def _first_of_block(sentence: Sentence) -> bool:
    return sentence.start <= sentence.block.start + 1


def _stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in re.finditer(r";\s", sentence.text):
        yield sentence.start + begin, sentence.start + match.start()
        begin = match.end()
    yield sentence.start + begin, sentence.end


def _speakers(  # noqa: PLR0917
    sentence: Sentence,
    start: int,
    end: int,
    mentions: tuple[ActorMention, ...],
    memory: Memory,
    finder: ActorFinder,
    lexicon: Lexicon,
    country: str | None,
) -> Iterator[Speaker]:
    text = sentence.text[start - sentence.start : end - sentence.start]
    according = words_of(lexicon.speech.according).search(text)
    if according:
        phrase = re.split(r"[,.;]|\bthat\b", text[according.end() :], maxsplit=1)[0]
        claimant = _resolve(phrase, sentence, mentions, memory, finder, lexicon, country)
        yield Speaker(start, end, claimant or None, None, "according to")
        return
    by = re.search(r"\b(?:reported|confirmed|claimed|announced) by ([^,.;]+)", text)
    if by:
        claimant = _resolve(by[1], sentence, mentions, memory, finder, lexicon, country)
        if claimant != "":
            yield Speaker(start, end, claimant, None, "by the speaker")
            return
    spans: list[tuple[int, Speaker]] = []
    for verb, subject in frames(sentence, text, start, lexicon):
        claimant = _resolve(subject, sentence, mentions, memory, finder, lexicon, country)
        if claimant == "":
            continue
        told = outlet(text[verb.end() :], lexicon)
        spans.append(
            (verb.start(), Speaker(start, end, claimant, told, f"verb: {verb.group().lower()}"))
        )
    if len(spans) == 1:
        yield spans[0][1]
        return
    # Two speakers in one stretch: each covers the words from his verb to the next.
    for i, (_, one) in enumerate(spans):
        left = start if i == 0 else _between(text, start, spans[i - 1][0], spans[i][0])
        right = end if i + 1 == len(spans) else _between(text, start, spans[i][0], spans[i + 1][0])
        yield Speaker(left, right, one.claimant, one.outlet, one.rule)


def _between(text: str, start: int, first: int, second: int) -> int:
    """Where one speaker's words end and the next one's begin: the last comma or "and" between."""
    cut = max(text.rfind(mark, first, second) for mark in (", ", " and ", " but ", " while "))
    return start + (cut if cut >= 0 else second)


def _resolve(  # noqa: PLR0911, PLR0917
    phrase: str,
    sentence: Sentence,
    mentions: tuple[ActorMention, ...],  # noqa: ARG001
    memory: Memory,
    finder: ActorFinder,
    lexicon: Lexicon,
    country: str | None,
) -> str | None:
    """Return the claimant's id for the words of a subject; "" where the words name no speaker."""
    words = phrase.strip(' ,"“”')
    if not words:
        return ""
    lower = words.lower()
    if memory.publisher and re.fullmatch(
        r"the (?:unit|paper|newspaper|monitor|mission|office|agency)", lower
    ):
        own = lower.removeprefix("the ")
        if own in memory.publisher.lower():
            return memory.default
    if _OTHER.match(lower) and memory.dyad:
        before = memory.last.claimant if memory.last else None
        return next((a for a in reversed(memory.dyad) if a != before), None)
    for name, claimant in memory.by_name.items():
        if re.search(rf"\b{re.escape(name)}\b", words):
            return claimant
    found = _classified(words, sentence, memory, finder, lexicon, country)
    if found is None and _PRONOUN.match(words):
        return memory.last.claimant if memory.last else memory.default
    if found is None:
        organisation = _organisation(words)
        found = organisation or None
        if found is None:
            return (
                memory.last.claimant if memory.last and lower in ("it", "he", "she", "they") else ""
            )
    _remember(words, found, memory)
    return found


def _classified(  # noqa: PLR0911, PLR0917
    words: str,
    sentence: Sentence,  # noqa: ARG001
    memory: Memory,
    finder: ActorFinder,
    lexicon: Lexicon,
    country: str | None,
) -> str | None:
    mentions = finder.find(words, 0)
    named = next((m for m in mentions if m.cls == "GRP"), None)
    cls = speaker_class(words, lexicon)
    if named and named.actor:
        land, _, code = named.actor.partition(":")
        if cls and code and cls != code and code in ("MIL", "POL", "GOV") and cls != "CIV":
            return finder.class_id(land, cls) if code != "MIL" else named.actor
        if cls == "CIV" and not re.match(
            r"(?:the )?" + re.escape(named.text), words, re.IGNORECASE
        ):
            home = land if code else country or memory.home
            return finder.class_id(home, "CIV") if home else None
        return named.actor
    owner = next((m for m in mentions if m.country), None)
    if owner is None:
        owner_code = next(
            (finder.grammar.codes[m.group()] for m in finder.grammar.country.finditer(words)), None
        )
    else:
        owner_code = owner.country
    if owner and owner.metonym and cls is None:
        return finder.actor_of(owner, speaks=True)
    if cls is None:
        return None
    same = re.match(r"the (?:same )?(\w+)$", words.lower())
    if same and owner_code is None and same[1] in memory.spoken:
        return memory.spoken[same[1]]
    owner_code = owner_code or memory.where(words)
    if (
        _PRONOUN.match(words)
        and owner_code is None
        and memory.last
        and memory.last.claimant
        and _same_class(memory.last.claimant, cls, finder)
    ):
        return memory.last.claimant
    if (
        owner_code is None
        and cls in ("GOV", "MIL")
        and re.match(r"the \w+(?: ministry|’s|'s)?", words.lower())
        and memory.ministry
        and "ministry" in words.lower()
    ):
        return memory.ministry
    home = owner_code or (country if cls in ("CIV", "POL", "GOV", "MIL") else None) or memory.home
    if home is None:
        return None
    speaker = finder.class_id(home, cls)
    if "ministry" in words.lower():
        memory.ministry = speaker
    return speaker


def _same_class(claimant: str, cls: str, finder: ActorFinder) -> bool:
    land, _, code = claimant.partition(":")
    if not code:
        return False
    return code == cls or claimant == finder.class_id(land, cls)


def _organisation(words: str) -> str | None:
    """Return the name of an organisation: capitalised words, or "the rights commission"."""
    if re.match(r"the [a-z]+ (?:commission|council|charity|network|observatory|monitor)$", words):
        return words.removeprefix("the ")
    if not _ORGANISED.search(words):
        return None
    names = _NAME.findall(words)
    names = [
        n
        for n in names
        if n not in ("The", "It", "He", "She", "They", "In", "On", "A", "An", "But")
    ]
    return names[-1].removeprefix("The ") if names else None


def _remember(words: str, claimant: str | None, memory: Memory) -> None:
    """Know a spokesman by his name the next time: "Zabihullah Mujahid" is then "Mujahid"."""
    if claimant:
        for noun in re.findall(
            r"\b(?:official|spokes\w+|ministry|minister|doctor|governor|commander|police|source|sources|army|military)\b",
            words.lower(),
        ):
            memory.spoken[noun] = claimant
    person = re.search(r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+)\s*$", words)
    if person and claimant and claimant != person[1] and re.match(r"^[A-Z0-9:-]+$", claimant):
        memory.by_name.setdefault(person[1].split()[-1], claimant)
