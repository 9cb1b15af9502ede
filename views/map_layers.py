"""Which elements does the map add to folium's own?  Constants, ids and numbers only.

folium runs the script it writes through Jinja on the server, so event text such as ``{{ … }}``
would run there: no free text may enter these elements.  :func:`plain_query` and
:func:`plain_ids` hold that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

import folium
from folium.template import Template

from views import palette
from views.assets import APP_ROOT

# Afghanistan and Pakistan: south-west and north-east corner.
HOME = ((23.4, 60.4), (38.6, 77.9))
# From zoom 15 on, only events of the very same point share a dot.
WIDEST, CLOSEST = 2, 15
CREDITS = "Natural Earth · GeoNames (CC BY 4.0) · OCHA · SVG Maps · NOAA GLOBE"
_ID = re.compile(r"[A-Za-z0-9:~|_. /-]{1,120}")
_MOST_IDS = 400


def plain_query(query: str) -> str:
    """Return a query string with everything but letters, digits and ``-_.~`` percent-encoded."""
    return urlencode(parse_qsl(query, keep_blank_values=True, max_num_fields=200))


def plain_ids(ids: Iterable[str]) -> list[str]:
    """Return the ids that are ids; what holds anything else cannot name an area and is left out."""
    return [i for i in ids if _ID.fullmatch(i)][:_MOST_IDS]


class ConflictLayer(folium.MacroElement):
    """Hands folium's map to our own script, with constants alone (static/src/main.js)."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.conflictMap.attach({{ this._parent.get_name() }}, {{ this.config|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()
        self._name = "ConflictLayer"
        unknown = palette.UNKNOWN_TYPE
        self.config = {
            "base": APP_ROOT,
            "credits": CREDITS,
            "home": [list(corner) for corner in HOME],
            "palette": {
                **palette.as_json(),
                "unknown": {"name": "", "colour": unknown.colour, "glyph": unknown.glyph},
            },
        }


class SetFilter(folium.MacroElement):
    """Carries the filter to the map that is already on the page.

    streamlit-folium keeps every group it was ever given in ``window.feature_group``; emptied
    here, or the page grows with each filter change.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.feature_group = [];"
        "window.conflictMap.set({{ this.state|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, state: dict[str, object]) -> None:
        super().__init__()
        self._name = "SetFilter"
        self.state = state


def base_map() -> folium.Map:
    """Return the map without data: the same script every time, or it would be rebuilt.

    Built anew for each run, since ``st_folium`` changes the map that it is given.
    """
    middle = [(HOME[0][i] + HOME[1][i]) / 2 for i in (0, 1)]
    drawn = folium.Map(
        middle,
        zoom_start=5,
        tiles=None,
        prefer_canvas=True,
        min_zoom=WIDEST,
        max_zoom=CLOSEST,
        minZoom=WIDEST,
        maxZoom=CLOSEST,
        zoom_snap=0.5,
        max_bounds=True,
        world_copy_jump=False,
    )
    ConflictLayer().add_to(drawn)
    return drawn


def filter_group(state: dict[str, object]) -> folium.FeatureGroup:
    """Return the tiny group that brings the filter to the map."""
    group = folium.FeatureGroup("filter")
    SetFilter(state).add_to(group)
    return group
