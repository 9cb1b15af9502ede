"""Beside an earlier state: how many events were added, changed or withdrawn since, and which."""

from __future__ import annotations

import streamlit as st

from events.queries.comparing import KINDS
from events.since import Since, Told, since, told
from views import address, asof, data, phrases
from views.plain import plain
from views.since_html import told_html

PAGE_ROWS = 20
WORDS = {
    "added": ("added", "Events that are stored now and were not then"),
    "changed": ("changed", "Events of which something else is stored now"),
    "withdrawn": ("withdrawn", "Events that their source has taken back since"),
    "removed": ("removed", "Events that are no longer stored"),
}


@st.cache_resource(max_entries=2, show_spinner="Comparing with the newest state …")
def _found(home: str, first: int, last: int) -> Since:  # noqa: ARG001
    store = data.store()
    return since(store.snapshot(first), store.snapshot(last))


def found(state: asof.State) -> Since:
    """Return what has become of the events since a state; the last two are kept."""
    return _found(str(data.store().home), state.questions.version, state.newest.version)


def row(state: asof.State) -> None:
    """Draw the counts of what happened since; each opens its events beside the map."""
    if state.entry is None:
        return
    changes = found(state)
    with st.container(horizontal=True, gap="small", key="since"):
        st.html("<span>Since then, in all the data:</span>", width="content")
        for kind in KINDS:
            number = changes.count(kind)
            words, why = WORDS[kind]
            st.button(
                f"**{phrases.count(number)}** {words}",
                key=f"since_{kind}",
                type="tertiary",
                disabled=not number,
                help=why,
                on_click=address.change,
                kwargs={"since": kind, "event": None, "dot": None},
            )


def panel(kind: str, state: asof.State) -> None:
    """Draw the events of one kind, each with what is other now, who changed it, when and why."""
    changes = found(state)
    number = changes.count(kind)
    words, why = WORDS[kind]
    title = phrases.counted(number, "event") + f" {words} since version {state.questions.version}"
    st.html(f'<article class="card"><h2>{title}</h2><p class="side">{why}.</p></article>')
    pages = max(1, -(-number // PAGE_ROWS))
    page = 1
    if pages > 1:
        page = st.pagination(pages, key=f"since_page_{kind}_{pages}")
    for each in explained(changes, changes.page(kind, (page - 1) * PAGE_ROWS, PAGE_ROWS)):
        _one(kind, each)


def explained(changes: Since, ids: tuple[str, ...]) -> tuple[Told, ...]:
    """Return what became of some events, by whom and why."""
    store = data.store()
    return told(changes, ids, store.changes, store.entry)


def _one(kind: str, each: Told) -> None:
    event = each.event
    when = phrases.days(event.date_start, event.date_end, event.date_precision)
    what = event.sub_event_type or event.event_type or phrases.STATUSES[event.status]
    where = event.place.name if event.place and event.place.name else ""
    st.button(
        f"**{plain(what)}** {plain(when)} {plain(where)}",
        key=f"since_event_{event.id}",
        type="tertiary",
        width="stretch",
        on_click=address.change,
        kwargs={"event": event.id},
        help="Opens the event as it is now" if kind == "added" else "Opens the event as it was",
    )
    st.html(told_html(each))


def on_card(event_id: str, state: asof.State) -> None:
    """Say on the card of an event what became of it since."""
    if state.entry is None:
        return
    changes = found(state)
    kind = changes.kind_of(event_id)
    if kind is None:
        st.html('<section class="since"><p class="side">Not changed since.</p></section>')
        return
    (each,) = explained(changes, (event_id,))
    now = "; this is how it stands now" if kind == "added" else ""
    st.html(
        f'<section class="since"><h3>Since then: {WORDS[kind][0]}{now}</h3>'
        f"{told_html(each)}</section>"
    )
