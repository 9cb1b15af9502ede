"""The ``batch`` verb as a person runs it: two processes give the bytes that one gives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from events.__main__ import main
from events.batches.command import columns_of

ROOT = Path(__file__).parents[3]
RETOLD = ROOT / "tests/events/stories/retold"


@pytest.fixture
def batch(monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Run the verb in this process; its code, and what it says."""

    def run(home: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("CONFLICT_MAP_HOME", str(home))
        code = main(["batch", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_two_processes_give_the_bytes_of_one_and_a_second_run_codes_nothing(tmp_path, batch):
    outs = [tmp_path / "one.jsonl", tmp_path / "two.jsonl", tmp_path / "again.jsonl"]
    reports = sorted(str(path) for path in RETOLD.iterdir())[:2]
    code, said, _ = batch(tmp_path / "a", *reports, "--out", str(outs[0]))
    assert (code, said.splitlines()[0]) == (0, "read 2 = coded 2 + already coded 0 + refused 0")
    two = subprocess.run(
        [sys.executable, "-m", "events", "batch", *reports, "--processes", "2", "--out", outs[1]],
        cwd=ROOT,
        env=os.environ | {"CONFLICT_MAP_HOME": str(tmp_path / "b")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert two.returncode == 0, two.stderr
    assert "2 of 2" in two.stderr
    code, said, _ = batch(tmp_path / "b", *reports, "--out", str(outs[2]))
    assert (code, said.splitlines()[0]) == (0, "read 2 = coded 0 + already coded 2 + refused 0")
    assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()
    assert outs[0].read_bytes().count(b"\n") == 2


def test_a_wrong_call_names_what_is_accepted(tmp_path, batch):
    code, _, said = batch(tmp_path, str(tmp_path / "none.zip"))
    assert code == 1
    assert "none.zip: there is no such file or folder" in said
    code, _, said = batch(tmp_path, str(RETOLD), "--column", "body=Text")
    assert code == 1
    assert "FIELD one of title, text, published, publisher, url" in said


def test_columns_are_named_field_by_field():
    assert columns_of(["text=Body = all", "title=Head"]) == {"text": "Body = all", "title": "Head"}
    with pytest.raises(ValueError, match="'text='"):
        columns_of(["text="])
