from __future__ import annotations

import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events.model import Claim, Event, Issue, Place, PlaceName
from events.queries import EVENT_TYPES, LISTINGS, Filter, Questions, open_events
from events.queries.ordering import SORTS
from events.queries.reading import closed
from events.schema import WORLD, mercator
from events.snapshot import StoreError
from events.store import Store

EVERYWHERE = (0, 0, WORLD, WORLD)


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each))


def countries(event: Event) -> set[str]:
    place = event.place
    if place is None:
        return set()
    return {each for each in (place.country, *(place.border or "").split("-")) if each}


def sided(event: Event, f: Filter) -> bool:
    a, b = set(event.side_a), set(event.side_b)
    actors, opponents = set(f.actors), set(f.opponents)
    if actors and opponents:
        return bool((a & actors and b & opponents) or (b & actors and a & opponents))
    either = actors or opponents
    return not either or bool((a | b) & either)


def words(event: Event) -> str:
    place = event.place
    parts = [
        event.notes,
        place and place.name,
        event.source.title,
        place and place.adm1,
        place and place.adm2,
        *(each.name for each in event.places),
        *(claim.what for claim in event.claims),
    ]
    return folded(" ".join(each for each in parts if each))


def lets_through(f: Filter, event: Event) -> bool:
    """The filter, said again in plain Python."""
    place = event.place
    end = event.date_end or event.date_start
    toll = getattr(event, f"fatalities_{f.fatality_measure}")
    listed = (
        (f.adm1, place and place.adm1_id),
        (f.adm2, place and place.adm2_id),
        (f.borders, place and place.border),
        (f.event_types, event.event_type),
        (f.sub_event_types, event.sub_event_type),
        (f.datasets, event.dataset),
        (f.publishers, event.source.publisher),
        (f.statuses, event.status),
        (f.precisions, place and place.precision),
    )
    return (
        all(value in chosen for chosen, value in listed if chosen)
        and (f.start is None or (end is not None and end >= f.start))
        and (f.end is None or (event.date_start is not None and event.date_start <= f.end))
        and sided(event, f)
        and (not f.countries or bool(countries(event) & set(f.countries)))
        and (not f.min_fatalities or (toll is not None and toll >= f.min_fatalities))
        and all(folded(word) in words(event) for word in f.words.split())
        and (f.retold is None or event.source.retold == f.retold)
    )


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.just(()) | st.lists(st.sampled_from(values), max_size=2).map(tuple)


actors = some("AFG:IEA", "PAK:MIL", "TTP", "no such actor")
filters = st.builds(
    Filter,
    start=st.none() | st.dates(date(2025, 9, 1), date(2025, 10, 20)),
    end=st.none() | st.dates(date(2025, 10, 10), date(2025, 12, 1)),
    actors=actors,
    opponents=actors,
    countries=some("AFG", "PAK", "IRN"),
    adm1=some("AF-KNR", "PK-KP", "'; --"),
    borders=some("AFG-PAK"),
    event_types=some(*EVENT_TYPES, "Battels"),
    datasets=some("hand", "2025"),
    publishers=some("AFP", "Dawn, Karachi"),
    statuses=some("event", "background", "planned"),
    precisions=some("exact", "province", "border"),
    min_fatalities=st.sampled_from((0, 0, 5)),
    fatality_measure=st.sampled_from(("low", "best", "high")),
    words=st.sampled_from(("", "", "kunar", "DROP", "%", "'", "خوست")),
    retold=st.sampled_from((None, None, True, False)),
)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow],
    # each step of shrinking fills a store: too slow to be of use
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(data=st.data())
def test_all_answers_agree_with_the_filter_in_plain_words(data, any_events, tmp_path_factory):
    events = data.draw(any_events)
    store = Store(tmp_path_factory.mktemp("home"))
    store.upsert_events(events, "tester", "to ask")
    ask = Questions(store.snapshot())
    for f in data.draw(st.lists(filters, min_size=3, max_size=3)):
        shown = [event for event in events if lets_through(f, event)]
        assert set(ask.ids(f)) == {event.id for event in shown}
        check_counts(ask, f, events, shown)
        check_facets(ask, f, events)
        check_map(ask, f, shown)


