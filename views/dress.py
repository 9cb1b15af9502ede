"""The page's own dress, over the colours set in ``.streamlit/config.toml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit as st

_FOLDER = Path(__file__).parent / "theme"
ICON = _FOLDER / "mark.svg"


@lru_cache(maxsize=4)
def _read(path: Path, changed: float) -> str:  # noqa: ARG001
    return path.read_text(encoding="utf-8")


def apply() -> None:
    """Put the style sheet and the name on the page."""
    sheet = _FOLDER / "page.css"
    st.html(f"<style>{_read(sheet, sheet.stat().st_mtime)}</style>")
    st.logo(str(ICON), size="small")
