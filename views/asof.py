"""An earlier state of the store on the page: which one the address asks for, and that it is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from events.commits import LogEntry
from events.model import Issue
from events.queries import Questions
from events.store import StoreError
from views import address, data, phrases
from views.plain import plain

RECENT = 6  # versions that are offered by name


@dataclass(frozen=True, slots=True)
class State:
    """What the page shows: ``newest``, or where ``entry`` is given, the state after that commit."""

    questions: Questions
    newest: Questions
    entry: LogEntry | None = None


def state_of(asked: str | None) -> tuple[State, tuple[Issue, ...]]:
    """Return the state that an address asks for, else the newest and why it is shown instead."""
    newest = data.newest()
    if asked is None:
        return State(newest, newest), ()
    try:
        version = int(asked) if asked.isdigit() else data.store().version_on(_day(asked))
        return State(data.at(version), newest, data.store().entry(version)), ()
    except (StoreError, ValueError) as error:
        said = f"The address asks for the state as of {asked}: {error}. This is the newest state."
        return State(newest, newest), (Issue("address", "asof", asked, "no such state", said),)


def _day(asked: str) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        message = "this is no day; accepted is one such as 2025-10-12"
        raise ValueError(message) from None


def banner(state: State, asked: str | None) -> None:
    """Say that the page shows an older state, of when, and lead back; nothing for the newest."""
    entry = state.entry
    if entry is None:
        return
    moment = f"{phrases.day(entry.when.date())}, {entry.when:%H:%M} UTC"
    day = asked if asked and not asked.isdigit() else None
    why = f"{entry.who}: {entry.why}"
    title = (
        f"As the data stood at the end of {phrases.day(date.fromisoformat(day))}"
        if day
        else f"As the data stood on {moment}"
    )
    with st.container(horizontal=True, vertical_alignment="center", key="asof_banner"):
        st.html(
            f'<div role="status"><strong>{escape(title)}</strong>'
            f"<span>Version {entry.version} of {state.newest.version}, made {escape(moment)} by "
            f"{escape(why[:160])}. Nothing can be changed here.</span></div>"
        )
        st.button(
            "Back to the newest",
            key="asof_back",
            type="primary",
            on_click=address.change,
            kwargs={"asof": None, "since": None, "page": 1},
        )


def choice(view: address.View) -> None:
    """Offer the days and versions that can be gone back to."""
    with st.popover("Earlier states", key="asof_choice", type="tertiary"):
        st.caption(
            "See the map as the data stood then, and what was added, changed or withdrawn since."
        )
        first = data.store().entry(data.store().oldest()).when.date()
        last = data.store().log(1)[0].when.date()
        st.date_input(
            "At the end of a day (UTC)",
            value=None,
            min_value=first,
            max_value=last,
            key="asof_day",
            format="YYYY-MM-DD",
            on_change=_to_day,
        )
        st.caption("Or after one of the latest changes:")
        for entry in data.store().log(RECENT):
            if entry.version < data.store().oldest():
                break
            when = f"{phrases.day(entry.when.date())}, {entry.when:%H:%M}"
            st.button(
                f"**{entry.version}** {plain(f'{when} · {entry.who}: {entry.why}', 70)}",
                key=f"asof_{entry.version}",
                type="tertiary",
                disabled=view.asof == str(entry.version),
                on_click=address.change,
                kwargs={"asof": str(entry.version), "since": None, "page": 1},
            )
        st.caption("All versions stand under Sources and history, Changes.")


def _to_day() -> None:
    day = st.session_state["asof_day"]
    if day is not None:
        address.change(asof=day.isoformat(), since=None, page=1)
