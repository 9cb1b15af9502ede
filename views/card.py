"""The card of one event, or the list of events at one dot, sliding in beside the map."""

from __future__ import annotations

import streamlit as st

from events.queries import Questions
from views import address, asof, data, merged_card, phrases, since
from views.card_html import Names, card_html
from views.incident_card import incident_card_html
from views.plain import plain

_OPENED = "card.opened"
# A fixed script: no word of any event is in it.
_SCROLL = """<script>
if (window.matchMedia("(max-width: 900px)").matches)
  document.querySelector(".st-key-card")?.scrollIntoView({block: "start", behavior: "smooth"});
</script>"""
NAMES = Names(data.actor_label, data.country_name, data.border_name)


def card(view: address.View, state: asof.State) -> None:
    """Draw the card of the view's event, else the list of its dot, or of what changed since."""
    questions = state.questions
    _bring_into_view(view)
    with st.container(horizontal=True, key="card_head", vertical_alignment="center"):
        if view.event and (view.dot or view.since):
            st.button("Back to the list", key="card_back", type="tertiary", on_click=_back)
        if view.event:
            _share(view)
        st.button(
            "Close",
            key="card_close",
            icon=":material/close:",
            type="tertiary",
            on_click=address.change,
            kwargs={"event": None, "dot": None, "since": None},
        )
    if view.event:
        _event(view.event, state)
    elif view.dot:
        _dot(view, questions)
    elif view.since:
        since.panel(view.since, state, view.filter)


def _bring_into_view(view: address.View) -> None:
    """Where the card lies under the map (a phone), scroll to it when it opens."""
    opened = (view.event, view.dot, view.since)
    if st.session_state.get(_OPENED) != opened:
        st.session_state[_OPENED] = opened
        st.html(_SCROLL, unsafe_allow_javascript=True)


def _back() -> None:
    address.change(event=None)


def _event(event_id: str, state: asof.State) -> None:
    questions, until = state.questions, None if state.entry is None else state.entry.version
    event = questions.event(event_id)
    if event is None and until is not None:  # it was added since
        questions, until = state.newest, None
        event = questions.event(event_id)
    if event is None:
        st.html(
            '<article class="card"><h2>No such event</h2><p class="empty">The address names an '
            "event that is not in the data, or no longer.</p></article>"
        )
        return
    since.on_card(event_id, state)
    st.html(card_html(event, NAMES, _history(event_id, until), questions.issues(event_id)))
    if state.entry is None:  # an earlier state is not changed
        merged_card.draw(event)
    _other_records(event_id, questions)


def _other_records(event_id: str, questions: Questions) -> None:
    """Draw the other records of the incident: data set, claims, and a way there."""
    for incident in questions.incidents(event_id):
        events = questions.events(incident.records)
        st.html(incident_card_html(incident, events, event_id, NAMES))
        for each in events:
            if each.id != event_id:
                st.button(
                    f"Open the record of {plain(each.dataset)}",
                    key=f"also_{each.id}",
                    type="tertiary",
                    on_click=address.change,
                    kwargs={"event": each.id},
                )


def _history(event_id: str, until: int | None) -> tuple[dict[str, object], ...]:
    return data.store().history(event_id, until)


def _share(view: address.View) -> None:
    with st.popover("Link", type="tertiary", key="card_link"):
        st.caption("Opens this event in the same view, in another browser too.")
        st.code(address.link(view), language=None, wrap_lines=True)


def _dot(view: address.View, questions: Questions) -> None:
    shift, cx, cy = (int(part) for part in (view.dot or "").split("/"))
    events = questions.events(questions.in_cell(view.filter, shift, cx, cy))
    title = phrases.counted(len(events), "event") + " at this dot"
    st.html(f'<article class="card"><h2>{title}</h2></article>')
    if not events:
        st.html('<p class="empty">None of the events at this dot passes the filters now.</p>')
    for event in events:
        when = phrases.days(event.date_start, event.date_end, event.date_precision)
        what = event.sub_event_type or event.event_type or phrases.STATUSES[event.status]
        where = event.place.name if event.place and event.place.name else ""
        st.button(
            f"**{plain(what)}** {plain(when)} {plain(where)}",
            key=f"dot_{event.id}",
            type="tertiary",
            width="stretch",
            on_click=address.change,
            kwargs={"event": event.id},
        )
