"""The desk's state: order, focus and its time, what may be accepted at once, undo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from events.confidence import Confidence
from events.model import Event, Issue, Quote, Report
from views.desk import Desk
from views.row import doubt_line, row_label

START = datetime(2025, 10, 20, 12, 0, tzinfo=UTC)
REPORT = Report("r1", "A night", "AFP", date(2025, 10, 12), "One. Two. Three.")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.fixture
def desk() -> Desk:
    events = [
        Event(f"e{n}", "event", "Battles", "Armed clash", evidence=(Quote("One.", n, n + 4),))
        for n in range(3)
    ]
    scores = {"e0": Confidence(0.95), "e1": Confidence(0.3, ("no day is named",)), "e2": None}
    return Desk(REPORT, {e.id: e for e in events}, (), confidence=scores)


def ids(desk: Desk) -> list[str]:
    return [event.id for event in desk.events()]


def test_the_doubtful_and_the_unscored_come_first_or_all_as_told(desk: Desk) -> None:
    assert ids(desk) == ["e2", "e1", "e0"]
    desk.order = "as told"
    assert ids(desk) == ["e0", "e1", "e2"]


def test_only_sure_proposals_without_remarks_may_be_accepted_at_once(desk: Desk) -> None:
    assert desk.sure() == ["e0"]
    desk.issues = (Issue("e0", "place", "x", "rule", "e0: x"),)
    assert desk.sure() == []


def test_the_time_in_focus_adds_up_over_several_looks(desk: Desk) -> None:
    desk.look_at("e1", at(0))
    desk.look_at("e2", at(10))
    desk.look_at("e1", at(15))
    desk.look_at("e1", at(22.4))
    review = desk.verdict("e1", "accepted").review
    assert (review.opened, review.seconds, review.score) == (at(0), 17, 0.3)
    assert desk.verdict("e0", "accepted").review.seconds is None
    assert desk.verdict("e0", "accepted").review.opened is None


def test_after_a_decision_the_next_open_one_follows_and_undo_restores(desk: Desk) -> None:
    desk.look_at("e2", at(0))
    desk.decide(["e2"], "accepted")
    assert desk.next_open() == "e1"
    desk.decide(["e2"], "rejected")
    desk.decide(["e0", "e1"], "accepted")
    assert desk.open() == []
    assert desk.next_open() == "e2"
    desk.undo()
    assert [event.id for event in desk.open()] == ["e1", "e0"]
    desk.undo()
    assert desk.decided == {"e2": "accepted"}
    desk.undo()
    assert desk.decided == {}


def test_moving_stops_at_the_ends(desk: Desk) -> None:
    desk.look_at("e2", at(0))
    assert (desk.neighbour(-1), desk.neighbour(1), desk.neighbour(9)) == ("e2", "e1", "e0")


def test_a_line_tells_the_score_and_why_it_is_doubted(desk: Desk) -> None:
    assert doubt_line(desk.confidence["e1"], 0) == "0.30 · doubtful: no day is named"
    assert doubt_line(desk.confidence["e1"], 2).startswith("0.30 · doubtful: 2 remarks")
    assert doubt_line(desk.confidence["e0"], 0) == "0.95 · no doubt that counts"
    assert doubt_line(None, 0).startswith("no score")
    hostile = Event("x", "event", "Battles", "**[x](javascript:1)** `$x$` :red[x]")
    label = row_label(hostile, None, 0)
    assert "](" not in label.replace("\\]\\(", "")
