from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from events.backups.restoring import restore
from events.backups.writing import back_up
from events.commits import Batch, Note
from events.model import Event, Issue, Report, Source
from events.queries import Filter, open_events
from events.queries.orphans import orphans
from events.queries.reading import read, read_files
from events.schema import (
    LATER,
    codings_to_table,
    decisions_to_table,
    events_to_table,
    issues_to_table,
    pairings_to_table,
    reports_to_table,
)
from events.since import since
from events.since import told as events_told
from events.snapshot import KEYS, SCHEMAS
from events.store import Store, StoreError
from events.verifying.finding import Finding
from tests.events.store.test_vacuuming import aged

REPORT = Report("r1", "title", "AFP", date(2025, 10, 12), "text")
TABLES = tuple(name for name in KEYS if name != "codings")


def everything(store: Store, version: int | None = None) -> dict[str, pa.Table]:
    """Return the rows of all tables of a version; of the newest, those of the codings too."""
    snapshot = store.snapshot(version)
    found = {name: read(snapshot, name).sort_by(KEYS[name]) for name in TABLES}
    if version is None:
        found["codings"] = read_files(store.codings()[1], "codings").sort_by("report_id")
    return found


def coding(report: str) -> pa.Table:
    row = dict.fromkeys(("item", "coder", "digest", "report", "proposals", "issues"), "x")
    return codings_to_table([row | {"report_id": report, "signature": [1]}])


@pytest.fixture
def worked(scattered: Store, make: Callable[..., Event]) -> Store:
    """The scattered store, with a coded report and then work in every table at once."""
    scattered.keep_codings(coding("r1"), Note("Ann", "coded"))
    decision = dict.fromkeys(SCHEMAS["decisions"].names)
    decision |= {"decision_id": "d1", "event_id": "e9", "report_id": "r9", "verdict": "rejected"}
    pairing = dict.fromkeys(SCHEMAS["pairings"].names, "x")
    del decision["row_hash"], pairing["row_hash"]
    scattered.commit(
        Batch(
            events=events_to_table([make("e1", notes="later"), make("e9")]),
            removed=("h0",),
            reports=reports_to_table([replace(REPORT, id="r9"), replace(REPORT, title="other")]),
            decisions=decisions_to_table([decision]),
            issues=issues_to_table([Issue("e9", None, None, "rule", "said")], "b.csv"),
            issue_scope="b.csv",
            pairings=pairings_to_table([pairing]),
        ),
        Note("Bo", "much at once"),
    )
    scattered.keep_codings(coding("r9"), Note("Ann", "coded"))
    return scattered


def test_the_store_stands_as_any_earlier_version_did_and_goes_back(worked):
    newest, before = worked.version(), everything(worked)
    earlier = {number: everything(worked, number) for number in (newest - 1, 0)}
    for number, then in earlier.items():
        expected = worked.diff(worked.version(), number)
        done = worked.rewind(number, "Cy", "a mistake")
        assert done.version == worked.version()
        now = everything(worked)
        assert {name: now[name] for name in TABLES} == then
        told = worked.log()[0]
        assert (told.added, told.changed, told.removed) == (
            len(expected.added), len(expected.changed), len(expected.removed),
        )  # fmt: skip
        assert (told.who, told.why) == ("Cy", f"rewound to version {number}: a mistake")
        worked.rewind(newest, "Cy")
        assert everything(worked) == before
    assert {number: everything(worked, number) for number in earlier} == earlier


def test_codings_go_back_to_what_they_were_last_under_that_version(worked):
    worked.rewind(worked.version() - 1, "Cy")
    assert read_files(worked.codings()[1], "codings")["report_id"].to_pylist() == ["r1"]


