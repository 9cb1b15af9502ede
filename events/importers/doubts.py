"""What a doubt of a row means in plain words, what was done with the row, and a few examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from events.codebook.files import read_csv, unique
from events.codebook.rows import Row, Text
from events.model import Issue
from events.schema import table_to_issues

FILE = "doubt_words.csv"
EXAMPLES = 3  # of each rule
KEPT = "kept as it is written"


class DoubtRow(Row):
    """A rule, what it means that a row breaks it, and what was done with such a row."""

    rule: Text
    means: Text
    done: Text


@cache
def _rows() -> Mapping[str, DoubtRow]:
    rows = read_csv(files("events.importers").joinpath("data"), FILE, DoubtRow)
    unique(rows, "rule", FILE)
    return {row.rule: row for row in rows}


def in_words(rule: str) -> DoubtRow:
    """Return a rule in plain words; its own name where no words are listed.

    Raises
    ------
    CodebookError
        When the file breaks its schema.
    """
    return _rows().get(rule) or DoubtRow(rule=rule, means=rule, done=KEPT)


def by_number(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return rules with their counts, the most frequent first."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def examples_of(issues: Iterable[Issue]) -> dict[str, tuple[Issue, ...]]:
    """Return the first few doubts of each rule."""
    found: dict[str, list[Issue]] = {}
    for issue in issues:
        own = found.setdefault(issue.rule, [])
        if len(own) < EXAMPLES:
            own.append(issue)
    return {rule: tuple(own) for rule, own in found.items()}


def examples_in(paths: Sequence[Path], counts: Mapping[str, int]) -> dict[str, tuple[Issue, ...]]:
    """Return the first few doubts of each rule in files of ``ISSUES``.

    ``counts`` are the numbers of all by rule: reading ends when there are examples enough.
    """
    wanted = {rule: min(count, EXAMPLES) for rule, count in counts.items()}
    found: list[Issue] = []
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches():
                if not any(wanted.values()):
                    return examples_of(found)
                rules = batch.column("rule").to_pylist()
                rows = [row for row, rule in enumerate(rules) if _take(wanted, rule)]
                found += table_to_issues(pa.Table.from_batches([batch]).take(rows)) if rows else ()
    return examples_of(found)


def _take(wanted: dict[str, int], rule: str) -> bool:
    left = wanted.get(rule, 0)
    wanted[rule] = max(left - 1, 0)
    return left > 0
