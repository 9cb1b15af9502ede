"""Navigation between the pages of the app."""

from __future__ import annotations

import logging

import streamlit as st

from events.store import StoreError
from geodata.home import data_home
from views import address, dress, explore, limits, sources

_log = logging.getLogger(__name__)


def _hand_in() -> None:
    """Draw the desk for a report; what reads language is loaded only for those who come here."""
    from views import handin  # noqa: PLC0415  a second of loading that the map need not wait for

    handin.show()


def _queue() -> None:
    """Draw the queue of coded reports, loaded only for those who come here, as above."""
    from views import queue_page  # noqa: PLC0415

    queue_page.show()


def _incidents() -> None:
    """Draw the proposals of one incident, loaded only for those who come here, as above."""
    from views import incidents  # noqa: PLC0415

    incidents.show()


def _bring_in() -> None:
    """Draw the desk for data sets, loaded only for those who come here, as above."""
    from views import import_files  # noqa: PLC0415

    import_files.show()


st.set_page_config(
    page_title="Conflict Event Map",
    page_icon=dress.ICON,
    layout="wide",
    initial_sidebar_state="auto",
    menu_items={"Get help": None, "Report a bug": None, "About": None},
)
dress.apply()
page = st.navigation(
    [
        explore.as_page(),
        st.Page(_hand_in, title="Hand in a report", url_path="hand-in"),
        st.Page(_queue, title="Review queue", url_path="queue"),
        st.Page(_bring_in, title="Bring in a data set", url_path="import"),
        st.Page(_incidents, title="Same incident?", url_path="incidents"),
        st.Page(sources.show, title="Sources and history", url_path="sources"),
        st.Page(limits.show, title="What this map does not show", url_path="limits"),
    ],
    position="top",
)
if page.url_path:  # the map stands at the root
    address.leave()
try:
    page.run()
except StoreError as error:
    _log.exception("the stored events cannot be read")
    st.error("The stored events cannot be read.", icon=":material/error:")
    st.text(str(error))
except Exception:  # noqa: BLE001  the reader gets a sentence, the log the trace
    _log.exception("the page failed")
    st.error("Something went wrong while drawing this page.", icon=":material/error:")
    st.text(f"What happened stands in {data_home() / 'conflict-map.log'}. Reload to try again.")
