"""What a date of a sentence dates: the deed, or only the saying, the counting or a comparison.

"Police said on Friday", "a statement issued on Monday" and "the toll rose to nine on Thursday"
say when somebody spoke or counted; "the worst attack since May" only measures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.coding.lexicon import Lexicon
from events.coding.records import DateMention, Segment, Sentence

_MEASURE = re.compile(
    r"\b(?:deadliest|worst|bloodiest|first|biggest|heaviest|largest|fiercest)\b[^.;]*\bsince\b[^.;]*$"
)
_STATED = re.compile(
    r"\b(?:statement|message|social media post|briefing|conference|report|update|bulletin|"
    r"communiqu[eé]|handout|interview|letter|video|tweet|note|toll|claim|announcement)s?\s+"
    r"(?:(?:released|issued|posted|published|made|sent|shared|circulated|given|emailed|carried|held)"
    r"\s+)?"
    r"(?:(?:by|to|on|in|from|through|via)\s+(?:[\w’'-]+\s+){1,4})?(?:late |early )?(?:on )?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:toll|number of (?:\w+ ){0,3}(?:killed|dead|deaths|wounded|injured|victims|people)|dead|"
    r"figure|count)\b[^.;]*\b(?:rose|risen|rises|climb\w*|reach\w*|increas\w*|jump\w*|stood|"
    r"stands|went up|grew|mounted|revised|raised|put|updated)\b(?:\s+[\w,-]+){0,6}\s*(?:on )?$",
    re.IGNORECASE,
)
_OPENING = 6  # words between a verb of saying and its date
_CLAUSE = {"VERB", "AUX"}
_CHAIN = 8  # steps from a date to its verb
_PAST = {"was", "were", "had", "been", "has", "have"}
_PLANNED = {"will", "would", "may", "might", "could", "shall", "should", "to"}
_PASSIVE = {"was", "were", "been", "being"}


def of_deed(sentence: Sentence, found: DateMention, lexicon: Lexicon) -> bool:
    """Tell whether a date says when something happened.

    Parameters
    ----------
    found
        A date of the sentence; offsets are into the report.
    lexicon
        Its verbs of saying.
    """
    before = sentence.text[: found.start - sentence.start]
    after = sentence.text[found.end - sentence.start :]
    if _MEASURE.search(before + sentence.text[len(before) : len(before) + 6]):
        return False
    if re.match(r"[’']s? (?!statement|briefing|announcement|press|news)", after):
        return True  # "blamed them for Monday's raid"
    if _STATED.search(before) or _COUNTED.search(before):
        return False
    if _spoken_after(after, lexicon):
        return False
    return not _spoken_before(sentence, found, lexicon)


def of_telling(sentence: Sentence, found: DateMention, lexicon: Lexicon) -> bool:
    """Tell whether a date says when somebody spoke: "the police said on Wednesday"."""
    before = sentence.text[: found.start - sentence.start]
    after = sentence.text[found.end - sentence.start :]
    return (
        bool(_STATED.search(before))
        or _spoken_after(after, lexicon)
        or _spoken_before(sentence, found, lexicon)
    )


def _spoken_after(after: str, lexicon: Lexicon) -> bool:
    """Read "the army on Friday said": a verb of saying right after the date."""
    match = re.match(r",?\s+(?:also |again |strongly |once again )?([a-z]+)\b", after)
    return bool(match) and match is not None and match[1] in lexicon.speech.verbs


def _spoken_before(sentence: Sentence, found: DateMention, lexicon: Lexicon) -> bool:
    """Read "said on Friday", "told the BBC by telephone on Friday": no other verb between."""
    tokens = sentence.tokens
    first = next((i for i, t in enumerate(tokens) if t.end > found.start), len(tokens))
    for i in range(first - 1, max(-1, first - 2 - _OPENING), -1):
        token = tokens[i]
        if token.lower in lexicon.speech.verbs and token.pos in ("VERB", "NOUN"):
            if i and tokens[i - 1].lower in _PASSIVE:
                return False  # "clashes were reported on Friday": that is when they were
            return _plain(tokens[i + 1 : first], told=token.lower in ("told", "tells"))
        if token.pos in _CLAUSE or token.text in (",", ";", ":", "—", "–", "“", "”", '"'):
            return token.text == "," and i == first - 1 and _said(sentence, i, lexicon)
    return False


def _said(sentence: Sentence, comma: int, lexicon: Lexicon) -> bool:
    """Read "officials said, on Friday"."""
    return comma > 0 and sentence.tokens[comma - 1].lower in lexicon.speech.verbs


def _plain(between: tuple[object, ...], *, told: bool) -> bool:
    """Tell whether the words between name only a listener or a way of saying."""
    words = [str(getattr(t, "text", "")).lower() for t in between]
    deeds = any(getattr(t, "tag", "") in ("NNS", "CD") for t in between) and not told
    listener = {"reporters", "journalists", "newsmen", "media"} & set(words)
    return "that" not in words and (not deeds or bool(listener))


def of_past(sentence: Sentence, ahead: DateMention, plain: DateMention) -> DateMention:
    """Return which reading of a date behind words of a plan holds.

    "It feared a higher toll after Yaran was attacked on Sunday": the verb of the date is told in
    the past, so the day lies behind, whatever is feared before.
    """
    tokens = sentence.tokens
    at = next((i for i, t in enumerate(tokens) if ahead.start <= t.start < ahead.end), None)
    if at is None or ahead.start != plain.start:
        return ahead
    for _ in range(_CHAIN):
        token = tokens[at]
        if token.pos == "VERB":
            helped = any(
                t.head == at and t.dep.startswith("aux") and t.lower in _PAST for t in tokens
            )
            planned = any(
                t.head == at and t.dep.startswith("aux") and t.lower in _PLANNED for t in tokens
            )
            past = token.tag == "VBD" or (token.tag in {"VBN", "VBD"} and helped)
            return plain if past and not planned else ahead
        if token.head == at:
            return ahead
        at = token.head
    return ahead


def of_stretch(
    segment: Segment, segments: Sequence[Segment], dates: Sequence[DateMention]
) -> tuple[DateMention, ...]:
    """Return the dates of one stretch: its own, else the one date that its sentence shares.

    "Closed on Wednesday after an exchange of fire" dates the fire too; "arrested after he threw
    a grenade on Thursday" dates the arrest.  "Following Monday's raid" dates the raid alone.
    """
    own = tuple(d for d in dates if segment.start <= d.start < segment.end)
    if own or len(dates) != 1 or dates[0].precision not in {"day", "span"}:
        return own
    text, day = segment.sentence.text, dates[0]
    offset = segment.sentence.start
    if re.match(r"[’']s?\b", text[day.end - offset :]) or day.future:
        return own
    holder = next((s for s in segments if s.start <= day.start < s.end), None)
    if holder is None or holder is segment:
        return own
    first, second = sorted((holder, segment), key=lambda s: s.start)
    link = text[first.end - offset : second.start - offset].lower()
    if re.search(r"\bsince\b|;|\bbut\b|\bwhile\b|deadliest|worst", link):
        return own
    if segment.role == "reference":
        return (day,) if re.search(r"\bafter\b|\bfollowing\b", link) else own
    return (day,) if holder.role == "reference" and _is_clause(holder, day) else own


def _is_clause(stretch: Segment, day: DateMention) -> bool:
    """Tell whether a stretch has a verb of its own before its date: "after he threw a grenade"."""
    return any(
        t.pos == "VERB" and t.tag in {"VBD", "VBZ"} and stretch.start <= t.start < day.start
        for t in stretch.sentence.tokens
    )
