"""Navigation between the pages of the app."""

from __future__ import annotations

import streamlit as st

from views import dress, explore, handin, limits, sources

st.set_page_config(
    page_title="Conflict Event Map",
    page_icon=dress.ICON,
    layout="wide",
    initial_sidebar_state="auto",
    menu_items={"Get help": None, "Report a bug": None, "About": None},
)
dress.apply()
st.navigation(
    [
        st.Page(explore.show, title="Map", url_path="map", default=True),
        st.Page(handin.show, title="Hand in a report", url_path="hand-in"),
        st.Page(sources.show, title="Sources and history", url_path="sources"),
        st.Page(limits.show, title="What this map does not show", url_path="limits"),
    ],
    position="top",
).run()
