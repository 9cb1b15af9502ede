"""One proposed event: what was read, how sure, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from events.decisions import Ruling
from events.model import Event, Issue
from views import data, proposal_form
from views.card_html import Names
from views.proposal_html import proposal_html

NAMES = Names(data.actor_label, data.country_name, data.border_name)


_EDITING = "proposal.editing"
_RULINGS: tuple[tuple[str, Ruling], ...] = (("Accept", "accepted"), ("Reject", "rejected"))


@dataclass(frozen=True, slots=True)
class Actions:
    """What can be done with a proposal, as callbacks of the page."""

    decide: Callable[[list[str], Ruling], None]
    focus: Callable[[str], None]
    correct: Callable[[Event], None]
    see: Callable[[Event], None]
    can_decide: bool
    told: Callable[[str], str] = lambda _: ""
    apart: Callable[[str], None] = lambda _: None


def draw(
    event: Event,
    doubts: Sequence[Issue],
    verdict: Ruling | None,
    actions: Actions,
    corrected: bool,  # noqa: FBT001
) -> None:
    """Draw one proposal with its buttons."""
    key = f"p_{event.id}"
    editing = st.session_state.get(_EDITING) == event.id
    state = f"done_{verdict}" if verdict else "open"
    with st.container(border=True, key=f"{state}_{key}"):
        st.html(proposal_html(event, NAMES, doubts, verdict, corrected=corrected))
        told = actions.told(event.id)
        if told:
            st.html(told)
        with st.container(horizontal=True, gap="small"):
            for label, word in _RULINGS:
                st.button(
                    label,
                    key=f"{key}_{word}",
                    disabled=not actions.can_decide or verdict == word,
                    help=None if actions.can_decide else "Give your name above first",
                    on_click=actions.decide,
                    args=([event.id], word),
                )
            st.button(
                "Show its words",
                key=f"{key}_focus",
                type="tertiary",
                on_click=actions.focus,
                args=(event.id,),
            )
            st.button(
                "Leave as it is" if editing else "Correct",
                key=f"{key}_edit",
                type="tertiary",
                on_click=_edit,
                args=(event.id,),
            )
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
        if editing:
            proposal_form.draw(event, actions.correct)


def _edit(event_id: str) -> None:
    """Open the form of one proposal, or close it."""
    st.session_state[_EDITING] = None if st.session_state.get(_EDITING) == event_id else event_id
