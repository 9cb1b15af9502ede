"""Sentences a second of the coder, beside spaCy's parse of the same sentences alone.

``python -m benchmarks.coding [FOLDER]`` prints the table and puts it into docs/performance.md.
One process, one thread; the parser and the gazetteer are loaded before the clock starts.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measuring import Table, record, seconds, show
from events import codebook, language, lexicon
from events.coding import layout, sentences
from events.coding.coder import Tools, code_with
from events.jsonl import read_jsonl
from events.model import Event, Report
from geodata.gazetteer import Gazetteer

REPORTS = Path(__file__).parents[1] / "tests" / "gold"
HEADING = (
    "reports", "sentences", "coded", "sentences a second", "spaCy's parse alone", "ratio",
    "same events again",
)  # fmt: skip


def measure(folder: Path = REPORTS) -> Table:
    """Return the table for the reports of a folder of codings."""
    codings, _ = read_jsonl(folder)
    reports = [coding.report for coding in codings if coding.report]
    tools = Tools.of(codebook.load(), Gazetteer.load(), language.load(), lexicon.load())
    told = [text for report in reports for text in _sentences(report, tools)]
    first = _code(reports, tools)
    ours, again = seconds(lambda: _code(reports, tools))
    parse, _ = seconds(lambda: [len(doc) for doc in tools.parser.pipe(told)])
    row = (
        f"{len(reports)}", f"{len(told)}", show(ours), f"{len(told) / ours:.0f}", show(parse),
        f"{ours / parse:.2f}", "yes" if again == first else "no",
    )  # fmt: skip
    return Table("coding", (HEADING, row))


def _code(reports: list[Report], tools: Tools) -> list[tuple[Event, ...]]:
    return [code_with(report, tools)[0] for report in reports]


def _sentences(report: Report, tools: Tools) -> list[str]:
    blocks = layout.blocks(report.text, report.title, tools.lexicon)
    return [one.text for one in sentences.sentences(report.text, blocks, tools.parser)]


if __name__ == "__main__":
    record([measure(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)])
