"""Which reports tell one story: our own retellings, and what must not be chained together."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events.batches.queue import queue
from events.batches.review import say_of_pair
from events.stories.grouping import Told, group

DAY = date(2025, 10, 12)
NIGHT = "retold-2025-10-12-border-night"
DAILY, AGENCY, COPY = "retold-daily-border-night", "retold-agency-border-night", "retold-wire-copy"


def test_a_copy_and_two_retellings_are_one_story_and_the_same_days_bomb_is_not(told):
    (story,) = queue(told).stories
    assert story.lead == NIGHT
    assert dict(story.others).keys() == {DAILY, AGENCY, COPY}
    why = dict(story.others)
    assert "of its words" in why[COPY]
    assert "events match" in why[DAILY]


def test_a_person_keeps_a_report_apart_and_brings_it_back(told, now):
    say_of_pair(told, [(NIGHT, AGENCY)], "apart", who="A. Reader", when=now)
    (story,) = queue(told).stories
    assert AGENCY not in story.reports
    say_of_pair(told, [(AGENCY, NIGHT)], "same", who="A. Reader", when=now)
    (story,) = queue(told).stories
    assert AGENCY in story.reports


def test_a_round_up_does_not_chain_two_stories(make):
    first = Told("r1", DAY, (make("a"), make("b", event_type="Riots")))
    second = Told("r2", DAY, (make("c", event_type="Protests"), make("d", event_type="Other")))
    week = Told("r3", date(2025, 10, 13), (make("e"), make("f", event_type="Protests")))
    (story,) = group([first, second, week])
    assert len(story.reports) == 2, "it is held against the first report only"
    late = Told("r4", date(2025, 11, 12), (make("g"), make("h", event_type="Riots")))
    assert group([first, late]) == (), "a month later it is another report of the same past"


@given(st.permutations(range(5)), st.lists(st.booleans(), min_size=5, max_size=5))
def test_the_order_in_which_reports_come_does_not_matter(order, same):
    from tests.events.conftest import CLASH  # noqa: PLC0415

    reports = [
        Told(f"r{n}", date(2025, 10, 12 + n % 3), (CLASH,) if same[n] else ()) for n in range(5)
    ]
    assert group([reports[n] for n in order]) == group(reports)
