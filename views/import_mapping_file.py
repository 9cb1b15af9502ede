"""The mapping of a table as a file: to keep for next time, for the command line, or to bring."""

from __future__ import annotations

import streamlit as st

from events.importers.mapping import (
    MAX_BYTES,
    TableMapping,
    checked_columns,
    read_mapping,
    written,
)
from events.importers.rows import UnreadableError
from events.importers.sampling import Sample
from views.plain import plain


def draw(mapping: TableMapping | None, sample: Sample, key: str) -> TableMapping | None:
    """Draw the way out and the way in; return a mapping that was brought in just now."""
    with st.expander("These choices as a file, for next time or for the command line"):
        if mapping:
            st.download_button(
                "Download the choices", written(mapping, sample.keys),
                f"{mapping.dataset}.yaml", "application/yaml", key="i_mapping_save",
                on_click="ignore",
            )  # fmt: skip
        file = st.file_uploader(
            "Choices that you downloaded before", type=["yaml", "yml"], max_upload_size=1,
            key=f"{key}_mapping_file",
        )  # fmt: skip
        pasted = st.text_area(
            "… or pasted", max_chars=MAX_BYTES, height=120, key=f"{key}_mapping_text",
            placeholder="dataset: incidents\ncolumns:\n  date_start: date",
        )  # fmt: skip
        if not st.button("Follow these choices", key=f"{key}_mapping_take"):
            return None
        text = file.getvalue().decode("utf-8", "replace") if file else pasted
        if not text.strip():
            st.warning("Choose a file first, or paste its text.")
            return None
        try:
            found = read_mapping(text, file.name if file else "the pasted text")
            checked_columns(found, sample.keys, "the file")
        except UnreadableError as problem:
            st.error(plain(str(problem), 500))
            return None
        return found
