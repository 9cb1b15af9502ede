"""The card says everything that is known, and nothing of it is ever markup."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest

from events.history import FieldChange
from events.model import (
    Claim,
    Event,
    Ground,
    Issue,
    Place,
    PlaceName,
    Quote,
    Source,
    Telling,
)
from views.card_html import Names, card_html, safe_link
from views.proposal_html import proposal_html

HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>\"'`${7*7}{{7*7}}"
ALLOWED = {
    "article", "header", "section", "p", "span", "h2", "h3", "dl", "div", "dt", "dd", "table",
    "caption", "tbody", "tr", "td", "q", "blockquote", "mark", "a", "details", "summary", "ol",
    "li", "ul",
}  # fmt: skip
SAFE_ATTRIBUTES = {
    "class",
    "style",
    "title",
    "aria-label",
    "aria-hidden",
    "href",
    "target",
    "rel",
    "role",
}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    return tags


def event(text: str = "words", url: str | None = "https://example.org/a") -> Event:
    return Event(
        "e1",
        "event",
        "Battles",
        text,
        date(2025, 10, 11),
        date(2025, 10, 12),
        "span",
        ("AFG:IEA",),
        (text,),
        Place(text, "province", country="AFG", adm1=text, rivals=(text,)),
        (PlaceName(text, False),),
        (
            Claim("killed", 58, 58, text, "PAK:MIL", text, "asserted", Quote(text, 0, len(text))),
            Claim("killed", 23, None, text, "PAK:MIL", "PAK:MIL", "denied", outlet=text),
        ),
        (Quote(text, 0, len(text)),),
        (Ground("place", Quote(text, 0, len(text)), text),),
        Source(text, text, url, date(2025, 10, 12), None, text, retold=True),
        notes=text,
    )


def test_hostile_text_stays_text_in_every_part_of_the_card() -> None:
    fields = (FieldChange("notes", None, HOSTILE), FieldChange("side_a", [HOSTILE], []))
    history = ({"version": HOSTILE, "who": HOSTILE}, {"who": HOSTILE, "fields": fields})
    doubt = Issue("e1", "place", HOSTILE, "rule", HOSTILE)
    names = Names(actor=lambda a: a, country=lambda c: HOSTILE)
    for html, tags_too, attributes_too in (
        (card_html(event(HOSTILE), names, history), {"del", "ins"}, set()),
        # a reason is a button that says by a number which words of the text it means
        (
            proposal_html(event(HOSTILE), names, (doubt,), "accepted"),
            {"button", "b"},
            {"type", "data-why"},
        ),
    ):
        tags = read(html)
        assert tags.seen <= ALLOWED | tags_too
        assert tags.attributes <= SAFE_ATTRIBUTES | attributes_too
        assert HOSTILE in tags.text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        " JaVaScRiPt:x",
        "//evil",
        "ftp://x/y",
        "http://[",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert safe_link(url) is None
    assert read(card_html(event(url=url), Names())).links == []


def test_web_addresses_become_links_that_give_nothing_away() -> None:
    html = card_html(event(url='https://example.org/?a="><script>'), Names())
    assert read(html).links == ['https://example.org/?a="><script>']
    assert 'rel="noopener noreferrer nofollow"' in html


def test_the_card_says_how_exactly_each_thing_is_known() -> None:
    text = read(card_html(event(), Names())).text
    for words in (
        "11–12 Oct 2025",
        "known to the span",
        "known only to the province",
        "not found in the gazetteer",
        "retold in our own words, not to be cited",
    ):
        assert words in text


def test_rival_claims_stand_side_by_side_and_are_not_added() -> None:
    text = read(card_html(event(), Names())).text
    assert "58" in text
    assert "at least 23" in text
    assert "denies" in text
    assert "81" not in text
    assert "not added up" in text


def test_what_nobody_states_is_not_zero() -> None:
    html = card_html(Event("e1", "event"), Names())
    assert "No numbers are stated. Not stated is not zero." in html
    assert "Place not stated" in html


def test_the_history_shows_each_value_from_and_to() -> None:
    fields = (FieldChange("fatalities_best", 3, 4), FieldChange("notes", "A & B", None))
    names = Names(actor=lambda a: a, country=lambda c: c)
    said = card_html(event(), names, ({"version": "version 2", "file": None, "fields": fields},))
    assert "<li>version 2<dl" in said
    assert "<del>3</del> <span>→</span> <ins>4</ins>" in said
    assert "<del>A &amp; B</del> <span>→</span> <ins>not stated</ins>" in said


def test_words_history_and_plans_are_kept_but_said_not_to_be_drawn() -> None:
    html = card_html(Event("e1", "statement"), Names())
    assert "not drawn on the map" in html
    assert "Place not stated" not in html


def test_further_reports_stand_with_their_claims_words_and_source():
    own = Claim("killed", 3, 3, "three soldiers", "PAK:MIL", "PAK:MIL")
    other = Claim("killed", 9, 9, HOSTILE, "PAK:MIL", "AFG:IEA", quote=Quote(HOSTILE))
    second = Source(HOSTILE, "Second paper", "javascript:alert(1)", date(2025, 10, 13), "r2")
    telling = Telling("r2-e1", second, (own, other), (Quote(f"Nine died. {HOSTILE}"),))
    first = Source("Title", "First paper", report_id="r1")
    tags = Tags()
    tags.feed(card_html(Event("e", "event", claims=(own,), source=first, also=(telling,)), Names()))
    assert tags.seen <= ALLOWED
    assert "in First paper; Second paper" in tags.text
    assert "Rival claims stand side by side" in tags.text
    assert tags.text.count("three soldiers") == 1, "a copied claim stands once"
    assert "2 reports tell of it" in tags.text
    assert "Nine died." in tags.text
    assert "Address not linked" in tags.text


def test_a_row_of_a_data_set_shows_its_tolls_and_its_doubts_as_text() -> None:
    row = Event("e1", "event", origin="import", dataset="ucdp", fatalities_low=2,
                fatalities_best=3, fatalities_high=5)  # fmt: skip
    doubt = Issue("e1", "place.adm1", "x", "rule", "e1, place.adm1: <b>the point lies</b> in Sindh")
    html = card_html(row, Names(), doubts=[doubt])
    text = read(html).text
    assert "best estimate 3, as the data set ucdp has it" in text
    assert "place.adm1: <b>the point lies</b> in Sindh" in text
    assert "Coded by hand" not in text
    assert "<b>" not in html
