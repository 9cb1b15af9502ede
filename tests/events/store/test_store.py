from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from events.history import FieldChange
from events.model import Issue, Report, Source, Telling
from events.queries import open_events
from events.queries.reading import read, read_events, read_files, read_issues, read_report
from events.schema import LATER, codings_to_table, events_to_table
from events.snapshot import SCHEMAS
from events.store import Batch, Note, Store, StoreError
from events.store.tables import Tables

REPORT = Report("r1", "A title", "AFP", date(2025, 10, 12), "58 soldiers were killed.")

WRITER = """
import sys
from pathlib import Path
from events.model import Event
from events.store import Store

home, name, batches, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
store = Store(home)
print("ready", flush=True)
for batch in range(batches):
    mine = [Event(f"{name}-{batch}-{i}", "event", notes="x" * 200) for i in range(size)]
    both = Event("shared", "event", notes=f"{name} {batch}")
    store.upsert_events([*mine, both], name, f"batch {batch}", f"{name}.csv")
    print(batch, flush=True)
"""


def ids(store: Store, version: int | None = None) -> set[str]:
    return set(read(store.snapshot(version), "events")["event_id"].to_pylist())


def writer(store: Store, name: str, batches: int, size: int) -> subprocess.Popen[str]:
    arguments = [str(store.home), name, str(batches), str(size)]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )


def test_a_store_with_nothing_in_it_answers(store):
    assert store.version() == 0
    assert store.snapshot().event_files == ()
    assert store.log() == ()
    assert store.history("e1") == ()


def test_events_come_back_as_they_went_in(store, make):
    events = (make("e1"), make("e2", place=None), make("e3", dataset="acled"))
    store.upsert_events(events, "Ann", "first")
    assert read_events(store.snapshot(), ["e3", "e1", "e2"]) == (events[2], events[0], events[1])


def test_a_commit_says_who_why_and_from_which_file(store, make):
    store.upsert_events([make()], "Ann", "hand coding", "events.csv")
    newest = store.log()[0]
    assert (newest.who, newest.why, newest.file) == ("Ann", "hand coding", "events.csv")
    assert (newest.version, newest.added) == (1, 1)
    assert abs((datetime.now(UTC) - newest.when).total_seconds()) < 600


def test_the_same_events_again_make_no_version(store, make):
    first = store.upsert_events([make("e1"), make("e2")], "Ann", "first")
    again = store.upsert_events([make("e2"), make("e1")], "Ann", "again")
    assert (first.added, again.added, again.unchanged) == (2, 0, 2)
    assert again.version == first.version == store.version()


def test_added_changed_removed_and_equal_rows_are_one_version(store, make):
    store.upsert_events([make("e1"), make("e2"), make("e3")], "Ann", "first")
    done = store.upsert_events(
        [make("e1"), make("e2", notes="new"), make("e4")], "Ann", "second", removed=["e3", "e9"]
    )
    counts = (done.version, done.added, done.changed, done.unchanged, done.removed)
    assert counts == (2, 1, 1, 1, 1)
    assert ids(store) == {"e1", "e2", "e4"}


def test_an_event_can_move_to_another_dataset(store, make):
    store.upsert_events([make("e1")], "Ann", "first")
    store.upsert_events([make("e1", dataset="2025")], "Ann", "second")
    (event,) = read_events(store.snapshot(), ["e1"])
    assert event.dataset == "2025"
    assert read(store.snapshot(), "events").num_rows == 1


def test_every_earlier_version_can_be_read(store, make):
    for number in range(1, 5):
        store.upsert_events([make("e1", notes=f"note {number}")], "Ann", f"change {number}")
    for number in range(1, 5):
        (event,) = read_events(store.snapshot(number), ["e1"])
        assert event.notes == f"note {number}"
    assert store.snapshot(0).event_files == ()


def test_a_version_that_does_not_exist_is_named(store, make):
    store.upsert_events([make()], "Ann", "first")
    with pytest.raises(StoreError, match="version 7 does not exist; there are 0 to 1"):
        store.snapshot(7)
    with pytest.raises(StoreError, match="version -1"):
        store.snapshot(-1)


