"""Handing in a report: paste, upload or try a sample, with what is known of its source."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from events.model import Report
from events.reading import MAX_BYTES, MAX_CHARACTERS, Known, ReadingError, read_bytes
from views import batches, phrases, proposals
from views.plain import plain

MEGABYTES = MAX_BYTES // 1_000_000
KINDS = ("txt", "html", "htm", "json")
WAYS = ("Paste text", "Upload a file", "Many reports", "Try a sample")


def form() -> Report | None:
    """Draw the way in; return a report once one has been handed in whole."""
    way = st.segmented_control(
        "How",
        WAYS,
        default=WAYS[0],
        required=True,
        key="h_way",
        label_visibility="collapsed",
    )
    if way == WAYS[2]:
        batches.form()
        return None
    if way == WAYS[3]:
        return _sample()
    with st.form("h_form", border=False):
        upload: Any = None
        text = ""
        if way == WAYS[0]:
            text = st.text_area(
                "The report's text",
                height=260,
                max_chars=MAX_CHARACTERS,
                key="h_text",
                placeholder="Paste the body of one report.",
            )
        else:
            upload = st.file_uploader(
                "A file: .txt, .html or .json",
                type=list(KINDS),
                max_upload_size=MEGABYTES,
                key="h_file",
            )
        source = _source(optional=way != WAYS[0])
        sent = st.form_submit_button("Read the report", type="primary")
    if not sent:
        return None
    if way == WAYS[0]:
        return _from_text(text, source)
    return _from_file(upload, source)


def _source(*, optional: bool) -> Known:
    hint = " (if the file does not say)" if optional else ""
    first, second = st.columns(2)
    published = first.date_input(
        f"Published{hint}", value=None, format="YYYY-MM-DD", key="h_published"
    )
    publisher = second.text_input("Publisher", max_chars=200, key="h_publisher")
    title = st.text_input(f"Title{hint}", max_chars=300, key="h_title")
    url = st.text_input("Address", max_chars=2000, key="h_url", placeholder="https://…")
    return Known(published, title.strip() or None, publisher.strip() or None, url.strip() or None)


def _from_text(text: str, source: Known) -> Report | None:
    if not text.strip():
        st.warning("There is no text yet. Paste the body of one report above.")
        return None
    if source.published is None:
        st.warning("When was it published? “On Sunday” can be dated only from that day.")
        return None
    return _made(text.encode(), "The pasted text", source)


def _from_file(upload: Any, source: Known) -> Report | None:
    if upload is None:
        st.warning(f"Choose a file first: .txt, .html or .json, at most {MEGABYTES} MB.")
        return None
    return _made(upload.getvalue(), upload.name, source)


def _made(content: bytes, name: str, source: Known) -> Report | None:
    try:
        return read_bytes(content, name, source)
    except ReadingError as error:
        said = str(error).replace("Give it: --published YYYY-MM-DD", "Fill in “Published”.")
        st.error(plain(said, 400))
        return None


def _sample() -> Report | None:
    samples = proposals.samples()
    if not samples:
        st.info("No sample reports come with this copy.")
        return None
    st.caption("Retold in our own words from press reporting: to try the page, not to be cited.")
    for report in samples:
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            border=True,
            wrap=False,
            key=f"sample_{report.id}",
        ):
            name = escape(report.title.removeprefix("Retold: "))
            st.html(f"<p>{name}</p><p class='side'>{phrases.day(report.published)}</p>")
            if st.button("Read this", key=f"h_sample_{report.id}", width="content"):
                return report
    return None