def check_counts(ask: Questions, f: Filter, events: list[Event], shown: list[Event]) -> None:
    numbers = ask.headline(f)
    assert (numbers.shown, numbers.total) == (len(shown), len(events))
    assert numbers.shown + numbers.filtered_out == numbers.total
    assert set(ask.ids(f, "out")) == {each.id for each in events} - {each.id for each in shown}
    tolls = [each.fatalities_high for each in shown if each.fatalities_high is not None]
    assert numbers.killed_high == (sum(tolls) if tolls else None)
    assert numbers.without_place == len(ask.ids(f, "noplace")) == len(ask.without_place(f))
    assert numbers.area_only == len(ask.ids(f, "area"))
    others = Counter(
        each.status
        for each in events
        if each.status != "event" and lets_through(replace(f, statuses=()), each)
    )
    assert numbers.not_on_map_by_status == others
    for status in ("background", "statement", "planned"):
        assert ask.row_count(f, status) == others[status]
    dated = [each for each in events if lets_through(replace(f, start=None, end=None), each)]
    periods = ask.timeline(f, "month")
    assert sum(row.n for row in periods) == sum(each.date_start is not None for each in dated)


def check_facets(ask: Questions, f: Filter, events: list[Event]) -> None:
    found = ask.facets(f)
    for part, value in (
        ("event_types", lambda e: e.event_type),
        ("datasets", lambda e: e.dataset),
        ("adm1", lambda e: e.place and e.place.adm1_id),
        ("statuses", lambda e: e.status),
    ):
        lifted = [each for each in events if lets_through(replace(f, **{part: ()}), each)]
        counts = Counter(value(each) for each in lifted if value(each))
        assert {each.value: each.count for each in found[part]} == counts
    for part, other in (("actors", f.opponents), ("opponents", f.actors)):
        for each in found[part]:
            alone = replace(f, actors=(each.value,), opponents=other)
            assert each.count == sum(lets_through(alone, event) for event in events)
    for each in found["countries"]:
        alone = replace(f, countries=(each.value,))
        assert each.count == sum(lets_through(alone, event) for event in events)


def check_map(ask: Questions, f: Filter, shown: list[Event]) -> None:
    pointed = [e for e in shown if e.place and e.place.lat is not None]
    precise = {e.id for e in pointed if e.place.precision in {"exact", "near"}}
    for zoom in (3, 18):
        shift, cells = ask.cells(f, EVERYWHERE, zoom)
        inside = [ask.in_cell(f, shift, cell.cx, cell.cy) for cell in cells]
        assert [len(each) for each in inside] == [cell.n for cell in cells]
        assert {each for ids in inside for each in ids} == precise
        alone = [(cell, ids) for cell, ids in zip(cells, inside, strict=True) if cell.n == 1]
        assert all((cell.event_id,) == ids for cell, ids in alone)
    pixels = [mercator(e.place.lat, e.place.lon) for e in pointed if e.id in precise]
    xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
    assert ask.bounds(f) == ((min(xs), min(ys), max(xs), max(ys)) if pixels else None)
    areas = {row.area_id: row.n for row in ask.areas(f, 1)}
    assert areas == Counter(e.place.adm1_id for e in shown if e.place and e.place.adm1_id)


def test_an_event_of_several_days_is_found_by_any_of_them(ask, make):
    questions = ask(make("e1", date_start=date(2025, 10, 11), date_end=date(2025, 10, 15)))
    for start, end, shown in (
        (date(2025, 10, 13), date(2025, 10, 13), 1),
        (date(2025, 10, 15), None, 1),
        (None, date(2025, 10, 11), 1),
        (date(2025, 10, 16), None, 0),
        (None, date(2025, 10, 10), 0),
    ):
        assert questions.headline(Filter(start=start, end=end)).shown == shown


def test_a_dyad_asks_for_opposite_sides(ask, make):
    allies = make("allies", side_a=("PAK:MIL", "TTP"), side_b=())
    questions = ask(make("e1", side_a=("TTP",), side_b=("PAK:MIL",)), make("e2"), allies)
    assert questions.ids(Filter(actors=("PAK:MIL",), opponents=("TTP",))) == ("e1",)
    assert questions.ids(Filter(actors=("TTP",))) == ("allies", "e1")