def test_side_tables_belong_to_the_version_that_they_were_written_for(store, make):
    store.upsert_events([make()], "Ann", "first")
    store.add_reports([REPORT], "Ann", "report")
    store.add_reports([replace(REPORT, title="Another title")], "Ann", "corrected")
    assert store.version() == 3
    assert read_report(store.snapshot(1), "r1") is None
    assert read_report(store.snapshot(2), "r1") == REPORT
    assert read_report(store.snapshot(3), "r1").title == "Another title"


def test_issues_of_a_scope_are_replaced_by_the_next_reading_of_it(store):
    doubt = Issue("e1", "adm1", "Konar", "unresolved", "no province 'Konar'")
    other = Issue("e2", "adm1", "Kunarr", "unresolved", "no province 'Kunarr'")
    store.record_issues([doubt], "a.csv", "Ann", "import")
    store.record_issues([other], "b.csv", "Ann", "import")
    version = store.version()
    store.record_issues([doubt], "a.csv", "Ann", "import again")
    assert store.version() == version
    store.record_issues([], "a.csv", "Ann", "mended")
    assert read_issues(store.snapshot()) == (other,)
    assert read_issues(store.snapshot(version), "e1") == (doubt,)


def test_history_tells_who_changed_which_field(store, make):
    hostile = "it's -- '; DROP"
    store.upsert_events([make(hostile), make("e2")], "Ann", "first", "a.csv")
    store.upsert_events([make(hostile, notes="n", fatalities_low=1)], "Bo", "corrected")
    store.upsert_events([], "Cy", "doubled", removed=[hostile])
    told = [(row["version"], row["who"], row["what"]) for row in store.history(hostile)]
    assert told == [
        ("version 1", "Ann", "added"),
        ("version 2", "Bo", "changed: fatalities_low, notes"),
        ("version 3", "Cy", "removed"),
    ]
    assert store.history("no such event") == ()


def test_diff_names_added_changed_and_removed_either_way_round(store, make):
    store.upsert_events([make("e1"), make("e2"), make("e3")], "Ann", "first")
    store.upsert_events([make("e2", notes="n"), make("e4")], "Ann", "second", removed=["e3"])
    forward, back = store.diff(1, 2), store.diff(2, 1)
    assert (forward.added, forward.removed) == (("e4",), ("e3",))
    assert forward.changed == (("e2", (FieldChange("notes", None, "n"),)),)
    assert (back.added, back.removed) == (("e3",), ("e4",))
    assert back.changed == (("e2", (FieldChange("notes", "n", None),)),)
    assert store.diff(2, 2) == store.diff(1, 1)


def test_another_store_on_the_same_folder_sees_a_new_version(store, make):
    watching = Store(store.home)
    assert watching.version() == 0
    store.upsert_events([make()], "Ann", "first")
    assert watching.version() == 1


def test_processes_that_write_at_once_lose_nothing(store):
    batches, size = 4, 5
    writers = [writer(store, name, batches, size) for name in ("ann", "bo")]
    for process in writers:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert len(ids(store)) == 2 * batches * size + 1
    assert read(store.snapshot(), "events").num_rows == 2 * batches * size + 1
    assert store.version() == 2 * batches
    told = {(entry.who, entry.why) for entry in store.log()[:-1]}
    assert told == {(who, f"batch {n}") for who in ("ann", "bo") for n in range(batches)}


def test_tables_that_several_make_at_once_are_made_once(tmp_path):
    for number in range(6):
        tables = Tables(tmp_path / str(number))
        together = threading.Barrier(4)

        def make(tables: Tables = tables, together: threading.Barrier = together) -> int:
            together.wait()
            return tables.made("events").version

        with ThreadPoolExecutor(4) as pool:
            made = [pool.submit(make) for _ in range(4)]
            assert [each.result() for each in made] == [0] * 4
        assert tables.folder("events").versions() == (0,)


