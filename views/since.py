"""Beside an earlier state: how many events were added, changed or withdrawn since, and which."""

from __future__ import annotations

import streamlit as st

from events.queries import Filter
from events.queries.changed import Located, located
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
def _found(home: str, first: int, last: int, _state: asof.State) -> tuple[Since, Located]:  # noqa: ARG001
    store = data.store()
    changes = since(store.snapshot(first), store.snapshot(last))
    return changes, located(changes.all_ids(), _state.questions, _state.newest)


def _of(state: asof.State) -> tuple[Since, Located]:
    versions = state.questions.version, state.newest.version
    return _found(str(data.store().home), *versions, state)


def found(state: asof.State) -> Since:
    """Return what has become of the events since a state; the last two are kept."""
    return _of(state)[0]


@st.cache_resource(max_entries=8, show_spinner=False)
def _under(
    home: str, first: int, last: int, query: tuple[tuple[str, str], ...], _state: asof.State  # noqa: ARG001
) -> Since:  # fmt: skip
    changes, places = _of(_state)
    f, _ = Filter.from_query(dict(query))
    return changes.where(places.passing(f, _state.questions, _state.newest))


def under(state: asof.State, f: Filter) -> Since:
    """Return what has become since a state of the events that pass a filter, then or now."""
    versions = state.questions.version, state.newest.version
    query = tuple(sorted(f.to_query().items()))
    return _under(str(data.store().home), *versions, query, state)


def row(state: asof.State, f: Filter) -> None:
    """Draw the counts of what happened since; each opens its events beside the map."""
    if state.entry is None:
        return
    everything, changes = found(state), under(state, f)
    differ = any(changes.count(kind) != everything.count(kind) for kind in KINDS)
    with st.container(horizontal=True, gap="small", key="since"):
        scope = "to what the filters show (of all the data)" if differ else "in all the data"
        st.html(f"<span>Since then, {scope}:</span>", width="content")
        for kind in KINDS:
            number = changes.count(kind)
            words, why = WORDS[kind]
            st.button(
                f"**{phrases.count(number)}** {words}{_of_all(number, everything.count(kind))}",
                key=f"since_{kind}",
                type="tertiary",
                disabled=not number,
                help=why,
                on_click=address.change,
                kwargs={"since": kind, "event": None, "dot": None},
            )


def _of_all(number: int, everything: int) -> str:
    return "" if number == everything else f" of {phrases.count(everything)}"


def panel(kind: str, state: asof.State, f: Filter) -> None:
    """Draw the events of one kind, each with what is other now, who changed it, when and why."""
    changes = under(state, f)
    number, everything = changes.count(kind), found(state).count(kind)
    words, why = WORDS[kind]
    title = phrases.counted(number, "event") + f" {words} since version {state.questions.version}"
    rest = ""
    if number != everything:
        rest = (
            f" Listed are those that pass the filters as they were then, or as they are now; "
            f"in all the data it is {phrases.count(everything)}."
        )
    st.html(f'<article class="card"><h2>{title}</h2><p class="side">{why}.{rest}</p></article>')
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
