"""The page to hand in a report: its text with the words marked, beside what it was read as.

A proposal enters the map only when a person accepts it; what was decided, by whom, is kept
apart from what the program proposed.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from events.batches.review import Laid
from views import intake, model_choice, model_coding, phrases, proposals, reviewing, story
from views.desk import Desk
from views.marked import Marking, faint, marked_html, markings, reason_markings
from views.plain import plain
from views.reasons import reasons
from views.reviewing import DESK


def show() -> None:
    """Draw the page: the way in, or the report that is being reviewed."""
    desk: Desk | None = st.session_state.get(DESK)
    if desk is None or desk.queued:
        _way_in()
        return
    review(desk)


def desk_of(report_id: str) -> Desk | None:
    """Return the desk with a report of the queue, where it lies on this session's desk."""
    desk: Desk | None = st.session_state.get(DESK)
    return desk if desk is not None and desk.queued == report_id else None


def lay(laid: Laid) -> Desk:
    """Put a report of the queue on this session's desk."""
    proposed = {each.id: each for each in laid.proposals}
    desk = Desk(laid.report, proposed, laid.issues, merges=laid.merges, queued=laid.report.id)
    st.session_state[DESK] = desk
    return desk


def review(desk: Desk) -> None:
    """Draw the desk: the report's text beside its proposals."""
    reviewing.begin(desk)
    _head(desk)
    reviewing.told_failure()
    text, list_ = st.columns([6, 5], gap="medium")
    with text:
        _text(desk)
    with list_:
        reviewing.draw(desk)
    reviewing.follow(desk)


def _way_in() -> None:
    with st.container(key="intake"):
        st.html(
            "<h1>Hand in a report</h1><p class='lead'>The program proposes events and marks the "
            "words each one rests on. You correct, accept or reject them; only accepted ones "
            "enter the map.</p>"
        )
        coder = model_choice.choice()
        report = intake.form()
    if report is not None:
        with st.spinner("Reading the report: sentences, actors, dates, places, claims …"):
            try:
                found = model_coding.propose(report, coder)
            except proposals.NotReadableError as error:
                st.error(plain(str(error), 400))
                return
        proposed = {event.id: event for event in found.events}
        st.session_state[DESK] = Desk(report, proposed, found.issues, by=found)
        st.rerun()


def _head(desk: Desk) -> None:
    report = desk.report
    line = " · ".join(
        escape(part) for part in (report.publisher, phrases.day(report.published)) if part
    )
    retold = " · retold in our own words" if report.retold else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key="desk_head"):
        st.html(f"<h1>{escape(report.title)}</h1><p class='side'>{line}{retold}</p>")
        if not desk.queued:
            st.button("Another report", key="h_again", on_click=clear)
    if told := story.strip(desk.merges.values()):
        st.html(told)


def clear() -> None:
    """Take away what lies on this session's desk."""
    st.session_state.pop(DESK, None)


def _text(desk: Desk) -> None:
    with st.container(key="desk_text"):
        st.html(LEGEND)
        st.html(
            f'<div class="marked" lang="en" tabindex="0" aria-label="The report">'
            f"{marked_html(desk.report.text, _shown(desk))}</div>"
        )


def _shown(desk: Desk) -> list[Marking]:
    """Return the words of the proposal in focus, and faintly those of all others."""
    shown: list[Marking] = []
    for event in desk.events():
        words = markings(event, desk.report.id)
        if event.id == desk.focus:
            shown += [*words, *reason_markings(reasons(desk.own(event)))]
        else:
            shown += faint(words)
    return shown


LEGEND = (
    '<p class="legend">'
    '<mark class="m m-type">what happened</mark> <mark class="m m-actor">who</mark> '
    '<mark class="m m-date">when</mark> <mark class="m m-place">where</mark> '
    '<mark class="m m-claim">claims</mark> <mark class="m m-status">status</mark></p>'
)
