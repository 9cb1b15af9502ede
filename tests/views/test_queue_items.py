from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events.batches.queue import Queue, Waiting
from events.model import Event, Report, Source
from events.stories.grouping import Story
from events.stories.merging import Merge, Part, merged
from views.queue import line_html
from views.queue_items import LISTINGS, SORTS, Unit, after, listed, units
from views.story import strip, told_html

HOSTILE = "<img src=x onerror=alert(1)>\"'`{{7*7}}"
STORY = Story("b", (("c", "2 of 2 events match"), ("e", "shares about 60% of its words")))


def waiting(report_id: str, left: int, doubtful: int = 0, story: Story | None = None) -> Waiting:
    day = date(2025, 10, 10 + ord(report_id) - ord("a"))
    return Waiting(report_id, f"Title {report_id}", "Paper", day, "w.zip", 4, left, left, doubtful,
                   story=story)  # fmt: skip


REPORTS = (
    waiting("a", 0),
    waiting("b", 3, 1, STORY),
    waiting("c", 2, 2, STORY),
    waiting("d", 9),
    replace(waiting("e", 0, 0, STORY), title="Told otherwise"),
)
QUEUE = Queue(REPORTS, (STORY,))


def ids(found) -> list[str]:
    return [unit.report.report_id for unit in found]


def test_a_story_is_one_line_with_its_first_open_report():
    found = units(QUEUE)
    assert ids(found) == ["a", "b", "d"]
    assert [(each.report_id, why) for each, why in found[1].others] == [*STORY.others]
    assert (found[1].left, found[1].doubtful) == (5, 3)
    decided = Queue((REPORTS[0], replace(REPORTS[1], left=0), *REPORTS[2:]), (STORY,))
    assert units(decided)[1].report.report_id == "c"


def test_listings_and_orders():
    found = units(QUEUE)
    assert ids(listed(found, LISTINGS[0], SORTS[0])) == ["b", "d"]
    assert ids(listed(found, LISTINGS[1], SORTS[0])) == ["b"]
    assert ids(listed(found, LISTINGS[2], SORTS[0])) == ["b"]
    assert ids(listed(found, LISTINGS[3], SORTS[0])) == ["a"]
    assert ids(listed(found, LISTINGS[0], SORTS[2])) == ["d", "b"]
    assert ids(listed(found, LISTINGS[0], SORTS[0], "OTHERWISE paper")) == ["b"], "by its story's"
    assert ids(listed(found, LISTINGS[0], SORTS[0], "nowhere")) == []


def test_the_next_report_is_the_next_of_the_story_then_of_the_queue():
    found = units(QUEUE)
    assert [getattr(after(found, each), "report_id", None) for each in "abcde"] == [
        "b",
        "c",
        "d",
        "b",
        "d",
    ]
    assert after(units(Queue((REPORTS[0],), ())), "a") is None


@given(st.sampled_from(LISTINGS), st.sampled_from(SORTS), st.lists(st.integers(0, 5), max_size=8))
def test_each_report_is_left_or_decided_and_no_line_is_lost(listing, sort, counts):
    reports = tuple(waiting(chr(97 + n), left) for n, left in enumerate(counts))
    found = units(Queue(reports, ()))
    assert set(ids(listed(found, listing, sort))) <= set(ids(found))
    both = [*listed(found, LISTINGS[0], sort), *listed(found, LISTINGS[3], sort)]
    assert sorted(ids(both)) == sorted(ids(found))


def test_no_word_of_a_report_becomes_markup():
    report = replace(REPORTS[1], title=HOSTILE, publisher=HOSTILE, item=HOSTILE)
    html = line_html(Unit(report, ((replace(report, report_id="x"), HOSTILE),)))
    assert "<img" not in html
    assert "&lt;img" in html
    event = Event("e", "event", source=Source(HOSTILE, HOSTILE, report_id="r1"))
    other = replace(event, id="f", sub_event_type=HOSTILE, source=Source(HOSTILE, report_id="r2"))
    merge = Merge(event, (Part(Report("r2", HOSTILE, HOSTILE, date(2025, 1, 1), "x"), other),))
    for said in (strip([merge]), told_html([merged(merge)], merge, ())):
        assert "<img" not in said
        assert "&lt;img" in said
    assert strip([]) == told_html([event], None, ()) == ""
