"""No text from outside may reach the script that folium renders."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import _get_feature_group_string, _get_map_string, generate_js_hash

from events.queries import Filter
from views import map_layers, map_panel

HOSTILE = (
    "{{ cycler.__init__.__globals__.os.system('touch owned') }}",
    "{% for c in ().__class__.__mro__ %}{{ c }}{% endfor %}",
    "{{ 7*7 }}",
    "${alert(1)}",
    "`${alert(1)}`",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "'; alert(1); //",
    '"; alert(1); //',
    "\\u003cscript\\u003e",
    "=HYPERLINK(1)",
    "\u2028\u2029\x00",
)


def script(state: dict[str, object]) -> str:
    """Return the script that a browser is sent for a state."""
    return str(_get_feature_group_string(map_layers.filter_group(state), map_layers.base_map()))


def state_of(query: str, **ids: object) -> dict[str, object]:
    chosen = {"adm1": (), "adm2": (), "event": None} | ids
    return map_panel._state(query, 3, chosen["adm1"], chosen["adm2"], chosen["event"])  # type: ignore[arg-type]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_reach_the_script_only_percent_encoded(text: str) -> None:
    written = script(state_of(urlencode(Filter(words=text, actors=(text,)).to_query())))
    assert text not in written
    assert "49" not in str(state_of(urlencode({"words": "{{ 7*7 }}"}))["query"])
    for sign in ("{{", "{%", "${", "`", "<", "</"):
        inside = written.split("conflictMap.set(")[1].split(");")[0]
        assert sign not in inside


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_ids_are_left_out(text: str) -> None:
    state = state_of("", adm1=(text, "PK-KP"), adm2=(text,), event=text)
    assert (state["adm1"], state["adm2"], state["event"]) == (["PK-KP"], [], None)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=6))
def test_a_query_keeps_its_meaning_and_holds_only_plain_characters(fields: dict[str, str]) -> None:
    given_query = urlencode(
        {k.encode(errors="replace"): v.encode(errors="replace") for k, v in fields.items()}
    )
    plain = map_layers.plain_query(given_query)
    assert parse_qsl(plain, keep_blank_values=True) == parse_qsl(
        given_query, keep_blank_values=True
    )
    assert plain.isascii()
    assert not set(plain) & set("{}<>\"'`$\\ ")


def test_the_map_is_the_same_script_every_time() -> None:
    first, second = (str(_get_map_string(map_layers.base_map())) for _ in range(2))
    assert generate_js_hash(first, "map") == generate_js_hash(second, "map")


def test_the_filter_empties_the_groups_that_streamlit_folium_keeps() -> None:
    assert "window.feature_group = [];" in script(state_of("type=Battles"))


def test_the_base_map_holds_no_layer_that_fetches() -> None:
    kinds = {type(child) for child in map_layers.base_map()._children.values()}
    assert kinds == {map_layers.ConflictLayer}
    assert not any(issubclass(kind, folium.TileLayer) for kind in kinds)
