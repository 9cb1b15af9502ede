"""Verbs of saying with their subjects: the frames in which somebody says something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from events.coding.lexicon import Lexicon, words_of
from events.coding.records import Sentence


def frames(
    sentence: Sentence, text: str, start: int, lexicon: Lexicon
) -> Iterator[tuple[re.Match[str], str]]:
    """Pair each verb of saying with its subject's words."""
    weak = {word.lower() for word in lexicon.speech.weak}
    previous = ""
    for verb in lexicon.patterns["verbs"].finditer(text):
        token = next((t for t in sentence.tokens if t.start <= start + verb.start() < t.end), None)
        if token is None or token.pos not in ("VERB", "AUX") or _is_inner(text, verb):
            continue
        word = verb.group().lower()
        inverted = re.search(r",\s*[”\"]?\s*$", text[: verb.start()])
        if word.startswith("claim") and _LIVES.match(text[verb.end() :]):
            continue
        if word in weak and not (
            _opens_report(text[verb.end() :], word) or (inverted and _inverted(text, verb, lexicon))
        ):
            continue
        subject = _subject(sentence, text, start, verb, lexicon)
        if subject == "(same)" and previous:
            subject = previous
        if not subject or subject == "(same)":
            continue
        previous = subject = _publisher_of(subject, text[: verb.start()])
        yield verb, subject


_PAPER = re.compile(
    r"(?:an?|the|his|its|in an?) (?:[\w-]+ )?(?:statement|press release|communiqu[ée]|message|post|handout|video|bulletin|report)$",  # noqa: E501
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"\b(?:issued|released|shared|circulated|posted|published|sent)(?: \w+){0,3}? by ([^,.;]+?)(?: on \w+)?\s*$"  # noqa: E501
)


def _publisher_of(subject: str, before: str) -> str:
    """Return who issued a statement that "says": "a statement issued by the army said"."""
    issued = _ISSUED.search(before) if _PAPER.match(subject) else None
    return issued[1] if issued else subject


_LIVES = re.compile(r"\s+(?:[\w,’-]+ ){0,4}li(?:ves|fe)\b")  # "claimed over 40,000 lives"


def _is_inner(text: str, verb: re.Match[str]) -> bool:
    """Skip "is said to", "to say", "the so-called", and passives."""
    before = text[: verb.start()].lower()
    if verb.group().lower() in ("said", "reported") and re.match(
        r"\s+to (?:be|have)\b", text[verb.end() :]
    ):
        return True  # "a man said to be the bomber's handler"
    return bool(re.search(r"\b(?:to|is|are|was|were|been|be|who|which)\s+(?:\w+ly\s+)?$", before))


def _opens_report(after: str, word: str) -> bool:
    if word in ("put", "puts"):
        return bool(
            re.match(
                r"\s+[\w’' ]{0,40}(?:toll|dead|losses|deaths|number|figure|killed|count|injured|wounded|displaced|missing|casualties)",  # noqa: E501
                after,
            )
        )
    if word in ("spoke", "speaks", "speak", "spoken"):
        return bool(re.match(r"\s+of\b", after))
    if word in ("accepted", "claimed"):
        return bool(re.match(r"\s+(?:\w+ )?responsibility\b", after))
    if word in (
        "counted",
        "shows",
        "showed",
        "tallied",
        "estimates",
        "estimate",
        "received",
        "recorded",
        "documented",
        "reports",
        "claim",
        "listed",
        "estimated",
    ):
        return bool(
            re.search(
                r"\d|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|dead|bodies|wounded|killing|cases)\b",
                after[:60],
            )
        )
    return bool(re.match(r"\s+(?:that|it|no)\b|\s*[,:]?\s*[\"“]", after))


def _subject(
    sentence: Sentence, text: str, start: int, verb: re.Match[str], lexicon: Lexicon
) -> str:
    """Return the words of a verb's subject: before it, or after it ("says the district chief")."""
    before = text[: verb.start()]
    tokens = sentence.tokens
    at = next(i for i, t in enumerate(tokens) if t.start <= start + verb.start() < t.end)
    inverted = _inverted(text, verb, lexicon) if re.search(r"[,”\"]\s*$", before) else ""
    if inverted:
        return inverted
    subjects = [
        i
        for i, t in enumerate(tokens)
        if t.head == at and t.dep in ("nsubj", "nsubjpass") and i != at
    ]
    if subjects:
        nearest = min(subjects, key=lambda i: (i > at, abs(at - i)))
        if tokens[nearest].start >= start:
            return _subtree(sentence, nearest, at)
    if re.search(r"\b(?:and|but)\s+(?:\w+ly\s+|also\s+)?$", before) or tokens[at].dep == "conj":
        return "(same)"
    if re.search(r",\s*$", before) and tokens[at].tag == "VBG":
        return "(same)" if "claimed" in before else _head_noun(before)
    return _head_noun(before)


