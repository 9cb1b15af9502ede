from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from events.__main__ import main
from events.pipeline import SAMPLES

ROOT = Path(__file__).parents[2]
HAND = SAMPLES / "border_clashes.csv"
REPORT = SAMPLES / "reports"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Path:
    """A data folder with the shipped data, made by the command itself."""
    home = tmp_path_factory.mktemp("home")
    environment = os.environ | {"CONFLICT_MAP_HOME": str(home)}
    command = [sys.executable, "-W", "error", "-m", "events", "load"]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("version 1: ")
    return home


@pytest.fixture
def run(loaded, monkeypatch, capsys):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(loaded))

    def running(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    return running


@pytest.fixture
def empty(run, monkeypatch, tmp_path):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path / "empty"))
    return run


def test_log_lists_every_version_with_who_and_why(run):
    code, out, _ = run("log")
    assert code == 0
    assert "shipped data: the events and reports that come with the program" in out
    assert "[border_clashes.csv]" in out


def test_log_of_an_empty_store_says_so(empty):
    assert empty("log") == (0, "no version yet: the store is empty\n", "")


def test_show_tells_all_of_an_event(run):
    code, out, _ = run("show", "hand-2025-10-12_press-e1")
    assert code == 0
    for word in ("Battles / Armed clash", "AFG-PAK", "58 Pakistani soldiers", "asserted", "added"):
        assert word in out
    assert "Taliban warns Islamabad" in out


def test_show_of_an_unknown_event_names_near_ones(run):
    code, out, err = run("show", "hand-2025-10-12_press-e99")
    assert (code, out) == (1, "")
    assert "has no such event; near it: hand-2025-10-12_press-e" in err


def test_diff_counts_and_lists(run):
    code, out, _ = run("diff", "0", "1")
    assert code == 0
    assert out.splitlines()[0].endswith("added, 0 changed, 0 removed")
    assert "+ hand-2025-10-12_press-e1" in out
    code, _, err = run("diff", "0", "77")
    assert (code, err) == (1, "error: version 77 does not exist; there are 0 to 1\n")


def test_import_tells_each_row_and_stores_nothing_on_a_dry_run(empty, tmp_path):
    code, out, err = empty("import", "hand", str(HAND), "--dry-run")
    assert (code, err) == (0, "")
    assert "rows read" in out
    assert "dry run: nothing was stored" in out
    assert not (tmp_path / "empty" / "tables").exists()


def test_import_stores_who_and_why(empty):
    code, out, _ = empty("import", "hand", str(HAND), "--who", "Ann", "--why", "a second look")
    assert code == 0
    assert "version 1: " in out
    assert "Ann: a second look  [border_clashes.csv]" in empty("log")[1]


def test_import_of_no_file_and_of_no_table_is_an_error(empty, tmp_path):
    code, _, err = empty("import", "hand", "nowhere.csv")
    assert (code, err) == (1, "error: nowhere.csv: there is no such file\n")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\x00\xff\xfe\x00" * 100)
    code, out, _ = empty("import", "hand", str(binary))
    assert code == 1
    assert "Traceback" not in out


def test_export_writes_the_filtered_events(run, tmp_path):
    target = tmp_path / "out.geojson"
    query = "from=2025-10-01&actor=AFG%3AIEA"
    code, out, _ = run("export", "--format", "geojson", "--filter", query, "--out", str(target))
    assert code == 0
    collection = json.loads(target.read_text())
    shown = len(collection["features"])
    assert 0 < shown == collection["provenance"]["shown"]
    assert f"{shown} events" in out


def test_a_filter_that_is_not_understood_exports_nothing(run, tmp_path):
    target = tmp_path / "out.csv"
    code, _, err = run("export", "--format", "csv", "--filter", "actr=TTP", "--out", str(target))
    assert code == 1
    assert "The address says actr=TTP; accepted: from, to" in err
    assert not target.exists()


def test_an_export_that_cannot_be_written_is_named(run, tmp_path):
    target = tmp_path / "none" / "out.gpkg"
    code, _, err = run("export", "--format", "gpkg", "--out", str(target))
    assert (code, err) == (1, f"error: {target}: No such file or directory\n")


def test_a_broken_store_is_named_without_a_traceback(empty, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "tables").write_text("a file in the way")
    code, out, err = empty("import", "hand", str(HAND))
    assert code == 1
    assert err.startswith("error: ")
    assert "tables" in err
    assert "Traceback" not in out + err


def test_code_prints_the_gold_format(run, tmp_path):
    report = min(REPORT.glob("*.json"))
    target = tmp_path / "coded.jsonl"
    code, _, _ = run("code", str(report), "--out", str(target))
    assert code == 0
    coded = json.loads(target.read_text().splitlines()[0])
    assert coded["report"]["text"]
    assert coded["events"]


def test_code_without_a_date_says_how_to_give_one(run, tmp_path):
    text = tmp_path / "report.txt"
    text.write_text("Two soldiers were killed in Kunar on Sunday.")
    code, _, err = run("code", str(text))
    assert code != 0
    assert "--published" in err


def test_evaluate_scores_a_coding_against_itself(run):
    gold = ROOT / "tests" / "gold"
    code, out, _ = run("evaluate", str(gold), str(gold))
    assert code == 0
    assert "1.000" in out


@pytest.mark.parametrize(
    "verb", ["code", "evaluate", "load", "import", "rejoin", "log", "show", "diff", "export"]
)
def test_every_verb_explains_itself(verb, capsys):
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert len(capsys.readouterr().out) > 80


def test_a_wrong_call_is_two(capsys):
    for arguments in ([], ["fly"], ["diff", "one", "two"], ["export", "--format", "pdf"]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_decisions_are_listed_or_written_whole(empty, tmp_path):
    assert empty("decisions") == (0, "nobody has decided on a proposed event yet\n", "")
    out = tmp_path / "decisions.csv"
    assert empty("decisions", "--out", str(out))[0] == 0
    assert out.read_text("utf-8-sig").startswith("decided,who,verdict,event_id,report_id,opened")
