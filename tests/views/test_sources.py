from __future__ import annotations

from datetime import date

from events.model import Event, Source, Telling
from events.queries import Questions
from events.store import Store
from views import sources


def test_each_report_of_a_merged_event_is_listed_with_its_records(tmp_path):
    first = Source("First", "A paper", published=date(2025, 10, 12), report_id="r1")
    second = Source("Second", "Another", published=date(2025, 10, 13), report_id="r2")
    store = Store(tmp_path)
    merged = Event("a", "event", source=first, also=(Telling("b", second),))
    store.upsert_events([merged, Event("c", "event", source=first)], "me", "to list")
    told = sources._told.__wrapped__(store.version(), Questions(store.snapshot()))
    counted = [(row["source_title"], row["count_all"]) for row in told]
    assert counted == [("Second", 1), ("First", 2)]
