"""The review queue: every coded report with what is left in it, one story as one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

import streamlit as st

from events.batches.queue import Coded, Queue, Waiting, coded_reports, queue, stories_of
from events.batches.review import Laid, lay_out, say_of_pair
from events.stories.grouping import Story
from views import data, phrases
from views.plain import plain
from views.queue_items import LISTINGS, SORTS, Unit, listed, units

PAGE_LENGTH = 25
LISTED = 50  # pairs kept apart; all of them are in the table of pairings
POLL_SECONDS = 5
OPENED = "queue.opened"
_PAGE = "queue.page"


def newest() -> Queue:
    """Return the queue as it stands; it is read again only when something was stored."""
    store = data.store()
    return _read(str(store.home), store.version(), store.codings()[0])


@st.cache_resource(max_entries=2, show_spinner="Reading the queue …")
def _read(home: str, version: int, codings: int) -> Queue:  # noqa: ARG001
    coded = _coded(home, codings)

    def stories(pairings: Sequence[Mapping[str, Any]]) -> tuple[Story, ...]:
        said = tuple(sorted((row["pairing_id"], row["verdict"]) for row in pairings))
        return _stories(home, codings, said, coded, pairings)

    return queue(data.store(), coded, stories)


@st.cache_resource(max_entries=2, show_spinner=False)
def _coded(home: str, codings: int) -> tuple[Coded, ...]:  # noqa: ARG001
    return coded_reports(data.store())


@st.cache_resource(max_entries=2, show_spinner=False)
def _stories(
    home: str,  # noqa: ARG001
    codings: int,  # noqa: ARG001
    said: tuple[tuple[str, str], ...],  # noqa: ARG001
    _coded: Sequence[Coded],
    _pairings: Sequence[Mapping[str, Any]],
) -> tuple[Story, ...]:
    return stories_of(_coded, _pairings)


def lay(report_id: str) -> Laid | None:
    """Return a report of the queue with its open proposals, merged with those of its story."""
    story = next((each.story for each in newest().reports if each.report_id == report_id), None)
    return lay_out(data.store(), report_id, story)


def show() -> None:
    """Draw the queue; a report that is chosen goes to ``OPENED`` of the session."""
    found = newest()
    with st.container(key="queue"):
        _head(found)
        if not found.reports:
            st.html(
                '<p class="empty">Nothing waits for review. Hand in many reports at once above: a '
                "ZIP, a feed or a table of texts; or run <code>python -m events batch PATH</code>."
                "</p>"
            )
        else:
            _listing(found)
    _watch(data.store().codings()[0])


def _head(found: Queue) -> None:
    left = found.open
    proposals, doubtful = sum(each.left for each in left), sum(each.doubtful for each in left)
    told = sum(any(each.story is story for each in left) for story in found.stories)
    line = (
        f"{phrases.counted(len(left), 'report')} of {phrases.count(len(found.reports))} to review"
        f" · {phrases.counted(proposals, 'proposal')} to decide, "
        f"{phrases.count(doubtful)} doubted by a check"
        f" · {phrases.count(told)} {'story' if told == 1 else 'stories'} told by several reports"
    )
    st.html(f"<h1>Review queue</h1><p class='side' role='status'>{line}</p>")


def _listing(found: Queue) -> None:
    with st.container(horizontal=True, key="queue_bar", vertical_alignment="bottom"):
        listing = st.segmented_control(
            "List",
            LISTINGS,
            default=LISTINGS[0],
            required=True,
            key="q_list",
            label_visibility="collapsed",
            on_change=_first_page,
        )
        sort = st.selectbox(
            "Sort", SORTS, key="q_sort", label_visibility="collapsed", on_change=_first_page
        )
        words = st.text_input(
            "Find",
            key="q_words",
            placeholder="Title, publisher, file",
            max_chars=100,
            label_visibility="collapsed",
            on_change=_first_page,
        )
    lines = listed(units(found), listing, sort, words)
    if not lines:
        st.html(f'<p class="empty">{_EMPTY[listing]}</p>')
    page = min(st.session_state.get(_PAGE, 0), max(0, (len(lines) - 1) // PAGE_LENGTH))
    for unit in lines[page * PAGE_LENGTH : (page + 1) * PAGE_LENGTH]:
        _line(unit)
    if len(lines) > PAGE_LENGTH:
        _pager(page, len(lines))
    if found.apart:
        _kept_apart(found)


_EMPTY = dict(
    zip(
        LISTINGS,
        (
            "All reports of the queue are decided.",
            "No open proposal is doubted by a check.",
            "No open story is told by several reports.",
            "No report is decided yet.",
        ),
        strict=True,
    )
)


def _first_page() -> None:
    st.session_state[_PAGE] = 0


def _pager(page: int, total: int) -> None:
    first, last = page * PAGE_LENGTH + 1, min((page + 1) * PAGE_LENGTH, total)
    with st.container(horizontal=True, key="queue_pager", vertical_alignment="center"):
        for label, to, off in (
            ("Earlier", page - 1, page == 0),
            ("Later", page + 1, last == total),
        ):
            st.button(label, key=f"q_{label}", disabled=off, on_click=_turn, args=(to,))
        st.html(f"<p class='side'>{first} to {last} of {phrases.count(total)}</p>")


def _turn(page: int) -> None:
    st.session_state[_PAGE] = page


def _line(unit: Unit) -> None:
    report = unit.report
    with st.container(
        horizontal=True, vertical_alignment="center", wrap=False, key=f"unit_{report.report_id}"
    ):
        st.html(line_html(unit))
        if unit.others:
            with st.popover(f"{1 + len(unit.others)} reports", type="tertiary"):
                _story(unit)
        st.button(
            "Review" if unit.left else "See",
            key=f"q_open_{report.report_id}",
            width="content",
            on_click=_open,
            args=(report.report_id,),
        )


def line_html(unit: Unit) -> str:
    """Return one line: title, publishers and days, what is left; every word of it escaped."""
    told = (unit.report, *(each for each, _ in unit.others))
    papers = "; ".join(dict.fromkeys(each.publisher or "no publisher" for each in told))
    title = unit.report.title.removeprefix("Retold: ")
    retold = ' <span class="tag">retold</span>' if unit.report.retold else ""
    counts = f"{unit.report.left} to decide" if unit.report.left else "decided"
    rest = sum(each.left for each, _ in unit.others)
    more = f", {rest} in its other reports" if rest else ""
    doubt = f" · {unit.doubtful} doubted by a check" if unit.doubtful else ""
    story = f"Told by {len(told)} reports: " if unit.others else ""
    return (
        f"<p class='q-title'>{escape(title[:200])}{retold}</p>"
        f"<p class='side'>{phrases.day(unit.report.published)} · {story}{escape(papers[:300])}</p>"
        f"<p class='side q-counts'>{counts}{more}{doubt}</p>"
    )


def _story(unit: Unit) -> None:
    """Draw what else tells the story, and let a person keep a report apart."""
    st.html("<p class='side'>The same story, by its words or its incidents.</p>")
    who = st.text_input(
        "Your name, to keep one apart", key=f"q_who_{unit.report.report_id}", max_chars=80
    )
    for each, why in unit.others:
        _other(unit, each, why, who.strip())


def _other(unit: Unit, report: Waiting, why: str, who: str) -> None:
    with st.container(key=f"told_{report.report_id}"):
        st.html(f"<p>{escape(_named(report))}</p><p class='side'>{escape(why)}</p>")
        with st.container(horizontal=True):
            st.button(
                "Review",
                key=f"q_open_{report.report_id}",
                type="tertiary",
                on_click=_open,
                args=(report.report_id,),
            )
            st.button(
                "Another story",
                key=f"q_apart_{report.report_id}",
                disabled=not who,
                type="tertiary",
                on_click=_apart,
                args=(unit, report.report_id, who),
            )


def _kept_apart(found: Queue) -> None:
    """Draw what was kept apart, and let it be brought together again."""
    by_id = {each.report_id: each for each in found.reports}
    with st.popover(f"Kept apart: {len(found.apart)}", type="tertiary", key="queue_apart"):
        who = st.text_input("Your name, kept in the log", key="q_who_again", max_chars=80).strip()
        for number, pair in enumerate(found.apart[:LISTED]):
            names = " — ".join(_side(each, by_id) for each in pair)
            with st.container(key=f"told_pair_{number}"):
                st.html(f"<p>{escape(names)}</p>")
                st.button(
                    "Bring together again",
                    key=f"q_again_{number}",
                    disabled=not who,
                    type="tertiary",
                    on_click=_again,
                    args=(pair, who),
                )


def _side(id_: str, by_id: dict[str, Waiting]) -> str:
    """Return the name of a report, or of a proposal with its report's."""
    if id_ in by_id:
        return _named(by_id[id_])
    of = next((each for each in by_id.values() if id_.startswith(f"{each.report_id}-")), None)
    return f"{id_} of {_named(of)}" if of else id_


def _again(pair: tuple[str, str], who: str) -> None:
    say_of_pair(data.store(), [pair], "same", who=who, when=datetime.now(UTC))


def _named(report: Waiting) -> str:
    title = report.title.removeprefix("Retold: ")[:120]
    return f"{report.publisher or 'No publisher'}, {phrases.day(report.published)}: {title}"


def _apart(unit: Unit, report_id: str, who: str) -> None:
    told = (unit.report, *(each for each, _ in unit.others))
    pairs = [(each.report_id, report_id) for each in told if each.report_id != report_id]
    say_of_pair(data.store(), pairs, "apart", who=who, when=datetime.now(UTC))
    st.toast(plain("Kept apart. It is a line of its own now."))


def _open(report_id: str) -> None:
    st.session_state[OPENED] = report_id


@st.fragment(run_every=POLL_SECONDS)
def _watch(drawn: int) -> None:
    """Draw the page again when more reports were coded."""
    if data.store().codings()[0] != drawn:
        st.rerun()
