"""Every rule that the coder can name has plain words; those of a default say that they are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from events import lexicon
from events.code_command import coder
from events.codebook import ground_rules
from events.codebook.files import CodebookError
from events.coding import date_rules, status
from events.confidence.cues import UNWORDED
from events.jsonl import read_jsonl
from events.llm.drafting import RULE
from events.pipeline import SAMPLES

ROOT = Path(__file__).parents[3]
CODING = sorted(p for f in ("coding", "llm") for p in (ROOT / "events" / f).glob("*.py"))


def literals(node: ast.AST) -> list[str]:
    found = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return [each for each in found if isinstance(each, str)]


def told() -> set[tuple[str, str]]:
    """Field and rule of every ground that stands in the coder's sources in so many words."""
    found: set[tuple[str, str]] = set()
    for path in CODING:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("DateMention", "replace"):
                named = [k.value for k in node.keywords if k.arg == "rule"]
                texts = named or (node.args[5:6] if name == "DateMention" else [])
                found |= {("date", text) for each in texts for text in literals(each)}
            elif name in ("Verdict", "verdict"):
                found |= {("status", each) for each in literals(node.args[1]) if ": " not in each}
            elif name in ("ground", "Ground") and isinstance(node.args[0], ast.Constant):
                field = str(node.args[0].value)
                last = node.args[2]
                if isinstance(last, ast.Constant) and last.value:
                    found.add((field, str(last.value)))
    return found


def emitted() -> set[tuple[str, str]]:
    kinds = {(r.generic, r.sub_event_type) for r, _ in lexicon.load().triggers}
    return {
        *told(),
        *(("date", name) for name, _, _ in date_rules.RULES),
        *(("event_type", f"{'open word' if g else 'trigger'}: {s}") for g, s in kinds),
        *(("status", f"date: {name}") for name, _, _ in date_rules.RULES),
        *(("status", rule) for _, _, rule in status._CUES),
        *((field, RULE) for field in ("status", "event_type")),
        *((side, f"{RULE}, actor register") for side in ("side_a", "side_b")),
    }


def test_the_sources_are_read():
    assert ("date", "live entry") in told()
    assert ("status", "history words") in told()


def test_every_rule_of_the_coder_has_plain_words():
    silent = {key for key in emitted() if ground_rules.meaning(*key) is None}
    assert silent == set()


def test_every_ground_of_the_coded_reports_has_plain_words():
    codings, _ = read_jsonl(SAMPLES / "reports")
    grounds = {
        (g.field, g.rule)
        for coding in codings
        if coding.report
        for event in coder()(coding.report)[0]
        for g in event.grounds
    }
    assert len(grounds) > 20
    assert {key for key in grounds if ground_rules.meaning(*key) is None} == set()


def test_what_counts_as_without_words_is_called_a_default():
    by_name = {name: each.default for (_, name), each in ground_rules.load().items()}
    assert {name for name in UNWORDED if not by_name[name]} == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[rule]]\nfield = "mood"\nname = "x"\nsays = "xxx"', "field is 'mood'"),
        ('[[rule]]\nfield = "date"\nname = "x"\nsays = ""', "says is ''"),
        ('[[rule]]\nfield = "date"\nname = "x"\nsays = "xxx"\n' * 2, "stands there twice"),
    ],
)
def test_a_file_that_breaks_the_schema_is_refused(tmp_path, text, said):
    (tmp_path / ground_rules.NAME).write_text(text)
    with pytest.raises(CodebookError, match=said):
        ground_rules.load_from(tmp_path)
