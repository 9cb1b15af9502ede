"""The list under the map: the same events as rows, and those that the map cannot show."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from events.queries import Headline, Questions, TableRow
from views import address, data, downloads, phrases

PAGE_ROWS = 200
ROW_PIXELS = 32
ORDER_NAMES = {
    "latest": "Latest first",
    "earliest": "Earliest first",
    "killed": "Most killed first",
    "type": "By type",
    "place": "By place",
}
TITLES = {
    "shown": "Shown",
    "out": "Filtered out",
    "noplace": "Without a place",
    "area": "Known to an area",
    "killed": "With a toll",
    "rival": "Rival claims",
    "background": "Background",
    "statement": "Statements",
    "planned": "Planned",
    "withdrawn": "Withdrawn",
}
WIDTHS = {
    "When": 135,
    "What": 145,
    "Where": 165,
    "Province": 145,
    "Known to": 120,
    "Killed": 90,
    "Side A": 185,
    "Side B": 185,
    "Source": 300,
}
EMPTY = {
    "shown": "No event passes these filters. Lift one of them above the map, or clear all.",
    "out": "Nothing is filtered out: every record is shown.",
    "noplace": "Every shown event has a place, if only a province or a stretch of border.",
    "area": "Every shown event has a point of its own.",
    "killed": "No shown event has a stated toll. Not stated is not zero.",
    "rival": "No shown event has rival claims.",
    "background": "No background records pass these filters.",
    "statement": "No statements pass these filters.",
    "planned": "No planned or feared events pass these filters.",
    "withdrawn": "No source has taken back an event that passes these filters.",
}


def frame(rows: Sequence[TableRow]) -> pd.DataFrame:
    """Return slim rows as the columns that a reader sees; ids stay in the index."""
    shown = [
        {
            "When": phrases.days(r.date_start, r.date_end, r.date_precision),
            "What": r.sub_event_type or r.event_type or phrases.STATUSES.get(r.status, r.status),
            "Where": r.place_name or r.adm2 or r.adm1 or r.country or "—",
            "Province": r.adm1 or "—",
            "Known to": phrases.PRECISION_NAMES.get(r.precision or "", "—"),
            "Killed": phrases.span(r.fatalities_low, r.fatalities_high),
            "Side A": ", ".join(map(data.actor_label, r.side_a)) or "—",
            "Side B": ", ".join(map(data.actor_label, r.side_b)) or "—",
            "Source": " · ".join(part for part in (r.publisher, r.title) if part) or "—",
        }
        for r in rows
    ]
    return pd.DataFrame(shown, index=[r.event_id for r in rows])


def counts(head: Headline) -> dict[str, int]:
    """Return how many records each list has, where the headline knows."""
    return {
        "shown": head.shown,
        "out": head.filtered_out,
        "noplace": head.without_place,
        "area": head.area_only,
        "killed": head.shown - head.killed_unknown,
        "rival": head.events_with_rival_claims,
        **{name: head.not_on_map_by_status.get(name, 0) for name in TITLES if name in _STATUSES},
    }


_STATUSES = {"background", "statement", "planned", "withdrawn"}


def panel(view: address.View, questions: Questions) -> None:
    """Draw the switch between lists, the rows, and what can be done with them."""
    number = counts(questions.headline(view.filter))
    with st.container(key="table"):
        with st.container(horizontal=True, vertical_alignment="center", key="table_head"):
            st.session_state["t_list"] = view.listing
            st.pills(
                "Which records",
                list(TITLES),
                required=True,
                format_func=lambda name: f"{TITLES[name]} {phrases.count(number[name])}",
                key="t_list",
                label_visibility="collapsed",
                on_change=_listed,
            )
            st.session_state["t_order"] = view.order
            st.selectbox(
                "Order",
                list(address.ORDERS),
                format_func=lambda order: ORDER_NAMES[order],
                key="t_order",
                label_visibility="collapsed",
                on_change=_ordered,
            )
            downloads.button(view, questions)
        if number[view.listing]:
            _rows(view, questions, number[view.listing])
        else:
            st.html(f'<p class="empty">{EMPTY[view.listing]}</p>')


def _listed() -> None:
    address.change(listing=st.session_state["t_list"], page=1)


def _ordered() -> None:
    address.change(order=st.session_state["t_order"], page=1)


def _paged(key: str) -> None:
    address.change(page=st.session_state[key])


def _rows(view: address.View, questions: Questions, total: int) -> None:
    pages = -(-total // PAGE_ROWS)
    page = min(view.page, pages)
    column, most_first = address.ORDERS[view.order]
    rows = questions.rows(
        view.filter, column, most_first, PAGE_ROWS, (page - 1) * PAGE_ROWS, view.listing
    )
    ids = [row.event_id for row in rows]
    key = f"t_rows_{view.listing}_{view.order}_{page}"

    def opened() -> None:
        picked = st.session_state[key]["selection"]
        chosen = [*picked["rows"], *(row for row, _ in picked.get("cells", ()))]
        address.change(event=ids[chosen[0]] if chosen else None, dot=None)

    st.dataframe(
        frame(rows),
        key=key,
        hide_index=True,
        height=min(37 + ROW_PIXELS * len(rows), 440),
        row_height=ROW_PIXELS,
        column_config={name: st.column_config.TextColumn(width=w) for name, w in WIDTHS.items()},
        on_select=opened,
        selection_mode=["single-row", "single-cell"],
    )
    if pages > 1:
        turned = f"t_page_{page}_of_{pages}"
        st.pagination(pages, default=page, key=turned, on_change=_paged, args=(turned,))
