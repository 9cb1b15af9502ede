"""The card of one event, sliding in beside the map."""

from __future__ import annotations

import streamlit as st

from views import address, data
from views.card_html import Names, card_html

NAMES = Names(actor=data.actor_label, country=data.country_name)


def card(view: address.View, at: int) -> None:
    """Draw the card of the view's event; nothing where none is open."""
    if not view.event:
        return
    event = data.event(at, view.event)
    with st.container(horizontal=True, key="card_head", vertical_alignment="center"):
        st.button(
            "Close",
            key="card_close",
            icon=":material/close:",
            type="tertiary",
            on_click=address.change,
            kwargs={"event": None},
        )
    if event is None:
        st.warning("This link names an event that is not in the data, or no longer.")
        return
    st.html(card_html(event, NAMES, data.store().history(event.id)))
