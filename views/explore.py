"""The map page: filters at the left, numbers, map and card, timeline, table."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from events.model import Issue
from events.queries import Questions
from views import address, asof, card, chips, data, filters, headline, phrases, since, table
from views.map_panel import MapClick, map_panel
from views.timeline import Chosen, fit_unit, timeline

POLL_SECONDS = 5
READ_SECONDS = 0.3
# What a click on an area chooses: a second click lifts it again.
_AREAS = {"adm1": "adm1", "adm2": "adm2", "border": "borders", "country": "countries"}


def as_page() -> st.Page:
    """Return this page for the navigation, and for others to lead to."""
    return st.Page(show, title="Map", url_path="map", default=True)


def show() -> None:
    """Draw the page for the address as it stands."""
    address.restore()
    view, mended = address.read()
    _wait()
    state, problems = asof.state_of(view.asof)
    questions, mended = state.questions, (*mended, *problems)
    filters.rail(view, questions)
    if not state.newest.headline(address.View().filter).total and state.entry is None:
        _nothing_stored()
        return
    # Streamlit gives a block that moves up in the page the old children of the place it moves to:
    # a part that comes and goes before the map would draw the map's frame twice for a moment.
    with st.container(key="above"):
        _above(view, state, mended)
    with st.container(key="stage"):
        with st.container(key="ground"):
            clicked = map_panel(
                urlencode(view.filter.to_query() | _of_state(state)),
                questions.version,
                adm1=view.filter.adm1,
                adm2=view.filter.adm2,
                event=view.event,
            )
            _timeline(view, questions)
        if view.event or view.dot or (view.since and state.entry):
            with st.container(key="card"):
                card.card(view, state)
    if clicked:
        address.go(after_click(view, clicked))
        st.rerun()
    table.panel(view, questions)
    _watch(state.newest.version, view)


def _above(view: address.View, state: asof.State, mended: Sequence[Issue]) -> None:
    """Draw what stands over the map: what was mended, which state it is, numbers, filters."""
    st.html('<h1 class="visually-hidden">Map of conflict events</h1>')
    if mended:
        lines = "".join(f"<p>{escape(issue.message)}</p>" for issue in mended)
        st.html(f'<div class="notice" role="status">{lines}</div>')
    asof.banner(state, view.asof)
    since.row(state, view.filter)
    headline.row(view, state.questions)
    chips.chips(view, state.questions)


def _of_state(state: asof.State) -> dict[str, str]:
    """Return what tells the map's routes of an earlier state."""
    return {} if state.entry is None else {"asof": str(state.entry.version)}


def _wait() -> None:
    """Show how far the first reading of the events is, until it is through."""
    place = st.empty()
    while (reading := data.reading()) is not None:
        done, total = reading
        told = (
            f"{phrases.count(done)} of {phrases.count(total)} events read" if total else "Opening"
        )
        place.progress(done / max(total, 1), text=told)
        time.sleep(READ_SECONDS)
    place.empty()


def _nothing_stored() -> None:
    with st.container(key="reading"):
        st.html(
            "<h1>No events yet</h1><p class='lead'>The data folder holds nothing. Load the shipped "
            "events with <code>python -m events load</code>, import your own with <code>python -m "
            "events import hand FILE</code>, or hand in a report above.</p>"
        )
    _watch(0, address.read()[0])


def _timeline(view: address.View, questions: Questions) -> None:
    first, last = questions.date_span()
    span = (first, last) if first and last else None
    dates = (view.filter.start, view.filter.end)
    unit = view.unit or fit_unit(span, dates)
    rows = questions.timeline(view.filter, unit)
    chosen = timeline(rows, unit, span, dates, asked=view.unit is not None)
    if chosen:
        address.go(after_brush(view, chosen))
        st.rerun()


def after_brush(view: address.View, chosen: Chosen) -> address.View:
    """Return the view that a brush or a choice of unit on the timeline leads to."""
    if chosen == "day" or chosen == "week" or chosen == "month":  # noqa: PLR1714
        return replace(view, unit=chosen)
    start, end = (None, None) if chosen == "clear" else chosen
    return replace(view, filter=replace(view.filter, start=start, end=end))


def after_click(view: address.View, clicked: MapClick) -> address.View:
    """Return the view that a click on the map leads to."""
    if clicked.kind == "event":
        return replace(view, event=clicked.value, dot=None)
    if clicked.kind == "cell":
        return replace(view, event=None, dot=clicked.value)
    field = _AREAS[clicked.kind]
    chosen: tuple[str, ...] = getattr(view.filter, field)
    rest = tuple(v for v in chosen if v != clicked.value)
    toggled = rest if len(rest) < len(chosen) else (*chosen, clicked.value)
    return replace(view, filter=replace(view.filter, **{field: toggled}))


@st.fragment(run_every=POLL_SECONDS)
def _watch(drawn: int, view: address.View) -> None:
    """Draw the page again when the store has a new version, or the address another view.

    Streamlit drops the run of a click that comes together with this look of its own; its
    callback has changed the address then, and nothing else.
    """
    if data.store().version() != drawn:
        st.toast("The data has changed: the page now shows the new version.")
        st.rerun()
    if address.read()[0] != view:
        st.rerun()
