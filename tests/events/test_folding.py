"""Each incident once: its best record that passes stands for it, and the rest are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from events.commits import Batch, Note
from events.matching.deciding import Ruling, pairing_rows, pairs_of
from events.model import Place
from events.queries import Filter, Questions
from events.queries.loading import Registers
from events.schema import GROUPS, groups_to_table, pairings_to_table
from events.store import Store

PROVINCE = Place("Kunar", "province", "AFG", "Kunar", adm1_id="AF-KNR")


@pytest.fixture
def asked(store, make, now):
    """A store in which u1 is a1 by a person's word, and u2 is likely the sum of a2 and a3."""
    events = [
        make("u1", dataset="ucdp", origin="import", place=PROVINCE),
        make("a1", dataset="acled", origin="import"),
        make("u2", dataset="ucdp", origin="import"),
        make("a2", dataset="acled", origin="import"),
        make("a3", dataset="acled", origin="import"),
        make("alone"),
    ]
    store.upsert_events(events, "Ann", "first")
    seen = {each.id: each for each in events}
    said = pairing_rows(pairs_of(Ruling(("a1", "u1"))), seen, who="Ann", when=now)
    group = {"group_id": "x", "kind": "sum", "records": ["u2", "a2", "a3"], "score": 0.7}
    groups = groups_to_table([group | {"pairs": []}])
    store.commit(Batch(pairings=pairings_to_table(said), groups=groups), Note("Ann", "said"))
    return Questions(store.snapshot())


@pytest.mark.parametrize(
    ("once", "shown"),
    [
        ("", {"u1", "a1", "u2", "a2", "a3", "alone"}),
        ("decided", {"a1", "u2", "a2", "a3", "alone"}),
        ("sure", {"a1", "u2", "a2", "a3", "alone"}),
        ("likely", {"a1", "a2", "a3", "alone"}),
    ],
)
def test_the_best_record_stands_and_all_are_counted(asked, once, shown):
    f = Filter(once=once)
    assert set(asked.ids(f)) == shown
    head = asked.headline(f)
    assert (head.shown, head.shown + head.filtered_out) == (len(shown), 6)
    assert asked.folded_away(f) == 6 - len(shown)
    assert sum(row.n for row in asked.areas(f, 1)) == len(shown)
    assert set(asked.ids(f, "out")) == {"u1", "a1", "u2", "a2", "a3", "alone"} - shown


def test_no_incident_is_lost_to_a_filter_that_only_a_lesser_record_passes(asked):
    f = Filter(once="likely", datasets=("ucdp",))
    assert set(asked.ids(f)) == {"u1", "u2"}
    assert asked.folded_away(f) == 0


def test_an_earlier_state_counts_by_the_word_of_its_time(asked, make, now):
    store = Store(asked.snapshot.home)
    seen = {"a2": make("a2", dataset="acled"), "alone": make("alone")}
    said = pairing_rows(pairs_of(Ruling(("a2", "alone"))), seen, who="Bo", when=now)
    batch = Batch(pairings=pairings_to_table(said), groups=GROUPS.empty_table())
    store.commit(batch, Note("Bo", "said more, and nothing is proposed any more"))
    store.upsert_events([make("new")], "Cy", "later", removed=["a1"])
    store.compact("Di")
    registers = Registers.empty()
    shown = {
        (version, once): {*Questions(store.snapshot(version), registers).ids(Filter(once=once))}
        for version in range(1, store.version() + 1)
        for once in ("", "decided", "likely")
    }
    everything = {"u1", "a1", "u2", "a2", "a3", "alone"}
    assert shown[1, "decided"] == shown[1, "likely"] == shown[1, ""] == everything
    assert shown[2, "decided"] == everything - {"u1"}
    assert shown[2, "likely"] == everything - {"u1", "u2"}
    assert shown[3, "likely"] == shown[3, "decided"] == everything - {"u1", "a2"}
    later = everything - {"a1"} | {"new"}
    assert shown[4, ""] == shown[5, ""] == later
    assert shown[4, "likely"] == shown[5, "likely"] == later - {"a2"}


def test_the_choice_stands_in_the_address():
    f = Filter(once="sure")
    assert f.to_query() == {"once": "sure"}
    assert Filter.from_query({"once": "sure"}) == (f, ())
    mended, issues = Filter.from_query({"once": "shure"})
    assert (mended, [each.rule for each in issues]) == (f, ["unknown_value"])
    assert Filter.from_query({"once": "zzz"})[0] == replace(f, once="")
