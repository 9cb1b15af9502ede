"""The commands with ``--coder``: what is asked, what is printed, and what is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from events.__main__ import main
from events.jsonl import events_from_json
from tests.events.llm.fake_endpoint import KEY, Reply, recorded

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "events/samples/reports"
NIGHT, CHAMAN = (
    SAMPLES / "2025-10-12_border_night.json",
    SAMPLES / "2022-12-11_chaman_shelling.json",
)


@pytest.fixture
def chosen(endpoint, monkeypatch):
    """Start an endpoint and name it in the environment."""

    def start(*replies: Reply):
        fake = endpoint(*replies)
        for name, value in fake.environment.items():
            monkeypatch.setenv(name, value)
        return fake

    return start


def test_nothing_is_sent_unless_it_is_asked_for(chosen, capsys):
    fake = chosen()
    assert main(["code", str(NIGHT)]) == 0
    assert main(["code", "--coder", "rules", str(NIGHT)]) == 0
    assert fake.requests == []
    assert "events" in capsys.readouterr().out


def test_without_an_endpoint_the_choice_is_refused_with_the_remedy(monkeypatch, capsys):
    for name in [n for n in os.environ if n.startswith("CONFLICT_MAP_LLM_")]:
        monkeypatch.delenv(name)
    assert main(["code", "--coder", "llm", str(NIGHT)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "CONFLICT_MAP_LLM_URL" in told.err
    assert "Traceback" not in told.err


def test_the_model_s_events_come_out_in_the_gold_format(chosen, capsys):
    chosen(recorded("border_night"))
    assert main(["code", "--coder", "llm", str(NIGHT)]) == 0
    told = capsys.readouterr()
    (line,) = told.out.splitlines()
    report, events, issues = events_from_json(json.loads(line))
    assert report is not None
    assert [e.origin for e in events] == ["llm"] * 5
    assert not [i for i in issues if i.severity == "error"]
    assert KEY not in told.out + told.err


def test_what_was_refused_is_told(chosen, capsys):
    chosen(recorded("invented_number"))
    assert main(["code", "--coder", "llm", str(NIGHT)]) == 0
    assert "'85'" in capsys.readouterr().err


def test_a_report_that_fails_is_listed_and_the_others_go_on(chosen, capsys):
    fake = chosen(Reply(status=401), recorded("chaman"))
    assert main(["code", "--coder", "llm", str(NIGHT), str(CHAMAN)]) == 1
    told = capsys.readouterr()
    (line,) = told.out.splitlines()
    assert json.loads(line)["report"]["id"] == "retold-2022-12-11-chaman"
    assert "retold-2025-10-12-border-night: tiny-test at" in told.err
    assert len(fake.requests) == 2
    assert KEY not in told.out + told.err


def test_both_coders_are_held_side_by_side(chosen, capsys):
    chosen(recorded("border_night"))
    assert main(["code", "--coder", "both", str(NIGHT)]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("retold-2025-10-12-border-night: ")
    assert "only by the rules" in first
    assert any(line.strip().startswith("only rules") for line in rest)
    assert any(": rules " in line and " | llm " in line for line in rest)


def test_the_differences_can_be_read_by_a_program(chosen, capsys, tmp_path):
    chosen(recorded("border_night"))
    out = tmp_path / "both.jsonl"
    asked = ["code", "--coder", "both", "--differences", "jsonl", "--out", str(out), str(NIGHT)]
    assert main(asked) == 0
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {one["result"] for one in found} <= {"same", "differ", "only rules", "only llm"}
    assert sum(one["llm"] is not None for one in found) == 5
    for one in found:
        assert bool(one["differences"]) == (one["result"] == "differ")


def test_the_model_can_be_scored_like_any_coder(chosen, capsys, tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    answer = recorded("border_night")
    chosen(answer)
    assert main(["code", "--coder", "llm", "--out", str(gold / "a.jsonl"), str(NIGHT)]) == 0
    chosen(answer)
    assert main(["evaluate", str(gold), "--coder", "llm"]) == 0
    assert "1.00" in capsys.readouterr().out
    chosen(Reply(status=404))
    assert main(["evaluate", str(gold), "--coder", "llm"]) == 0
    assert "CONFLICT_MAP_LLM_MODEL" in capsys.readouterr().err


CONNECTS = """
import sys
WHERE = {"socket.connect": 1, "socket.getaddrinfo": 0}
def note(event, arguments):
    if event in WHERE:
        sys.stderr.write(f"@{event} {arguments[WHERE[event]]}\\n")
sys.addaudithook(note)
from events.__main__ import main
code = main(sys.argv[1:])
loaded = {"openai", "pydantic_ai", "httpx2", "tenacity"} & set(sys.modules)
sys.stderr.write(f"#loaded {len(loaded)}\\n")
sys.exit(code)
"""


@pytest.mark.parametrize("coder", ["rules", "llm"])
def test_nothing_is_loaded_or_connected_but_what_was_chosen(coder, endpoint):
    fake = endpoint(recorded("border_night"))
    done = subprocess.run(
        [sys.executable, "-c", CONNECTS, "code", "--coder", coder, str(NIGHT)],
        cwd=ROOT,
        env=os.environ | fake.environment | {"OPENAI_LOG": "debug"},
        capture_output=True,
        text=True,
        check=True,
    )
    made = {line for line in done.stderr.splitlines() if line.startswith("@")}
    port = int(fake.url.removesuffix("/v1").rpartition(":")[2])
    allowed = {"@socket.getaddrinfo 127.0.0.1", f"@socket.connect ('127.0.0.1', {port})"}
    assert made <= (allowed if coder == "llm" else set())
    assert len(fake.requests) == (coder == "llm")
    assert f"#loaded {4 if coder == 'llm' else 0}" in done.stderr
    assert KEY not in done.stdout + done.stderr
