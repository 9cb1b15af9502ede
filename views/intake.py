"""Handing in a report: paste, upload or try a sample, with what is known of its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from events.model import Report
from views import proposals

MEGABYTES = 5
LONGEST_TEXT = 200_000
KINDS = ("txt", "html", "htm", "json")
WAYS = ("Paste text", "Upload a file", "Try a sample")


@dataclass(frozen=True, slots=True)
class Source:
    """What the reader says of the report; blanks are read from the file where it has them."""

    title: str | None
    publisher: str | None
    published: date | None
    url: str | None


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
        return _sample()
    with st.form("h_form", border=False):
        upload: Any = None
        text = ""
        if way == WAYS[0]:
            text = st.text_area(
                "The report's text",
                height=260,
                max_chars=LONGEST_TEXT,
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


def _source(*, optional: bool) -> Source:
    hint = " (if the file does not say)" if optional else ""
    first, second = st.columns(2)
    published = first.date_input(
        f"Published{hint}", value=None, format="YYYY-MM-DD", key="h_published"
    )
    publisher = second.text_input("Publisher", max_chars=200, key="h_publisher")
    title = st.text_input(f"Title{hint}", max_chars=300, key="h_title")
    url = st.text_input("Address", max_chars=2000, key="h_url", placeholder="https://…")
    return Source(title or None, publisher or None, published, url or None)


def _from_text(text: str, source: Source) -> Report | None:
    if not text.strip():
        st.warning("There is no text yet. Paste the body of one report above.")
        return None
    if source.published is None:
        st.warning("When was it published? “On Sunday” can be dated only from that day.")
        return None
    return _made(text.encode(), "pasted.txt", source)


def _from_file(upload: Any, source: Source) -> Report | None:
    if upload is None:
        st.warning("Choose a file first: .txt, .html or .json, at most 5 MB.")
        return None
    return _made(upload.getvalue(), upload.name, source)


def _made(content: bytes, name: str, source: Source) -> Report | None:
    try:
        return proposals.read(content, name, source)
    except proposals.NotReadableError as error:
        st.error(proposals.shown(str(error)))
        return None


def _sample() -> Report | None:
    samples = proposals.samples()
    if not samples:
        st.info("No sample reports come with this copy.")
        return None
    st.caption("Retold in our own words from press reporting: to try the page, not to be cited.")
    for report in samples:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.text(f"{report.title}\n{report.published:%Y-%m-%d}")
            if st.button("Read this report", key=f"h_sample_{report.id}"):
                return report
    return None
