"""The page to hand in a report: its text with the words marked, beside what it was read as.

A proposal enters the map only when a person accepts it; what was decided, by whom, is kept
apart from what the program proposed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import streamlit as st

from events.model import Event, Issue, Report
from views import intake, phrases, proposal, proposals
from views.marked import Marking, marked_html, markings

_DESK = "handin.desk"


@dataclass(slots=True)
class Desk:
    """What lies on this session's desk: one report, its proposals, what was decided of each."""

    report: Report
    events: dict[str, Event]
    issues: tuple[Issue, ...]
    decided: dict[str, str] = field(default_factory=dict)
    focus: str | None = None


def show() -> None:
    """Draw the page: the way in, or the report that is being reviewed."""
    desk: Desk | None = st.session_state.get(_DESK)
    if desk is None:
        _way_in()
        return
    _head(desk)
    text, list_ = st.columns([6, 5], gap="medium")
    with text:
        _text(desk)
    with list_:
        _proposals(desk)


def _way_in() -> None:
    with st.container(key="intake"):
        st.html(
            "<h1>Hand in a report</h1><p class='lead'>The program proposes events and marks the "
            "words each one rests on. You correct, accept or reject them; only accepted ones "
            "enter the map.</p>"
        )
        report = intake.form()
    if report is not None:
        with st.spinner("Reading the report: sentences, actors, dates, places, claims …"):
            try:
                events, issues = proposals.propose(report)
            except proposals.NotReadableError as error:
                st.error(proposals.shown(str(error)))
                return
        st.session_state[_DESK] = Desk(report, {e.id: e for e in events}, issues)
        st.rerun()


def _head(desk: Desk) -> None:
    report = desk.report
    line = " · ".join(
        escape(part) for part in (report.publisher, phrases.day(report.published)) if part
    )
    retold = " · retold in our own words" if report.retold else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key="desk_head"):
        st.html(f"<h1>{escape(report.title)}</h1><p class='side'>{line}{retold}</p>")
        st.button("Another report", key="h_again", on_click=_clear)


def _clear() -> None:
    st.session_state.pop(_DESK, None)


def _text(desk: Desk) -> None:
    if desk.focus in desk.events:
        shown: tuple[Marking, ...] = markings(desk.events[desk.focus])
        note = "Marked: the words of one proposal."
    else:
        shown = tuple(m for event in desk.events.values() for m in markings(event))
        note = "Marked: every word that a proposal rests on."
    with st.container(key="desk_text"):
        st.html(f"{LEGEND}<p class='side'>{note}</p>")
        if desk.focus:
            st.button("Mark the words of all proposals", key="h_all", on_click=_focus, args=(None,))
        st.html(f'<div class="marked" lang="en">{marked_html(desk.report.text, shown)}</div>')


def _focus(event_id: str | None) -> None:
    st.session_state[_DESK].focus = event_id


def _proposals(desk: Desk) -> None:
    open_ = [e for e in desk.events.values() if e.id not in desk.decided]
    drawn = sum(e.status == "event" for e in desk.events.values())
    with st.container(key="desk_list"):
        st.html(
            f"<h2>{phrases.counted(len(desk.events), 'proposal')}</h2><p class='side'>"
            f"{phrases.counted(drawn, 'event')} for the map, "
            f"{len(desk.events) - drawn} kept and listed only · {len(open_)} still to decide</p>"
        )
        who = proposals.reviewer()
        sure = [e for e in open_ if not proposals.doubts(desk.issues, e)]
        st.button(
            f"Accept the {len(sure)} without doubts",
            key="h_accept_sure",
            disabled=not (who and sure),
            type="primary",
            on_click=_decide,
            args=([e.id for e in sure], "accepted"),
        )
        if not desk.events:
            st.info("No event was found in this text. Words alone, or sport, are no events.")
        for event in desk.events.values():
            proposal.draw(
                event,
                proposals.doubts(desk.issues, event),
                desk.decided.get(event.id),
                proposal.Actions(_decide, _focus, _replace, can_decide=bool(who)),
            )


def _decide(ids: list[str], verdict: str) -> None:
    desk: Desk = st.session_state[_DESK]
    events = [desk.events[i] for i in ids]
    try:
        proposals.decide(desk.report, events, verdict, proposals.reviewer_name())
    except proposals.NotKeptError as error:
        st.session_state["handin.error"] = str(error)
        return
    desk.decided |= dict.fromkeys(ids, verdict)


def _replace(event: Event) -> None:
    desk: Desk = st.session_state[_DESK]
    mended, issues = proposals.again(event)
    desk.events[event.id] = mended
    others = tuple(i for i in desk.issues if i.record != event.id)
    desk.issues = (*others, *issues)


LEGEND = (
    '<p class="legend">'
    '<mark class="m m-type">what happened</mark> <mark class="m m-actor">who</mark> '
    '<mark class="m m-date">when</mark> <mark class="m m-place">where</mark> '
    '<mark class="m m-claim">claims</mark> <mark class="m m-status">status</mark></p>'
)
