"""Reviewing the proposals of a report: one in focus, one key for each decision, the doubtful first.

The keys are Streamlit's own shortcuts of buttons, so they are told on the buttons and rest
while a person types; Streamlit keeps C and R for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from events.decisions import Ruling
from events.model import Event
from views import address, explore, model_choice, phrases, proposal, proposals
from views.desk import ORDERS, Desk
from views.plain import plain
from views.row import row_label

DESK = "handin.desk"
_FAILED = "handin.failed"
_REVIEWER = "handin.reviewer"
_FOLLOWED = "handin.followed"
_SCRIPT = Path(__file__).with_name("components") / "desk" / "desk.js"
KEYS = (
    ("A", "accept"),
    ("E", "correct"),
    ("X", "reject"),
    ("J", "next"),
    ("K", "previous"),
    ("U", "undo the last decision"),
    ("?", "this list"),
)


def begin(desk: Desk) -> None:
    """Put the first open proposal in focus when the desk is first seen."""
    if desk.focus not in desk.proposed and desk.proposed:
        first = desk.next_open() or next(iter(desk.proposed))
        desk.look_at(first, proposals.now())


def told_failure() -> None:
    """Say once why a decision could not be stored."""
    if failed := st.session_state.pop(_FAILED, None):
        st.error(plain(failed, 400))


def draw(desk: Desk) -> None:
    """Draw the proposals, the one in focus open, the others a line each."""
    events = desk.events()
    with st.container(key="desk_top"):
        st.html(_counts(desk, events))
        who = _reviewer()
        _bar(desk, who)
    with st.container(key="desk_list"):
        if not events:
            st.html(
                '<p class="empty">No open proposal: nothing was found in this text that is an '
                "event, or all of it was decided before.</p>"
            )
        if desk.by:
            model_choice.told(desk.by)
        actions = proposal.Actions(_decide, _correct, _see, _apart, can_decide=bool(who))
        for event in events:
            if event.id == desk.focus:
                proposal.draw(desk, event, actions)
                if desk.by:
                    model_choice.beside(desk.by, event.id)
            else:
                _row(desk, event)


def _row(desk: Desk, event: Event) -> None:
    verdict = desk.decided.get(event.id)
    with st.container(key=f"row_{verdict or 'open'}_{event.id}"):
        st.button(
            row_label(
                event,
                desk.confidence.get(event.id),
                len(desk.doubts(event)),
                verdict,
                also=desk.also(event.id),
            ),
            key=f"p_{event.id}_focus",
            type="tertiary",
            width="stretch",
            wrap=True,
            on_click=_focus,
            args=(event.id,),
        )


def _bar(desk: Desk, who: str) -> None:
    """Draw what holds for the whole list: order, moving, undo, all that are sure at once."""
    quiet = proposal.editing(desk)
    with st.container(horizontal=True, vertical_alignment="center", key="desk_bar"):
        for label, key, steps in (("Previous", "K", -1), ("Next", "J", 1)):
            st.button(
                label,
                key=f"h_{label.lower()}",
                type="tertiary",
                shortcut=None if quiet else key,
                disabled=len(desk.proposed) < 2,  # noqa: PLR2004 - one has no neighbour
                on_click=_move,
                args=(steps,),
            )
        st.button(
            "Undo",
            key="h_undo",
            type="tertiary",
            shortcut=None if quiet else "U",
            disabled=not desk.steps or not who,
            on_click=_undo,
        )
        st.segmented_control(
            "Order",
            ORDERS,
            default=desk.order,
            required=True,
            key="h_order",
            label_visibility="collapsed",
            on_change=_reorder,
        )
    sure = desk.sure()
    if sure:
        st.button(
            f"Accept the {len(sure)} without doubts",
            key="h_accept_sure",
            disabled=not who,
            help="Marked 0.9 or more: nine in ten of such proposals are right",
            type="primary",
            on_click=_decide,
            args=(sure, "accepted"),
        )
    listed = "".join(f"<div><kbd>{key}</kbd> {escape(what)}</div>" for key, what in KEYS)
    st.html(
        f'<details class="desk-keys"><summary>Keys <kbd>?</kbd></summary>{listed}'
        "<p class='side'>Keys rest while you type in a field or correct a proposal.</p></details>"
    )


def follow(desk: Desk) -> None:
    """Load the desk's script, and bring what is newly in focus into view."""
    st.html(f"<script>{_script()}</script>", unsafe_allow_javascript=True)
    shown = (desk.report.id, desk.focus)
    count, before = st.session_state.get(_FOLLOWED, (0, None))
    if before != shown:
        count += 1
        st.session_state[_FOLLOWED] = (count, shown)
        st.html(
            f"<script>/* {count} */ setTimeout(() => window.conflictDeskFocus?.(), 60)</script>",
            unsafe_allow_javascript=True,
        )


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def _counts(desk: Desk, events: Sequence[Event]) -> str:
    drawn = sum(event.status == "event" for event in events)
    left = len(desk.open())
    return (
        f"<h2>{phrases.counted(len(events), 'proposal')}</h2><p class='side'>"
        f"{phrases.counted(drawn, 'event')} for the map, {len(events) - drawn} to keep and list "
        f"only · {f'{left} still to decide' if left else 'all decided'}</p>"
    )


