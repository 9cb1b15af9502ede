"""How does the page's whole state stand in its address, and what if the address is wrong?

The address is the one truth: widgets write to it, and every run reads it first.  So a copied
link, the browser's back button, a map click and "clear all" are the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from events.model import Issue
from events.queries import Filter

LISTS = (
    "shown",
    "out",
    "noplace",
    "killed",
    "rival",
    "background",
    "statement",
    "planned",
)
UNITS = ("day", "week", "month")
_OWN = {"list": ("listing", LISTS), "unit": ("unit", UNITS)}
_LAST = "address.last"


@dataclass(frozen=True, slots=True)
class View:
    """All that a link carries: the filter, the open event, the listing, the timeline's unit."""

    filter: Filter = field(default_factory=Filter)
    event: str | None = None
    listing: str = "shown"
    unit: str = "day"

    def to_query(self) -> dict[str, str]:
        """Return the view as address keys; what is at its default is left out."""
        query = self.filter.to_query()
        for key, (name, values) in _OWN.items():
            if getattr(self, name) != values[0]:
                query[key] = getattr(self, name)
        if self.event:
            query["event"] = self.event
        return query


def view_of(query: Mapping[str, str]) -> tuple[View, tuple[Issue, ...]]:
    """Return the nearest valid view of an address, and what was mended on the way."""
    own: dict[str, Any] = {}
    issues: list[Issue] = []
    for key, (name, values) in _OWN.items():
        given = query.get(key)
        if given in values:
            own[name] = given
        elif given is not None:
            issues.append(_unknown(key, given, values))
    rest = {k: v for k, v in query.items() if k not in _OWN and k != "event"}
    kept, mended = Filter.from_query(rest)
    return View(kept, event=query.get("event") or None, **own), (*issues, *mended)


def _unknown(key: str, given: str, values: tuple[str, ...]) -> Issue:
    accepted = ", ".join(values)
    message = f"The address says {key}={given[:60]}; accepted are {accepted}. Showing {values[0]}."
    return Issue("address", key, given, "unknown_value", message)


def read() -> tuple[View, tuple[Issue, ...]]:
    """Return the view that the address bar asks for."""
    return view_of(dict(st.query_params))


def go(view: View) -> None:
    """Put a view into the address bar, unless it is there already."""
    query = view.to_query()
    st.session_state[_LAST] = query
    if dict(st.query_params) != query:
        st.query_params.from_dict(query)


def change(**changes: Any) -> None:
    """Change parts of the view (``event``, ``listing``, ``unit``) and keep the rest."""
    view, _ = read()
    go(replace(view, **changes))


def change_filter(**changes: Any) -> None:
    """Change parts of the filter and keep the rest of the view."""
    view, _ = read()
    go(replace(view, filter=replace(view.filter, **changes)))


def restore() -> None:
    """On coming back from another page, put the last view back into an empty address."""
    last = st.session_state.get(_LAST)
    if last and not dict(st.query_params):
        st.query_params.from_dict(last)
