"""After a data set was stored: how it is drawn, the way to the map, and the way back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from events.importers.account import Account
from views import address, data, explore, phrases


def draw(account: Account, version: int) -> None:
    """Draw what the map now has of the data set, and where to go from here."""
    shown = replace(address.View().filter, datasets=(account.dataset,))
    head = data.newest().headline(shown)
    points = head.shown - head.area_only - head.without_place
    st.html(
        f"<h3>On the map</h3><p>The data set now has {phrases.counted(head.shown, 'event')}: "
        f"{phrases.count(points)} drawn at a point, {phrases.count(head.area_only)} as the area "
        f"they are known to, {phrases.count(head.without_place)} without a place, in the list "
        "under the map.</p>"
    )
    if st.button("See them on the map", type="primary", key="i_see"):
        st.switch_page(explore.as_page(), query_params=address.View(filter=shown).to_query())
    st.html(
        f"<p class='side'>Was it a mistake? Nothing is overwritten: under <a href='./sources' "
        f"target='_self'>Sources and history</a>, Changes, this change is version {version}, and "
        f"choosing version {version - 1} below the list takes this import back. <a "
        f"href='./?asof={version - 1}' target='_self'>The map as it was before</a> can be seen "
        "first. A better file of the same data set, with the same ids, replaces what it "
        "changes.</p>"
    )
