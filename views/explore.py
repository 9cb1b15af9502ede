"""The map page: filters at the left, numbers, map and card, timeline, table."""

from __future__ import annotations

import streamlit as st

from views import address, card, data, filters, headline, table

POLL_SECONDS = 5


def show() -> None:
    """Draw the page for the address as it stands."""
    address.restore()
    view, mended = address.read()
    at = data.version()
    filters.rail(view, at)
    for issue in mended:
        st.warning(issue.message, icon=":material/link_off:")
    headline.row(view, at)
    filters.chips(view, at)
    with st.container(key="stage"):
        with st.container(key="map"):
            st.html('<div style="height:480px;background:#ddd"></div>')
        with st.container(key="card"):
            card.card(view, at)
    table.panel(view, at)
    _watch(at)


@st.fragment(run_every=POLL_SECONDS)
def _watch(drawn: int) -> None:
    """Draw the page again when the store has a new version."""
    if data.version() != drawn:
        st.toast("New data: the page has been brought up to date.")
        st.rerun()
