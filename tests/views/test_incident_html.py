"""Records side by side: what they differ in is marked, what speaks against stands first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from events.model import Event, Place
from views.card import NAMES
from views.incident_html import differing, reasons_html, record_html

DAY = date(2025, 10, 11)
ONE = Event(
    "a1", "event", "Battles", "Armed clash", DAY, DAY, "day", ("AFG:IEA",), ("PAK:MIL",),
    Place("Asadabad", "exact", "AFG", "Kunar", adm1_id="AF-KNR", lat=34.87, lon=71.15),
    notes="x", dataset="acled", origin="import", fatalities_low=3, fatalities_high=3,
)  # fmt: skip


def test_what_records_say_otherwise_is_marked_and_nothing_else():
    other = replace(ONE, id="u1", dataset="ucdp", notes="y", fatalities_high=5)
    odd = differing([ONE, other], NAMES)
    assert odd == {"Killed"}
    drawn = record_html(ONE, "A", NAMES, odd=odd)
    assert drawn.count('class="odd"') == 1
    assert drawn.index('class="odd"') < drawn.index("Killed") < drawn.index("Notes")


def test_a_record_alone_or_told_alike_has_no_mark():
    assert differing([], NAMES) == differing([ONE], NAMES) == frozenset()
    alike = replace(ONE, id="u1", notes="other words of the same")
    assert differing([ONE, alike], NAMES) == frozenset()


def test_what_speaks_against_stands_first_and_outside_words_are_escaped():
    said = ["+ same day", "= no toll", "- 60 km <b>apart</b>", "? unknown"]
    drawn = reasons_html([{"first": "a1", "second": "u1", "reasons": said}], {"a1": "A", "u1": "B"})
    assert drawn.index("60 km") < drawn.index("same day") < drawn.index("no toll")
    assert "&lt;b&gt;apart" in drawn
    assert "unknown" not in drawn
