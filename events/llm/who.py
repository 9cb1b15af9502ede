"""Whom words of the report name, by the codebook's register: actors, and claimants."""

from __future__ import annotations

import re

from events.coding.records import ActorMention
from events.llm.reading import ReadReport, Words

_PRONOUN = re.compile(r"(?:it|he|she|they|we|who|this|that)$", re.IGNORECASE)


def actor(words: Words, read: ReadReport, country: str | None) -> str | None:
    """Return the actor id of words, None where the register knows nobody by them.

    Parameters
    ----------
    country
        ISO alpha-3 of where the event is, for "militants" and other words without a country.
    """
    finder = read.reader.finder
    home = country or next(iter(read.reader.countries), None)
    told = [m for m in words.found.actors if words.overlaps(m.start, m.end)]
    told = told or list(finder.find(words.text, words.start))
    for mention in sorted(told, key=lambda m: _rank(m, words)):
        found = finder.actor_of(mention, home)
        if found:
            return found
    acronym = words.text.strip()
    return acronym if acronym.isupper() and read.tools.codebook.is_acronym(acronym) else None


def claimant(words: Words, read: ReadReport, country: str | None) -> str | None:
    """Return the claimant whom words name: an actor id, or the name of an organisation."""
    if _PRONOUN.match(words.text):
        return None
    return read.reader.speaker(words.text, words.found.sentence, country) or actor(
        words, read, country
    )


def _rank(mention: ActorMention, words: Words) -> tuple[bool, int, int]:
    """Order mentions: those with a country or name of their own first, then the nearest to it."""
    shared = min(mention.end, words.end) - max(mention.start, words.start)
    return mention.bare, -shared, mention.end - mention.start
