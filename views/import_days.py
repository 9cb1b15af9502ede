"""How the days of a table are written, as a choice with a day of the table read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from events.importers.day_forms import fitting, read_as, telling
from views.plain import plain

OFFERED = 5
SHOWN = 3  # days that cannot be read


def choice(seen: Sequence[str], start: str | None, key: str) -> str | None:
    """Draw the choice, where there is one, and return the form; None for what needs no form."""
    fits = fitting(seen)[:OFFERED]
    forms = list(dict.fromkeys([*fits, *([start] if start else [])]))
    if not forms:
        st.html("<p class='side' role='status'>No value of this column can be read as a day.</p>")
        return start
    example = telling(seen, forms)
    form = forms[0]
    if len(forms) > 1 and example:
        form = st.radio(
            "The days can be read in more than one way. Which is meant?",
            forms,
            index=forms.index(start) if start in forms else 0,
            format_func=lambda one: plain(_read_back(example, one)),
            key=key,
        )
    elif example:
        st.html(f"<p class='side'>{escape(_read_back(example, form))}</p>")
    unread = list(dict.fromkeys(one for one in seen if read_as(one, form) is None))
    if unread:
        named = escape(", ".join(one[:30] for one in unread[:SHOWN]))
        more = ", …" if len(unread) > SHOWN else ""
        st.html(
            f"<p class='side' role='status'>Cannot be read as a day, so the rows with it will be "
            f"rejected: {named}{more}</p>"
        )
    return form


def _read_back(example: str, form: str | None) -> str:
    day = read_as(example, form)
    return f"{example[:40]} is read as {_written(day)}" if day else f"{example[:40]} is not read"


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
