from __future__ import annotations

import io
import json
from datetime import date

from events.code_command import run
from events.jsonl import events_from_json

TEXT = "Gunmen killed two traders in Quetta on Tuesday, police said."


def test_one_line_a_report_in_the_gold_format(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    out = io.StringIO()
    assert run([str(file)], published=date(2025, 3, 14), out=out) == 0
    (line,) = out.getvalue().splitlines()
    report, events, issues = events_from_json(json.loads(line))
    assert report is not None
    assert report.text == TEXT
    (event,) = events
    assert event.date_start == date(2025, 3, 11)
    assert [(c.kind, c.low, c.claimant) for c in event.claims] == [("killed", 2, "PAK:POL")]
    assert event.evidence[0].start == 0
    assert not [i for i in issues if i.severity == "error"]


def test_a_file_that_cannot_be_read_leaves_the_others(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    out, err = io.StringIO(), io.StringIO()
    paths = [str(tmp_path / "none.txt"), str(file)]
    assert run(paths, published=date(2025, 3, 14), out=out, err=err) == 1
    assert len(out.getvalue().splitlines()) == 1
    assert "none.txt" in err.getvalue()


def test_the_same_bytes_each_time(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    outs = []
    for _ in range(2):
        outs.append(io.StringIO())
        run([str(file)], published=date(2025, 3, 14), out=outs[-1])
    assert outs[0].getvalue() == outs[1].getvalue()
