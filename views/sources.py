"""The page of where everything comes from: sources, changes, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from events.exports import decision_log, decisions_csv
from events.exports.decisions import BRIEF
from events.queries import Questions
from events.queries.reading import read
from events.schema import Row
from views import data, phrases
from views.card_html import safe_link

PAGES = ("Sources", "Changes", "Decisions", "Left out or doubtful")
_COLUMNS = (
    "source_title",
    "source_publisher",
    "source_published",
    "source_url",
    "source_retold",
)


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
            st.html(_sources(questions))
            st.html(_geodata())
        elif page == PAGES[1]:
            _changes()
        elif page == PAGES[2]:
            _decisions(questions)
        else:
            _issues(questions)


def _sources(questions: Questions) -> str:
    rows = _told(questions.version, questions)
    if not rows:
        return '<p class="empty">No events are stored yet.</p>'
    lines = "".join(
        f"<tr><td>{_linked(row['source_title'] or 'Untitled', row['source_url'])}"
        f"{_retold(row['source_retold'])}</td><td>{escape(row['source_publisher'] or '—')}</td>"
        f"<td>{phrases.day(row['source_published'])}</td>"
        f"<td class='n'>{phrases.count(row['count_all'])}</td></tr>"
        for row in rows
    )
    return (
        "<table class='ledger'><thead><tr><th scope='col'>Source</th><th scope='col'>Publisher</th>"
        "<th scope='col'>Published</th><th scope='col' class='n'>Records</th></tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )


@st.cache_data(max_entries=4, show_spinner="Counting the records of each source …")
def _told(version: int, _questions: Questions) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return each source with how many records it tells, the latest source first."""
    table = read(_questions.snapshot, "events", columns=[*_COLUMNS, "also"])
    further = further_sources(table["also"].drop_null().to_pylist(), table.schema)
    both = pa.concat_tables([table.select(_COLUMNS), further])
    counted = both.group_by(list(_COLUMNS)).aggregate([([], "count_all")])
    order = [("source_published", "descending"), ("source_title", "ascending")]
    rows: list[dict[str, Any]] = counted.sort_by(order).to_pylist()
    return rows


def further_sources(also: Iterable[Sequence[Mapping[str, Any]]], schema: pa.Schema) -> pa.Table:
    """Return the sources of further reports that tell of an event, as rows of ``_COLUMNS``."""
    told = [
        {name: telling[name.removeprefix("source_")] for name in _COLUMNS}
        for tellings in also
        for telling in tellings
    ]
    return pa.Table.from_pylist(told, schema=pa.schema([schema.field(name) for name in _COLUMNS]))


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
    issues = questions.issues()
    if not issues:
        st.html('<p class="empty">Nothing was left out and nothing is in doubt.</p>')
        return
    st.html(f"<p class='side'>{phrases.counted(len(issues), 'note')} on what was read.</p>")
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Record": issue.record,
                    "Weight": issue.severity,
                    "Field": issue.field,
                    "Value": issue.value,
                    "What is wrong, and what is accepted": issue.message,
                }
                for issue in issues
            ]
        ),
        hide_index=True,
        row_height=32,
        column_config={
            "What is wrong, and what is accepted": st.column_config.TextColumn(width="large")
        },
    )