def test_what_it_would_do_is_told_and_nothing_is_done(worked):
    version, before = worked.version(), everything(worked)
    done = worked.rewind(version - 1, "Cy", dry_run=True)
    told = {each.table: (each.added, each.changed, each.removed) for each in done.tables}
    assert told == {
        "events": (1, 1, 1), "reports": (0, 1, 1), "decisions": (0, 0, 1), "issues": (0, 0, 1),
        "pairings": (0, 0, 1), "codings": (0, 0, 1),
    }  # fmt: skip
    assert (done.version, worked.version(), everything(worked)) == (None, version, before)


def test_where_nothing_differs_nothing_is_done(worked):
    version = worked.version()
    worked.compact("Cy")
    for to in (version, version + 1):
        assert worked.rewind(to, "Cy").empty
    assert worked.version() == version + 1


def test_what_is_stored_next_rests_on_the_rewound_tables(worked, make):
    version = worked.version()
    worked.rewind(version - 1, "Cy")
    then = everything(worked)
    worked.add_reports([replace(REPORT, id="r2")], "Di", "another")
    worked.record_issues([Issue("e1", None, None, "rule", "said")], "c.csv", "Di", "another")
    now = everything(worked)
    assert now["reports"]["report_id"].to_pylist() == ["r1", "r2"]
    assert now["reports"].slice(0, 1) == then["reports"]
    assert now["issues"].num_rows == then["issues"].num_rows + 1
    assert now["decisions"].num_rows == 0
    worked.upsert_events([make("e1", notes="again")], "Di", "corrected")
    assert worked.history("e1")[-1]["what"] == "changed: notes, dataset"
    assert everything(worked, version)["decisions"].num_rows == 1, "what was undone can be read"


def test_history_and_since_tell_what_a_rewind_did_to_an_event_and_no_more(worked):
    version, same = worked.version(), worked.history("same")
    worked.compact("Cy")
    worked.rewind(version - 1, "Cy", "oops")
    last = [worked.history(each)[-1] for each in ("e1", "e9", "h0")]
    assert [each["what"].split(":")[0] for each in last] == ["changed", "removed", "added"]
    assert {each["why"] for each in last} == {f"rewound to version {version - 1}: oops"}
    assert worked.history("same") == same
    changed = {each.field: (each.before, each.after) for each in worked.history("e1")[-1]["fields"]}
    assert changed == {"notes": ("later", None), "dataset": ("hand", "acled")}
    found = since(worked.snapshot(version), worked.snapshot())
    (told,) = events_told(found, ["e1"], worked.changes, worked.entry)
    assert [each.why for each in told.commits] == [f"rewound to version {version - 1}: oops"]


def test_compact_verify_vacuum_and_backup_keep_to_the_rewound_state(worked, tmp_path, now):
    version, before = worked.version(), everything(worked)
    worked.rewind(version - 1, "Cy")
    then = everything(worked)
    worked.compact("Cy")
    assert everything(worked) == then
    assert worked.vacuum(datetime.now(UTC), Note("Cy", "clean")).oldest == 0
    checked = list(worked.check_log())
    assert not [each for each in checked if isinstance(each, Finding)]
    paths = {each.table.name: each.paths() for each in checked}
    assert "decisions" not in {each[0] for each in orphans(paths, tmp_path)}, "it was taken out"
    back_up(worked, tmp_path / "copy.zip", now)
    copy = Store(tmp_path / "copy")
    restore(tmp_path / "copy.zip", copy, now, replace=False)
    assert everything(copy) == then
    copy.rewind(version, "Di")
    assert everything(copy) == before


def test_the_page_reads_no_file_anew(worked):
    first = open_events(worked)
    worked.rewind(worked.version() - 1, "Cy")
    now = open_events(worked)
    assert now.version == worked.version()
    assert now.headline(Filter()).total == read(worked.snapshot(), "events").num_rows
    assert now.event("e9") is None
    assert first.event("e9") is not None


