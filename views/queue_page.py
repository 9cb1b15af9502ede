"""The page of the queue: its list, or the report of it that is under review."""

from __future__ import annotations

import streamlit as st

from views import handin, phrases, queue
from views.queue_items import after, units


def show() -> None:
    """Draw the page."""
    opened: str | None = st.session_state.get(queue.OPENED)
    if opened is None:
        queue.show()
        return
    desk = handin.desk_of(opened)
    if desk is None:
        laid = queue.lay(opened)
        if laid is None:
            st.session_state.pop(queue.OPENED)
            st.rerun()
            return
        desk = handin.lay(laid)
    _bar(opened)
    handin.review(desk)


def _bar(opened: str) -> None:
    """Draw what is left, the way back, and the next report."""
    found = queue.newest()
    following = after(units(found), opened)
    left = len(found.open)
    with st.container(horizontal=True, vertical_alignment="center", key="queue_review"):
        st.button("Back to the queue", key="q_back", type="tertiary", on_click=_close)
        st.html(
            f"<p class='side' role='status'>{phrases.counted(left, 'report')} left to review</p>"
        )
        this = next((each for each in found.reports if each.report_id == opened), None)
        done = this is not None and not this.left
        st.button(
            "Next report",
            key="q_next",
            type="primary" if done else "secondary",
            disabled=following is None,
            on_click=_go,
            args=(following.report_id if following else None,),
        )


def _close() -> None:
    st.session_state.pop(queue.OPENED, None)
    handin.clear()


def _go(report_id: str | None) -> None:
    handin.clear()
    st.session_state[queue.OPENED] = report_id
