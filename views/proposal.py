"""The proposal in focus: what was read and why, how sure, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from events.decisions import Ruling
from events.model import Event
from views import data, proposal_form
from views.card_html import Names
from views.desk import Desk
from views.proposal_html import proposal_html

NAMES = Names(data.actor_label, data.country_name, data.border_name)


_EDITING = "proposal.editing"
_RULINGS: tuple[tuple[str, Ruling, str], ...] = (
    ("Accept", "accepted", "A"),
    ("Reject", "rejected", "X"),
)


@dataclass(frozen=True, slots=True)
class Actions:
    """What can be done with a proposal, as callbacks of the page."""

    decide: Callable[[list[str], Ruling], None]
    correct: Callable[[Event], None]
    see: Callable[[Event], None]
    apart: Callable[[str], None]
    can_decide: bool


def draw(desk: Desk, event: Event, actions: Actions) -> None:
    """Draw one proposal with its buttons; its keys rest while it is being corrected."""
    key, verdict = f"p_{event.id}", desk.decided.get(event.id)
    quiet = editing(desk)
    state = f"done_{verdict}" if verdict else "open"
    with st.container(border=True, key=f"focused_{state}_{key}"):
        with st.container(horizontal=True, gap="small", key="focus_bar"):
            for label, word, letter in _RULINGS:
                st.button(
                    label,
                    key=f"{key}_{word}",
                    disabled=not actions.can_decide or verdict == word,
                    help=None if actions.can_decide else "Give your name above first",
                    shortcut=None if quiet else letter,
                    on_click=actions.decide,
                    args=([event.id], word),
                )
            st.button(
                "Leave as it is" if quiet else "Correct",
                key=f"{key}_edit",
                shortcut="Esc" if quiet else "E",
                on_click=_edit,
                args=(event.id,),
            )
            told = desk.told(event.id)
            if told and not verdict:
                st.button(
                    "Keep apart",
                    key=f"{key}_apart",
                    type="tertiary",
                    disabled=not actions.can_decide,
                    help="The other reports tell of another event",
                    on_click=actions.apart,
                    args=(event.id,),
                )
            if verdict == "accepted" and st.button(
                "See it in the map", key=f"{key}_see", type="tertiary"
            ):
                actions.see(event)
        st.html(
            proposal_html(
                event,
                NAMES,
                desk.doubts(event),
                verdict,
                known=desk.confidence.get(event.id),
                corrected=event.id in desk.corrected,
                own=desk.own(event),
            )
        )
        if told:
            st.html(told)
        if quiet:
            proposal_form.draw(event, actions.correct)


def editing(desk: Desk) -> bool:
    """Tell whether the proposal in focus is being corrected."""
    return desk.focus is not None and st.session_state.get(_EDITING) == desk.focus


def close() -> None:
    """Close the form."""
    st.session_state[_EDITING] = None


def _edit(event_id: str) -> None:
    """Open the form of one proposal, or close it."""
    st.session_state[_EDITING] = None if st.session_state.get(_EDITING) == event_id else event_id
