"""A key under which spellings of one official name meet, for matching lists with each other."""

from __future__ import annotations

import re
import unicodedata

_KIND = re.compile(
    r"\b(province|district|wilayat|velayat|welayat|woluswali|wuleswali|agency|division|region|"
    r"governorate|state|county|municipality|department|prefecture|subdivision)\b"
)


def name_key(name: str) -> str:
    """Return ``name`` without accents, case, punctuation and the word for its kind.

    Narrower than the gazetteer's folding: it joins spellings of one register, and
    never two names that differ in a vowel.

    Examples
    --------
    >>> name_key("Panjshēr Province") == name_key("Panjsher")
    True
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[^\w\s]", " ", plain)
    kept = _KIND.sub(" ", plain)
    return "".join(kept.split()) or "".join(plain.split())
