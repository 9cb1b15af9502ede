"""The list under the map: the same events as rows, and those that the map cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from events.queries import Filter
from views import address, data, downloads, phrases

PAGE_ROWS = 200
SORTS = {
    "Latest first": ("date", True),
    "Earliest first": ("date", False),
    "Most killed first": ("fatalities", True),
}
TITLES = {
    "shown": "Shown",
    "out": "Filtered out",
    "noplace": "Without a place",
    "killed": "With a toll",
    "rival": "Rival claims",
    "background": "Background",
    "statement": "Statements",
    "planned": "Planned",
}


def frame(rows: Sequence[Any]) -> pd.DataFrame:
    """Return slim rows as the columns that a reader sees; ids stay in the index."""
    shown = [
        {
            "When": phrases.days(r["date_start"], r["date_end"], r["date_precision"]),
            "What": r["sub_event_type"] or r["event_type"] or phrases.STATUSES[r["status"]],
            "Where": r["place_name"] or r["adm1"] or "—",
            "Known to": phrases.PRECISION_NAMES.get(r["place_precision"] or "", "—"),
            "Side A": ", ".join(map(data.actor_label, r["side_a"] or ())) or "—",
            "Side B": ", ".join(map(data.actor_label, r["side_b"] or ())) or "—",
            "Killed": phrases.span(r["fatalities_low"], r["fatalities_high"]),
            "Source": r["source_publisher"] or r["source_title"] or "—",
        }
        for r in rows
    ]
    return pd.DataFrame(shown, index=[r["event_id"] for r in rows])


def listing_filter(view: address.View) -> Filter:
    """Return the filter whose rows a listing shows."""
    if view.listing in phrases.STATUSES:
        return replace(view.filter, statuses=(view.listing,))
    return view.filter


def panel(view: address.View, at: int) -> None:
    """Draw the switch between lists, the rows, and what can be done with them."""
    head = data.headline(at, view.filter)
    counts = {
        "shown": head.shown,
        "out": head.filtered_out,
        "noplace": head.without_place,
        "rival": head.events_with_rival_claims,
        **head.not_on_map_by_status,
    }
    with st.container(key="table"):
        with st.container(horizontal=True, vertical_alignment="center", key="table_head"):
            st.session_state["t_list"] = view.listing
            st.pills(
                "Which records",
                list(TITLES),
                required=True,
                format_func=lambda k: (
                    f"{TITLES[k]} {phrases.count(counts[k])}" if k in counts else TITLES[k]
                ),
                key="t_list",
                label_visibility="collapsed",
                on_change=lambda: address.change(listing=st.session_state["t_list"]),
            )
            order = st.selectbox("Order", list(SORTS), key="t_sort", label_visibility="collapsed")
            downloads.button(view.filter, at)
        _rows(view, at, order)


def _rows(view: address.View, at: int, order: str) -> None:
    f = listing_filter(view)
    total = data.questions(at).row_count(f)
    if not total:
        st.html(f'<p class="empty">{EMPTY.get(view.listing, EMPTY["shown"])}</p>')
        return
    pages = -(-total // PAGE_ROWS)
    page = min(st.session_state.get("t_page", 1), pages)
    rows = data.rows(at, f, *SORTS[order], PAGE_ROWS, (page - 1) * PAGE_ROWS)
    ids = [r["event_id"] for r in rows]
    key = f"t_rows_{view.listing}_{page}"

    def opened() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        address.change(event=ids[picked[0]] if picked else None)

    st.dataframe(
        frame(rows),
        key=key,
        hide_index=True,
        height=min(38 + 32 * len(rows), 420),
        row_height=32,
        on_select=opened,
        selection_mode="single-row",
    )
    if pages > 1:
        st.pagination(pages, key="t_page")


EMPTY = {
    "shown": "No event passes these filters. Lift one of the chips above, or clear all.",
    "out": "Nothing is filtered out: every event is shown.",
    "noplace": "Every shown event has a place, if only a province or a border.",
    "killed": "No shown event has a stated toll.",
    "rival": "No shown event has rival claims.",
    "background": "No background records pass these filters.",
    "statement": "No statements pass these filters.",
    "planned": "No planned or feared events pass these filters.",
}
