from __future__ import annotations

import pytest

from events.llm.comparing import Compared, Difference
from events.llm.settings import Endpoint
from events.model import Event, Issue
from views.model_choice import _listed, _meaning, beside_html
from views.model_coding import Proposed

EVENT = Event("r-e01", "event")
HOSTILE = "<img src=x onerror=alert(1)>"


def test_what_two_coders_say_stands_there_as_text():
    html = beside_html(Compared(EVENT, EVENT, (Difference("sides", HOSTILE, "TTP"),)))
    assert "<img" not in html
    assert "&lt;img" in html
    assert "TTP" in html


@pytest.mark.parametrize(
    ("compared", "told"),
    [
        (Compared(EVENT, EVENT), "agree"),
        (Compared(EVENT, None), "Only the rules"),
        (Compared(None, EVENT), "Only the language model"),
    ],
)
def test_what_one_coder_has_alone_is_told(compared, told):
    assert told in beside_html(compared)


def test_the_address_is_told_before_anything_is_sent():
    far = Endpoint(url="https://models.example.org/v1", model=HOSTILE)
    sent, kept = _meaning(far, "both"), _meaning(far, "rules")
    assert "will be sent to" in sent
    assert "outside this machine" in sent
    assert "stays in this program" in kept
    for html in (sent, kept):
        assert "https://models.example.org/v1" in html
        assert "<img" not in html


def test_what_is_refused_is_listed_as_text_and_bounded():
    issue = Issue("r-m01", "claims.0.quote", HOSTILE, "not in the text", f"r-m01, x: {HOSTILE}")
    html = _listed([issue] * 100)
    assert "<img" not in html
    assert html.count("<li>") == 61
    assert "and 40 more" in html


def test_a_proposal_under_an_id_made_free_is_still_compared():
    compared = Compared(EVENT, None)
    found = Proposed((), (), {"r.1-e01": compared})
    assert found.compared("r.1-e01") is compared
    assert found.compared("r.1-e01.2") is compared
    assert found.compared("r.1-e02") is None
