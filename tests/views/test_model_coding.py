"""What the page proposes by each choice, without a page and without an endpoint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from events.evaluation.rule import same_by_sound
from events.llm.errors import ModelError
from events.llm.refusing import Refused
from events.model import Event, Issue, Quote, Report
from views import model_coding, proposals

TEXT = "Fighting broke out in Khost. Kabul warned Islamabad."
REPORT = Report("r", "T", "Wire", date(2025, 10, 12), TEXT)
CLASH = Event("r-e01", "event", "Battles", evidence=(Quote(TEXT[:28], 0, 28),))
WARNING = Event("r-e02", "statement", evidence=(Quote(TEXT[29:], 29, len(TEXT)),))
THEIRS = replace(CLASH, id="r-m01", sub_event_type="Armed clash")
DOUBT = Issue("r-m01", "place", "", "no place", "r-m01: no place")


@pytest.fixture
def model(monkeypatch):
    """Stand in for the coders: the rules find two events, the model one of them."""
    refused = Refused("r-m01")
    refused.add("claims.0.quote", "90 killed", "not in the text")
    answers = {"coding": ((THEIRS,), (DOUBT, *refused.issues))}

    def by_model(_):
        if isinstance(answers["coding"], Exception):
            raise answers["coding"]
        return answers["coding"]

    monkeypatch.setattr(proposals, "by_rules", lambda _: ((CLASH, WARNING), ()))
    monkeypatch.setattr(proposals, "undecided", lambda _, events, doubts: (events, tuple(doubts)))
    monkeypatch.setattr(proposals, "same_area", lambda: same_by_sound)
    monkeypatch.setattr(model_coding, "_by_model", by_model)
    return answers


def test_the_rules_alone_never_ask_the_model(model):
    model["coding"] = AssertionError("asked")
    found = model_coding.propose(REPORT, "rules")
    assert found.events == (CLASH, WARNING)
    assert (found.beside, found.refused, found.failed) == ({}, (), None)


def test_the_model_alone_proposes_its_own_with_doubts_and_refusals_apart(model):
    found = model_coding.propose(REPORT, "llm")
    assert found.events == (THEIRS,)
    assert found.issues == (DOUBT,)
    assert [issue.value for issue in found.refused] == ["90 killed"]
    assert found.beside == {}


def test_both_propose_each_event_once_with_what_the_other_says(model):
    alone = replace(THEIRS, id="r-m02", status="planned", evidence=())
    model["coding"] = ((THEIRS, alone), ())
    found = model_coding.propose(REPORT, "both")
    assert [event.id for event in found.events] == ["r-e01", "r-e02", "r-m02"]
    results = {event.id: found.compared(event.id).result for event in found.events}
    assert results == {"r-e01": "differ", "r-e02": "only rules", "r-m02": "only llm"}


def test_a_model_that_fails_leaves_the_rules_and_says_why(model):
    model["coding"] = ModelError("no answer within 5 s")
    found = model_coding.propose(REPORT, "both")
    assert found.events == (CLASH, WARNING)
    assert found.failed == "no answer within 5 s"
    with pytest.raises(proposals.NotReadableError, match="within 5 s"):
        model_coding.propose(REPORT, "llm")
