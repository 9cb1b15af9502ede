"""Stretches of a border that a sentence names: "along the Durand Line", "on the frontier"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from events.coding.lexicon import Lexicon
from events.coding.records import Area, PlaceMention, Sentence

_NEAR = re.compile(
    r"\b(?:near|close to|not far from|adjacent to|bordering|"
    r"(?:miles|kilomet(?:er|re)s|km) from) (?:the )?$",
    re.IGNORECASE,
)
_SHUT = re.compile(
    r"\s+(?:(?:also|has|had|have|was|is|will|been|be|still)\s+)*(?:remain|stay|clos|shut|re-?open|seal)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-Z]\w+ [A-Z]")  # "the Frontier Corps"
_BARE = frozenset({"the border", "the frontier", "the line", "the boundary"})


def find(
    sentence: Sentence, found: Sequence[PlaceMention], lexicon: Lexicon, *, crossing: bool = False
) -> Iterator[PlaceMention]:
    """Yield the borders that a sentence names, but for those inside the name of a place.

    "Near the border" is no stretch of it; and where a crossing was told (``crossing``), "the
    border remained closed" is that crossing.
    """
    for match in lexicon.patterns["border"].finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if any(p.start < end and start < p.end for p in found):
            continue
        rest = sentence.text[match.end() :]
        if match.group().lower() in _BARE and _NAMED.match(f"{match.group()[4:]}{rest}"):
            continue
        if _NEAR.search(sentence.text[: match.start()]):
            continue
        if crossing and match.group().lower() in _BARE and _SHUT.match(rest):
            continue
        if re.match(
            r"\s(?:battalion|forces?|guards?|provinces?|districts?|areas? of|regions? of|police|officials?|crossing|post|posts|town|villages?|corps|troops|security)\b",  # noqa: E501
            rest,
        ):
            continue
        line = next(
            (pair for name, pair in lexicon.places.lines.items() if name in match.group()),
            None,
        )
        yield PlaceMention(start, end, match.group(), Area(border=line or "?"), "border")
