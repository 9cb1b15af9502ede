"""Who says what: speakers, the words they cover, and whom they told.

A speaker covers the sentence that names him saying something; in the next sentences of the
same paragraph a pronoun or "the ministry" is that speaker again, and "according to" at its head
holds on.  "Reportedly" is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from events.coding.lexicon import words_of
from events.coding.records import ActorMention, Sentence, Speaker
from events.coding.speaker_names import Hearing, Memory, resolve
from events.coding.speech import frames, outlet

__all__ = ["Hearing", "Memory", "attribute", "named"]

_LABEL = re.compile(r"official|spokes|police|army|ministry", re.IGNORECASE)
_TURN = re.compile(
    r"(?:Meanwhile|Separately|Earlier|Later|Elsewhere|Officials?|Residents|Witnesses|On the other|But|Last)\b"  # noqa: E501
)
_TRAILING = re.compile(
    r",\s+(?P<who>(?:the |an? )?[\w’'.\- ]{2,50}?),?\s+(?:said|says|say|added|reported|reports|estimates?|estimated|confirmed|announced)\s*[.”\"]*$"  # noqa: E501
)
_SOURCE = re.compile(r"(?<=[a-z0-9”\"]) \((?:[Ss]ource: )?(?P<who>[A-Z][A-Z0-9&-]{1,9})\)\.?$")
_COUNTED = re.compile(
    r"\bby (?:the )?(?P<who>[\w’' .-]{2,40}?)[’']s? (?:count|tally|account|estimate)\b"
)
_AGAIN = {"it", "they", "he", "she"}  # after another verb of saying: the same speaker
_SUBJECTS = ("MIL", "POL", "GOV", "GRP")


def attribute(
    sentence: Sentence, mentions: tuple[ActorMention, ...], hearing: Hearing
) -> tuple[Speaker, ...]:
    """Return the speakers of a sentence with the stretch each covers.

    Parameters
    ----------
    mentions
        The actors found in the sentence.
    hearing
        Its memory is updated with who speaks, for the sentences that follow; its country is
        ISO alpha-3 of where the event is, for speakers with no country of their own.
    """
    speakers = _attributed(sentence, hearing)
    memory = hearing.memory
    memory.topic = _topic(sentence, mentions, hearing) or memory.topic
    return speakers


def _attributed(sentence: Sentence, hearing: Hearing) -> tuple[Speaker, ...]:
    memory = hearing.memory
    speakers = tuple(
        one
        for start, end in _stretches(sentence)
        for one in _speakers(sentence, start, end, hearing)
    )
    if speakers:
        memory.last = speakers[-1]
        heads = speakers[0].rule == "according to" and re.match(
            words_of(hearing.lexicon.speech.according), sentence.text
        )
        memory.carried = (sentence.block.index, speakers[0]) if heads else None
        return speakers
    label = sentence.block.label
    voiced = label and (_LABEL.search(label) or label in memory.voices)
    if label and voiced and sentence.start <= sentence.block.start + 1:
        claimant = resolve(label, hearing)
        memory.last = Speaker(sentence.start, sentence.end, claimant, None, "label")
        return (memory.last,)
    if sentence.quoted and memory.last:
        return (_goes_on(sentence, memory.last, "quotation"),)
    if memory.carried and memory.carried[0] == sentence.block.index:
        if _TURN.match(sentence.text):
            memory.carried = None
        else:
            return (_goes_on(sentence, memory.carried[1], "according to"),)
    return ()


def _goes_on(sentence: Sentence, speaker: Speaker, rule: str) -> Speaker:
    return Speaker(sentence.start, sentence.end, speaker.claimant, speaker.outlet, rule)


def _topic(
    sentence: Sentence, mentions: tuple[ActorMention, ...], hearing: Hearing
) -> tuple[int, str] | None:
    """Return the party that a sentence is about: the subject of its main verb."""
    root = next((i for i, t in enumerate(sentence.tokens) if t.dep == "ROOT"), None)
    subject = next(
        (t for t in sentence.tokens if t.head == root and t.dep in ("nsubj", "nsubjpass")), None
    )
    if subject is None:
        return None
    at = sentence.tokens.index(subject)
    first = min(t.start for t in (subject, *(t for t in sentence.tokens if t.head == at)))
    mention = next((m for m in mentions if first <= m.end - 1 and m.start < subject.end), None)
    if mention is None or mention.cls not in _SUBJECTS:
        return None
    actor = hearing.finder.actor_of(mention, hearing.country)
    return (sentence.index, actor) if actor else None


def named(words: str, hearing: Hearing) -> str | None:
    """Return the claimant whom a subject's words name; "" or None where they name none."""
    return resolve(words, hearing)


def _stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in re.finditer(r";\s", sentence.text):
        yield sentence.start + begin, sentence.start + match.start()
        begin = match.end()
    yield sentence.start + begin, sentence.end


def _speakers(
    sentence: Sentence,
    start: int,
    end: int,
    hearing: Hearing,
) -> Iterator[Speaker]:
    text = sentence.text[start - sentence.start : end - sentence.start]
    according = words_of(hearing.lexicon.speech.according).search(text)
    if according:
        phrase = re.split(r"[,.;]|\bthat\b", text[according.end() :], maxsplit=1)[0]
        claimant = resolve(phrase, hearing)
        yield Speaker(start, end, claimant or None, None, "according to")
        return
    by = re.search(r"\b(?:reported|confirmed|announced) by ([^,.;]+)", text)
    if by:
        claimant = resolve(by[1], hearing)
        if claimant != "":
            yield Speaker(start, end, claimant, None, "by the speaker")
            return
    spans: list[tuple[int, Speaker]] = []
    for verb, subject in frames(sentence, text, start, hearing.lexicon):
        again = spans and subject.lower() in _AGAIN
        claimant = spans[-1][1].claimant if again else resolve(subject, hearing)
        if claimant == "":
            continue
        told = outlet(text[verb.end() :], hearing.lexicon)
        spans.append(
            (verb.start(), Speaker(start, end, claimant, told, f"verb: {verb.group().lower()}"))
        )
    if not spans:
        yield from _after(text, start, end, hearing)
        return
    if len(spans) == 1:
        yield spans[0][1]
        return
    # Two speakers in one stretch: each covers the words from his verb to the next.
    for i, (_, one) in enumerate(spans):
        left = start if i == 0 else _between(text, start, spans[i - 1][0], spans[i][0])
        right = end if i + 1 == len(spans) else _between(text, start, spans[i][0], spans[i + 1][0])
        yield Speaker(left, right, one.claimant, one.outlet, one.rule)


def _after(text: str, start: int, end: int, hearing: Hearing) -> Iterator[Speaker]:
    """Read a speaker at the end that the parse missed: ", IOM estimates", "(IOM)"."""
    for pattern in (_TRAILING, _SOURCE, _COUNTED):
        match = pattern.search(text)
        claimant = resolve(match["who"], hearing) if match else ""
        if claimant != "":
            yield Speaker(start, end, claimant, None, "named after the words")
            return


def _between(text: str, start: int, first: int, second: int) -> int:
    """Where one speaker's words end and the next one's begin: the last comma or "and" between."""
    cut = max(text.rfind(mark, first, second) for mark in (", ", " and ", " but ", " while "))
    return start + (cut if cut >= 0 else second)
