"""Start of the app: ``streamlit run dashboard.py``.

The page is ``views/page.py``; beside it the server answers the map's own routes and guards
every answer with headers (``views/server.py``).
"""

from __future__ import annotations

import streamlit as st

from views import server

app = st.App(
    "views/page.py",
    routes=server.routes(),
    middleware=server.middleware(),
    lifespan=server.lifespan,
    on_script_error=server.on_script_error,
)
