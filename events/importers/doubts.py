"""What a doubt of a row means in plain words, what was done with the row, and a few examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events.codebook.files import read_csv, unique
from events.codebook.rows import Row, Text
from events.importers.columns import filled
from events.model import Issue
from events.schema import ISSUES, table_to_issues

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


@dataclass(frozen=True, slots=True)
class Example:
    """A doubt, and where its row stands in the file, blank where that is not known."""

    issue: Issue
    where: str = ""


Examples = dict[str, tuple[Example, ...]]


def examples_of(issues: Iterable[Issue]) -> Examples:
    """Return the first few doubts of each rule."""
    found: dict[str, list[Example]] = {}
    for issue in issues:
        own = found.setdefault(issue.rule, [])
        if len(own) < EXAMPLES:
            own.append(Example(issue))
    return {rule: tuple(own) for rule, own in found.items()}


def examples_in(paths: Sequence[Path]) -> Examples:
    """Return a few doubts of each rule in files of ``ISSUES``: those of the smallest ids.

    So they are the same, whoever worked on which rows first.
    """
    found = pa.concat_tables([_SMALLEST_OF_NONE, *map(_smallest, _batches(paths, None))])
    kept = _smallest(found)
    return examples_of(table_to_issues(kept.select(ISSUES.names)))


def _smallest(rows: pa.RecordBatch | pa.Table) -> pa.Table:
    """Return the first few rows of each rule, by the length of their ids and then the ids."""
    sizes = pc.utf8_length(rows.column("record"))
    table = pa.table({**{name: rows.column(name) for name in ISSUES.names}, "size": sizes})
    parts = [_SMALLEST_OF_NONE]
    for rule in sorted(pc.unique(table["rule"]).to_pylist()):
        own = table.filter(pc.equal(table["rule"], rule))
        order = [(name, "ascending") for name in ("size", "record", "field", "value")]
        parts.append(own.take(pc.select_k_unstable(own, EXAMPLES, order)))
    return pa.concat_tables(parts)


_SMALLEST_OF_NONE = ISSUES.append(pa.field("size", pa.int32())).empty_table()


def with_lines(
    examples: Examples, paths: Sequence[Path], line: Callable[[int], tuple[str, int]]
) -> Examples:
    """Return examples with where their rows stand, by files of the ids and lines of all rows.

    ``line`` gives the file and the line that a number of those means.  Reading ends when all
    are found.
    """
    wanted = {each.issue.record for own in examples.values() for each in own}
    found: dict[str, str] = {}
    for batch in _batches(paths, ["event_id", "line"]):
        if not wanted:
            break
        ids = batch.column("event_id")
        for row in np.flatnonzero(filled(pc.is_in(ids, pa.array(sorted(wanted))))).tolist():
            record, at = ids[row].as_py(), line(batch.column("line")[row].as_py())[1]
            found[record] = str(at)
            wanted.discard(record)
    return {
        rule: tuple(replace(each, where=found.get(each.issue.record, "")) for each in own)
        for rule, own in examples.items()
    }


def _batches(paths: Sequence[Path], columns: list[str] | None) -> Iterator[pa.RecordBatch]:
    for path in paths:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(columns=columns)
