"""Codings in files: one JSON object a line (.jsonl), one a file (.json), or a folder of these."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from events.json_reading import events_from_json
from events.json_writing import coding_to_json, event_to_json, report_to_json
from events.model import Event, Issue, Report

__all__ = [
    "Coding",
    "event_from_text",
    "event_to_json",
    "events_from_json",
    "iter_jsonl",
    "read_jsonl",
    "report_to_json",
    "write_jsonl",
]

MAX_BYTES = 50_000_000  # a file; no honest coding comes near


@dataclass(frozen=True, slots=True)
class Coding:
    """One report with its events; ``report`` is None for events that stand alone."""

    report: Report | None
    events: tuple[Event, ...]


def event_from_text(text: str) -> Event | None:
    """Return one event from its JSON as text; None where it has no id or no status."""
    _, events, _ = events_from_json(json.loads(text))
    return events[0] if events else None


def iter_jsonl(lines: Iterable[str], name: str) -> Iterator[tuple[Coding, tuple[Issue, ...]]]:
    """Yield the coding of each line that is not blank, with its issues.

    Parameters
    ----------
    lines
        JSON objects of the gold format, one a line.
    name
        What to call the file in issues.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _coding(line, f"{name}:{number}")


def read_jsonl(path: Path) -> tuple[tuple[Coding, ...], tuple[Issue, ...]]:
    """Return all codings of a .jsonl or .json file or of a folder of them, and the issues.

    Raises
    ------
    OSError
        When the path cannot be read.
    """
    if path.is_dir():
        files = sorted(one for one in path.rglob("*.json*") if one.suffix in {".json", ".jsonl"})
        parts = [read_jsonl(one) for one in files]
        return (
            tuple(coding for codings, _ in parts for coding in codings),
            tuple(issue for _, issues in parts for issue in issues),
        )
    if path.stat().st_size > MAX_BYTES:
        said = f"{path.name} has {path.stat().st_size} bytes; accepted are {MAX_BYTES}"
        return (), (Issue(path.name, "file", path.name, "too large", said, "error"),)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        said = f"{path.name} is not UTF-8 at byte {problem.start}; save it as UTF-8"
        return (), (Issue(path.name, "file", path.name, "wrong encoding", said, "error"),)
    lines = [text] if path.suffix == ".json" else text.split("\n")
    found = list(iter_jsonl(lines, path.name))
    return (
        tuple(coding for coding, _ in found if coding.report or coding.events),
        tuple(issue for _, issues in found for issue in issues),
    )


def write_jsonl(codings: Iterable[Coding], out: IO[str]) -> int:
    """Write one coding a line and return how many; a coding without a report, one event a line."""
    count = 0
    for coding in codings:
        if coding.report is None:
            objects = [event_to_json(event) for event in coding.events]
        else:
            objects = [coding_to_json(coding.report, coding.events)]
        for content in objects:
            out.write(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n")
            count += 1
    return count


def _coding(line: str, name: str) -> tuple[Coding, tuple[Issue, ...]]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as problem:
        said = f"{name} is not JSON: {str(problem)[:200]}"
        issue = Issue(name, "file", line[:80], "not JSON", said, "error")
        return Coding(None, ()), (issue,)
    report, events, issues = events_from_json(content, name)
    return Coding(report, events), issues
