from __future__ import annotations

from datetime import date

import pytest

from events.model import Place
from events.queries import Filter, Questions, laying, open_events, words
from events.queries import loading as parts_of
from events.queries.ordering import SORTS
from events.queries.parts import clear


@pytest.fixture
def all_kept(monkeypatch):
    """Keep the smallest part in a file."""
    for module in (laying, words, parts_of):
        monkeypatch.setattr(module, "KEPT_FROM", 0)


def answers(ask: Questions) -> list[object]:
    filters = (Filter(), Filter(words="giwi 9"), Filter(actors=("TTP",)), Filter(statuses=()))
    orders = [(sort, descending) for sort in SORTS for descending in (True, False)]
    return [
        [
            ask.headline(f), ask.facets(f), ask.timeline(f, "week"), ask.areas(f, 1), ask.ids(f),
            *(ask.rows(f, *order) for order in orders),
        ]
        for f in filters
    ]  # fmt: skip


def test_what_is_kept_answers_as_what_was_read(all_kept, store, make):
    made = [make(f"e{n}", notes=f"Giwi {n}", side_a=("TTP",) * (n % 2)) for n in range(30, 0, -1)]
    store.upsert_events(made, "Ann", "first")
    first = answers(Questions(store.snapshot()))
    kept = sorted((store.home / "cache").iterdir())
    assert [each.suffix for each in kept] == [".arrow", ".words"]
    assert answers(Questions(store.snapshot())) == first
    for each in kept:  # what is damaged is made anew
        each.write_bytes(b"nothing")
    assert answers(Questions(store.snapshot())) == first


def test_versions_share_what_they_have_in_common(store, make):
    store.upsert_events([make("e1")], "Ann", "first")
    first = open_events(store)
    store.upsert_events(
        [make("e2", side_a=("nobody yet",), date_start=date(1999, 1, 1))], "Ann", "2"
    )
    second = open_events(store)
    parts = [{id(each.part) for each in ask._loaded.parts} for ask in (first, second)]
    assert parts[0] < parts[1]
    assert (first.headline(Filter()).total, second.headline(Filter()).total) == (1, 2)
    assert first.ids(Filter(actors=("nobody yet",))) == ()
    assert second.ids(Filter(actors=("nobody yet",))) == ("e2",)


def test_what_is_kept_of_files_that_are_gone_is_cleared(all_kept, store, make):
    store.upsert_events([make("e1")], "Ann", "first")
    Questions(store.snapshot()).index_words()
    cache, files = store.home / "cache", store.snapshot().event_files
    clear(cache, files)
    assert len(list(cache.iterdir())) == 2
    for each in list(cache.iterdir()):
        each.rename(cache / f"gone{each.name}")
    clear(cache, files)
    assert list(cache.iterdir()) == []


def test_every_page_of_a_listing_joins_to_the_whole(store, make):
    place = Place("x", "exact", lat=34.0, lon=70.0)
    first = [make(f"b{n:02}", date_start=date(2025, 10, 1 + n % 3), place=place) for n in range(40)]
    store.upsert_events(first, "Ann", "first")
    store.upsert_events([make(f"a{n:02}", date_start=None) for n in range(20)], "Ann", "second")
    ask = Questions(store.snapshot())
    for sort in SORTS:
        for descending in (True, False):
            whole = ask.rows(Filter(), sort, descending, 100)
            pages = [ask.rows(Filter(), sort, descending, 7, at) for at in range(0, 70, 7)]
            assert [row for page in pages for row in page] == list(whole)
            assert len({row.event_id for row in whole}) == 60
    rising = ask.rows(Filter(), "date", False, 100)
    keys = [(row.date_start is None, row.date_start or date.min, row.event_id) for row in rising]
    assert keys == sorted(keys)


def test_actors_that_cannot_be_joined_to_one_text_are_told_apart(ask, make):
    odd = [("a\x1fb",), ("a", "b"), ("a\x1fb", "c"), ("a", "b\x1fc"), ()]
    found = ask(*(make(f"e{n}", side_a=side) for n, side in enumerate(odd)))
    assert [row.side_a for row in found.rows(Filter(), "id", descending=False)] == odd
    assert found.ids(Filter(actors=("a",))) == ("e1", "e3")


def test_tolls_beyond_all_measure_are_bounded(ask, make):
    found = ask(make("e1", fatalities_high=2**40), make("e2", fatalities_high=5))
    assert [row.fatalities_high for row in found.rows(Filter(), "high")] == [2**31 - 1, 5]
