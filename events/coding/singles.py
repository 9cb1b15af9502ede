"""Phrases of one person or thing: "a midwife, Hawa Adam", "his son", "the driver", "Major Noor"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from events.coding.lexicon import Lexicon
from events.coding.phrase_runs import head, run, with_name
from events.coding.records import Token

_ARTICLES = {"a", "an", "another"}
_ONE = _ARTICLES | {"his", "her", "their", "its", "my", "our"}
_PLURAL = {"NNS", "NNPS"}
# "The martyred policeman": one who was counted before.
_TOLD = {"martyred", "slain", "deceased", "late", "dead", "injured", "wounded", "arrested", "said"}


@dataclass(frozen=True, slots=True)
class Single:
    """A stretch of tokens that counts one."""

    first: int
    last: int
    numbered: bool = False
    named: bool = False


def find(tokens: tuple[Token, ...], lexicon: Lexicon) -> Iterator[Single]:
    """Yield the stretches that count one, in the order of their first token."""
    for i, token in enumerate(tokens):
        if token.lower in _ONE or _of_somebody(tokens, i):
            yield from _one(tokens, i, lexicon)
        elif token.lower == "the":
            yield from _definite(tokens, i, lexicon)
        elif token.lower == "and":
            yield from _second(tokens, i, lexicon)
        elif token.text in lexicon.places.names["titles"]:
            yield from _named(tokens, i)
        elif token.lower in lexicon.numbers.ordinals and i and tokens[i - 1].lower in ("a", "the"):
            yield Single(i - 1, run(tokens, i), numbered=True)
        elif _is_role(tokens, i, lexicon):
            yield from _named(tokens, i, _first_of(tokens, i))


def _of_somebody(tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether "the" begins "the bride's father"."""
    return (
        tokens[i].lower == "the"
        and i + 3 < len(tokens)
        and tokens[i + 2].text in ("'s", "’s")
        and tokens[i + 3].tag == "NN"
    )


def _one(tokens: tuple[Token, ...], i: int, lexicon: Lexicon) -> Iterator[Single]:
    """Read one of its kind: "a midwife, Hawa Adam"; "her two daughters" is left to the number."""
    last = run(tokens, i)
    victims = lexicon.victims
    noun = head(tokens, i, last, victims.parts)
    if last == i or noun in victims.collective or _words(tokens, i, last) in victims.collective:
        return
    plural = any(t.tag in _PLURAL for t in tokens[i + 1 : last + 1] if t.lower == noun)
    counted = any(_counts(tokens, j) for j in range(i + 1, last + 1))
    if counted or (plural and noun == head(tokens, i, last)):
        return
    yield Single(i, with_name(tokens, last), numbered=tokens[i].lower in _ARTICLES)


def _words(tokens: tuple[Token, ...], i: int, last: int) -> str:
    return " ".join(t.lower for t in tokens[max(i + 1, last - 1) : last + 1])


def _counts(tokens: tuple[Token, ...], j: int) -> bool:
    """Tell whether a number counts the noun; that of "10-year-old" or "500-pound" does not."""
    if tokens[j].pos != "NUM":
        return False
    return not (j + 1 < len(tokens) and tokens[j + 1].text == "-")


def _definite(tokens: tuple[Token, ...], i: int, lexicon: Lexicon) -> Iterator[Single]:
    """Read "the driver", "the van": the one that the story has."""
    last = run(tokens, i)
    noun = head(tokens, i, last)
    at = next((t for t in reversed(tokens[i + 1 : last + 1]) if t.lower == noun), None)
    if any(t.lower in _TOLD for t in tokens[i + 1 : last + 1]):
        return
    known = noun in lexicon.victims.persons or noun in lexicon.victims.things
    if known and at is not None and at.tag == "NN" and not _has_number(tokens, i, last):
        yield Single(i, last)


def _has_number(tokens: tuple[Token, ...], i: int, last: int) -> bool:
    return any(_counts(tokens, j) for j in range(i + 1, last + 1))


def _second(tokens: tuple[Token, ...], i: int, lexicon: Lexicon) -> Iterator[Single]:
    """Read the bare noun of a pair: "a father and son"."""
    if i + 1 >= len(tokens) or i == 0 or tokens[i - 1].tag != "NN":
        return
    pair = tokens[i - 1].lower in lexicon.victims.persons
    second = tokens[i + 1]
    alone = i + 2 >= len(tokens) or tokens[i + 2].pos not in ("NOUN", "PROPN")
    if pair and second.tag == "NN" and second.lower in lexicon.victims.persons and alone:
        yield Single(i + 1, i + 1)


def _is_role(tokens: tuple[Token, ...], i: int, lexicon: Lexicon) -> bool:
    """Tell whether a noun for a person stands right before a name: "polio worker Noor Bibi"."""
    token = tokens[i]
    named = (
        token.lower in lexicon.victims.persons
        and i + 1 < len(tokens)
        and tokens[i + 1].pos == "PROPN"
        and tokens[i + 1].text[:1].isupper()
    )
    first = i == 0 or tokens[i - 1].tag not in ("DT", "CD", "PRP$")
    return named and first and token.text.islower()


def _first_of(tokens: tuple[Token, ...], i: int) -> int:
    """Return the first token of the words before a role: "polio" of "polio worker"."""
    while i and tokens[i - 1].tag == "NN" and tokens[i - 1].dep == "compound":
        i -= 1
    return i


def _named(tokens: tuple[Token, ...], i: int, first: int | None = None) -> Iterator[Single]:
    """Read a titled name: "Constable Naseebullah", "Major Faisal Noor"."""
    last = i
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].text[:1].isupper()
        and tokens[last + 1].text.isalpha()
    ):
        last += 1
    if last > i:
        yield Single(i if first is None else first, last, named=True)
