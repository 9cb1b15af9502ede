"""What the page is filtered by, in words, each part with a way to lift it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from events.queries import Filter, Questions
from views import address, phrases
from views.filters import ACTORS, MORE, PLACES, Facets, Pick, name_of
from views.plain import plain


def chips(view: address.View, questions: Questions) -> None:
    """Show what is filtered by, each with a way to lift it."""
    found = list(active(view.filter, questions.facets(view.filter)))
    if not found:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for i, (text, lifted) in enumerate(found):
            st.button(
                plain(text),
                key=f"chip_{i}",
                icon=":material/close:",
                icon_position="right",
                help="Lift this filter",
                on_click=address.change,
                kwargs={"filter": lifted},
            )


def active(f: Filter, facets: Facets) -> list[tuple[str, Filter]]:
    """Return each active part of a filter in words, with the filter as it is without it."""
    parts: list[tuple[str, Filter]] = []
    if f.start or f.end:
        parts.append((_range(f), replace(f, start=None, end=None)))
    types = (Pick("event_types", "", ""), Pick("sub_event_types", "", ""))
    for pick in (*types, *ACTORS, *PLACES, *MORE):
        chosen: tuple[str, ...] = getattr(f, pick.field)
        if chosen == getattr(Filter(), pick.field):
            continue
        found = {v.value: v for v in facets.get(pick.field, ())}
        for value in chosen:
            rest = tuple(v for v in chosen if v != value)
            name = name_of(pick, value, found)
            text = f"against {name}" if pick.field == "opponents" else name
            parts.append((text, replace(f, **{pick.field: rest})))
    if f.min_fatalities:
        text = f"at least {f.min_fatalities} killed ({f.fatality_measure})"
        parts.append((text, replace(f, min_fatalities=0)))
    if f.retold is not None:
        words = "only retold texts" if f.retold else "no retold texts"
        parts.append((words, replace(f, retold=None)))
    if f.once:
        parts.append((phrases.ONCE_SHORT[f.once], replace(f, once="")))
    if f.words:
        parts.append((f"“{f.words}”", replace(f, words="")))
    return parts


def _range(f: Filter) -> str:
    if f.start and f.end:
        return phrases.days(f.start, f.end)
    return f"from {phrases.day(f.start)}" if f.start else f"until {phrases.day(f.end)}"
