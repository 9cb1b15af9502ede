"""Which type of event a cell's words tell of, by the trigger words of the coder."""

from __future__ import annotations

from functools import lru_cache

from events import lexicon
from events.codebook import Codebook
from events.codebook.naming import fold
from events.coding.records import Trigger
from events.coding.types import choose

LONGEST = 600  # letters that are looked at: the deed stands early


def known_types(codebook: Codebook) -> dict[str, str]:
    """Return the types by all their spellings, folded."""
    return {fold(name): row.name for row in codebook.types for name in (row.name, *row.aliases)}


def type_of_value(value: str, codebook: Codebook) -> str | None:
    """Return the type that a table's own word for it means; None where nothing says so."""
    found = codebook.event_type_of(value)
    if found:
        return found
    told = told_type(value)
    return told.event_type if told else None


@lru_cache(maxsize=50_000)
def told_type(text: str) -> Trigger | None:
    """Return the words of a text that decide which type of event it tells; None where none do.

    Words that leave the type open ("killed", "attack") decide nothing.
    """
    text = text[:LONGEST]
    found = [
        Trigger(
            match.start(), match.end(), match.group(), row.event_type, row.sub_event_type,
            f"trigger: {row.sub_event_type}", row.rank, row.generic,
        )
        for row, pattern in lexicon.load().triggers
        if not row.generic
        for match in pattern.finditer(text)
        if match.group().strip()
    ]  # fmt: skip
    return choose(found, text)
