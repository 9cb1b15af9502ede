"""What became of the events since an earlier version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.model import Event, Place
from events.queries import Filter, Questions
from events.queries.changed import located
from events.queries.comparing import KINDS, differing
from events.queries.reading import read
from events.since import since, told
from events.store import Store, StoreError
from tests.events.conftest import CLASH

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


KUNAR = Place("Kunar", "province", "AFG", "Kunar", adm1_id="AF-KNR")
KHOST = Place("Khost", "province", "AFG", "Khost", adm1_id="AF-KHO")


@pytest.fixture(scope="module")
def moved(tmp_path_factory) -> tuple[Questions, Questions]:
    """Events of two provinces, some of which were added, moved, withdrawn or removed since."""
    store = Store(tmp_path_factory.mktemp("moved"))

    def make(event_id: str, **changes: object) -> Event:
        return replace(CLASH, id=event_id, **changes)

    first = [make(each, place=KHOST) for each in ("stays", "taken", "gone", "told")]
    first.append(make("leaves", dataset="ucdp", place=KHOST))
    store.upsert_events([*first, make("comes", place=KUNAR)], "Ann", "first")
    store.upsert_events([make("far", dataset="acled", place=KUNAR)], "Ann", "another file")
    now = [
        make("leaves", dataset="ucdp", place=KUNAR),
        make("comes", place=KHOST),
        make("new", place=KHOST),
    ]
    now += [make("taken", place=KHOST, status="withdrawn"), make("new 2", place=KUNAR)]
    now += [make("told", place=KHOST, notes="a market")]
    store.upsert_events(now, "Bo", "looked again", removed=["gone"])
    return Questions(store.snapshot(2)), Questions(store.snapshot())


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        (Filter(), (("new", "new 2"), ("comes", "leaves", "told"), ("taken",), ("gone",))),
        (Filter(adm1=("AF-KHO",)), (("new",), ("comes", "leaves", "told"), ("taken",), ("gone",))),
        (Filter(adm1=("AF-KNR",)), (("new 2",), ("comes", "leaves"), (), ())),
        (Filter(statuses=("withdrawn",)), ((), (), ("taken",), ())),
        (Filter(words="market"), ((), ("told",), (), ())),
        (Filter(datasets=("acled",)), ((), (), (), ())),
        (Filter(adm1=("AF-KHO",), once="decided"),
         (("new",), ("comes", "leaves", "told"), ("taken",), ("gone",))),
    ],
)  # fmt: skip
def test_what_passes_a_filter_then_or_now_is_counted_and_listed(moved, f, expected):
    before, after = moved
    found = since(before.snapshot, after.snapshot)
    places = located(found.all_ids(), before, after)
    for _ in range(2):  # asked for the first time, and where answers are kept
        under = found.where(places.passing(f, before, after))
        assert tuple(under.page(kind, 0, 9) for kind in KINDS) == expected
        assert tuple(under.count(kind) for kind in KINDS) == tuple(map(len, expected))
        before.headline(f)
        after.headline(f)
    assert under.page("changed", 1, 1) == expected[1][1:2]
    assert under.kind_of("taken") == "withdrawn"


def test_only_files_that_one_version_lacks_are_looked_at(moved):
    before, after = moved
    found = since(before.snapshot, after.snapshot)
    places = located(found.all_ids(), before, after)
    assert min(len(places.before), len(places.after)) > 1
    both = {*before.snapshot.event_files} & {*after.snapshot.event_files}
    assert both
    assert not both & {*places.before, *places.after}


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
