"""The coder with the shipped codebook, gazetteer, lexicon and parser, made once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from events import codebook, language, lexicon
from events.coding import layout, sentences
from events.coding.coder import Tools, code_with
from events.coding.records import Sentence
from events.coding.sentence_reading import Found, SentenceReader
from events.model import Event, Report
from geodata.gazetteer import Gazetteer

FRIDAY = date(2025, 3, 14)


@pytest.fixture(scope="session")
def words():
    return lexicon.load()


@pytest.fixture(scope="session")
def tools(words) -> Tools:
    return Tools.of(codebook.load(), Gazetteer.load(), language.load(), words)


@pytest.fixture(scope="session")
def report() -> Callable[..., Report]:
    def make(text: str, published: date = FRIDAY, publisher: str | None = "Wire") -> Report:
        return Report("r", "A report", publisher, published, text)

    return make


@pytest.fixture(scope="session")
def code(tools, report) -> Callable[..., tuple[Event, ...]]:
    def run(text: str, published: date = FRIDAY, publisher: str | None = "Wire"):
        return code_with(report(text, published, publisher), tools)[0]

    return run


@pytest.fixture(scope="session")
def read(tools, report) -> Callable[..., Found]:
    def run(text: str, published: date = FRIDAY) -> Found:
        made = report(text, published)
        return SentenceReader(made, tools).read(first(text, tools), None, None)

    return run


def first(text: str, tools: Tools) -> Sentence:
    blocks = layout.blocks(text, "A report", tools.lexicon)
    return sentences.sentences(text, blocks, tools.parser)[0]