def test_a_border_event_belongs_to_both_countries(ask, make):
    border = make("e1", place=Place("Durand Line", "border", border="AFG-PAK"))
    questions = ask(border)
    for code in ("AFG", "PAK"):
        assert questions.headline(Filter(countries=(code,))).shown == 1
    assert questions.borders(Filter()) == (("AFG-PAK", 1, 23, 58),)
    assert questions.headline(Filter()).without_place == 0
    assert questions.cells(Filter(), EVERYWHERE, 5)[1] == ()


def test_a_province_holds_its_points_and_districts(ask, make):
    province = Place("Kunar", "province", "AFG", "Kunar", adm1_id="AF-KNR")
    district = replace(province, precision="district", adm2="Asadabad", adm2_id="AF1507")
    questions = ask(make("e1"), make("e2", place=province), make("e3", place=district))
    assert questions.headline(Filter(adm1=("AF-KNR",))).shown == 3
    (row,) = questions.areas(Filter(), 1)
    assert (row.n, row.n_area_only, row.n_here) == (3, 2, 1)
    (row,) = questions.areas(Filter(), 2)
    assert (row.area_id, row.n, row.n_area_only, row.n_here) == ("AF1507", 1, 1, 1)


def test_a_point_of_a_province_event_is_never_drawn(ask, make):
    pinned = Place("Kunar", "province", "AFG", "Kunar", adm1_id="AF-KNR", lat=34.8, lon=71.1)
    questions = ask(make("e1", place=pinned))
    assert questions.cells(Filter(), EVERYWHERE, 18)[1] == ()
    assert questions.headline(Filter()).area_only == 1


def test_unknown_tolls_are_not_nought(ask, make):
    unknown = {"fatalities_low": None, "fatalities_high": None}
    questions = ask(make("e1"), make("e2", **unknown))
    assert questions.ids(Filter(min_fatalities=1)) == ("e1",)
    assert questions.headline(Filter()).killed_unknown == 1
    assert questions.headline(Filter(actors=("nobody",))).killed_high is None


def test_rival_claims_are_two_claimants_with_other_numbers(ask, make):
    mine = Claim("killed", 9, 9, "9 soldiers", "PAK:MIL", "AFG:IEA")
    events = (
        make("rival", claims=(mine, replace(mine, claimant="PAK:MIL", low=2, high=2))),
        make("agreed", claims=(mine, replace(mine, claimant="PAK:MIL"))),
        make("other side", claims=(mine, replace(mine, claimant="PAK:MIL", side="AFG:IEA"))),
        make("denied", claims=(mine, replace(mine, claimant="PAK:MIL", stance="denied"))),
        make("updated", claims=(mine, replace(mine, low=12, high=12))),
    )
    assert set(ask(*events).ids(Filter(), "rival")) == {"rival", "denied"}


def test_events_of_one_point_stay_together_and_can_be_listed(ask, make):
    questions = ask(*(make(f"e{n}", date_start=date(2025, 10, n)) for n in range(1, 4)))
    shift, (cell,) = questions.cells(Filter(), EVERYWHERE, 20)
    assert (cell.n, cell.event_id, cell.main_type) == (3, None, EVENT_TYPES.index("Battles"))
    assert questions.in_cell(Filter(), shift, cell.cx, cell.cy) == ("e3", "e2", "e1")


