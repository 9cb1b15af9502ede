"""Groups hold records that all fit each other; the surest pairs and sums come first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.matching.grouping import Group, Link, grouped

SETS = {f"{name}{n}": name for name in "uag" for n in range(4)}


def scores_of(links):
    return {
        (min(link.records), max(link.records)): link.score for link in links if link.kind == "same"
    }


def groups(*links, possible=()):
    return grouped(links, SETS, scores_of(links) | dict.fromkeys(possible, 0.1))


def test_each_record_has_one_counterpart_in_a_data_set():
    found = groups(Link(0.9, ("u1", "a1")), Link(0.8, ("u1", "a2")), Link(0.7, ("u2", "a2")))
    assert found == (Group("same", ("a1", "u1"), 0.9), Group("same", ("a2", "u2"), 0.7))


def test_like_of_like_makes_no_group_of_records_that_do_not_fit():
    chain = (Link(0.9, ("u1", "a1")), Link(0.8, ("a1", "g1")))
    assert groups(*chain) == (Group("same", ("a1", "u1"), 0.9),)
    assert groups(*chain, possible=[("g1", "u1")]) == (Group("same", ("a1", "g1", "u1"), 0.8),)


def test_the_parts_of_a_sum_have_no_other_counterpart_there():
    found = groups(Link(0.7, ("u1", "a1", "a2"), "sum"), Link(0.6, ("u1", "a3")))
    assert found == (Group("sum", ("u1", "a1", "a2"), 0.7),)
    assert groups(Link(0.7, ("u1", "a1", "a2"), "sum"), Link(0.8, ("u2", "a2"))) == (
        Group("same", ("a2", "u2"), 0.8),
    )


@st.composite
def links(draw):
    pairs = st.tuples(st.sampled_from(sorted(SETS)), st.sampled_from(sorted(SETS)))
    found = draw(st.lists(pairs.filter(lambda p: SETS[p[0]] != SETS[p[1]]), max_size=14))
    return [Link(draw(st.floats(0.1, 1)), pair) for pair in found]


@given(links())
def test_in_a_group_every_pair_was_found_possible_and_no_data_set_comes_twice(given_links):
    scores = scores_of(given_links)
    for group in grouped(given_links, SETS, scores):
        assert len({SETS[each] for each in group.records}) == len(group.records)
        for at, one in enumerate(group.records):
            for other in group.records[at + 1 :]:
                assert (min(one, other), max(one, other)) in scores
