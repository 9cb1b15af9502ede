"""The page to hand in a report: its text with the words marked, beside what it was read as.

A proposal enters the map only when a person accepts it; what was decided, by whom, is kept
apart from what the program proposed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import streamlit as st

from events.batches.review import Laid
from events.decisions import Ruling, Verdict
from events.model import Event, Issue, Report
from events.stories.merging import Merge
from views import (
    address,
    explore,
    intake,
    model_choice,
    model_coding,
    phrases,
    proposal,
    proposals,
    story,
)
from views.marked import Marking, marked_html, markings
from views.plain import plain

_DESK = "handin.desk"
_FAILED = "handin.failed"
_REVIEWER = "handin.reviewer"


@dataclass(slots=True)
class Desk:
    """What lies on this session's desk: a report, its proposals, what was decided of each."""

    report: Report
    proposed: dict[str, Event]
    issues: tuple[Issue, ...]
    corrected: dict[str, Event] = field(default_factory=dict)
    decided: dict[str, Ruling] = field(default_factory=dict)
    focus: str | None = None
    by: model_coding.Proposed | None = None
    merges: dict[str, Merge] = field(default_factory=dict)
    queued: str | None = None

    def events(self) -> list[Event]:
        """Return the proposals as they stand, corrected where a person has."""
        return [self.corrected.get(key, event) for key, event in self.proposed.items()]

    def doubts(self, event: Event) -> tuple[Issue, ...]:
        """Return what is doubtful in one of them."""
        return proposals.doubts(self.issues, event)

    def told(self, event_id: str) -> str:
        """Return which reports tell of a proposal that is merged with theirs, as safe HTML."""
        return story.told_html(self.events(), self.merges.get(event_id), self.issues)


def show() -> None:
    """Draw the page: the way in, or the report that is being reviewed."""
    desk: Desk | None = st.session_state.get(_DESK)
    if desk is None or desk.queued:
        _way_in()
        return
    review(desk)


def desk_of(report_id: str) -> Desk | None:
    """Return the desk with a report of the queue, where it lies on this session's desk."""
    desk: Desk | None = st.session_state.get(_DESK)
    return desk if desk is not None and desk.queued == report_id else None


def lay(laid: Laid) -> Desk:
    """Put a report of the queue on this session's desk."""
    proposed = {each.id: each for each in laid.proposals}
    desk = Desk(laid.report, proposed, laid.issues, merges=laid.merges, queued=laid.report.id)
    st.session_state[_DESK] = desk
    return desk


def review(desk: Desk) -> None:
    """Draw the desk: the report's text beside its proposals."""
    _head(desk)
    if failed := st.session_state.pop(_FAILED, None):
        st.error(plain(failed, 400))
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
        coder = model_choice.choice()
        report = intake.form()
    if report is not None:
        with st.spinner("Reading the report: sentences, actors, dates, places, claims …"):
            try:
                found = model_coding.propose(report, coder)
            except proposals.NotReadableError as error:
                st.error(plain(str(error), 400))
                return
        st.session_state[_DESK] = Desk(
            report, {e.id: e for e in found.events}, found.issues, by=found
        )
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
    st.session_state.pop(_DESK, None)


