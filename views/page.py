"""Navigation between the pages of the app."""

from __future__ import annotations

import streamlit as st

from views import dress, explore

st.set_page_config(page_title="Conflict Event Map", layout="wide", initial_sidebar_state="auto")
dress.apply()
st.navigation(
    [st.Page(explore.show, title="Map", url_path="map", default=True)], position="top"
).run()
