"""A person's word on records goes before the program's, stands, and can be taken back."""

from __future__ import annotations

from dataclasses import replace

from events.commits import Batch, Note
from events.matching.deciding import (
    Ruling,
    changed_since,
    digest,
    pairing_rows,
    pairs_of,
    standing,
    undoing,
)
from events.matching.incidents import Incident, decided, incidents
from events.queries.reading import read
from events.schema import groups_to_table, pairings_to_table


def rows(told, now, *rulings):
    seen = {each: told(each, each[0]) for each in ("a1", "b1", "c1", "a2", "b2")}
    return [
        row
        for ruling in rulings
        for row in pairing_rows(pairs_of(ruling), seen, who="Ann", when=now)
    ]


def group(*records, kind="same", score=0.9):
    name = "\n".join(sorted(records))
    return {"group_id": name, "kind": kind, "records": list(records), "score": score, "pairs": []}


def test_a_merge_makes_an_incident_and_a_split_takes_one_out(told, now):
    merged = rows(told, now, Ruling(("a1", "b1", "c1")))
    assert decided(merged) == (Incident("same", ("a1", "b1", "c1"), decided=True),)
    split = rows(told, now, Ruling(("a1", "b1"), apart=("c1",)))
    assert decided(split) == (Incident("same", ("a1", "b1"), decided=True),)
    assert pairs_of(Ruling((), apart=("a1", "b1"))) == {("a1", "b1"): "apart"}


def test_a_record_joins_no_incident_of_one_it_was_kept_apart_from(told, now):
    said = rows(told, now, Ruling(("a1", "b1")), Ruling((), apart=("a1", "c1")))
    said += rows(told, now, Ruling(("b1", "c1")))
    assert decided(said) == (Incident("same", ("a1", "b1"), decided=True),)


def test_a_sum_stands_with_its_parts(told, now):
    said = rows(told, now, Ruling(("b1", "a1", "a2"), whole="b1"))
    assert decided(said) == (Incident("sum", ("b1", "a1", "a2"), decided=True),)


def test_proposed_groups_count_from_a_score_on_and_where_nobody_said_otherwise(told, now):
    proposed = [group("a1", "b1"), group("a2", "b2", score=0.6)]
    assert incidents(proposed, (), None) == ()
    assert incidents(proposed, (), 0.8) == (Incident("same", ("a1", "b1"), 0.9),)
    assert len(incidents(proposed, (), 0.5)) == 2
    apart = rows(told, now, Ruling((), apart=("a1", "b1")))
    assert incidents(proposed, apart, 0.8) == ()
    same = rows(told, now, Ruling(("a1", "b1")))
    assert incidents(proposed, same, 0.8) == (Incident("same", ("a1", "b1"), decided=True),)


def test_a_group_that_takes_in_all_of_a_decided_incident_goes_on_from_it(told, now):
    same = rows(told, now, Ruling(("a1", "b1")))
    assert [each.records for each in incidents([group("a1", "b1", "c1")], same, 0.5)] == [
        ("a1", "b1", "c1")
    ]
    assert [each.records for each in incidents([group("b1", "c1")], same, 0.5)] == [("a1", "b1")]


def test_a_proposed_sum_is_not_made_of_what_was_kept_apart(told, now):
    proposed = [group("b1", "a1", "a2", kind="sum")]
    assert len(incidents(proposed, (), 0.5)) == 1
    assert incidents(proposed, rows(told, now, Ruling((), apart=("a1", "b1"))), 0.5) == ()
    # two records of one data set are no rivals of a sum for being kept apart from each other
    assert len(incidents(proposed, rows(told, now, Ruling((), apart=("a1", "a2"))), 0.5)) == 1


def test_undoing_brings_back_what_was_said_before(told, now):
    before = rows(told, now, Ruling((), apart=("a1", "b1")))
    after = undoing([("a1", "b1"), ("a1", "c1")], before)
    assert after == {("a1", "b1"): "apart", ("a1", "c1"): "withdrawn"}


def test_a_record_that_changed_since_is_named(told, now):
    (row,) = rows(told, now, Ruling(("a1", "b1")))
    same = {each: digest(told(each, each[0])) for each in ("a1", "b1")}
    assert changed_since(row, same) == ()
    other = digest(replace(told("a1", "a"), fatalities_best=99))
    assert changed_since(row, same | {"a1": other}) == ("a1",)
    assert changed_since(row, {"a1": same["a1"]}) == ("b1",)


def test_decisions_survive_a_new_import_and_new_proposals(store, told, now):
    store.upsert_events([told("a1", "a"), told("b1", "b")], "Ann", "first")
    said = pairings_to_table(rows(told, now, Ruling(("a1", "b1"))))
    store.commit(Batch(pairings=said), Note("Ann", "said"))
    first = groups_to_table([group("a1", "b1"), group("a2", "b2")])
    store.commit(Batch(groups=first), Note("program", "proposed"))
    store.upsert_events([told("a1", "a", fatalities_best=99)], "Ann", "again")
    store.commit(Batch(groups=groups_to_table([group("a2", "c1")])), Note("program", "again"))
    now_ = store.snapshot()
    assert [row["records"] for row in read(now_, "groups").to_pylist()] == [["a2", "c1"]]
    assert len(standing(read(now_, "pairings").to_pylist())) == 1
    assert read(store.snapshot(3), "groups").num_rows == 2
