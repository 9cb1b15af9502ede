"""On the card of an event that several reports tell: taking one of them out again."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import streamlit as st

from events.model import Event
from events.tellings import named
from views import data


def draw(event: Event) -> None:
    """Offer to take one report out of a merged event; nothing for an event of one report."""
    if not event.also:
        return
    with st.popover(f"Told by {1 + len(event.also)} reports", type="tertiary", key="card_told"):
        st.caption(
            "A report that tells of another event is taken out: its claims leave this one, and its "
            "proposal waits in the review queue again."
        )
        who = st.text_input("Your name, kept in the log", key="card_told_who", max_chars=80).strip()
        for each in event.also:
            st.html(f"<p>{escape(named([each.source]))}</p>")
            st.button(
                "Take this report out",
                key=f"out_{each.event_id}",
                disabled=not who,
                on_click=_out,
                args=(event.id, each.event_id, who),
            )


def _out(event_id: str, telling_id: str, who: str) -> None:
    # loaded here: the map need not wait for what reads batches
    from events.batches.review import take_apart  # noqa: PLC0415

    done = take_apart(data.store(), event_id, telling_id, who=who, when=datetime.now(UTC))
    st.toast("Taken out; it waits in the review queue." if done else "It was taken out before.")
