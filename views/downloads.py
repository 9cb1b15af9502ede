"""Taking the shown events away: a file is made only when it is asked for."""

from __future__ import annotations

import streamlit as st

from events.queries import Questions
from views import address


def button(view: address.View, questions: Questions) -> None:  # noqa: ARG001
    """Offer the shown events as a file."""
    with st.popover("Download"):
        st.text("Soon")
