"""Taking the shown events away: a file is made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from events.exports import FORMATS, export_bytes
from events.queries import Questions
from views import address, phrases

NAMES = {
    "csv": ("CSV", "events and claims, zipped"),
    "xlsx": ("Excel", "events, claims and provenance as sheets"),
    "geojson": ("GeoJSON", "for web maps"),
    "gpkg": ("GeoPackage", "for QGIS and others"),
    "geoparquet": ("GeoParquet", "for pandas, DuckDB and others"),
}


def button(view: address.View, questions: Questions) -> None:
    """Offer the shown events in each format, with filter, version and sources inside."""
    shown = questions.headline(view.filter).shown
    with st.popover("Download", disabled=not shown, key="download"):
        st.caption(
            f"The {phrases.counted(shown, 'shown event')}, with the filter, the version, the "
            "sources and what was left out."
        )
        for kind, (ending, media) in FORMATS.items():
            name, what = NAMES.get(kind, (kind, ""))
            st.download_button(
                f"**{name}** {what}",
                data=_maker(questions, view, kind),
                file_name=f"conflict-events-v{questions.version}.{ending}",
                mime=media,
                key=f"download_{kind}",
                on_click="ignore",
                type="tertiary",
                width="stretch",
            )


def _maker(questions: Questions, view: address.View, kind: str) -> Callable[[], bytes]:
    return lambda: export_bytes(questions, view.filter, kind)[1]