def test_cells_are_bounded_however_many_events_there_are(ask, make):
    events = [
        make(f"e{n}", place=Place("x", "exact", lat=25 + n % 60 / 5, lon=60 + n // 60 / 5))
        for n in range(3000)
    ]
    questions = ask(*events)
    _, cells = questions.cells(Filter(), EVERYWHERE, 18)
    assert 0 < len(cells) <= 2000
    assert sum(cell.n for cell in cells) == 3000


def test_a_view_across_the_date_line_shows_both_sides(ask, make):
    fiji, samoa = (Place("x", "exact", lat=-17.0, lon=lon) for lon in (178.0, -172.0))
    questions = ask(make("e1", place=fiji), make("e2", place=samoa), make("e3"))
    box = (int(WORLD * 0.98), 0, int(WORLD * 0.03), WORLD)
    assert sum(cell.n for cell in questions.cells(Filter(), box, 4)[1]) == 2


def test_rows_are_sorted_with_unknown_values_last(ask, make):
    questions = ask(
        make("e1", fatalities_high=5), make("e2", fatalities_high=None), make("e3"), make("e4")
    )
    assert [row.event_id for row in questions.rows(Filter(), "high")] == ["e3", "e4", "e1", "e2"]
    rising = questions.rows(Filter(), "high", descending=False, limit=2, offset=1)
    assert [row.event_id for row in rising] == ["e3", "e4"]
    for sort in SORTS:
        assert len(questions.rows(Filter(), sort)) == 4
    (row,) = questions.rows(Filter(), limit=1)
    assert (row.side_a, row.adm1, row.publisher) == (("AFG:IEA",), "Kunar", "AFP")


def test_words_are_found_whatever_their_case_and_accents(ask, make):
    questions = ask(make("e1", notes="Café 100%"), make("e2", places=(PlaceName("Giwi", False),)))
    assert questions.ids(Filter(words="CAFE 100%")) == ("e1",)
    assert questions.ids(Filter(words="giwi")) == ("e2",)
    assert questions.ids(Filter(words="soldiers afp")) == ()


def test_an_unknown_sort_listing_or_unit_is_named(ask, make):
    questions = ask(make())
    for wrong in (
        lambda: questions.rows(Filter(), "event_id; DROP TABLE ev"),
        lambda: questions.rows(Filter(), listed="all"),
        lambda: questions.timeline(Filter(), "year'"),
        lambda: questions.areas(Filter(), 3),
    ):
        with pytest.raises(ValueError, match="accepted are"):
            wrong()


def test_an_empty_store_answers_every_question(store):
    questions = Questions(store.snapshot())
    assert questions.headline(Filter()).total == 0
    assert questions.date_span() == (None, None)
    assert questions.event("e1") is None
    assert questions.cells(Filter(), EVERYWHERE, 5)[1] == ()
    assert set(questions.facets(Filter()).values()) == {()}
    assert all(questions.row_count(Filter(), each) == 0 for each in LISTINGS)


def test_issues_are_counted_and_found_by_their_record(store, make):
    doubt = Issue("e1", "adm1", "Konar", "unresolved", "no province 'Konar'")
    store.upsert_events([make()], "Ann", "first")
    store.record_issues([doubt], "a.csv", "Ann", "import")
    questions = Questions(store.snapshot())
    assert questions.headline(Filter()).issues_open == 1
    assert questions.issues("e1") == (doubt,)
    assert questions.issues("e2") == ()


def test_an_id_that_is_mistyped_has_near_ones(ask, make):
    assert ask(make("hand-2025-e1"), make("x")).similar_ids("hand-2025-e2") == ("hand-2025-e1",)


def test_questions_can_be_asked_from_many_threads(ask, make):
    questions = ask(*(make(f"e{n}", date_start=date(2025, 10, 1 + n % 28)) for n in range(200)))
    wanted = [Filter(start=date(2025, 10, day)) for day in range(1, 29)] * 3
    with ThreadPoolExecutor(8) as pool:
        shown = [each.shown for each in pool.map(questions.headline, wanted)]
    assert shown == [questions.headline(f).shown for f in wanted]


def test_the_database_that_is_asked_reaches_no_file(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with closed({}) as database:
        with pytest.raises(duckdb.Error):
            database.read_csv(str(secret))
        with pytest.raises(duckdb.Error):
            database.execute("SET enable_external_access = true")


def test_the_newest_version_is_opened_once_and_a_newer_one_noticed(store, make):
    store.upsert_events([make("e1")], "Ann", "first")
    first = open_events(store)
    assert open_events(Store(store.home)) is first
    store.upsert_events([make("e2")], "Ann", "second")
    assert open_events(store).headline(Filter()).total == 2
    assert open_events(store, 1).headline(Filter()).total == 1


def test_a_file_that_is_no_table_is_named(store, make):
    store.upsert_events([make()], "Ann", "first")
    snapshot = store.snapshot()
    Path(snapshot.event_files[0]).write_bytes(b"not a table")
    with pytest.raises(StoreError, match="cannot be read"):
        Questions(snapshot)
