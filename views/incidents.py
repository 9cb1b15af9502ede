"""The page on which a person says which records of several data sets are one incident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from events.matching.deciding import Ruling, Word, pairs_of, undoing
from events.matching.queue import Item, Queue, queue, say, told_of
from events.matching.rules import load as load_rules
from events.model import Event
from events.queries.reading import read_events
from events.store import StoreError
from views import data, phrases
from views.card import NAMES
from views.incident_html import (
    LETTERS,
    differing,
    known_html,
    reasons_html,
    record_html,
    sketch_svg,
)
from views.plain import plain

LISTS = ("To decide", "Look again", "Decided")
ORDERS = ("Surest first", "Least sure first")
_AT, _STEPS, _FAILED = "incidents.at", "incidents.steps", "incidents.failed"


def show() -> None:
    """Draw the page."""
    found = _newest()
    with st.container(key="incidents"):
        st.html(f"<h1>Same incident?</h1><p class='side' role='status'>{_counts(found)}</p>")
        if failed := st.session_state.pop(_FAILED, None):
            st.error(plain(failed, 400))
        items = _items(found)
        if not items:
            st.html(f'<p class="empty">{_EMPTY[st.session_state.get("i_list", LISTS[0])]}</p>')
            _undo_button()
            return
        at = min(st.session_state.get(_AT, 0), len(items) - 1)
        _desk(items[at], at, len(items))


def _newest() -> Queue:
    store = data.store()
    return _read(str(store.home), store.version())


@st.cache_resource(max_entries=2, show_spinner="Reading the proposals …")
def _read(home: str, version: int) -> Queue:  # noqa: ARG001
    return queue(data.store().snapshot(version))


def _counts(found: Queue) -> str:
    sure = sum((each.score or 0) >= load_rules().levels.sure for each in found.open)
    return (
        f"{phrases.counted(len(found.open), 'group')} of records to decide, the program is sure of "
        f"{phrases.count(sure)} · {phrases.counted(len(found.again), 'decision')} on records that "
        f"have changed since · {phrases.count(len(found.decided))} decided"
    )


_EMPTY = {
    LISTS[0]: "Nothing waits. Bring in a second data set, then run "
    "<code>python -m events match</code>.",
    LISTS[1]: "No record has changed since it was decided.",
    LISTS[2]: "Nothing is decided yet.",
}


def _items(found: Queue) -> tuple[Item, ...]:
    with st.container(horizontal=True, key="incidents_bar", vertical_alignment="bottom"):
        listing = st.segmented_control(
            "List", LISTS, default=LISTS[0], required=True, key="i_list",
            label_visibility="collapsed", on_change=_go, args=(0,),
        )  # fmt: skip
        order = st.selectbox(
            "Order", ORDERS, key="i_order", label_visibility="collapsed", on_change=_go, args=(0,)
        )
    items = dict(zip(LISTS, (found.open, found.again, found.decided), strict=True))[listing]
    return items if order == ORDERS[0] else items[::-1]


def _go(at: int) -> None:
    st.session_state[_AT] = max(at, 0)


def _desk(item: Item, at: int, count: int) -> None:
    """Draw one group: its records side by side, where they lie, why, and what can be said."""
    snapshot = data.store().snapshot()
    events = read_events(snapshot, item.records)
    letters = {each.id: LETTERS[n % len(LETTERS)] for n, each in enumerate(events)}
    st.html(f"<h2>{_heading(item, at, count)}</h2>")
    _actions(item, {each.id: each for each in events}, letters, at)
    with st.container(horizontal=True, key="incidents_desk", gap="medium"):
        with st.container(horizontal=True, key="incidents_records", gap="small"):
            odd = differing(events, NAMES)
            for each in events:
                letter = letters[each.id]
                with st.container(key=f"record_{letter}"):
                    st.html(record_html(each, letter, NAMES, item.changed, odd))
        with st.container(key="incidents_why"):
            if pairs := told_of(snapshot, item):
                st.html(reasons_html(pairs, letters))
            if sketch := sketch_svg(events, letters, load_rules().limits):
                with st.container(key="incidents_sketch"):
                    st.image(sketch, width="content")
            st.html(known_html(events, letters))


def _heading(item: Item, at: int, count: int) -> str:
    what = {
        "sum": "One record may be the sum of the others",
        "apart": "Kept apart",
        "same": "One incident?" if item.score is not None else "Said to be one incident",
    }[item.kind]
    score = "" if item.score is None else f" · score {item.score:.2f}"
    return f"{at + 1} of {phrases.count(count)}: {what}{score}"


def _actions(item: Item, events: Mapping[str, Event], letters: Mapping[str, str], at: int) -> None:
    with st.container(horizontal=True, key="incidents_actions", vertical_alignment="center"):
        who = st.text_input(
            "Your name, kept with each decision", key="h_name", max_chars=80,
            placeholder="Your name, needed before you can decide", label_visibility="collapsed",
        ).strip()  # fmt: skip
        _buttons(item, events, letters, at, who)


def _buttons(
    item: Item, events: Mapping[str, Event], letters: Mapping[str, str], at: int, who: str
) -> None:
    can = bool(who) and len(events) == len(item.records)
    whole = item.records[0] if item.kind == "sum" else None
    merge = "The sum of the others" if whole else "One incident"
    for label, key, ruling in (
        (merge, "M", Ruling(item.records, whole=whole)),
        ("Keep apart", "X", Ruling((), apart=item.records)),
    ):
        st.button(
            label, key=f"i_{key}", shortcut=key, disabled=not can,
            type="primary" if key == "M" else "secondary",
            on_click=_decide, args=(pairs_of(ruling), dict(events), who),
        )  # fmt: skip
    if len(item.records) > 2 and item.kind == "same":  # noqa: PLR2004 - two are kept apart
        _split(item, events, letters, who)
    if item.score is None:
        back: dict[tuple[str, str], Word] = dict.fromkeys(
            pairs_of(Ruling((), apart=item.records)), "withdrawn"
        )
        st.button("Take back", key="i_back", disabled=not can,
                  on_click=_decide, args=(back, dict(events), who))  # fmt: skip
    st.button("Previous", key="i_prev", shortcut="K", type="tertiary", on_click=_go,
              args=(at - 1,))  # fmt: skip
    st.button("Next", key="i_next", shortcut="J", type="tertiary", on_click=_go, args=(at + 1,))
    _undo_button()


def _split(item: Item, events: Mapping[str, Event], letters: Mapping[str, str], who: str) -> None:
    with st.popover("Split", key="i_split"):
        names = {letter: each for each, letter in letters.items()}
        chosen = st.pills("Which belong together?", list(names), selection_mode="multi",
                          key=f"i_split_{item.key}")  # fmt: skip
        together = tuple(names[each] for each in chosen)
        rest = tuple(each for each in item.records if each not in together)
        st.button(
            "These are one incident, the others not", key="i_split_ok",
            disabled=not who or len(together) < 2 or not rest,  # noqa: PLR2004
            on_click=_decide, args=(pairs_of(Ruling(together, apart=rest)), dict(events), who),
        )  # fmt: skip


def _undo_button() -> None:
    st.button("Undo", key="i_undo", shortcut="U", type="tertiary",
              disabled=not st.session_state.get(_STEPS), on_click=_undo)  # fmt: skip


def _decide(words: dict[tuple[str, str], Word], events: dict[str, Event], who: str) -> None:
    before = _kept(words, events, who)
    if before is not None:
        step = (tuple(words), before, events, who)
        st.session_state[_STEPS] = [*st.session_state.get(_STEPS, ()), step]


def _undo() -> None:
    *rest, (pairs, before, events, who) = st.session_state[_STEPS]
    if _kept(undoing(pairs, before), events, who) is not None:
        st.session_state[_STEPS] = rest


def _kept(
    words: Mapping[tuple[str, str], Word], events: Mapping[str, Event], who: str
) -> tuple[Mapping[str, Any], ...] | None:
    """Store words on pairs; where that fails, keep the reason for the next drawing."""
    try:
        return say(data.store(), words, events, who=who, when=datetime.now(UTC))
    except StoreError as error:
        st.session_state[_FAILED] = str(error)
        return None
