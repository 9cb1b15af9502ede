"""A batch is read, coded and kept: nothing twice, nothing lost, whenever it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from events.batches.account import Account
from events.batches.coding import from_row
from events.batches.run import Source, run_batch
from events.gathering.item import Defaults
from events.model import Event, Issue, Report
from events.queries.reading import read_files, read_issues
from events.store import Store

ROOT = Path(__file__).parents[3]
TABLE = "title,text,date\n" + "".join(
    f'Report {n},"In place {n} two people were killed on Monday.",2025-03-1{n % 9 + 1}\n'
    for n in range(30)
)


def coding(report: Report) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
    if "place 13 " in report.text:
        raise ValueError("an unforeseen text")
    return (Event(f"{report.id}-e1", "event", notes=report.title),), ()


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "texts.csv"
    path.write_text(TABLE + "Empty,,2025-03-11\n" + TABLE.splitlines()[1] + "\n", "utf-8")
    return path


def kept(store: Store) -> dict[str, dict[str, object]]:
    rows = read_files(store.codings()[1], "codings").to_pylist()
    return {row["report_id"]: row for row in rows}


def test_what_was_read_is_coded_already_coded_or_refused(store, table):
    told = []
    account, issues = run_batch(
        [Source(table)], store, who="me", tell=told.append, with_coder=coding
    )
    assert account == Account(coded=29, already=1, refused=2)
    assert account.read == 32 == told[-1].total == told[-1].account.read
    assert [issue.rule for issue in issues] == ["not coded", "no text"]
    assert "ValueError: an unforeseen text" in issues[0].message
    assert issues[0].record == "texts.csv, line 15"
    assert set(read_issues(store.snapshot())) == set(issues)
    assert len(kept(store)) == 29
    coded = from_row(next(iter(kept(store).values())))
    assert coded is not None
    assert coded.proposals[0].notes == coded.report.title


def test_a_batch_done_again_codes_nothing_and_changes_nothing(store, table):
    run_batch([Source(table)], store, who="me", with_coder=coding)
    before = (store.version(), store.codings(), kept(store))

    def never(report: Report) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
        assert "place 13 " in report.text, "only the one that failed is tried again"
        raise ValueError("an unforeseen text")

    account, _ = run_batch([Source(table)], store, who="me", with_coder=never)
    assert account == Account(coded=0, already=30, refused=2)
    assert (store.version(), store.codings(), kept(store)) == before


def test_another_coder_codes_again_and_takes_the_place_of_the_first(store, table, monkeypatch):
    run_batch([Source(table)], store, who="me", with_coder=coding)
    monkeypatch.setattr("events.batches.run.coder_version", lambda _: "rules-other")
    account, _ = run_batch([Source(table)], store, who="me", with_coder=coding)
    assert account.coded == 29
    assert {row["coder"] for row in kept(store).values()} == {"rules-other"}


def test_an_id_that_comes_with_another_text_is_refused_by_name(store, tmp_path):
    text = '{{"report": {{"id": "r", "title": "T", "published": "2025-03-14", "text": "{}"}}}}'
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text(text.format(name), "utf-8")
    sources = [Source(tmp_path / "one.json"), Source(tmp_path / "two.json")]
    account, issues = run_batch(sources, store, who="me", with_coder=coding)
    assert account == Account(coded=1, refused=1)
    assert issues[0].rule == "id twice"
    assert issues[0].record == "two.json"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_what_was_coded_before_an_interruption_is_kept(store, table, stop):
    done: list[str] = []

    def until(report: Report) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
        if len(done) == 7:
            raise stop
        done.append(report.id)
        return coding(report)

    with pytest.raises(stop):
        run_batch([Source(table)], store, who="me", with_coder=until)
    assert set(kept(store)) == set(done)
    account, _ = run_batch([Source(table)], store, who="me", with_coder=coding)
    assert account == Account(coded=22, already=8, refused=2)


SLOW = """
import sys, time
from pathlib import Path
from events.batches import run
from events.model import Event
from events.store import Store

run.KEEP_EVERY = 3
log = open(sys.argv[3], "a")

def coder(report):
    time.sleep(0.03)
    print(report.id, file=log, flush=True)
    return (Event(f"{report.id}-e1", "event", notes=report.title),), ()

account, _ = run.run_batch([run.Source(Path(sys.argv[2]))], Store(Path(sys.argv[1])), who="me",
                           with_coder=coder)
print(account, flush=True)
"""


def test_a_killed_batch_goes_on_where_it_stood(tmp_path, table):
    """Kill -9 at an arbitrary moment: what was kept is not coded again, and all comes through."""
    log, home = tmp_path / "coded.log", tmp_path / "home"
    command = [sys.executable, "-c", SLOW, str(home), str(table), str(log)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    first = subprocess.Popen(command, env=env)
    until = time.monotonic() + 60
    while time.monotonic() < until and (not log.exists() or log.read_text().count("\n") < 10):
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    assert first.wait(20) == -signal.SIGKILL
    before = set(kept(Store(home)))
    once = log.read_text().split()
    assert 6 <= len(before) <= len(once) < 30
    second = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    again = log.read_text().split()[len(once) :]
    assert not before & set(again), "nothing that was kept is coded twice"
    assert before | set(again) == set(kept(Store(home)))
    assert len(kept(Store(home))) == 30
    assert second.stdout.startswith(f"read 32 = coded {30 - len(before)} + ")


def test_defaults_reach_every_item(store, tmp_path):
    (tmp_path / "a.txt").write_text("Two people were killed on Monday.", "utf-8")
    given = Defaults(publisher="A wire", published=None)
    account, issues = run_batch(
        [Source(tmp_path / "a.txt", "2025-03-14 a.txt")],
        store,
        who="me",
        defaults=given,
        with_coder=coding,
    )
    assert (account.coded, issues) == (1, ())
    (row,) = kept(store).values()
    coded = from_row(row)
    assert coded is not None
    assert coded.report.publisher == "A wire"
    assert coded.item == "2025-03-14 a.txt"
