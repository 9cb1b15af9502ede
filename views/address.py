"""How the page's whole state stands in its address, and what a wrong address comes to.

The address is the one truth: widgets write to it, and every run reads it first.  So a copied
link, the browser's back button, a map click and "clear all" are the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from events.model import Issue
from events.queries import LISTINGS, Filter
from events.queries.comparing import KINDS
from events.queries.questions import UNITS
from views.timeline import Unit

# How the table can be ordered: the column and whether the most comes first.
ORDERS = {
    "latest": ("date", True),
    "earliest": ("date", False),
    "killed": ("high", True),
    "type": ("type", False),
    "place": ("place", False),
}
_OWN = {
    "list": ("listing", LISTINGS),
    "unit": ("unit", UNITS),
    "order": ("order", tuple(ORDERS)),
    "since": ("since", KINDS),
}
_SHAPES = {"asof": "accepted: a version, or a day such as 2025-10-12; showing the newest"}
_PAGE = re.compile(r"[1-9]\d{0,5}")
_IDS = {
    "asof": re.compile(r"\d{1,9}|\d{4}-\d\d-\d\d"),
    "event": re.compile(r"[^\x00-\x1f\x7f]{1,200}"),
    "dot": re.compile(r"\d{1,2}/\d{1,8}/\d{1,8}"),
}
_LAST = "address.last"
_LEFT = "address.left"


@dataclass(frozen=True, slots=True)
class View:
    """All that a link carries.

    ``event`` is the event whose card is open, ``dot`` the dot whose events are listed
    ("shift/x/y", see :meth:`events.queries.Questions.cells`), ``listing`` the list under the
    map, ``unit`` the timeline's (None: as fits the span).  Where the map looks stands in the
    part after ``#``, which the map keeps itself.  ``order`` and ``page`` are the table's.
    ``asof`` is the version, or the day, whose state is shown (None: the newest), ``since`` which
    of the events that are not as they were then are listed.
    """

    filter: Filter = field(default_factory=Filter)
    event: str | None = None
    dot: str | None = None
    listing: str = "shown"
    unit: Unit | None = None
    asof: str | None = None
    since: str | None = None
    order: str = "latest"
    page: int = 1

    def to_query(self) -> dict[str, str]:
        """Return the view as address keys; what is at its default is left out."""
        query = self.filter.to_query()
        plain = View()
        for key, (name, _) in _OWN.items():
            value = getattr(self, name)
            if value != getattr(plain, name):
                query[key] = str(value)
        if self.page > 1:
            query["page"] = str(self.page)
        return query | {key: value for key in _IDS if (value := getattr(self, key))}


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
    for key, shape in _IDS.items():
        given = query.get(key)
        if given and shape.fullmatch(given):
            own[key] = given
        elif given is not None:
            issues.append(_issue(key, given, _SHAPES.get(key, "this is not an id; left out")))
    page = query.get("page", "1")
    if _PAGE.fullmatch(page):
        own["page"] = int(page)
    else:
        issues.append(_issue("page", page, "accepted: a page from 1 on; showing the first"))
    ours = {*_OWN, *_IDS, "page"}
    rest = {k: v for k, v in query.items() if k not in ours}
    kept, mended = Filter.from_query(rest)
    return View(kept, **own), (*issues, *mended)


def _unknown(key: str, given: str, values: tuple[str, ...]) -> Issue:
    return _issue(key, given, f"accepted: {', '.join(values)}; left out")


def _issue(key: str, given: str, said: str) -> Issue:
    message = f"The address says {key}={given[:60]}; {said}."
    return Issue("address", key, given, "unknown_value", message)


def read() -> tuple[View, tuple[Issue, ...]]:
    """Return the view that the address bar asks for; on coming back from another page, the last."""
    left: dict[str, str] = st.session_state.get(_LAST, {}) if st.session_state.get(_LEFT) else {}
    return view_of(dict(st.query_params) or left)


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
    go(replace(view, filter=replace(view.filter, **changes), page=1))


def link(view: View) -> str:
    """Return the whole address of a view, as it can be sent to another person."""
    here = urlsplit(st.context.url or "")
    return urlunsplit((here.scheme, here.netloc, here.path, urlencode(view.to_query()), ""))


def leave() -> None:
    """Note that another page is shown, so that the way back leads to the last view."""
    st.session_state[_LEFT] = True


def restore() -> None:
    """On coming back from another page, put the last view back into an empty address.

    It is put back until the browser asks with it: a run that the browser asked for before it had
    the address comes with the empty one.
    """
    here, last = dict(st.query_params), st.session_state.get(_LAST)
    if here:
        st.session_state[_LAST] = view_of(here)[0].to_query()
    if here or not last:
        st.session_state.pop(_LEFT, None)
    elif st.session_state.get(_LEFT):
        st.query_params.from_dict(last)
