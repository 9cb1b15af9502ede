"""Under the list of changes: making the data stand as it stood in an earlier version."""

from __future__ import annotations

from html import escape

import streamlit as st

from events.commits import LogEntry
from events.store import StoreError
from events.store.rewinding import Rewound
from views import data, phrases
from views.plain import plain

_DONE, _LOOKED = "rw_done", "rw_looked"
_ROWS = {
    "events": ("event", "events"),
    "reports": ("report", "reports"),
    "decisions": ("decision", "decisions"),
    "issues": ("doubt", "doubts"),
    "pairings": ("pair", "pairs"),
    "groups": ("proposed incident", "proposed incidents"),
    "codings": ("report in the queue", "reports in the queue"),
}


def draw(log: tuple[LogEntry, ...]) -> None:
    """Draw the choice of a version, what going back to it does, and the button that does it.

    Parameters
    ----------
    log : tuple of LogEntry
        Every commit, the newest first.
    """
    with st.container(key="rewind"):
        st.html(
            "<h2>Back to an earlier version</h2><p class='side'>It becomes a new version on top of "
            "the others: nothing leaves the list above, and it can be taken back the same way.</p>"
        )
        _told()
        oldest = data.store().oldest()
        earlier = {each.version: each for each in log[1:] if each.version >= oldest}
        if oldest:
            st.html(
                f"<p class='side'>Versions 0 to {oldest - 1} cannot be gone back to: their files "
                "were removed by a clean-up. Who changed what stays in the list.</p>"
            )
        if not earlier:
            st.html("<p class='empty'>There is no earlier version to go back to.</p>")
            return
        to = st.selectbox(
            "Version", list(earlier), index=None, key="rw_to",
            format_func=lambda version: _named(earlier[version]),
            placeholder="Choose the version that the data should stand as",
            label_visibility="collapsed", on_change=_forget,
        )  # fmt: skip
        if to is not None:
            _ask(int(to), log[0].version)


def _named(entry: LogEntry) -> str:
    when = f"{phrases.day(entry.when.date())}, {entry.when:%H:%M}"
    return f"Version {entry.version}, {when}, {entry.who}: {entry.why}"[:160]


def _ask(to: int, newest: int) -> None:
    """Say what going back to a version does, then ask for a name and the button."""
    found: Rewound | None = st.session_state.get(_LOOKED)
    if found is None or (found.to, found.on) != (to, newest):
        try:
            with st.spinner("Comparing the two versions …"):
                found = data.store().rewind(to, "", dry_run=True)
        except StoreError as problem:
            st.error(plain(str(problem), 500))
            return
        st.session_state[_LOOKED] = found
    if found.empty:
        st.html(f"<p>Version {to} does not differ from the newest.</p>")
        return
    st.html(counts_html(found))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.text_input(
            "Your name, kept with the change", max_chars=80, key="rw_who",
            placeholder="Needed before you can change the data",
        ).strip()  # fmt: skip
        why = st.text_input("Why (optional)", max_chars=200, key="rw_why").strip()
        st.button(
            "Make the data stand as it stood then", type="primary", key="rw_do",
            disabled=not who, on_click=_do, args=(found, who, why),
        )  # fmt: skip


def counts_html(found: Rewound) -> str:
    """Return what a rewind would do, table by table, as HTML."""
    lines = "".join(
        f"<tr><td>{escape(_ROWS[each.table][1].capitalize())}</td>"
        + "".join(
            f"<td class='n'>{phrases.count(n)}</td>"
            for n in (each.added, each.changed, each.removed)
        )
        + "</tr>"
        for each in found.tables
    )
    return (
        f"<p>From version {found.on}, the newest, to what version {found.to} has "
        f"(<a href='./?asof={found.to}' target='_self'>the map as it stood then, and which "
        "events</a>):</p><table class='ledger'><thead><tr><th scope='col'>What</th>"
        "<th scope='col' class='n'>Come back</th><th scope='col' class='n'>Change</th>"
        f"<th scope='col' class='n'>Go</th></tr></thead><tbody>{lines}</tbody></table>"
    )


def _do(found: Rewound, who: str, why: str) -> None:
    try:
        done = data.store().rewind(found.to, who, why, on=found.on)
        st.session_state[_DONE] = done
    except StoreError as problem:
        st.session_state[_DONE] = str(problem)
    _forget()
    st.session_state["rw_to"] = None


def _forget() -> None:
    st.session_state.pop(_LOOKED, None)


def _told() -> None:
    """Say once what came of the button."""
    done: Rewound | str | None = st.session_state.pop(_DONE, None)
    if isinstance(done, str):
        st.error(plain(done, 500))
    elif done is not None:
        events = done.events
        left = (
            " What waits in the queue was written meanwhile and stays as it is."
            if done.left
            else ""
        )
        st.success(
            f"Version {done.version}: the data stands as in version {done.to}. "
            f"{phrases.counted(events.added, 'event')} came back, {phrases.count(events.changed)} "
            f"changed, {phrases.count(events.removed)} went.{left}"
        )
        st.html("<p class='side'><a href='./' target='_self'>See the map</a></p>")
