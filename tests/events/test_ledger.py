"""What the records come from and what was doubted, a page at a time."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from events.commits import Batch, Note
from events.model import Event, Issue, Source, Telling
from events.queries import ledger
from events.queries.reading import read_issues
from events.schema import events_to_table, issues_to_table
from events.snapshot import Snapshot
from events.store import Store

FIRST = Source("First's title", "A paper", published=date(2025, 10, 12), report_id="r1")
SECOND = Source("Second", "Another", url="https://b.example/50%", published=date(2025, 10, 13))
EVENTS = [
    Event("a", "event", source=FIRST, also=(Telling("b", SECOND),), date_start=date(2021, 5, 1)),
    Event("c", "event", source=FIRST, dataset="acled", date_start=date(2020, 5, 1)),
    Event("d", "event"),
]


def test_each_report_of_a_merged_event_is_counted_with_its_records(tmp_path):
    store = Store(tmp_path)
    store.upsert_events(EVENTS, "me", "to list")
    total, found = ledger.sources(store.snapshot())
    assert total == 3
    assert [(one.title, one.records) for one in found] == [
        ("Second", 1), ("First's title", 2), (None, 1),
    ]  # fmt: skip


def test_sources_are_found_by_words_and_turned_a_page_at_a_time(tmp_path):
    store = Store(tmp_path)
    store.upsert_events(EVENTS, "me", "to list")
    snapshot = store.snapshot()
    for words, titles in (
        ("FIRST'S", ["First's title"]), ("another", ["Second"]), ("50%", ["Second"]),
        ("%", ["Second"]), ("'; DROP", []), ("x" * 500, []),
    ):  # fmt: skip
        total, found = ledger.sources(snapshot, words)
        assert (total, [one.title for one in found]) == (len(titles), titles)
    pages = [ledger.sources(snapshot, offset=at, limit=1)[1] for at in range(4)]
    assert [len(page) for page in pages] == [1, 1, 1, 0]
    assert tuple(one for page in pages for one in page) == ledger.sources(snapshot)[1]


def test_data_sets_are_counted_from_their_first_day_to_their_last(tmp_path):
    store = Store(tmp_path)
    store.upsert_events(EVENTS, "me", "to list")
    hand, acled = ledger.data_sets(store.snapshot())
    assert (hand.records, hand.first, hand.last) == (2, date(2021, 5, 1), date(2021, 5, 1))
    assert (acled.name, acled.records, acled.first) == ("acled", 1, date(2020, 5, 1))


@given(st.lists(st.sampled_from(["far", "twin row", "d'oh"]), max_size=12), st.integers(1, 5))
@settings(max_examples=8, deadline=None)
def test_every_note_stands_on_one_page_and_counts_add_up(tmp_path_factory, rules, limit):
    store = Store(tmp_path_factory.mktemp("store"))
    told = [Issue(f"e{n}", "f", "v", rule, "said") for n, rule in enumerate(rules)]
    batch = Batch(events=events_to_table(EVENTS), issues=issues_to_table(told, "file"))
    store.commit(batch, Note("me", "to list"))
    snapshot = store.snapshot()
    counted = {one.rule: one.notes for one in ledger.doubts(snapshot)}
    assert counted == {rule: rules.count(rule) for rule in rules}
    for rule in (None, *counted):
        pages = [ledger.notes(snapshot, rule, at, limit) for at in range(0, 15, limit)]
        wanted = [one for one in read_issues(snapshot) if rule in (None, one.rule)]
        assert [one for page in pages for one in page] == wanted


def test_an_empty_store_has_nothing():
    nothing = Snapshot(0)
    assert ledger.sources(nothing) == (0, ())
    assert ledger.data_sets(nothing) == ledger.doubts(nothing) == ledger.notes(nothing) == ()
