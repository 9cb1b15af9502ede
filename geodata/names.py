"""A key under which spellings of one official name meet, for matching lists with each other."""

from __future__ import annotations

from geodata.folding import words

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