@pytest.mark.parametrize("wait", [0.0, 0.02, 0.06])
def test_a_killed_import_leaves_the_last_whole_version(store, make, wait):
    store.upsert_events([make("before")], "Ann", "first")
    process = writer(store, "killed", 1000, 400)
    assert process.stdout.readline() == "ready\n"
    process.stdout.readline()
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    found = ids(store)
    assert "before" in found
    batches = {each.rsplit("-", 1)[0] for each in found if each.startswith("killed-")}
    assert all(f"{batch}-{i}" in found for batch in batches for i in range(400))
    assert len(batches) == store.version() - 1
    store.upsert_events([make("after")], "Ann", "goes on")
    assert ids(store) == found | {"after"}


def test_a_folder_that_cannot_be_written_is_named(tmp_path, make):
    (tmp_path / "tables").write_text("a file where a folder should be")
    store = Store(tmp_path)
    with pytest.raises(StoreError, match="tables"):
        store.upsert_events([make()], "Ann", "first")


def test_a_table_that_is_broken_is_named(store, make):
    store.upsert_events([make()], "Ann", "first")
    log = store.tables / "events" / "_delta_log" / f"{1:020}.json"
    log.write_text("{ this is no commit")
    with pytest.raises(StoreError, match="events: cannot be used"):
        Store(store.home).snapshot()


def test_a_missing_data_file_is_named(store, make):
    store.upsert_events([make()], "Ann", "first")
    for file in store.snapshot().event_files:
        Path(file).unlink()
    with pytest.raises(StoreError, match="events"):
        store.upsert_events([make(notes="n")], "Ann", "second")


@pytest.mark.parametrize("name", ["a [b]", "50%20", "x|y"])
def test_a_folder_that_tables_cannot_be_in_is_refused(tmp_path, name):
    with pytest.raises(StoreError, match="choose another"):
        Store(tmp_path / name)


def test_a_dataset_name_that_is_no_folder_name_is_refused(store, make):
    with pytest.raises(StoreError, match=r"'\.\./x'"):
        store.upsert_events([make(dataset="../x")], "Ann", "first")


@pytest.fixture
def older(store, make, monkeypatch) -> Store:
    """A store as it was before events had further sources and reports were paired."""
    with monkeypatch.context() as then:
        old = pa.schema([field for field in SCHEMAS["events"] if field.name not in LATER])
        then.setitem(SCHEMAS, "events", old)
        side = ("reports", "decisions", "issues")
        then.setattr("events.store.committing.SIDE_TABLES", side)
        table = events_to_table([make("a"), make("b")]).select(old.names)
        store.commit(Batch(events=table), Note("then", "an older program"))
        store.add_reports([REPORT], "then", "its report")
    return Store(store.home)


def test_an_older_store_is_read_as_it_is(older, make):
    assert ids(older) == {"a", "b"}
    assert open_events(older).event("a") == make("a")
    assert older.codings() == (-1, ())
    assert read(older.snapshot(), "pairings").num_rows == 0


def test_an_older_store_gets_what_came_since_when_it_is_written(older, make):
    newest = older.version()
    telling = Telling("r2-e1", Source("Again", report_id="r2"), make("a").claims)
    merged = make("a", also=(telling,))
    older.upsert_events([merged, make("b")], "now", "two reports tell of it")
    snapshot = older.snapshot()
    assert read_events(snapshot, ["a", "b"]) == (merged, make("b"))
    assert read(snapshot, "reports").num_rows == 1, "the report is still pinned"
    assert [each.changed for each in older.log()][:2] == [1, 0], "b is as it was"
    assert "also" in older.log()[1].why
    assert read_events(older.snapshot(newest), ["a"]) == (make("a"),)
    assert [each["what"] for each in older.history("a")] == ["added", "changed: also"]


def test_codings_have_versions_of_their_own(store):
    row = dict.fromkeys(("item", "coder", "digest", "report", "proposals", "issues"), "x")
    rows = codings_to_table([row | {"report_id": "r1", "signature": [1, 2]}])
    first = store.keep_codings(rows, Note("me", "coded"))
    assert store.keep_codings(rows, Note("me", "coded again")) == first
    version, files = store.codings()
    assert version == first
    assert read_files(files, "codings")["signature"].to_pylist() == [[1, 2]]
    assert store.version() == 0, "the events and their log are as they were"
