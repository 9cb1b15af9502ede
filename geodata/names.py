"""Names from outside as one line of text, and the key under which spellings of one meet."""

from __future__ import annotations

import unicodedata

from geodata.folding import words

_MOST_LETTERS = 200
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})

_KINDS = frozenset({
    "province", "district", "wilayat", "velayat", "welayat", "woluswali", "wuleswali", "agency",
    "division", "region", "governorate", "state", "county", "municipality", "department",
    "prefecture", "subdivision",
})  # fmt: skip


def name_key(name: str) -> str:
    """Return ``name`` without accents, case, punctuation and the word for its kind.

    Narrower than :func:`geodata.folding.fold`: it joins spellings of one register, and
    never two names that differ in a vowel.

    Examples
    --------
    >>> name_key("Panjshēr Province") == name_key("Panjsher")
    True
    """
    found = words(name)
    return "".join(word for word in found if word not in _KINDS) or "".join(found)


def one_line(value: object, most: int = _MOST_LETTERS) -> str:
    """Return text from outside as one line: no control or direction characters, bounded.

    Parameters
    ----------
    value
        Anything; None and NaN give "".
    most
        How many letters are kept.
    """
    if value is None or value != value:  # noqa: PLR0124 - NaN is what a missing number reads as
        return ""
    letters = (" " if letter.isspace() else letter for letter in str(value))
    kept = (letter for letter in letters if unicodedata.category(letter) not in _UNSEEN)
    return " ".join("".join(kept).split())[:most]