def test_a_version_that_is_gone_or_has_lost_a_file_is_refused(worked):
    version = worked.version()
    with pytest.raises(StoreError, match=f"version {version + 1} does not exist"):
        worked.rewind(version + 1, "Cy")
    with_files = {*worked.snapshot(6).event_files} - {*worked.snapshot().event_files}
    lost = Path(min(with_files))
    whole = lost.read_bytes()
    for cut in (lost.unlink, lambda: lost.write_bytes(whole[:-1])):
        cut()
        with pytest.raises(StoreError, match=r"version 6 cannot be gone back to: .* nothing was"):
            worked.rewind(6, "Cy")
    assert worked.version() == version
    lost.write_bytes(whole)
    now = datetime.now(UTC)
    aged(worked, {number: 208 - number for number in range(8)}, now)
    worked.vacuum(now + timedelta(seconds=1), Note("Cy", "clean"))
    with pytest.raises(StoreError, match="version 6 is no longer kept"):
        worked.rewind(6, "Cy")
    worked.rewind(8, "Cy")
    assert worked.oldest() == 7, "settings are those of now"


def test_a_writer_that_was_quicker_is_not_undone(worked, make, monkeypatch):
    seen = worked.version()
    other = Store(worked.home)
    other.upsert_events([make("new")], "Di", "meanwhile")
    with pytest.raises(StoreError, match=f"version {seen} was the newest, now it is {seen + 1}"):
        worked.rewind(4, "Cy", on=seen)
    made = worked._tables.__class__.made

    def late(tables, name):  # another process comes between the plan and the commit
        table = made(tables, name)
        monkeypatch.undo()
        other.upsert_events([make("newer")], "Di", "meanwhile")
        return table

    monkeypatch.setattr(worked._tables.__class__, "made", late)
    before = everything(worked, None)
    with pytest.raises(StoreError, match="nothing was rewound"):
        worked.rewind(4, "Cy")
    now = everything(worked)
    assert set(now["events"]["event_id"].to_pylist()) == {
        *before["events"]["event_id"].to_pylist(), "newer",
    }  # fmt: skip
    assert {n: now[n] for n in now if n != "events"} == {
        n: before[n] for n in before if n != "events"
    }


def test_writers_at_once_lose_nothing_and_keep_to_the_pins(worked, make):
    version = worked.version()
    worked.rewind(version - 1, "Cy")
    before = everything(worked)

    def write(name: str) -> None:
        own, source = Store(worked.home), Source("t", report_id=name)
        for number in range(2):
            batch = Batch(
                events=events_to_table([make(f"{name}-{number}", source=source)]),
                reports=reports_to_table([replace(REPORT, id=f"{name}-{number}")]),
            )
            own.commit(batch, Note(name, "at once"))

    writers = [threading.Thread(target=write, args=(name,)) for name in ("ann", "bo")]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    new = {f"{name}-{number}" for name in ("ann", "bo") for number in range(2)}
    now = everything(worked)
    for name in ("events", "reports"):
        ids = {*before[name][KEYS[name]].to_pylist()}
        assert {*now[name][KEYS[name]].to_pylist()} == ids | new
    assert now["decisions"].num_rows == 0


def test_a_store_that_got_columns_since_is_rewound(store, make, monkeypatch):
    with monkeypatch.context() as then:
        old = pa.schema([field for field in SCHEMAS["events"] if field.name not in LATER])
        then.setitem(SCHEMAS, "events", old)
        table = events_to_table([make("a"), make("b")]).select(old.names)
        store.commit(Batch(events=table), Note("then", "an older program"))
    earlier = everything(store, 1)
    store.upsert_events([make("a", notes="n"), make("c")], "Ann", "later")
    newest = everything(store)
    version = store.version()
    store.rewind(1, "Cy")
    assert everything(store, store.version()) == earlier
    assert [each["what"] for each in store.history("a")][-2:] == ["changed: notes"] * 2
    store.rewind(version, "Cy")
    assert everything(store) == newest
