"""Doubts in plain words: every rule has a sentence, and the account a few examples of each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from events import importing
from events.checking.places import SEVERAL
from events.commits import Note
from events.importers.checking import READ_TYPE
from events.importers.doubts import by_number, in_words
from events.importers.settling import TWIN
from events.importing import Order
from geodata.cell_index import Outcome

ROOT = Path(__file__).parents[3]
SAID = {"fault": 3, "told": 1, "Problem": 0}  # which argument names the rule
FOLDERS = ("events/checking", "geodata")


def rules() -> Iterator[str]:
    """Yield every rule that the checks and the looking up of places can name."""
    for path in [one for folder in FOLDERS for one in (ROOT / folder).glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = SAID.get(node.func.id, 99)
                found = node.args[place] if place < len(node.args) else None
                if isinstance(found, ast.Constant):
                    yield str(found.value)


def test_every_rule_that_a_row_can_break_has_words():
    of_reports = {"no evidence", "quote not found", "claim without quote", "name not found"}
    every = {*rules(), SEVERAL[0], TWIN, READ_TYPE, "ambiguous"} - of_reports
    every |= {each.name.lower() for each in (Outcome.ON_BORDER, Outcome.AT_SEA, Outcome.OUTSIDE)}
    assert len(every) > 20
    assert {rule for rule in every if in_words(rule).means == rule} == set()


def test_a_rule_without_words_keeps_its_name():
    assert in_words("odd rule").means == "odd rule"


def test_the_account_has_a_few_examples_of_each_doubt_most_frequent_first(store, write):
    far = [{"id": str(n), "latitude": "0", "longitude": "0"} for n in range(5)]
    low = {"id": "6", "low": "9"}
    path = write("ucdp", *far, low)
    done = importing.run(Order((path,), "ucdp", dry_run=True), store, Note("Ann", "x")).account
    told = by_number(done.issues)
    assert told[0][1] >= told[-1][1] >= 1
    assert {rule: len(own) for rule, own in done.examples.items()} == {
        rule: min(count, 3) for rule, count in told
    }
    (order,) = done.examples["tolls in order"]
    assert (order.issue.record, order.issue.field) == ("ucdp-6", "fatalities_low")
    assert order.where == "7"
    said = "\n".join(done.lines())
    assert "the lowest, best and highest number of people killed are not in that order" in said
