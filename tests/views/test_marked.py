"""Marked text loses no character, and no character of it can become markup."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from events.model import Claim, Event, Ground, Quote, Source, Telling
from views.marked import Marking, marked_html, markings, quote_html

FIELDS = st.sampled_from(["place", "date", "side", "claim", "event_type", "nonsense"])


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Marking]]:
    text = draw(st.text(max_size=60) | st.just("<img src=x onerror=alert(1)> & <b>58 killed</b>"))
    edge = st.integers(-5, len(text) + 5)
    spans = draw(st.lists(st.tuples(edge, edge, FIELDS, st.text(max_size=8)), max_size=6))
    return text, [Marking(min(a, b), max(a, b), field, title) for a, b, field, title in spans]


@given(marked())
def test_without_its_tags_marked_text_is_the_text(given: tuple[str, list[Marking]]) -> None:
    text, found = given
    html = marked_html(text, found)
    bare = re.sub(r'<mark class="m m-\w+" title="[^"<>]*">|</mark>', "", html)
    assert "<" not in bare
    assert ">" not in bare
    assert unescape(bare) == unescape(text) or bare.count("&amp;") == text.count("&")
    assert html.count("<mark") == html.count("</mark>")


def test_the_shortest_of_overlapping_markings_shows() -> None:
    text = "one outpost each in Kunar"
    found = [Marking(0, 25, "claim", "destroyed"), Marking(20, 25, "place", "named")]
    html = marked_html(text, found)
    assert '<mark class="m m-place" title="Where: named">Kunar</mark>' in html
    assert html.startswith('<mark class="m m-claim" title="Claim: destroyed">one outpost')


def test_a_sentence_is_cut_out_of_the_whole_texts_offsets() -> None:
    text = "Fighting began. Five died in Khost."
    event = Event(
        "e1",
        "event",
        grounds=(Ground("place", Quote("Khost", 29, 34), "gazetteer"),),
        claims=(Claim("killed", 5, 5, "people", quote=Quote("Five died", 16, 25)),),
    )
    html = quote_html(Quote(text[16:], 16, len(text)), event)
    assert '<mark class="m m-claim" title="Claim: killed, people">Five died</mark> in' in html
    assert ">Khost</mark>." in html


def test_words_without_a_known_place_in_the_text_are_found_in_the_sentence() -> None:
    event = Event("e1", "event", claims=(Claim("killed", 5, 5, None, quote=Quote("Five died")),))
    assert ">Five died</mark> there" in quote_html(Quote("Five died there."), event)


def test_a_whole_sentence_is_no_marking() -> None:
    words = (
        "On the Afghan side, clashes were reported in Kunar, Nangarhar, Paktia and Khost provinces."
    )
    event = Event("e1", "event", grounds=(Ground("date", Quote(words, 0, len(words)), "none"),))
    assert markings(event) == ()


def test_the_words_marked_are_those_of_the_report_that_is_shown():
    theirs = Telling(
        "r2-e1", Source(report_id="r2"), grounds=(Ground("place", Quote("Khost", 7, 12), "named"),)
    )
    event = Event(
        "e",
        "event",
        grounds=(Ground("place", Quote("Kabul", 0, 5), "named"),),
        source=Source(report_id="r1"),
        also=(theirs,),
    )
    assert [m.start for m in markings(event)] == [0]
    assert [m.start for m in markings(event, "r1")] == [0]
    assert [m.start for m in markings(event, "r2")] == [7]
    assert markings(event, "r3") == ()
