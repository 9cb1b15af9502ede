from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from events.__main__ import main
from events.commits import Note
from events.model import Event
from events.queries.reading import read, read_report
from events.store import Store, StoreError

NOTE = Note("Cy", "cleaned up")


def aged(store: Store, days: dict[int, int], now: datetime) -> None:
    """Make the log say that commits were made some days ago, the later the later."""
    for name in ("events", "reports", "issues"):
        log = store.tables / name / "_delta_log"
        for entry in sorted(log.glob("*.json")):
            version = int(entry.stem)
            at = int((now - timedelta(days=days.get(version, 0))).timestamp() * 1000)
            text = entry.read_text()
            told = text.index('"timestamp":') + len('"timestamp":')
            entry.write_text(text[:told] + str(at) + text[text.index(",", told) :])


def files(store: Store) -> set[str]:
    return {
        str(path.relative_to(store.tables))
        for path in store.tables.rglob("*.parquet")
        if "_delta_log" not in path.parts
    }


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def aging(scattered, now) -> Store:
    """The store with its versions 0 to 7 made 200 days ago and more, the rest today; compact."""
    aged(scattered, {number: 208 - number for number in range(8)}, now)
    scattered.compact("Cy")
    return scattered


def test_within_the_retention_every_version_diff_and_history_is_as_before(aging, now):
    newest = aging.version()
    kept = range(7, newest + 1)
    before = {number: read(aging.snapshot(number), "events").sort_by("event_id") for number in kept}
    diffs = [aging.diff(number, number + 1) for number in kept[:-1]]
    told, changes = aging.history("e2"), aging.changes(8, newest)
    titles = [read_report(aging.snapshot(number), "r1") for number in kept]
    done = aging.vacuum(now, NOTE)
    assert (done.days, done.before, done.oldest) == (180, 0, 7)
    for number, table in before.items():
        assert read(aging.snapshot(number), "events").sort_by("event_id").equals(table)
    assert [aging.diff(number, number + 1) for number in kept[:-1]] == diffs
    assert aging.changes(8, newest) == changes
    assert [read_report(aging.snapshot(number), "r1") for number in kept] == titles
    assert aging.history("e2")[1:] == told[-1:]


def test_what_came_before_the_retention_is_refused_by_name(aging, now):
    aging.vacuum(now, NOTE)
    said = "version 6 is no longer kept: what came before version 7 .* accepted are 7 to"
    with pytest.raises(StoreError, match=said):
        aging.snapshot(6)
    with pytest.raises(StoreError, match="version 0 is no longer kept"):
        aging.diff(0, 8)
    with pytest.raises(StoreError, match="version 1 is no longer kept"):
        aging.changes(2, 6)


def test_history_says_where_it_begins(aging, now):
    aging.vacuum(now, NOTE)
    first = aging.history("e1")[0]
    assert first["version"] == "version 7"
    assert "no longer kept" in first["what"]
    assert aging.history("no such event") == ()
    assert len(aging.log()) == aging.version() + 1, "who changed what, when and why stays"


def test_only_what_no_kept_version_needs_is_removed(aging, now):
    before = files(aging)
    plan = aging.vacuum(now, NOTE, dry_run=True)
    assert files(aging) == before
    done = aging.vacuum(now, NOTE)
    assert done.tables == plan.tables
    gone = before - files(aging)
    assert len(gone) == sum(each.files for each in done.tables) > 0
    assert any("_change_data" in each for each in gone)


def test_a_clean_up_is_said_once_in_the_log_and_changes_no_row(aging, now):
    version = aging.version()
    aging.vacuum(now, NOTE)
    assert aging.version() == version + 1
    assert (aging.log()[0].who, aging.log()[0].changed) == ("Cy", 0)
    assert aging.diff(version, version + 1).changed == ()
    again = aging.vacuum(now, NOTE)
    assert aging.version() == version + 1
    assert (again.before, again.oldest) == (7, 7)
    assert all(each.files == 0 for each in again.tables)


def test_the_tables_say_how_long_files_are_kept(aging, now):
    aging.vacuum(now, NOTE, 90)
    for name in ("events", "reports", "issues"):
        table = DeltaTable(str(aging.tables / name))
        kept = table.metadata().configuration
        assert kept["delta.deletedFileRetentionDuration"] == "interval 90 days"
        assert kept["delta.enableExpiredLogCleanup"] == "false"
    assert aging.vacuum(now, NOTE).days == 90


def test_young_files_of_no_version_may_be_a_running_import(aging, now):
    folder = aging.tables / "events" / "dataset=hand"
    old, young = folder / "old.parquet", folder / "young.parquet"
    staged = aging.home / "staging" / "left"
    staged.mkdir()
    for each in (old, young):
        each.write_bytes(b"x")
    past = (now - timedelta(days=8)).timestamp()
    for each in (old, staged):
        os.utime(each, (past, past))
    assert aging.vacuum(now, NOTE).left == (staged,)
    assert (old.exists(), young.exists(), staged.exists()) == (False, True, False)


def test_a_reader_of_a_kept_version_goes_on_and_writers_too(aging, now, make):
    reading = Store(aging.home).snapshot(8)
    count = read(reading, "events").num_rows
    aging.vacuum(now, NOTE)
    assert read(reading, "events").num_rows == count
    aging.upsert_events([make("later")], "Ann", "goes on")
    assert read(aging.snapshot(), "reports").num_rows == 1, "the report is still pinned"


@pytest.mark.parametrize("days", [0, -1, 40_000])
def test_an_unusable_number_of_days_is_named(aging, now, days):
    with pytest.raises(StoreError, match=f"{days} days: accepted are 1 to 36500"):
        aging.vacuum(now, NOTE, days)


@given(st.lists(st.sampled_from(["add", "change", "compact", "vacuum"]), min_size=3, max_size=5))
@settings(max_examples=3, deadline=None)
def test_whatever_comes_after_whatever_kept_versions_stay(tmp_path_factory, steps):
    store = Store(tmp_path_factory.mktemp("home"))
    store.upsert_events([Event("shared", "event", dataset="x")], "Ann", "first")
    seen: dict[int, object] = {}
    for number, step in enumerate(steps):
        now = datetime.now(UTC)
        if step == "compact":
            store.compact("Cy")
        elif step == "vacuum":
            aged(store, dict.fromkeys(range(store.version()), 400), now)
            store.vacuum(now, NOTE, 30)
        else:
            name = "shared" if step == "change" else f"e{number}"
            event = Event(name, "event", dataset="x", notes=str(number))
            store.upsert_events([event], "Ann", step)
        seen[store.version()] = read(store.snapshot(), "events").sort_by("event_id")
    for version, table in seen.items():
        if version >= store.oldest():
            assert read(store.snapshot(version), "events").sort_by("event_id").equals(table)


def test_the_command_line_says_what_it_would_remove(aging, capsys, monkeypatch):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(aging.home))
    assert main(["vacuum", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "events: " in told
    assert "would be removed" in told
    assert "versions 0 to 6 could no longer be gone back to; the oldest left is 7" in told
    assert main(["compact"]) == 0
    assert capsys.readouterr().out == "nothing to put together\n"
    assert main(["vacuum", "--keep-days", "0"]) == 1
    assert "accepted are 1 to" in capsys.readouterr().err
    assert aging.snapshot(1).event_files, "nothing was removed"