def _reviewer() -> str:
    """Ask once who decides; the session remembers."""
    known: str = st.session_state.get(_REVIEWER, "")
    name = st.text_input(
        "Your name, kept with each decision",
        known,
        key="h_name",
        max_chars=80,
        placeholder="Your name, needed before you can decide",
        label_visibility="collapsed",
    )
    st.session_state[_REVIEWER] = name.strip()
    return name.strip()


def _desk() -> Desk:
    desk: Desk = st.session_state[DESK]
    return desk


def _focus(event_id: str) -> None:
    _desk().look_at(event_id, proposals.now())


def _move(steps: int) -> None:
    desk = _desk()
    desk.look_at(desk.neighbour(steps), proposals.now())


def _reorder() -> None:
    desk: Desk | None = st.session_state.get(DESK)
    if desk is not None:  # the desk may have been cleared by the same click
        desk.order = st.session_state.get("h_order") or ORDERS[0]


def _decide(ids: list[str], ruling: Ruling) -> None:
    desk = _desk()
    if len(ids) == 1 and ids[0] != desk.focus:
        return  # a key pressed twice, while the page still showed the one before
    desk.look_at(desk.focus, proposals.now())
    if _kept(desk, dict.fromkeys(ids, ruling)):
        desk.decide(ids, ruling)
        proposal.close()
        desk.look_at(desk.next_open(), proposals.now())


def _undo() -> None:
    """Take the last decision back: the store gets a row that says so."""
    desk = _desk()
    if not desk.steps:
        return
    step = desk.steps[-1]
    if _kept(desk, {each: before or "withdrawn" for each, before in step.before.items()}):
        desk.undo()
        desk.look_at(step.focus, proposals.now())


def _kept(desk: Desk, rulings: dict[str, Ruling]) -> bool:
    """Store decisions; where that fails, keep the reason for the next drawing."""
    verdicts = {each: desk.verdict(each, ruling) for each, ruling in rulings.items()}
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
        return False
    return True


def _apart(event_id: str) -> None:
    _desk().keep_apart(event_id, st.session_state[_REVIEWER])


def _correct(event: Event) -> None:
    desk = _desk()
    mended, issues = proposals.again(event, desk.report)
    desk.corrected[event.id] = mended
    others = tuple(issue for issue in desk.issues if issue.record != event.id)
    desk.issues = (*others, *issues)
    desk.decided.pop(event.id, None)


def _see(event: Event) -> None:
    """Go to the map with the card of this event open."""
    listing = "shown" if event.status == "event" else event.status
    view = address.View(event=event.id, listing=listing)
    st.switch_page(explore.as_page(), query_params=view.to_query())
