"""The retold reports, recorded answers about them, and what turns these into events."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from events.code_command import tools as shipped_tools
from events.coding.coder import Tools
from events.jsonl import read_jsonl
from events.llm.answer import Answer
from events.llm.coder import from_read
from events.llm.reading import ReadReport
from events.model import Event, Issue, Report
from events.pipeline import SAMPLES
from tests.events.llm.fake_endpoint import ANSWERS, FakeEndpoint, Reply, serving

Read = tuple[tuple[Event, ...], tuple[Issue, ...]]


@pytest.fixture(scope="session")
def tools() -> Tools:
    return shipped_tools()


@pytest.fixture(scope="session")
def reports() -> dict[str, Report]:
    codings, _ = read_jsonl(SAMPLES / "reports")
    return {c.report.id.removeprefix("retold-"): c.report for c in codings if c.report}


@pytest.fixture(scope="session")
def border_night(reports: dict[str, Report]) -> Report:
    return reports["2025-10-12-border-night"]


@pytest.fixture(scope="session")
def read(tools: Tools) -> Callable[[Report, Any], Read]:
    """Read an answer, or the recorded one of this name, about a report that is parsed once."""
    parsed: dict[str, ReadReport] = {}

    def reading(report: Report, answer: Any) -> Read:
        if isinstance(answer, str):
            answer = json.loads((ANSWERS / f"{answer}.json").read_text(encoding="utf-8"))
        if report.text not in parsed:
            parsed[report.text] = ReadReport(report, tools)
        return from_read(parsed[report.text], Answer.model_validate(answer))

    return reading


@pytest.fixture
def endpoint() -> Iterator[Callable[..., FakeEndpoint]]:
    """Start fake endpoints that end with the test; what asks them is an optional dependency."""
    pytest.importorskip("pydantic_ai", reason="pip install -r requirements-llm.txt")
    open_ones: list[Any] = []

    def start(*replies: Reply) -> FakeEndpoint:
        open_ones.append(serving(*replies))
        return open_ones[-1].__enter__()

    yield start
    for one in open_ones:
        one.__exit__(None, None, None)
