from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.commits import Batch, Note
from events.hashing import row_hashes
from events.model import Event, Report
from events.queries import Filter, open_events
from events.queries.reading import read, read_report
from events.schema import DERIVED, codings_to_table, decisions_to_table
from events.store import Store
from events.store.compacting import SMALL, small_files
from events.store.tables import FileEntry

REPORT = Report("r1", "title", "AFP", date(2025, 10, 12), "text")


def rows(store: Store, version: int | None = None) -> list[dict[str, object]]:
    table = read(store.snapshot(version), "events").sort_by("event_id")
    assert table["row_hash"].to_pylist() == row_hashes(table, DERIVED).to_pylist()
    return table.to_pylist()


def test_small_files_become_one_a_data_set_and_no_row_changes(scattered):
    before, version = rows(scattered), scattered.version()
    pages = Store(scattered.home).snapshot()
    done = {each.table: each for each in scattered.compact("Cy")}
    assert len(scattered.snapshot().event_files) == 2
    assert done["events"].before - done["events"].after == len(pages.event_files) - 2
    assert rows(scattered) == before
    assert scattered.version() == version + 1
    assert len(read(pages, "events")) == len(before), "who reads the version before goes on"


def test_a_compaction_is_in_the_log_and_changes_nothing(scattered):
    version, told = scattered.version(), scattered.history("same")
    scattered.compact("Cy")
    newest = scattered.log()[0]
    assert (newest.who, newest.added, newest.changed, newest.removed) == ("Cy", 0, 0, 0)
    assert "no row changed" in newest.why
    assert scattered.history("same") == told
    assert scattered.changes(version + 1, scattered.version()) == ()
    found = scattered.diff(version, scattered.version())
    assert (found.added, found.changed, found.removed) == ((), (), ())


def test_what_is_compact_is_left_alone(scattered):
    scattered.compact("Cy")
    version = scattered.version()
    assert all(each.before == 0 for each in scattered.compact("Cy"))
    assert scattered.version() == version


def test_every_earlier_version_is_read_and_the_next_change_told(scattered, make):
    earlier = [rows(scattered, number) for number in range(scattered.version() + 1)]
    scattered.compact("Cy")
    assert [rows(scattered, number) for number in range(len(earlier))] == earlier
    assert read_report(scattered.snapshot(), "r1").title == "title 1"
    assert read_report(scattered.snapshot(5), "r1").title == "title 0"
    scattered.upsert_events([make("h1", notes="later")], "Di", "corrected")
    last = scattered.history("h1")[-1]
    assert (last["who"], last["what"]) == ("Di", "changed: notes")


def test_rows_lie_in_the_order_that_they_are_loaded_in(scattered):
    scattered.compact("Cy")
    for file in scattered.snapshot().event_files:
        found = pq.ParquetFile(file).read(["date_start", "event_id"]).to_pylist()
        assert found == sorted(found, key=lambda row: (row["date_start"], row["event_id"]))
    assert open_events(scattered).headline(Filter()).total == len(rows(scattered))


def test_side_tables_and_codings_are_compacted_too(store, make):
    row = dict.fromkeys(("item", "coder", "digest", "report", "proposals", "issues"), "x")
    names = ["report_id", "event_id", "verdict", "who", "decided", "proposal", "outcome"]
    for number in range(3):
        coding = row | {"report_id": f"r{number}", "signature": [1]}
        store.keep_codings(codings_to_table([coding]), Note("me", "coded"))
        decision = dict.fromkeys(names, "x") | {"decision_id": f"d{number}"}
        decision |= {"opened": None, "seconds": None, "score": None}
        decisions = decisions_to_table([decision])
        store.commit(Batch(decisions=decisions), Note("me", "decided"))
    store.compact("Cy")
    assert len(store.codings()[1]) == 1
    assert len(store.snapshot().decision_files) == 1
    assert len(read(store.snapshot(), "decisions")) == 3
    assert len(read(store.snapshot(2), "decisions")) == 2


def test_writers_and_compactions_at_once_lose_nothing(store, make):
    store.upsert_events([make("shared", notes="0")], "Ann", "first")

    def write(name: str) -> None:
        mine = Store(store.home)
        for number in range(2):
            mine.upsert_events(
                [make(f"{name}{number}"), make("shared", notes=f"{name}{number}")], name, "w"
            )
            mine.add_reports([replace(REPORT, id=f"{name}{number}")], name, "r")

    writers = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    for each in writers:
        each.start()
    while any(each.is_alive() for each in writers):
        Store(store.home).compact("Cy")
    for each in writers:
        each.join()
    store.compact("Cy")
    kept = {f"{name}{number}" for name in "ab" for number in range(2)}
    assert {row["event_id"] for row in rows(store)} == {*kept, "shared"}
    assert {*read(store.snapshot(), "reports")["report_id"].to_pylist()} == kept
    assert len(store.snapshot().event_files) == 1


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2 * SMALL)), max_size=8))
@settings(max_examples=50)
def test_only_small_files_of_one_data_set_are_put_together(drawn):
    entries = [FileEntry(f"f{n}", 1, size, name) for n, (name, size) in enumerate(drawn)]
    groups = small_files(entries)
    assert all(len(group) > 1 and len({each.dataset for each in group}) == 1 for group in groups)
    together = {each for group in groups for each in group}
    for name in "ab":
        small = {each for each in entries if each.dataset == name and each.rows < SMALL}
        assert small <= together if len(small) > 1 else not small & together


def test_a_compaction_that_fails_leaves_the_store_as_it_was(scattered):
    before, version = rows(scattered), scattered.version()
    broken = Path(scattered.snapshot().event_files[0])
    content = broken.read_bytes()
    broken.write_bytes(b"no parquet")
    with pytest.raises(Exception, match="cannot be read"):
        scattered.compact("Cy")
    broken.write_bytes(content)
    assert rows(scattered) == before
    assert scattered.version() <= version + 1
    assert list((scattered.home / "staging").iterdir()) == []


def test_a_store_with_nothing_in_it_has_nothing_to_compact(store):
    assert store.compact("Cy") == ()


def test_an_event_that_moved_stays_where_it_is(store, make):
    store.upsert_events([Event("e1", "event", dataset="x")], "Ann", "first")
    store.upsert_events([Event("e1", "event", dataset="y")], "Ann", "moved")
    store.upsert_events([Event("e2", "event", dataset="y")], "Ann", "more")
    store.compact("Cy")
    assert {(row["event_id"], row["dataset"]) for row in rows(store)} == {("e1", "y"), ("e2", "y")}
