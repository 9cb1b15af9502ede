"""How far a noun phrase runs, and which noun heads it: "members of its security forces"."""

from __future__ import annotations

import calendar

from events.coding.records import Token

_NOMINAL = {"NOUN", "PROPN", "ADJ", "NUM", "X"}
_POSSESSIVES = {"'s", "’s", "’", "'"}
_QUOTES = {"“", "”", '"'}
_STOP_NOUNS = {"which", "that", "who", "ablaze", "alight", "afire", "apiece", "alive"}
_DAYS = {*calendar.day_name, *(name for name in calendar.month_name if name)}
_VAGUE = {
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "number",
    "couple",
    "handful",
    "dozen",
    "tens",
}
# Words of loss end a phrase ("58 killed"), unless they describe its noun ("nine dead men").
_SPLITTERS = {
    "killed",
    "wounded",
    "injured",
    "dead",
    "captured",
    "missing",
    "hurt",
    "destroyed",
    "damaged",
    "seized",
    "recovered",
    "shot",
    "martyred",
    "slain",
}


def run(tokens: tuple[Token, ...], i: int) -> int:
    """Return the last token of the nominal run that begins at ``i``."""
    last, j = i, i + 1
    while j < len(tokens):
        token = tokens[j]
        if _splits(tokens, j) or token.lower in _STOP_NOUNS or token.text in _DAYS:
            break
        if token.pos in _NOMINAL or _links(tokens, j) or _is_check(tokens, j):
            if token.pos in _NOMINAL:
                last = j
            j += 1
            continue
        if _describes(tokens, j):
            j += 1  # "displaced people", "armoured vehicles"
            continue
        if token.lower == "of" and j + 1 < len(tokens):
            stop = _of_phrase(tokens, j + 1)
            if stop is not None:
                last, j = stop, stop + 1
                continue
        break
    return last


def _splits(tokens: tuple[Token, ...], j: int) -> bool:
    if tokens[j].lower not in _SPLITTERS:
        return False
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    described = (
        after is not None
        and after.pos == "NOUN"
        and tokens[j].dep == "amod"
        and tokens[tokens[j].head] is not tokens[j - 1]
        and tokens[j].head > j
    )
    return not (described and j > 0 and tokens[j - 1].pos != "NOUN")


def _links(tokens: tuple[Token, ...], j: int) -> bool:
    """Tell whether a mark holds a phrase together: a hyphen, "'s", an opening quotation mark."""
    token = tokens[j]
    if j + 1 >= len(tokens):
        return False
    if token.text == "-":
        return tokens[j - 1].end == token.start and token.end == tokens[j + 1].start
    return token.text in _POSSESSIVES or token.text in _QUOTES


def _is_check(tokens: tuple[Token, ...], j: int) -> bool:
    """Tell whether a word is the "check" of "check post", which parsers take for a verb."""
    return tokens[j].lower == "check" and j + 1 < len(tokens) and tokens[j + 1].pos == "NOUN"


def _describes(tokens: tuple[Token, ...], j: int) -> bool:
    return (
        tokens[j].tag in ("VBN", "VBG")
        and j + 1 < len(tokens)
        and tokens[j + 1].pos in ("NOUN", "PROPN")
    )


def _of_phrase(tokens: tuple[Token, ...], j: int) -> int | None:
    """Last token of "its security forces" after "members of"; None where no noun follows."""
    if tokens[j].pos in ("DET", "PRON") and j + 1 < len(tokens):
        if tokens[j].lower in ("them", "whom", "us"):
            return j
        j += 1
    while j + 1 < len(tokens) and tokens[j].tag in ("RB", "RBS", "RBR", "CD"):
        j += 1  # "of the most wanted men"
    if tokens[j].pos not in _NOMINAL and tokens[j].tag != "VBN":
        return None
    last = j
    while (
        last + 1 < len(tokens)
        and (
            tokens[last + 1].pos in _NOMINAL
            or tokens[last + 1].text in ("'s", "’s")
            or (tokens[last + 1].text == "-" and _links(tokens, last + 1))
        )
        and tokens[last + 1].lower not in _SPLITTERS
    ):
        last += 1
    return last


def head(
    tokens: tuple[Token, ...], first: int, last: int, parts: frozenset[str] = frozenset()
) -> str:
    """Return the head noun: the last noun before an "of"; what a part is of."""
    found = ""
    for token in tokens[first : last + 1]:
        if token.lower == "of" and found and found not in _VAGUE and found not in parts:
            break
        if token.pos in ("NOUN", "PROPN", "ADJ"):
            found = token.lower
    return found


def with_name(tokens: tuple[Token, ...], last: int) -> int:
    """Take in the name after a comma: "a shepherd, Sher Wali"."""
    j = last + 1
    if j + 1 < len(tokens) and tokens[j].text == "," and tokens[j + 1].text[:1].isupper():
        k = j + 1
        while k < len(tokens) and (
            tokens[k].text[:1].isupper() or tokens[k].text in ("-", "ul", "al", "bin")
        ):
            k += 1
        ends = k < len(tokens) and tokens[k].text in (",", ";", ".", ")")
        if ends or (k < len(tokens) and tokens[k].lower in ("and", "was", "in", "at", "died")):
            return k - 1
    return last
