"""A story reviewed as one: accepted with every source, joined later, undone again."""

from __future__ import annotations

from events.batches.queue import queue
from events.batches.review import Laid, lay_out, take_apart
from events.decisions import Verdict
from events.pipeline import decide
from events.queries.reading import read, read_events, read_report
from events.store import Store
from events.tellings import side_by_side

NIGHT = "retold-2025-10-12-border-night"
DAILY, AGENCY, COPY = "retold-daily-border-night", "retold-agency-border-night", "retold-wire-copy"
BORDER = f"{NIGHT}-e01"


def lay(store: Store, report_id: str) -> Laid:
    story = next((s for s in queue(store).stories if report_id in s.reports), None)
    laid = lay_out(store, report_id, story)
    assert laid is not None
    return laid


def rule(store: Store, laid: Laid, verdicts: dict[str, Verdict], when) -> None:
    decide(
        store, laid.report, laid.proposals, verdicts, who="A. Reader", when=when, merges=laid.merges
    )


def left(store: Store) -> dict[str, int]:
    return {each.report_id: each.left for each in queue(store).reports}


def test_the_queue_counts_what_is_left_and_in_which_reports(told):
    found = queue(told)
    assert len(found.reports) == len(found.open) == 7
    night = next(each for each in found.reports if each.report_id == NIGHT)
    assert night.left == night.proposals >= night.events > 10
    assert night.retold
    assert night.story == found.stories[0]


def test_accepting_a_merged_proposal_decides_it_in_every_report(told, now):
    before, laid = left(told), lay(told, NIGHT)
    assert {p.report.id for p in laid.merges[BORDER].parts} == {DAILY, AGENCY, COPY}
    rule(told, laid, {BORDER: Verdict("accepted")}, now)
    (event,) = read_events(told.snapshot(), [BORDER])
    assert [each.source.report_id for each in event.also] == [DAILY, COPY, AGENCY]
    assert event.dataset == "reports"
    killed = {c.claim.low for c in side_by_side(event) if c.claim.kind == "killed"}
    assert {58, 23, 65} <= killed, "rival tolls side by side"
    assert event.fatalities_high is not None
    assert event.fatalities_high < 58 + 65 + 201, "nothing is added over reports"
    after = left(told)
    assert {each: before[each] - after[each] for each in (NIGHT, DAILY, AGENCY, COPY)} == {
        NIGHT: 1,
        DAILY: 1,
        AGENCY: 1,
        COPY: 1,
    }
    assert all(read_report(told.snapshot(), each) for each in (NIGHT, DAILY, AGENCY, COPY))
    rows = read(told.snapshot(), "decisions").to_pylist()
    assert {row["report_id"] for row in rows} == {NIGHT, DAILY, AGENCY, COPY}
    assert {row["verdict"] for row in rows} == {"accepted"}


def test_a_merge_taken_back_opens_every_report_again(told, now, later):
    before, laid = left(told), lay(told, NIGHT)
    rule(told, laid, {BORDER: Verdict("accepted")}, now)
    rule(told, laid, {BORDER: Verdict("withdrawn")}, later)
    assert left(told) == before
    assert read_events(told.snapshot(), [BORDER]) == ()
    assert told.history(BORDER)[0]["what"] == "added", "what was decided stays in the history"


def test_a_rejected_merge_is_rejected_in_every_report(told, now):
    before, laid = left(told), lay(told, NIGHT)
    rule(told, laid, {BORDER: Verdict("rejected")}, now)
    assert left(told)[COPY] == before[COPY] - 1
    assert read_events(told.snapshot(), [BORDER]) == ()


def test_a_report_that_comes_later_joins_the_event_that_a_person_accepted(told, now, later):
    alone = lay_out(told, NIGHT)
    assert alone is not None
    assert alone.merges == {}
    rule(told, alone, {BORDER: Verdict("accepted")}, now)
    before = read_events(told.snapshot(), [BORDER])
    joining = lay(told, AGENCY)
    mine = next(key for key, merge in joining.merges.items() if merge.into)
    assert joining.merges[mine].into == before[0]
    rule(told, joining, {mine: Verdict("accepted")}, later)
    (event,) = read_events(told.snapshot(), [BORDER])
    assert AGENCY in [each.source.report_id for each in event.also]
    assert event.source.report_id == NIGHT
    assert read_events(told.snapshot(), [mine]) == (), "no second event beside it"
    rule(told, joining, {mine: Verdict("withdrawn")}, later.replace(minute=30))
    assert read_events(told.snapshot(), [BORDER]) == before


def test_one_report_is_taken_out_of_a_merged_event_and_stays_apart(told, now, later):
    rule(told, lay(told, NIGHT), {BORDER: Verdict("accepted")}, now)
    (event,) = read_events(told.snapshot(), [BORDER])
    theirs = next(each.event_id for each in event.also if each.source.report_id == AGENCY)
    open_before = left(told)
    after = take_apart(told, BORDER, theirs, who="A. Reader", when=later)
    assert after is not None
    assert read_events(told.snapshot(), [BORDER]) == (after,)
    assert AGENCY not in [each.source.report_id for each in after.also]
    assert left(told)[AGENCY] == open_before[AGENCY] + 1
    again = lay(told, AGENCY)
    merge = again.merges.get(theirs)
    assert merge is None or merge.into is None, "not offered for the same event again"
    assert take_apart(told, BORDER, "no such telling", who="A. Reader", when=later) is None
    assert told.log()[0].who == "A. Reader"
