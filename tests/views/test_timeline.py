from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.queries.answers import TimelineRow
from views.palette import EVENT_TYPES
from views.timeline import FOLDER, MOST_CELLS, PARTS, fit_unit, payload, read_answer, script

OCTOBER = (date(2025, 10, 1), date(2025, 10, 31))
NONE = (None, None)
DAY_20373 = date(2025, 10, 12)
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))


def row(day=DAY_20373, event_type="Battles", n=1, low=None, high=None):
    return TimelineRow(day, event_type, n, low, high)


def test_rows_become_numbers_and_types_the_palettes():
    rows = [row(n=3, low=4, high=58), row(event_type="Riots", day=date(2025, 10, 13))]
    sent = payload(rows, "day", OCTOBER, (date(2025, 10, 12), None))
    assert sent["rows"] == [[20373, 0, 3, 4, 58], [20374, 4, 1, None, None]]
    assert sent["selected"] == [20373, None]
    assert (sent["first"], sent["end"]) == (20362, 20393)
    assert [t["name"] for t in sent["types"]] == [*EVENT_TYPES, "Other or not stated"]


def test_no_text_of_an_event_reaches_the_browser():
    hostile = "<img onerror=alert(1)>{{7*7}}"
    sent = payload([row(event_type=hostile), row(event_type=None)], "day", OCTOBER, NONE)
    assert sent["rows"] == [[20373, len(EVENT_TYPES), 2, None, None]]
    assert hostile not in json.dumps(sent)


@pytest.mark.parametrize("unit", ["day", "week", "month"])
def test_whole_months_are_shown_whatever_the_unit(unit):
    sent = payload([], unit, (date(2025, 10, 12), date(2025, 12, 12)), NONE)
    assert (sent["first"], sent["end"]) == (20362, 20454)


def test_no_span_at_all_shows_an_empty_month():
    sent = payload([], "day", None, NONE)
    assert 28 <= sent["end"] - sent["first"] <= 31


def test_too_many_days_with_events_are_sent_by_the_week():
    first = date(2000, 1, 3)
    rows = [row(first + timedelta(days=d)) for d in range(7 * (MOST_CELLS // 7 + 1))]
    sent = payload(rows, "day", (first, date(2025, 12, 31)), NONE)
    assert sent["unit"] == "week"
    assert {tuple(r[1:3]) for r in sent["rows"]} == {(0, 7)}


@given(
    st.lists(st.builds(row, day=DATES, n=st.integers(1, 9), low=st.none() | st.integers(0, 9))),
    st.sampled_from(["day", "week", "month"]),
    st.tuples(DATES, DATES).map(sorted),
    st.tuples(st.none() | DATES, st.none() | DATES),
)
def test_any_dates_keep_the_sums(rows, unit, span, selected):
    sent = payload(rows, unit, tuple(span), selected)
    assert sum(r[2] for r in sent["rows"]) == sum(r.n for r in rows)
    assert sum(r[3] or 0 for r in sent["rows"]) == sum(r.fatalities_low or 0 for r in rows)
    assert sent["first"] < sent["end"]


@given(st.tuples(DATES, DATES))
def test_chosen_days_come_back_as_dates_in_order(days):
    numbers = [(day - date(1970, 1, 1)).days for day in days]
    assert read_answer(numbers, None) == tuple(sorted(days))


@pytest.mark.parametrize(
    "sent", [None, "x", [], [1], [1, 2, 3], ["1", "2"], [True, 2], [1.5, 2], [10**9, 5], {"a": 1}]
)
def test_what_is_no_range_is_nothing(sent):
    assert read_answer(sent, None) is None


@pytest.mark.parametrize("unit", [None, "year", "", 3, ["day"]])
def test_what_is_no_unit_is_nothing(unit):
    assert read_answer(None, unit) is None


def test_clearing_and_units_come_back_as_words():
    assert read_answer("clear", None) == "clear"
    assert read_answer(None, "week") == "week"


@pytest.mark.parametrize(
    ("last", "unit"),
    [(date(2025, 2, 1), "day"), (date(2026, 6, 1), "week"), (date(2044, 1, 1), "month")],
)
def test_the_unit_fits_the_span(last, unit):
    assert fit_unit((date(2025, 1, 1), last)) == unit


def test_the_unit_fits_the_dates_chosen():
    span = (date(2017, 1, 1), date(2025, 12, 31))
    assert fit_unit(span) == "month"
    assert fit_unit(span, OCTOBER) == "day"
    assert fit_unit(span, (OCTOBER[0], None)) == "month"


def test_the_script_is_one_module_that_loads_nothing():
    text = script()
    assert not re.search(
        r"^import |import\(|https?:(?!//www\.w3\.org/2000/svg)", text, re.MULTILINE
    )
    assert re.findall(r"^export .*?(?=\()", text, re.MULTILINE) == [
        "export default function timeline"
    ]
    assert "innerHTML" not in text
    assert sorted(path.name for path in FOLDER.glob("*.js")) == sorted(PARTS)


@pytest.mark.skipif(shutil.which("node") is None, reason="no node here; the browser tests cover it")
def test_the_calendar_in_the_browser():
    checks = """
    const assert = await import("node:assert/strict");
    const { periodStart, periodAfter, spanWords, periodWords, ticks, dayOf } = calendar;
    const day = dayOf(2025, 9, 12);
    assert.equal(day, 20373);
    assert.equal(periodStart(day, "week"), dayOf(2025, 9, 6));
    assert.equal(periodAfter(dayOf(2025, 11, 1), "month"), dayOf(2026, 0, 1));
    assert.equal(periodWords(day, "day"), "Sun 12 Oct 2025");
    assert.equal(periodWords(dayOf(1969, 11, 30), "day"), "Tue 30 Dec 1969");
    assert.equal(spanWords(day, day + 1), "12–13 Oct 2025");
    assert.equal(spanWords(dayOf(2025, 8, 28), day), "28 Sep – 12 Oct 2025");
    assert.equal(spanWords(dayOf(2024, 11, 28), dayOf(2025, 0, 3)), "28 Dec 2024 – 3 Jan 2025");
    const always = [-719162, 2932897];
    for (const [first, end] of [[day, day + 14], [day, day + 400], [0, 20000], always]) {
      for (const width of [300, 1400]) {
        const shown = ticks(first, end, width);
        assert.ok(shown.length >= 1 && shown.length <= width / 60 + 1, `${first} ${end} ${width}`);
        assert.ok(shown.every((t) => t.day >= first && t.day < end));
        assert.match(shown[0].label, /\\d{4}$|^\\d{1,4}$/);
      }
    }
    """
    in_node(f'const calendar = await import("{(FOLDER / "calendar.js").as_uri()}");{checks}')


@pytest.mark.skipif(shutil.which("node") is None, reason="no node here; the browser tests cover it")
def test_numbers_beside_the_axis_fit_beside_it():
    checks = """
    const assert = await import("node:assert/strict");
    const { roundSteps } = bars;
    assert.deepEqual([950, 9500, 20000, 1500000].map(draw.short), ["950", "9,500", "20k", "1.5M"]);
    for (const most of [1, 7, 999, 12345, 876543, 9999999]) {
      for (const n of roundSteps(most)) assert.ok(draw.short(n).length <= 5, `${n}`);
    }
    """
    named = ("bars", "draw")
    modules = (f'const {m} = await import("{(FOLDER / f"{m}.js").as_uri()}");' for m in named)
    in_node("".join(modules) + checks)


def in_node(source: str) -> None:
    done = subprocess.run(
        ["node", "--no-warnings", "--input-type=module", "-e", source],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
