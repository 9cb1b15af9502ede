"""The page that says what this map does not show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_TEXT = Path(__file__).parent / "theme" / "limits.html"


@cache
def _text() -> str:
    return _TEXT.read_text(encoding="utf-8")


def show() -> None:
    """Draw the page."""
    with st.container(key="reading"):
        st.html(_text())
