"""Which spellings are the same name: a plain form, and a transliteration key.

Two spellings with one ``plain`` form differ in case, accents, spaces or punctuation only.
Two with one ``fold`` key differ in how Pashto, Dari, Urdu or Arabic sounds were written in
Latin letters (Kunar and Konar, Jaji and Zazi, Angur Ada and Angoor Adda).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that compatibility decomposition leaves alone.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
        "þ": "th", "ə": "a", "ħ": "h", "ŋ": "ng", "ɣ": "gh", "ɖ": "d", "ʈ": "t",
        # Arabic, Persian, Urdu and Pashto forms of one letter; the first is what is kept.
        "ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ئ": "ی", "ے": "ی", "ك": "ک", "ګ": "گ", "ڪ": "ک",
        "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ؤ": "و", "ټ": "ت", "ٹ": "ت", "ډ": "د", "ڈ": "د", "ړ": "ر", "ڑ": "ر", "ڼ": "ن", "ں": "ن",
        "ـ": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "",
    }
)  # fmt: skip
# ʿayn, hamza and the signs they are typed with.
_MARKS = re.compile("[ʿʾʼʻˈ'’‘`´ʹʺ\"“”]")
# No name is longer; a megabyte of text is cut, not folded.
_LONGEST = 200
_APART = re.compile(r"[\W_]+")
# Izafe and articles carry no name: Dand-e Patan, al-Fashir, ash-Shaykh.
_IZAFE = {"e", "i", "ye", "yi"}
_ARTICLES = {"al", "el", "ul"}
_SUN_ARTICLE = re.compile(r"[aeu]([dnrstz]h?)")

# Order matters: digraphs before letters, vowels after the consonants that shape them.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[aou])[bvw]a[dt]$", "bad"),  # -abad, -awad, -obod
        (r"(?<=.)obod$", "abad"),
        (r"kh", "x"),
        (r"gh|ck|q|g", "k"),
        (r"tch|ch|ʧ", "ʧ"),
        (r"^ts", "ʧ"),  # Tsamkani, Chamkani
        (r"tz|dzh|dz|dj|zh|j", "z"),
        (r"sch|sh|ʃ", "s"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ph", "f"),
        (r"v", "w"),
        (r"eh$", "a"),
        (r"(?<=.)h", ""),
        (r"n(?=b)", "m"),
        (r"oo|ou", "u"),
        (r"ee|ie", "i"),
        (r"[ao][wu](?![aeiouy])", "u"),
        (r"uw(?![aeiouy])", "u"),
        (r"[ae][iy]+", "i"),
        (r"[oow]w", "u"),
        (r"[ey]", "i"),
        (r"o", "u"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=131_072)
def words(name: str) -> tuple[str, ...]:
    """Return a name's words: lower case, without accents, marks and punctuation.

    Parameters
    ----------
    name
        Any text, in any script.

    Returns
    -------
    tuple of str
        Empty where the text holds no letter and no digit.
    """
    text = unicodedata.normalize("NFKC", name[: 2 * _LONGEST]).casefold().translate(_LETTERS)
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return tuple(_APART.sub(" ", text.translate(_LETTERS)).split())


@lru_cache(maxsize=131_072)
def plain(name: str) -> str:
    """Return the name's letters and digits alone: equal for Spin Boldak and SPIN-BOLDAK."""
    return "".join(words(name))[:_LONGEST]


@lru_cache(maxsize=131_072)
def fold(name: str) -> str:
    """Return the transliteration key, equal for spellings of one name.

    Parameters
    ----------
    name
        A name without generic words ("district"); those are the gazetteer's to take off.

    Returns
    -------
    str
        The key; folding a key gives the key itself.

    Notes
    -----
    The sounds that merge are those that the romanisations of GeoNames, OCHA, the BGN/PCGN
    system and the press write differently: q/k/gh, w/v, j/z/zh, e/i, o/u, ai/ay/ei, doubled
    letters, silent h, -abad/-awad, articles and izafe.
    """
    key = "".join(_bare(words(name)))[:_LONGEST]
    while (heard := _heard(key)) != key:
        key = heard
    return key


def _bare(parts: tuple[str, ...]) -> tuple[str, ...]:
    if not parts[1:]:
        return parts
    kept = tuple(
        part
        for part, after in zip(parts, (*parts[1:], ""), strict=True)
        if not (part in _IZAFE or (after and (part in _ARTICLES or _is_sun_article(part, after))))
    )
    return kept or parts


def _is_sun_article(part: str, after: str) -> bool:
    found = _SUN_ARTICLE.fullmatch(part)
    return found is not None and after.startswith(found[1])


def _heard(key: str) -> str:
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key
