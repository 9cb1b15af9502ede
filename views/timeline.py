"""The timeline: events by day, week or month, stacked by type; its brush chooses the dates.

The browser side stands in ``components/timeline``: small modules, joined here into the one
script that a Streamlit component is.  It gets numbers, and names from the palette, but no text
of any event.  The chosen dates live with the caller: what the brush says comes back once, and
the caller passes it in again as ``selected``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import MAXYEAR, date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from events.queries.answers import TimelineRow
from views.palette import EVENT_TYPES, UNKNOWN_TYPE, Mark

Unit = Literal["day", "week", "month"]
Chosen = tuple[date, date] | Literal["clear", "day", "week", "month"]

FOLDER = Path(__file__).with_name("components") / "timeline"
PARTS = ("calendar.js", "bars.js", "zoom.js", "draw.js", "brush.js", "index.js")
UNITS: tuple[Unit, ...] = ("day", "week", "month")
DAYS = {"day": 1, "week": 7, "month": 30}
MOST_CELLS = 6_000  # periods and types with events; about 100 kB to the browser
AROUND = 3  # a closer look shows as many days again on either side
BARS_TO_FILL = 120  # an unforced choice of unit stays under this
EPOCH = date(1970, 1, 1)


def timeline(
    rows: Sequence[TimelineRow],
    unit: Unit,
    span: tuple[date, date] | None,
    selected: tuple[date | None, date | None] = (None, None),
    *,
    asked: bool = False,
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
    asked
        Whether a person asked for this unit.  If not, longer periods are drawn as soon as the
        bars would be too narrow to point at.
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
        data=payload(rows, unit, span, selected, types) | {"asked": asked},
        on_range_change=_nothing,
        on_unit_change=_nothing,
    )
    return read_answer(answer.get("range"), answer.get("unit"))


def fit_unit(
    span: tuple[date, date] | None, selected: tuple[date | None, date | None] = (None, None)
) -> Unit:
    """Return the unit to count by: for all dates, or for a look at the selected ones."""
    days = (span[1] - span[0]).days + 1 if span else 0
    first, last = selected
    if first and last:
        days = min(days, AROUND * ((last - first).days + 1))
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
    first, end = _shown(span)
    for sent in UNITS[UNITS.index(unit) :]:
        cells = _cells(rows, sent, names)
        if len(cells) <= MOST_CELLS:
            break
    marks = [*types.items(), ("Other or not stated", UNKNOWN_TYPE)]
    return {
        "unit": sent,
        "first": first,
        "end": end,
        "rows": cells,
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


def _shown(span: tuple[date, date] | None) -> tuple[int, int]:
    """Return the first day to draw and the one after the last: whole months, whatever the unit.

    The unit may change under a reader's eyes; the ground that the brush lies on must not.
    """
    first, last = span or (date.today(),) * 2  # noqa: DTZ011  the reader's own month
    year, month = divmod(last.year * 12 + last.month, 12)
    end = date(year, month + 1, 1) if year <= MAXYEAR else last
    return _number(_begin(first, "month")), max(_number(end), _number(last) + 1)


def _cells(
    rows: Sequence[TimelineRow], unit: Unit, names: Mapping[str, int]
) -> list[list[int | None]]:
    """Return (day, type, events, killed low, killed high) for each period and type, in order."""
    cells: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        place = _number(_begin(row.period, unit)), names.get(row.event_type or "", len(names))
        cell = cells.setdefault(place, [*place, 0, None, None])
        cell[2] += row.n
        cell[3] = _add(cell[3], row.fatalities_low)
        cell[4] = _add(cell[4], row.fatalities_high)
    return [cells[place] for place in sorted(cells)]


def _begin(day: date, unit: Unit) -> date:
    """Return the first day of the period; weeks begin on Monday."""
    if unit == "week":
        return date.fromordinal(max(day.toordinal() - day.weekday(), 1))
    return day.replace(day=1) if unit == "month" else day


def _number(day: date) -> int:
    return (day - EPOCH).days


def _add(total: int | None, more: int | None) -> int | None:
    return total if more is None else (total or 0) + more
