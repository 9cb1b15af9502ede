"""Which told event words come back to: "the raid", "Friday's attack", "the blast".

A noun with "the" or "this" that names a deed is one told before, if one of that kind was told
in a place and at a time that agree; it then adds to that event and is no event of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.coding import sameness
from events.coding.lexicon import Lexicon
from events.coding.records import Draft, Sentence, Token, Trigger

_DETERMINERS = {"the", "this", "that", "these", "those", "its", "their"}
_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}


def meanings(sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what told events the words of a deed can mean; none where they tell a new one."""
    for i, token in enumerate(sentence.tokens):
        inside = token.start < trigger.end and trigger.start < token.end
        if inside and token.pos in ("NOUN", "PROPN") and definite(sentence.tokens, i):
            found = of_noun(token.lower, lexicon)
            if found:
                return found
    return ()


def named(sentence: Sentence, start: int, end: int, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what told events the definite nouns of a stretch can mean."""
    return tuple(
        one
        for i, token in enumerate(sentence.tokens)
        if start <= token.start < end
        and token.pos in ("NOUN", "PROPN")
        and definite(sentence.tokens, i)
        for one in of_noun(token.lower, lexicon)
    )


def of_noun(noun: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the event types and sub-types that a noun of a deed can mean."""
    groups = [name for name, words in lexicon.references.nouns.items() if noun in words]
    return tuple(one for name in groups for one in lexicon.references.meanings[name])


def definite(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a noun has "the", "this" or a day of the week before it."""
    for token in tokens:
        if tokens[token.head] is tokens[at] and token.start < tokens[at].start:
            if token.dep in ("det", "poss") and token.lower in _DETERMINERS:
                return True
            if token.dep == "poss" and token.lower in _DAYS:
                return True
    return False


def fits(draft: Draft, kinds: Sequence[str]) -> bool:
    """Tell whether a told event is of one of the kinds that words can mean."""
    return draft.event_type in kinds or draft.sub_event_type in kinds


def target(new: Draft, told: Iterable[Draft], kinds: Sequence[str]) -> Draft | None:
    """Return the told event, latest first, that a definite mention comes back to."""
    for old in told:
        agrees = fits(old, kinds) and sameness.same_time(old.date, new.date)
        if agrees and sameness.near_areas(old, new) and sameness.no_strangers(old, new):
            return old
    return None
