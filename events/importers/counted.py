"""Counts of people as they are written in the cells of a table: "2-4", "5+", "four", "unknown".

They mean what the codebook (section 7) has them mean: "at least 5" is 5 and open, "up to 5" is
0 to 5, "about 10" is 10.  What says that nobody knows is no number, which is not zero.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import pyarrow as pa

from events import lexicon
from events.codebook.files import read_csv, unique
from events.codebook.naming import fold
from events.codebook.rows import Row, Text
from events.coding.numbers import find
from events.importers.columns import NotReadError, whole_reader

FILE = "cell_words.csv"
COUNT = pa.struct([("low", pa.int64()), ("high", pa.int64()), ("said", pa.string())])
RULE = 'a number of people, such as 3, 2-4, 5+, "at least 5", four, or "unknown"'
_SIGNS = {
    "≥": "at least ", ">=": "at least ", ">": "more than ", "≤": "at most ", "<=": "at most ",
    "<": "fewer than ", "~": "about ", "≈": "about ", "ca.": "about ", "c.": "about ",
}  # fmt: skip
_OR_MORE = re.compile(r"^(?P<number>.+?)\s*(?:\+|\bor more|\bplus|\band (?:more|above))$")
_plain = whole_reader()


class WordRow(Row):
    """A word of a cell: that nobody knows, that there was nobody, or who is counted."""

    meaning: Literal["unknown", "zero", "people"]
    word: Text


@cache
def _words() -> dict[str, str]:
    rows = read_csv(files("events.importers").joinpath("data"), FILE, WordRow)
    unique(rows, "word", FILE)
    return {fold(row.word): row.meaning for row in rows}


def read_count(cell: str) -> dict[str, Any] | None:
    """Return what a cell counts.

    Parameters
    ----------
    cell
        The cell without the space around it, not blank.

    Returns
    -------
    dict or None
        A value of ``COUNT``: ``high`` is None where it is open, ``said`` the cell's words where
        they are more than a number.  None where the cell says that nobody knows.

    Raises
    ------
    NotReadError
        When it says nothing that can be read.
    """
    try:
        number = _plain(cell)
    except NotReadError:
        return _worded(cell)
    return {"low": number, "high": number, "said": None}


def _worded(cell: str) -> dict[str, Any] | None:
    key = fold(cell)
    meaning = _words().get(key)
    if meaning == "unknown" or (not key and not set(cell) & set("<>=~+")):
        return None
    if meaning == "zero":
        return {"low": 0, "high": 0, "said": cell}
    found = _bounds(_spelt(cell))
    if found is None:
        raise NotReadError(RULE)
    return {"low": found[0], "high": found[1], "said": cell}


def _spelt(cell: str) -> str:
    """Return a cell with its signs as words, its digits as ours, without who is counted."""
    digits = (str(unicodedata.digit(one, one)) for one in cell.casefold())
    text = re.sub(r"\s*[‐‑‒–—−]\s*", "-", "".join(digits))
    for sign, words in _SIGNS.items():
        if text.startswith(sign):
            text = words + text.removeprefix(sign).lstrip()
            break
    words_ = text.split()
    while len(words_) > 1 and _words().get(fold(words_[-1])) == "people":
        words_.pop()
    return " ".join(words_)


def _bounds(text: str) -> tuple[int, int | None] | None:
    """Return the bounds of the one number that a text is, from first letter to last."""
    more = _OR_MORE.match(text)
    bare = more["number"] if more else text
    found = find(bare, lexicon.load().numbers)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(bare)):
        return None
    return found[0].low, None if more else found[0].high