def _inverted(text: str, verb: re.Match[str], lexicon: Lexicon) -> str:
    """Return the subject after its verb: "..., says the district chief"."""
    after = re.match(
        r"\s+((?:the|a|an)?\s?[\w’' .-]+?)(?:,|\.|$|;|\bwho\b|\breached\b)", text[verb.end() :]
    )
    return after[1] if after and _names_speaker(after[1], lexicon) else ""


def _names_speaker(words: str, lexicon: Lexicon) -> bool:
    """Tell whether words after a verb of saying are its subject: "says the district chief"."""
    short = len(words.split()) <= 7  # noqa: PLR2004 - a speaker, not what was said
    verb = re.search(r"\b(?:was|were|is|are|had|has|have|that|killed|died|it|there)\b", words)
    return (
        short
        and not verb
        and not re.search(r"\d", words)
        and bool(speaker_class(words, lexicon) or re.match(r"[A-Z]\w+ [A-Z]", words))
    )


def _subtree(sentence: Sentence, root: int, verb: int) -> str:
    """Return the words of a subject with its modifiers, as they stand in the text."""
    tokens = sentence.tokens
    members = {root}
    changed = True
    while changed:
        changed = False
        for i, token in enumerate(tokens):
            if (
                i not in members
                and token.head in members
                and i != verb
                and token.dep not in ("relcl", "acl", "punct", "advcl")
            ):
                members.add(i)
                changed = True
    first, last = min(members), max(members)
    if last > verb > root:
        last = max(i for i in members if i < verb)
    return sentence.text[tokens[first].start - sentence.start : tokens[last].end - sentence.start]


def _head_noun(before: str) -> str:
    """Fall back on the last stretch of words before the verb."""
    pieces = [p for p in re.split(r"[,;:“”\"()]|\bthat\b|\bwhen\b|\band\b", before) if p.strip()]
    if not pieces:
        return ""
    tail = pieces[-1].strip()
    if (
        re.fullmatch(r"(?:later|also|then|on \w+|in [\w ]+|\w+ly)*", tail, re.IGNORECASE)
        and len(pieces) > 1
    ):
        tail = pieces[-2].strip()
    if len(pieces) > 1 and re.fullmatch(r"(?:an?|the) [\w’' -]+", tail):
        named = re.fullmatch(r"(?:The )?(?:[A-Z][\w’'-]+ ?)+", pieces[-2].strip())
        if named:  # "Red Lantern, a monitoring group, recorded"
            return f"{pieces[-2].strip()}, {tail}"
    if len(pieces) > 1 and re.fullmatch(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*", tail):
        return f"{pieces[-2].strip()}, {tail}"
    return tail


def outlet(after: str, lexicon: Lexicon) -> str | None:
    """Return the outlet that a speaker told: "told AFP"."""
    told = re.match(r"\s+(?:the\s+)?([A-Z][\w./-]*(?: [A-Z][\w./-]*)*)", after)
    if told and told[1].rstrip(".") in lexicon.speech.outlets:
        return told[1].rstrip(".")
    return None


def speaker_class(words: str, lexicon: Lexicon) -> str | None:
    """Return which class of speakers words belong to (CIV, POL, MIL, GOV).

    A longer term outweighs one inside it ("health official"); else the first class of the
    lexicon that matches.
    """
    lower = _NOT_PEOPLE.sub(" ", words.lower().replace("’", "'"))
    found = [
        (match.start(), match.end(), row.cls)
        for row in lexicon.speech.classes
        for match in _class_pattern(row.words).finditer(lower)
    ]
    whole = [
        one
        for one in found
        if not any(
            other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]
            for other in found
        )
    ]
    return whole[0][2] if whole else None


# "The People's Army", "the commissioner's people" are no people who speak.
_NOT_PEOPLE = re.compile(r"\bpeople's\b|'s people\b")
_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def _class_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    if words not in _PATTERNS:
        _PATTERNS[words] = words_of(words)
    return _PATTERNS[words]
