"""Handing in many reports: files kept, coded by a process of its own, its progress told."""

from __future__ import annotations

import subprocess
import sys
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from events.batches.spool import Handed, State, spool, states
from events.gathering.columns import FIELDS
from events.gathering.gather import KINDS
from events.gathering.item import Defaults
from views import data, phrases
from views.plain import plain

MEGABYTES = 50
_ROOT = Path(__file__).resolve().parents[1]
_STARTED: dict[Path, subprocess.Popen[bytes]] = {}


def form() -> None:
    """Draw the way in for many reports, and what became of those handed in before."""
    with st.form("b_form", border=False):
        files = st.file_uploader(
            "Reports, a ZIP of them, an RSS or Atom feed, or a table of texts",
            type=[each.removeprefix(".") for each in KINDS],
            accept_multiple_files=True,
            max_upload_size=MEGABYTES,
            key="b_files",
        )
        first, second, third = st.columns(3)
        published = first.date_input(
            "Published, if it does not say", value=None, format="YYYY-MM-DD", key="b_published"
        )
        publisher = second.text_input(
            "Publisher, if it does not say", max_chars=200, key="b_publisher"
        )
        who = third.text_input("Your name, kept in the log", max_chars=80, key="b_who")
        with st.expander("What a table's columns are called, where they are not recognised"):
            named = {
                name: column.text_input(name.capitalize(), max_chars=80, key=f"b_column_{name}")
                for name, column in zip(FIELDS, st.columns(len(FIELDS)), strict=True)
            }
        sent = st.form_submit_button("Read them all", type="primary")
    if sent and not files:
        st.warning("Choose files first.")
    elif sent:
        columns = {name: header.strip() for name, header in named.items() if header.strip()}
        given = Defaults(published, publisher.strip() or None, columns)
        handed = [Handed(each.name, each.getvalue()) for each in files]
        start(spool(data.store().home, handed, who=who.strip() or "the page", defaults=given))
    _runs()


def start(folder: Path) -> None:
    """Run a batch in a process of its own; one that runs already is left alone."""
    there = _STARTED.get(folder)
    if there is not None and there.poll() is None:
        return
    log = (folder / "log.txt").open("ab")
    command = [sys.executable, "-m", "events.batches.spool", str(folder)]
    _STARTED[folder] = subprocess.Popen(  # noqa: S603  our own module, a folder of our naming
        command, cwd=_ROOT, stdout=log, stderr=log, start_new_session=True
    )
    log.close()


@st.fragment(run_every=1.0)
def _runs() -> None:
    """Draw the batches that are under way, stopped, or newly done."""
    listed = states(data.store().home)[:5]
    for each in listed:
        _run(each)


def _run(each: State) -> None:
    ended = each.folder in _STARTED and _STARTED[each.folder].poll() is not None
    stopped = each.state in {"stopped", "waiting"} and each.folder not in _STARTED
    stopped = stopped or (ended and each.state in {"running", "waiting"})
    with st.container(key=f"run_{each.folder.name}"):
        name, account = escape(each.name[:120]), escape(str(each.account))
        done = each.state == "done"
        head = "Read" if done else "Stopped" if stopped or each.state == "failed" else "Reading"
        st.html(
            f"<p class='run-name' role='status'>{head}: {name}</p><p class='side'>{account}</p>"
        )
        if not done and each.total:
            st.progress(min(1.0, each.account.read / each.total))
            st.html(
                f"<p class='side'>{each.account.read} of {each.total}: {escape(each.label)}</p>"
            )
        if each.state == "failed":
            st.error(plain(each.error, 400))
        if stopped or each.state == "failed":
            st.button(
                "Go on where it stood",
                key=f"on_{each.folder.name}",
                on_click=start,
                args=(each.folder,),
            )
        if each.issues:
            _refused(each)
        if done and each.account.read > each.account.refused:
            page = st.Page(_queue, title="Review queue", url_path="queue")
            st.page_link(page, label="Review what was proposed")


def _queue() -> None:
    from views import queue_page  # noqa: PLC0415  it leads back here

    queue_page.show()


def _refused(each: State) -> None:
    with st.expander(f"{phrases.counted(len(each.issues), 'remark')} on what was read"):
        rows = [{"Where": issue.record, "What is wrong": issue.message} for issue in each.issues]
        st.dataframe(pd.DataFrame(rows), hide_index=True, row_height=32)
