"""The page of where everything comes from: sources, changes, and what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from events.exports import decision_log, decisions_csv
from events.exports.decisions import BRIEF
from events.model import Issue
from events.queries import Questions, ledger
from events.queries.ledger import DataSet, Origin
from events.schema import Row
from views import data, phrases, rewinding
from views.card_html import safe_link
from views.plain import plain

PAGES = ("Sources", "Changes", "Decisions", "Left out or doubtful")


def show() -> None:
    """Draw the page."""
    questions = data.newest()
    with st.container(key="ledger"):
        st.html(
            "<h1>Sources and history</h1><p class='lead'>Every number on the map leads back to a "
            "source, every change says who made it, why and from which file, and what could not "
            "be read is listed, never dropped.</p>"
        )
        page = st.segmented_control(
            "What to list", PAGES, default=PAGES[0], required=True, label_visibility="collapsed"
        )
        if page == PAGES[0]:
            _sources(questions)
            st.html(_geodata())
        elif page == PAGES[1]:
            _changes()
        elif page == PAGES[2]:
            _decisions(questions)
        else:
            _issues(questions)


def _sources(questions: Questions) -> None:
    sets = _sets(questions.version, questions)
    if not sets:
        st.html('<p class="empty">No events are stored yet.</p>')
        return
    st.html(_sets_html(sets))
    words = st.text_input(
        "Find a source", key="s_words", max_chars=ledger.LONGEST, icon=":material/search:",
        placeholder="Find a source: title, publisher or address", label_visibility="collapsed",
    ).strip()  # fmt: skip
    place, turner = st.container(), st.container()
    total, _ = _told(questions.version, words, 0, questions)
    with turner:
        page = _turn(total, f"s_page_{words}")
    _, rows = _told(questions.version, words, page - 1, questions)
    with place:
        said = f"with “{words}” " if words else ""
        st.html(
            f"<h2>{phrases.counted(total, 'source')} {escape(said)}</h2>"
            + (_table(rows) if rows else '<p class="empty">No source has these words.</p>')
        )


def _turn(total: int, key: str) -> int:
    """Draw the pages where there are several; return the one that is open, from 1."""
    pages = -(-total // ledger.PAGE)
    return int(st.pagination(pages, key=f"{key}_{pages}")) if pages > 1 else 1


def _sets_html(sets: Sequence[DataSet]) -> str:
    lines = "".join(
        f"<tr><td>{escape(one.name)}</td><td>{phrases.day(one.first)} to {phrases.day(one.last)}"
        f"</td><td class='n'>{phrases.count(one.records)}</td></tr>"
        for one in sets
    )
    return (
        "<table class='ledger'><thead><tr><th scope='col'>Data set</th><th scope='col'>Days</th>"
        f"<th scope='col' class='n'>Records</th></tr></thead><tbody>{lines}</tbody></table>"
    )


def _table(rows: Sequence[Origin]) -> str:
    lines = "".join(
        f"<tr><td>{_linked(one.title or 'Untitled', one.url)}{_retold(one.retold)}</td>"
        f"<td>{escape(one.publisher or '—')}</td><td class='day'>{phrases.day(one.published)}</td>"
        f"<td class='n'>{phrases.count(one.records)}</td></tr>"
        for one in rows
    )
    return (
        "<table class='ledger'><thead><tr><th scope='col'>Source</th><th scope='col'>Publisher</th>"
        "<th scope='col'>Published</th><th scope='col' class='n'>Records</th></tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )


@st.cache_data(max_entries=4, show_spinner="Counting the data sets …")
def _sets(version: int, _questions: Questions) -> tuple[DataSet, ...]:  # noqa: ARG001
    return ledger.data_sets(_questions.snapshot)


@st.cache_data(max_entries=32, show_spinner="Counting the records of each source …")
def _told(
    version: int,  # noqa: ARG001
    words: str,
    page: int,
    _questions: Questions,
) -> tuple[int, tuple[Origin, ...]]:
    return ledger.sources(_questions.snapshot, words, page * ledger.PAGE)


def _linked(text: str, url: str | None) -> str:
    link = safe_link(url)
    if not link:
        return escape(text)
    href = escape(link, quote=True)
    return f'<a href="{href}" target="_blank" rel="noopener noreferrer nofollow">{escape(text)}</a>'


def _retold(retold: bool | None) -> str:  # noqa: FBT001
    return ' <span class="tag">retold, not to be cited</span>' if retold else ""


def _geodata() -> str:
    return (
        "<h2>Ground and borders</h2><p class='side'>Provinces, rivers, land and lakes: Natural "
        "Earth, public domain. Places and districts: GeoNames, CC BY 4.0; OCHA common operational "
        "data. Relief: made from NOAA GLOBE. Pakistan’s districts: @svg-maps, public domain, "
        "approximate. Versions and known errors stand in geodata/SOURCES.md.</p>"
    )


def _changes() -> None:
    log = data.store().log()
    if not log:
        st.html('<p class="empty">Nothing has been stored yet.</p>')
        return
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Version": entry.version,
                    "When (UTC)": f"{phrases.day(entry.when.date())}, {entry.when:%H:%M}",
                    "Who": entry.who,
                    "Why": entry.why,
                    "From": entry.file or "—",
                    "Added": entry.added,
                    "Changed": entry.changed,
                    "Removed": entry.removed,
                    "The map then": f"./?asof={entry.version}",
                }
                for entry in log
            ]
        ),
        hide_index=True,
        row_height=32,
        column_config={"The map then": st.column_config.LinkColumn(display_text="open")},
    )
    rewinding.draw(log)


def _decisions(questions: Questions) -> None:
    rows = decision_log(questions.snapshot, BRIEF)
    if not rows:
        st.html('<p class="empty">Nobody has decided on a proposed event yet.</p>')
        return
    with st.container(horizontal=True, vertical_alignment="center", key="decisions_head"):
        st.html(f"<p class='side'>{escape(_reviewed(rows))}</p>")
        st.download_button(
            "Download the log",
            data=lambda: decisions_csv(questions.snapshot),
            file_name=f"decisions-v{questions.version}.csv",
            mime="text/csv",
            key="decisions_csv",
            on_click="ignore",
            type="tertiary",
        )
    heads = {
        "decided": "When (UTC)",
        "who": "Who",
        "verdict": "Verdict",
        "event_id": "Proposed event",
        "report_id": "Report",
        "opened": "Opened (UTC)",
        "seconds": "Seconds in focus",
        "score": "Score",
    }
    table = pd.DataFrame([{heads[name]: row[name] for name in heads} for row in rows])
    st.dataframe(table, hide_index=True, row_height=32)


def _reviewed(rows: Sequence[Row]) -> str:
    """Say how many decisions there are, and how long the opened ones took."""
    timed = sorted(int(row["seconds"]) for row in rows if row["seconds"] is not None)
    said = phrases.counted(len(rows), "decision")
    if not timed:
        return f"{said}, none with a review time."
    middle = timed[len(timed) // 2]
    return f"{said}; {phrases.count(len(timed))} reviewed in focus, {middle} s in the median."


def _issues(questions: Questions) -> None:
    counted = ledger.doubts(questions.snapshot)
    if not counted:
        st.html('<p class="empty">Nothing was left out and nothing is in doubt.</p>')
        return
    of: dict[str | None, int] = {None: sum(one.notes for one in counted)}
    for one in counted:
        of[one.rule] = of.get(one.rule, 0) + one.notes
    rule = st.selectbox(
        "Notes on what was read", list(of), key="s_rule",
        format_func=lambda rule: plain(f"{rule or 'All notes'} · {phrases.count(of[rule])}"),
    )  # fmt: skip
    place = st.container()
    page = _turn(of[rule], f"s_notes_{rule}")
    with place:
        _notes(ledger.notes(questions.snapshot, rule, (page - 1) * ledger.PAGE))


def _notes(notes: Sequence[Issue]) -> None:
    lines = [
        {
            "Record": one.record, "Weight": one.severity, "Field": one.field, "Value": one.value,
            "What is wrong, and what is accepted": one.message,
        }
        for one in notes
    ]  # fmt: skip
    st.dataframe(
        pd.DataFrame(lines),
        hide_index=True,
        row_height=32,
        height=min(37 + 32 * len(lines), 640),
        column_config={
            "What is wrong, and what is accepted": st.column_config.TextColumn(width="large")
        },
    )
