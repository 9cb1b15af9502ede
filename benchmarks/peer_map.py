"""A page with one of the usual maps of events, to be served by ``streamlit run``.

``benchmarks.browser_peers`` names in the environment which map, how many events, and where the
server's own seconds go.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import folium
import numpy as np
import pandas as pd
import pydeck
import streamlit as st
from folium.plugins import FastMarkerCluster, MarkerCluster
from streamlit_folium import st_folium

KINDS = ("folium.Marker", "MarkerCluster", "FastMarkerCluster", "GeoJson", "st.pydeck_chart")


def events(count: int) -> pd.DataFrame:
    """Return points in and around Afghanistan and Pakistan, each with an id."""
    rng = np.random.default_rng(0)
    lat, lon = rng.uniform(25, 38, count), rng.uniform(61, 76, count)
    return pd.DataFrame({"lat": lat, "lon": lon, "id": np.arange(count)})


def collection(rows: pd.DataFrame) -> dict[str, object]:
    """Return the points as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"id": int(row.id)},
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        }
        for row in rows.itertuples()
    ]
    return {"type": "FeatureCollection", "features": features}


def drawn(kind: str, rows: pd.DataFrame) -> None:
    """Draw the events in one of the ways of ``KINDS``."""
    if kind == "st.pydeck_chart":
        view = pydeck.ViewState(latitude=32, longitude=69, zoom=5)
        layer = pydeck.Layer("ScatterplotLayer", rows, get_position="[lon, lat]", get_radius=2_000)
        st.pydeck_chart(pydeck.Deck([layer], initial_view_state=view, map_style=None))
        return
    base = folium.Map([32, 69], zoom_start=5, tiles=None, maxZoom=18)
    if kind == "FastMarkerCluster":
        FastMarkerCluster(rows[["lat", "lon"]].to_numpy().tolist()).add_to(base)
    elif kind == "GeoJson":
        folium.GeoJson(collection(rows), marker=folium.CircleMarker(radius=3)).add_to(base)
    else:
        to = MarkerCluster().add_to(base) if kind == "MarkerCluster" else base
        for row in rows.itertuples():
            folium.Marker([row.lat, row.lon]).add_to(to)
    st_folium(base, width=1000, height=700, returned_objects=[])


def page() -> None:
    """Draw what the environment names, and write how long the server took."""
    rows = events(int(st.query_params.get("few", os.environ["PEER_EVENTS"])))
    start = time.perf_counter()
    drawn(os.environ["PEER_MAP"], rows)
    Path(os.environ["PEER_SECONDS"]).write_text(str(time.perf_counter() - start), "ascii")


if __name__ == "__main__":
    page()
