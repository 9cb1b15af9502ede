"""Relative clauses that tell what was before: ", which had only reopened in December,"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ASIDE = re.compile(
    r", (?=(?:which|who|whose \w+|where|when)\b(?: \w+){0,2}? (?:had|has|have)\b"
    r"(?! (?:also )?(?:claimed|accepted) responsibility))"
    r"[^,;]*(?:, (?=\w+ing\b)[^,;]*)?(?=[,;.]|$)"
)


def asides(text: str) -> tuple[tuple[int, int], ...]:
    """Return the bounds of the clauses in ``text`` that only tell what was before."""
    return tuple((match.start() + 2, match.end()) for match in _ASIDE.finditer(text))


def without(text: str, found: Sequence[tuple[int, int]]) -> str:
    """Blank the asides; every other character keeps its place."""
    for start, end in found:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
