"""The page of sources, history, issues and what was rejected."""

from __future__ import annotations
import streamlit as st


def show() -> None:
    """Draw the page."""
    st.text("soon")
