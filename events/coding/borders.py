"""Stretches of a border that a sentence names: "along the Durand Line", "on the frontier"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from events.coding.lexicon import Lexicon
from events.coding.records import Area, PlaceMention, Sentence


def find(
    sentence: Sentence, found: Sequence[PlaceMention], lexicon: Lexicon
) -> Iterator[PlaceMention]:
    """Yield the borders that a sentence names, but for those inside the name of a place."""
    for match in lexicon.patterns["border"].finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if any(p.start < end and start < p.end for p in found):
            continue
        if re.match(
            r"\s(?:battalion|forces?|guards?|police|officials?|crossing|post|posts|town|villages?|corps|troops|security)\b",
            sentence.text[match.end() :],
        ):
            continue
        line = next(
            (pair for name, pair in lexicon.places.lines.items() if name in match.group()),
            None,
        )
        yield PlaceMention(start, end, match.group(), Area(border=line or "?"), "border")
