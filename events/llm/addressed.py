"""Words of a report that speak to the program: they report nothing, and support no event.

A model may obey them however it was told not to.  So the words are found here, apart from the
model: by the expressions of ``addressed.toml``, with what follows them in their paragraph, and
by grammar, where a sentence gives orders.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from events.coding.lexicon import Regex
from events.coding.records import Sentence

ORDER = "a sentence that gives orders"
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
_NO_ORDER = {"aux", "auxpass", "mark"}
_LEAST_WORDS = 2


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    expression: Regex


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    address: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class Addressed:
    """A stretch ``[start, end)`` of the text that speaks to the program, and by which rule."""

    start: int
    end: int
    rule: str


@cache
def expressions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the shipped expressions by name; read and checked once a process."""
    text = (resources.files("events.llm") / "addressed.toml").read_text("utf-8")
    rows = _Table.model_validate(tomllib.loads(text)).address
    return tuple(
        (row.name, re.compile(row.expression, re.IGNORECASE | re.MULTILINE)) for row in rows
    )


def find(sentences: Iterable[Sentence]) -> tuple[Addressed, ...]:
    """Return the stretches that speak to the program, each to the end of its paragraph.

    A sentence that only gives orders ("Read more: ...") stands for itself.
    """
    found: list[Addressed] = []
    for sentence in sentences:
        if found and sentence.start < found[-1].end:
            continue
        rule = _rule(sentence)
        if rule:
            end = sentence.end if rule == ORDER else max(sentence.end, sentence.block.end)
            found.append(Addressed(sentence.start, end, rule))
    return tuple(found)


def _rule(sentence: Sentence) -> str | None:
    seen = "".join(c for c in sentence.text if unicodedata.category(c) != "Cf")  # nothing unseen
    for name, pattern in expressions():
        if pattern.search(seen):
            return name
    return ORDER if _gives_order(sentence) else None


def _gives_order(sentence: Sentence) -> bool:
    """Tell whether a sentence outside quotation is in the imperative: a bare verb, no subject."""
    tokens = sentence.tokens
    if sentence.quoted or len(tokens) < _LEAST_WORDS:
        return False
    root = next((i for i, t in enumerate(tokens) if t.head == i and t.pos == "VERB"), None)
    if root is None or tokens[root].tag != "VB":
        return False
    before = [t for i, t in enumerate(tokens) if t.head == root and i < root and t.lower != "do"]
    return not {t.dep for t in before} & (_SUBJECTS | _NO_ORDER)
