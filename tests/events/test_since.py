"""What became of the events since an earlier version."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.model import Event
from events.queries.comparing import KINDS, differing
from events.queries.reading import read
from events.since import since, told
from events.store import Store, StoreError

CHANGES = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(["x", "y", "gone", "taken"])),
    min_size=1,
    max_size=4,
)


def test_each_change_is_told_with_what_who_and_why(store, make):
    store.upsert_events([make("a"), make("b"), make("c"), make("d")], "Ann", "first")
    store.upsert_events([make("a", notes="n1")], "Bo", "looked again", "b.csv")
    store.upsert_events([make("a", notes="n2"), make("e")], "Cy", "a further report")
    store.upsert_events([make("b", status="withdrawn")], "Di", "deleted by its source")
    store.upsert_events([], "Ed", "told twice", removed=["c"])
    found = since(store.snapshot(1), store.snapshot())
    assert {kind: found.page(kind, 0, 9) for kind in KINDS} == {
        "added": ("e",),
        "changed": ("a",),
        "withdrawn": ("b",),
        "removed": ("c",),
    }
    assert [found.count(kind) for kind in KINDS] == [1, 1, 1, 1]
    assert (found.kind_of("a"), found.kind_of("d"), found.kind_of("?")) == ("changed", None, None)
    changed, removed = told(found, ["a", "c"], store.changes, store.entry)
    assert [(f.field, f.before, f.after) for f in changed.fields] == [("notes", None, "n2")]
    assert [(e.version, e.who, e.why, e.file) for e in changed.commits] == [
        (2, "Bo", "looked again", "b.csv"),
        (3, "Cy", "a further report", None),
    ]
    assert (removed.event.id, [e.who for e in removed.commits]) == ("c", ["Ed"])


def test_a_compaction_is_no_change(scattered):
    before = scattered.snapshot()
    scattered.compact("Cy")
    assert differing(before.event_files, scattered.snapshot().event_files).num_rows == 0


@given(CHANGES)
@settings(max_examples=6)
def test_the_kinds_are_what_comparing_all_rows_says(tmp_path_factory, steps):
    store = Store(tmp_path_factory.mktemp("home"))
    store.upsert_events([Event("a", "event"), Event("b", "event")], "Ann", "first")
    for name, step in steps:
        status = "withdrawn" if step == "taken" else "event"
        new = [] if step == "gone" else [Event(name, status, notes=step)]
        store.upsert_events(new, "Ann", step, removed=[name] if step == "gone" else [])
    newest = store.version()
    rows = [
        {row["event_id"]: row for row in read(store.snapshot(n), "events").to_pylist()}
        for n in (1, newest)
    ]
    old, new = rows
    found = since(store.snapshot(1), store.snapshot())
    assert set(found.page("added", 0, 99)) == new.keys() - old.keys()
    assert set(found.page("removed", 0, 99)) == old.keys() - new.keys()
    other = {each for each in old.keys() & new.keys() if old[each] != new[each]}
    taken = {each for each in other if new[each]["status"] == "withdrawn"}
    assert set(found.page("withdrawn", 0, 99)) == taken
    assert set(found.page("changed", 0, 99)) == other - taken


def test_a_day_means_the_version_in_force_at_its_end(store, make):
    with pytest.raises(StoreError):
        store.version_on(date(2025, 1, 1))
    store.upsert_events([make()], "Ann", "first")
    today = store.log()[0].when.date()
    assert store.version_on(today) == 1
    with pytest.raises(StoreError, match="2020-01-01: nothing was stored yet"):
        store.version_on(date(2020, 1, 1))
