"""The timeline: events by day, week or month, stacked by type; its brush chooses the dates.

The browser side stands in ``components/timeline``: small modules, joined here into the one
script that a Streamlit component is.  It gets numbers, and names from the palette, but no text
of any event.  The chosen dates live with the caller: what the brush says comes back once, and
the caller passes it in again as ``selected``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from events.queries.answers import TimelineRow
from views.palette import EVENT_TYPES, UNKNOWN_TYPE, Mark

Unit = Literal["day", "week", "month"]
Chosen = tuple[date, date] | Literal["clear", "day", "week", "month"]

FOLDER = Path(__file__).with_name("components") / "timeline"
PARTS = ("calendar.js", "bars.js", "draw.js", "brush.js", "index.js")
DAYS = {"day": 1, "week": 7, "month": 30}
MOST_BARS = 4_000  # more cannot be told apart on any screen, and would only be sent in vain
BARS_TO_FILL = 120  # an unforced choice of unit stays under this
FEWEST_PERIODS = 14  # a single event is not to fill the page
EPOCH = date(1970, 1, 1)


def timeline(
    rows: Sequence[TimelineRow],
    unit: Unit,
    span: tuple[date, date] | None,
    selected: tuple[date | None, date | None] = (None, None),
    *,
    types: Mapping[str, Mark] = EVENT_TYPES,
    key: str = "timeline",
) -> Chosen | None:
    """Draw the timeline and return what a person has just done with it.

    Parameters
    ----------
    rows
        Counts by period and event type, of one unit.  A type that ``types`` lacks is counted
        as "Other or not stated".
    unit
        The period of the rows.
    span
        First and last day to show; None (no data at all) shows an empty month.
    selected
        The dates that the filter holds, both included; None is open.
    types
        Event types in the order of stacking, from the ground up, with their marks.
    key
        Key of the component; keeps the brush while the data change.

    Returns
    -------
    tuple of two dates, or str, or None
        Newly chosen dates, both included; ``"clear"`` to lift the dates; ``"day"``, ``"week"``
        or ``"month"`` to change the unit; None where nothing was done since the last run.
    """
    answer = _component()(
        key=key,
        data=payload(rows, unit, span, selected, types),
        on_range_change=_nothing,
        on_unit_change=_nothing,
    )
    return read_answer(answer.get("range"), answer.get("unit"))


def fit_unit(span: tuple[date, date] | None) -> Unit:
    """Return the unit that shows a span of days in some, but not in too many, bars."""
    days = (span[1] - span[0]).days + 1 if span else 0
    if days <= BARS_TO_FILL * DAYS["day"]:
        return "day"
    return "week" if days <= BARS_TO_FILL * DAYS["week"] * 2 else "month"


def payload(
    rows: Sequence[TimelineRow],
    unit: Unit,
    span: tuple[date, date] | None,
    selected: tuple[date | None, date | None],
    types: Mapping[str, Mark] = EVENT_TYPES,
) -> dict[str, Any]:
    """Return what the browser is sent: days as whole numbers since 1970, types as indexes."""
    names = {name: index for index, name in enumerate(types)}
    first, end = _shown(unit, span)
    shown: dict[tuple[int, int], list[Any]] = {}
    coarse = _coarse_enough(unit, end - first)
    for row in rows:
        day = _number(_begin(row.period, coarse))
        index = names.get(row.event_type or "", len(names))
        cell = shown.setdefault((day, index), [day, index, 0, None, None])
        cell[2] += row.n
        cell[3] = _add(cell[3], row.fatalities_low)
        cell[4] = _add(cell[4], row.fatalities_high)
    marks = [*types.items(), ("Other or not stated", UNKNOWN_TYPE)]
    return {
        "unit": coarse,
        "first": first,
        "end": end,
        "rows": [shown[place] for place in sorted(shown)],
        "types": [{"name": name, "colour": m.colour, "glyph": m.glyph} for name, m in marks],
        "selected": [None if day is None else _number(day) for day in selected],
    }


def read_answer(chosen: object, unit: object) -> Chosen | None:
    """Return what the browser sent as dates or words; what is neither counts as nothing."""
    if chosen == "clear":
        return "clear"
    if isinstance(chosen, list) and [type(day) for day in chosen] == [int, int]:
        try:
            first, last = (EPOCH + timedelta(days=day) for day in chosen)
        except OverflowError:
            return None
        return (first, last) if first <= last else (last, first)
    known: dict[object, Unit] = {"day": "day", "week": "week", "month": "month"}
    return known.get(unit) if isinstance(unit, str) else None


def script(folder: Path = FOLDER) -> str:
    """Return the modules as one: without their imports, exporting the last one's default only."""
    joined = "\n".join((folder / part).read_text(encoding="utf-8") for part in PARTS)
    joined = re.sub(r"^import .*;\n", "", joined, flags=re.MULTILINE)
    return re.sub(r"^export (?!default)", "", joined, flags=re.MULTILINE)


@cache
def _component() -> Callable[..., Any]:
    css = (FOLDER / "timeline.css").read_text(encoding="utf-8")
    return st.components.v2.component("conflict_timeline", css=css, js=script())


def _nothing() -> None:
    """Stand in for a callback: Streamlit passes on only the events that have one."""


def _shown(unit: Unit, span: tuple[date, date] | None) -> tuple[int, int]:
    """Return the first day to draw and the one after the last, as whole periods."""
    last = span[1] if span else date.today()  # noqa: DTZ011  the reader's own month
    begin = _begin(span[0] if span else last, unit)
    first, end = _number(begin), _number(_begin(last, unit)) + DAYS[unit]
    missing = FEWEST_PERIODS * DAYS[unit] - (end - first)
    if missing > 0:
        half = missing // 2 // DAYS[unit] * DAYS[unit]
        first, end = first - half, end + missing - half
    return first, end


def _coarse_enough(unit: Unit, days: int) -> Unit:
    return next((u for u in _from(unit) if days / DAYS[u] <= MOST_BARS), "month")


def _from(unit: Unit) -> tuple[Unit, ...]:
    order: tuple[Unit, ...] = ("day", "week", "month")
    return order[order.index(unit) :]


def _begin(day: date, unit: Unit) -> date:
    """Return the first day of the period; weeks begin on Monday."""
    if unit == "week":
        return date.fromordinal(max(day.toordinal() - day.weekday(), 1))
    return day.replace(day=1) if unit == "month" else day


def _number(day: date) -> int:
    return (day - EPOCH).days


def _add(total: int | None, more: int | None) -> int | None:
    return total if more is None else (total or 0) + more
