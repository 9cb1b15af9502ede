"""The page's own dress, over the colours set in ``.streamlit/config.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_CSS = Path(__file__).parent / "theme" / "page.css"


@cache
def _css() -> str:
    return _CSS.read_text(encoding="utf-8")


def apply() -> None:
    """Put the style sheet on the page."""
    st.html(f"<style>{_css()}</style>")
