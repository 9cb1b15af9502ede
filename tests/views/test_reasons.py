"""Each coded value has a reason, its words, or says that it has none; nothing becomes markup."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from events.code_command import coder
from events.jsonl import read_jsonl
from events.model import Claim, Event, Ground, Place, Quote
from events.pipeline import SAMPLES
from views.card_html import Names
from views.marked import marked_html, reason_markings
from views.proposal_html import proposal_html, score_html
from views.reasons import reasons

TEXT = "Forces clashed in Khost. Officials said that seven soldiers were killed."
CLAIM = Claim("killed", 7, 7, "seven soldiers", "PAK:MIL", "AFG:IEA", quote=Quote("seven", 45, 50))
EVENT = Event(
    "e1",
    "event",
    "Battles",
    "Armed clash",
    side_a=("AFG:IEA",),
    side_b=("PAK:MIL",),
    place=Place("Khost", "exact", "AFG", method="gazetteer:name"),
    claims=(CLAIM,),
    evidence=(Quote(TEXT[:24], 0, 24), Quote(TEXT[25:], 25, len(TEXT))),
    grounds=(
        Ground("event_type", Quote("clashed", 7, 14), "trigger: Armed clash"),
        Ground("date", Quote(TEXT[:24], 0, 24), "no date word"),
        Ground("place", Quote("Khost", 18, 23), "gazetteer"),
    ),
    origin="coder",
)


def by_slot(event: Event) -> dict[str, list[tuple[list[str], str, bool]]]:
    found: dict[str, list[tuple[list[str], str, bool]]] = {}
    for each in reasons(event):
        told = ([quote.text for quote in each.words], each.says, each.default)
        found.setdefault(each.slot, []).append(told)
    return found


def test_a_value_with_words_tells_them_and_one_without_says_default() -> None:
    found = by_slot(EVENT)
    assert found["event_type"] == [(["clashed"], "words of this type", False)]
    assert found["date"] == [([], "the day before publication and the day itself", True)]
    assert found["place"] == [(["Khost"], "a name that the gazetteer knows", False)]
    assert found["side_b"] == [(["seven"], "the side whose losses are told", False)]
    ((words, _, default),) = found["side_a"]
    assert (words, default) == ([], True)
    assert found["claim.0.number"][0][0] == ["seven"]
    assert found["claim.0.claimant"][0][0] == [TEXT[25:]]


def test_every_value_of_the_sample_reports_has_a_reason_in_plain_words() -> None:
    codings, _ = read_jsonl(SAMPLES / "reports")
    events = [e for c in codings if c.report for e in coder()(c.report)[0]]
    assert len(events) > 20
    for event in events:
        found = reasons(event)
        slots = {each.slot for each in found}
        assert [each.ref for each in found] == list(range(len(found)))
        assert all(each.says for each in found)
        if event.status == "event":
            assert {"event_type", "status", "date", "place"} <= slots
        assert {side for side in ("side_a", "side_b") if getattr(event, side)} <= slots
        for number in range(len(event.claims)):
            assert {f"claim.{number}.{part}" for part in ("number", "claimant", "side")} <= slots
        for each in found:
            assert bool(each.words) != each.default or each.slot in ("area", "status")


def test_the_words_of_a_reason_are_found_in_the_text_by_its_number() -> None:
    html = marked_html(TEXT, reason_markings(reasons(EVENT)))
    place = next(each for each in reasons(EVENT) if each.slot == "place")
    piece = re.search(rf'data-ref="[^"]*\b{place.ref}\b[^"]*">([^<]*)<', html)
    assert piece
    assert piece[1] == "Khost"
    assert re.sub(r"<[^>]*>", "", html) == TEXT


@given(st.text(max_size=40) | st.just('<img src=x onerror=alert(1)>" onclick="x'))
def test_no_word_of_a_proposal_becomes_markup(hostile: str) -> None:
    event = Event(
        "e1",
        "event",
        "Battles",
        hostile,
        side_a=(hostile,),
        place=Place(hostile, "exact"),
        claims=(Claim("killed", 1, 1, hostile, hostile, hostile, quote=Quote(hostile, 0, 5)),),
        grounds=(Ground("place", Quote(hostile, 0, 5), hostile),),
    )
    html = proposal_html(event, Names())
    tags = set(re.findall(r"<(\w+)", html))
    assert "img" not in tags
    assert 'onclick="x' not in html


def test_a_proposal_without_a_score_says_so() -> None:
    assert "No score" in score_html(None)