def _text(desk: Desk) -> None:
    focused = [event for event in desk.events() if event.id == desk.focus]
    shown: list[Marking] = [
        m for e in focused or desk.events() for m in markings(e, desk.report.id)
    ]
    with st.container(key="desk_text"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(LEGEND)
            if focused:
                st.button(
                    "Mark the words of all",
                    key="h_all",
                    type="tertiary",
                    on_click=_focus,
                    args=("",),
                )
        st.html(f'<div class="marked" lang="en">{marked_html(desk.report.text, shown)}</div>')


def _focus(event_id: str) -> None:
    desk: Desk = st.session_state[_DESK]
    desk.focus = None if desk.focus == event_id else event_id or None


def _proposals(desk: Desk) -> None:
    events = desk.events()
    open_ = [event for event in events if event.id not in desk.decided]
    with st.container(key="desk_list"):
        st.html(_counts(events, open_))
        who = _reviewer()
        sure = [event.id for event in open_ if not desk.doubts(event)]
        if sure:
            st.button(
                f"Accept the {len(sure)} without doubts",
                key="h_accept_sure",
                disabled=not who,
                type="primary",
                on_click=_decide,
                args=(sure, "accepted"),
            )
        if not events:
            st.html(
                '<p class="empty">No open proposal: nothing was found in this text that is an '
                "event, or all of it was decided before.</p>"
            )
        if desk.by:
            model_choice.told(desk.by)
        actions = proposal.Actions(
            _decide, _focus, _correct, _see, can_decide=bool(who), told=desk.told, apart=_apart
        )
        for event in events:
            verdict = desk.decided.get(event.id)
            proposal.draw(event, desk.doubts(event), verdict, actions, event.id in desk.corrected)
            if desk.by:
                model_choice.beside(desk.by, event.id)


def _see(event: Event) -> None:
    """Go to the map with the card of this event open."""
    listing = "shown" if event.status == "event" else event.status
    view = address.View(event=event.id, listing=listing)
    st.switch_page(explore.as_page(), query_params=view.to_query())


def _counts(events: list[Event], open_: list[Event]) -> str:
    drawn = sum(event.status == "event" for event in events)
    left = f"{len(open_)} still to decide" if open_ else "all decided"
    return (
        f"<h2>{phrases.counted(len(events), 'proposal')}</h2><p class='side'>"
        f"{phrases.counted(drawn, 'event')} for the map, {len(events) - drawn} to keep and list "
        f"only · {left}</p>"
    )


def _reviewer() -> str:
    """Ask once who decides; the session remembers."""
    known: str = st.session_state.get(_REVIEWER, "")
    name = st.text_input(
        "Your name, kept with each decision",
        known,
        key="h_name",
        max_chars=80,
        placeholder="Needed before you can decide",
    )
    st.session_state[_REVIEWER] = name.strip()
    return name.strip()


def _decide(ids: list[str], ruling: Ruling) -> None:
    desk: Desk = st.session_state[_DESK]
    verdicts = {key: _verdict(desk, key, ruling) for key in ids}
    try:
        proposals.keep(
            desk.report,
            list(desk.proposed.values()),
            verdicts,
            st.session_state[_REVIEWER],
            desk.merges,
        )
    except proposals.NotKeptError as error:
        st.session_state[_FAILED] = str(error)
        return
    desk.decided |= dict.fromkeys(ids, ruling)


def _apart(event_id: str) -> None:
    """Keep a proposal apart from what other reports tell: it is as this report alone has it."""
    desk: Desk = st.session_state[_DESK]
    own = story.keep_apart(desk.merges.pop(event_id), st.session_state[_REVIEWER])
    desk.proposed[event_id] = own
    desk.corrected.pop(event_id, None)


def _verdict(desk: Desk, key: str, ruling: Ruling) -> Verdict:
    """Return what is stored: an accepted proposal that was corrected is kept as corrected."""
    if ruling == "accepted" and key in desk.corrected:
        return Verdict("corrected", desk.corrected[key])
    return Verdict(ruling)


def _correct(event: Event) -> None:
    desk: Desk = st.session_state[_DESK]
    mended, issues = proposals.again(event, desk.report)
    desk.corrected[event.id] = mended
    others = tuple(issue for issue in desk.issues if issue.record != event.id)
    desk.issues = (*others, *issues)
    desk.decided.pop(event.id, None)


LEGEND = (
    '<p class="legend">'
    '<mark class="m m-type">what happened</mark> <mark class="m m-actor">who</mark> '
    '<mark class="m m-date">when</mark> <mark class="m m-place">where</mark> '
    '<mark class="m m-claim">claims</mark> <mark class="m m-status">status</mark></p>'
)
