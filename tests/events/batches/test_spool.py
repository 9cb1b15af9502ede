"""What is handed in on the page outlives the page, under names of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from events.batches import spool as spooling
from events.batches.account import Account
from events.batches.spool import Handed, run, spool, state, states
from events.gathering.item import Defaults
from events.queries.reading import read_issues
from events.store import Store

ROOT = Path(__file__).parents[3]


def handed(tmp_path: Path, *files: Handed) -> Path:
    return spool(tmp_path, files, who="A. Reader", defaults=Defaults(date(2025, 3, 14), "A wire"))


def test_files_are_kept_under_our_names_and_read_by_theirs(tmp_path):
    folder = handed(tmp_path, Handed("../../week.csv", b"no such column\n"), Handed("a.exe", b"MZ"))
    assert sorted(each.name for each in folder.iterdir()) == ["0.bin", "1.bin", "batch.json"]
    assert state(folder).state == "waiting"
    assert run(folder) == 0
    (after,) = states(tmp_path)
    assert (after.state, after.account) == ("done", Account(refused=2))
    assert after.name == "../../week.csv, a.exe"
    assert [issue.rule for issue in after.issues] == ["no such column", "not accepted"]
    assert not list(folder.glob("*.bin")), "what was handed in is not kept twice"


def test_a_batch_runs_as_a_process_of_its_own(tmp_path):
    folder = handed(tmp_path, Handed("a.csv", b"text,date\n,2025-03-14\n"))
    done = subprocess.run(
        [sys.executable, "-m", "events.batches.spool", str(folder)],
        cwd=ROOT,
        env=os.environ | {"CONFLICT_MAP_HOME": "nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (state(folder).state, state(folder).account) == ("done", Account(refused=1))
    (issue,) = read_issues(Store(tmp_path).snapshot())
    assert issue.record == "a.csv, line 2"


def test_a_batch_that_fails_says_why_and_keeps_its_files(tmp_path, monkeypatch):
    folder = handed(tmp_path, Handed("a.txt", b"Two people were killed."))
    monkeypatch.setattr("events.batches.run.run_batch", fails)
    assert run(folder) == 1
    assert (state(folder).state, state(folder).error) == ("failed", "the disk is full")
    assert list(folder.glob("*.bin"))


def fails(*_: object, **__: object) -> None:
    raise OSError("the disk is full")


def test_a_batch_that_says_nothing_for_long_has_stopped(tmp_path):
    folder = handed(tmp_path, Handed("a.txt", b"x"))
    progress = folder / "progress.json"
    progress.write_text(json.dumps({"state": "running", "account": {"coded": 3}, "total": 9}))
    assert state(folder).state == "running"
    long_ago = progress.stat().st_mtime - spooling._STALE - 5
    os.utime(progress, (long_ago, long_ago))
    assert state(folder).state == "stopped"
    assert state(folder).account == Account(coded=3)


@pytest.mark.parametrize("broken", [b"", b"{", b"[1]\xff"])
def test_a_broken_progress_file_raises_nothing(tmp_path, broken):
    folder = handed(tmp_path, Handed("a.txt", b"x"))
    (folder / "progress.json").write_bytes(broken)
    assert states(tmp_path)[0].account == Account()
