"""A model's events go the way of all proposals: decided by a person, located, joined, stored."""

from __future__ import annotations

from datetime import UTC, datetime

from events.decisions import Verdict
from events.pipeline import decide, open_proposals, prepare
from events.placing import Geography
from events.queries import open_events
from events.store import Store

WHEN = datetime(2025, 10, 13, tzinfo=UTC)


def test_what_a_person_accepts_of_a_model_s_events_is_stored_as_such(read, reports, tmp_path):
    report, store, geography = reports["2022-12-11-chaman"], Store(tmp_path), Geography.load()
    coded, _ = read(report, "chaman")
    (proposal,), issues = prepare(coded, geography, reports=(report,))
    assert not [issue for issue in issues if issue.severity == "error"]
    decide(store, report, (proposal,), {proposal.id: Verdict("accepted")}, who="A", when=WHEN)
    stored = open_events(store).event(proposal.id)
    assert stored is not None
    assert (stored.origin, stored.place.adm1) == ("llm", "Balochistan")
    assert (stored.fatalities_low, stored.fatalities_high) == (6, 6)
    assert open_proposals(store, report.id, (proposal,)) == ()
