"""Text for places where Streamlit reads Markdown: labels of buttons, pills, options."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&\"'@/^=])")
_BREAKS = re.compile(r"\s+")


def plain(text: str, longest: int = 80) -> str:
    """Return text that Markdown shows letter for letter, on one line, cut at ``longest``."""
    line = _BREAKS.sub(" ", text).strip()
    if len(line) > longest:
        line = line[: longest - 1] + "…"
    return _SPECIAL.sub(r"\\\1", line)
