"""The map on the page: a filter goes in, what was clicked comes out.

The map is built once; a filter change reaches it as a tiny element, panning and zooming ask our
own routes (:mod:`views.api`) and never run the page's script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import quote

import streamlit as st
from streamlit_folium import st_folium

from geodata import boundaries
from views import assets, map_layers, tokens

ClickKind = Literal["event", "cell", "adm1", "adm2", "border", "country"]
HEIGHT = 620
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class MapClick:
    """What was clicked: the id of an event, area, border or country; "shift/cx/cy" of a dot."""

    kind: ClickKind
    value: str


def map_panel(
    filter_query: str,
    version: int,
    key: str = "map",
    *,
    adm1: Sequence[str] = (),
    adm2: Sequence[str] = (),
    event: str | None = None,
    height: int = HEIGHT,
) -> MapClick | None:
    """Draw the map for a filter and return a new click on it, once.

    Parameters
    ----------
    filter_query
        ``urlencode(filter.to_query())``.
    version
        The store's version; another version makes the map ask anew.
    key
        Streamlit's key of this map.
    adm1, adm2
        Ids of the areas that the filter has chosen: outlined.
    event
        Id of the event whose card is open: ringed.
    height
        In pixels; the page's style sheet may give the frame another.
    """
    try:
        assets.localise()
    except assets.NotBuiltError as not_built:
        st.error(str(not_built), icon=":material/construction:")
        return None
    state = _state(filter_query, version, adm1, adm2, event)
    sent = st_folium(
        map_layers.base_map(),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["click"],
        feature_group_to_add=map_layers.filter_group(state),
        render=False,
    )
    return _new_click(sent, f"{key}.last")


def _state(
    filter_query: str, version: int, adm1: Sequence[str], adm2: Sequence[str], event: str | None
) -> dict[str, object]:
    return {
        "query": map_layers.plain_query(filter_query),
        "version": int(version),
        "geo": quote(boundaries.version(), safe=""),
        "adm1": map_layers.plain_ids(adm1),
        "adm2": map_layers.plain_ids(adm2),
        "event": next(iter(map_layers.plain_ids([event] if event else [])), None),
        "token": tokens.issue(),
    }


def _new_click(sent: Any, memory: str) -> MapClick | None:
    """Return the click that the map sent, unless an earlier run has seen it."""
    click = sent.get("click") if isinstance(sent, Mapping) else None
    if not isinstance(click, Mapping):
        return None
    seen, kind, value = (str(click.get(name, ""))[:_LONGEST] for name in ("at", "kind", "value"))
    if not seen or st.session_state.get(memory) == seen:
        return None
    st.session_state[memory] = seen
    # "renew" only asks for this run, which has just sent a new token.
    return MapClick(kind, value) if kind in get_args(ClickKind) and value else None  # type: ignore[arg-type]
