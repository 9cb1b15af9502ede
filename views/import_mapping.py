"""Which column of a table is what, as a form: proposed, and corrected by a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import streamlit as st

from events.importers.mapping import RESERVED, TableMapping, unused
from events.importers.sampling import Sample
from views import data, import_days, import_values
from views.import_fields import GROUPS, LABELS, Group
from views.plain import plain

NONE = ""  # the choice of no column
SEEN = 3  # values of a column that stand beside it
LONGEST = 32  # letters of one
WORDS = "the words"  # the choice of a type read from the notes
POINTS = {
    "near": "Near the place that is meant",
    "exact": "At the very place",
    "district": "The middle of a district",
    "province": "The middle of a province",
    "country": "The middle of a country",
}


@dataclass
class Filled:
    """What the form says so far."""

    sample: Sample
    start: TableMapping
    key: str
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    days: str | None = None
    type_words: str | None = None


def draw(sample: Sample, start: TableMapping, key: str) -> TableMapping | None:
    """Draw the form and return what it says; None while the name of the data set is none.

    Parameters
    ----------
    sample
        What is seen of the table.
    start
        The choices that are preselected.
    key
        What the keys of the widgets begin with; another one forgets what was chosen.
    """
    form = Filled(sample, start, key)
    offered = {"event_type", "country", "place_precision"}
    form.defaults = {name: said for name, said in start.defaults.items() if name not in offered}
    st.html(
        "<p class='side'>Which column of your table says what? The choices are proposed from "
        "its header and its values: correct what is wrong.</p>"
    )
    for group in GROUPS:
        _group(form, group)
    name = _name(form)
    left = unused(TableMapping(dataset="t", columns=form.columns), sample.keys)
    left = tuple(key for key in left if key != form.type_words)
    if left:
        st.html(f"<p class='side left-out'>Not taken in: {escape(', '.join(left))[:2000]}</p>")
    if not name:
        return None
    return TableMapping(
        dataset=name, columns=form.columns, values=form.values, defaults=form.defaults,
        days=form.days, type_words=form.type_words,
    )  # fmt: skip


def _group(form: Filled, group: Group) -> None:
    with st.container(key=f"{form.key}_{group.key}", gap="small"):
        st.html(f"<h3>{escape(group.title)}</h3>")
        for name in group.main:
            _field(form, name)
        if group.more:
            named = "; ".join(LABELS[name] for name in group.more)
            chosen = any(name in form.start.columns for name in group.more)
            with st.expander(plain(f"Also: {named}", 120), expanded=chosen):
                for name in group.more:
                    _field(form, name)
        _beyond = _BEYOND.get(group.key)
        if _beyond:
            _beyond(form)


def _field(form: Filled, name: str) -> None:
    """Draw one field: its name, the column that holds it, the first values of that column."""
    keys = form.sample.keys
    first, second, third = st.columns([3, 4, 5], vertical_alignment="center", gap="small")
    first.html(f"<p class='field'>{escape(LABELS[name])}</p>")
    start = form.start.columns.get(name, NONE)
    column = second.selectbox(
        LABELS[name],
        [NONE, *keys],
        index=keys.index(start) + 1 if start in keys else 0,
        format_func=lambda key: key or "not in the file",
        key=f"{form.key}_{name}",
        label_visibility="collapsed",
    )
    if column:
        form.columns[name] = column
        third.html(f"<p class='side seen'>{_seen(form.sample.seen[column])}</p>")
    after = _AFTER.get(name)
    if after:
        after(form)


def _seen(values: Sequence[str]) -> str:
    told = list(dict.fromkeys(values))[:SEEN]
    cut = (one if len(one) <= LONGEST else f"{one[: LONGEST - 1]}…" for one in told)
    return " · ".join(escape(one) for one in cut) or "<i>all empty</i>"


def _days(form: Filled) -> None:
    column = form.columns.get("date_start")
    if column:
        form.days = import_days.choice(
            form.sample.seen[column], form.start.days, f"{form.key}_days_{column}"
        )


def _types(form: Filled) -> None:
    """Ask for the type of the events: of the column's own words, or of all rows."""
    if "event_type" in form.columns:
        _meanings(form, "event_type", list(data.codebook().event_types))
    else:
        _type_of_all(form)


def _type_of_all(form: Filled) -> None:
    notes = form.columns.get("notes")
    start = form.start.defaults.get("event_type")
    options = [None, *data.codebook().event_types, *([WORDS] if notes else [])]
    start = WORDS if form.start.type_words and notes else start
    said = {None: "choose: no column says it",
            WORDS: f"read it from the words of “{notes}”, each a doubt"}  # fmt: skip
    chosen = st.selectbox(
        "Of what type are the events?", options,
        index=options.index(start) if start in options else 0,
        format_func=lambda one: said.get(one, one), key=f"{form.key}_type_{bool(notes)}",
    )  # fmt: skip
    if chosen == WORDS:
        form.type_words = notes
    elif chosen:
        form.defaults["event_type"] = chosen


def _meanings(form: Filled, name: str, accepted: Sequence[str]) -> None:
    column = form.columns[name]
    said = import_values.choices(
        form.sample, column, name, accepted, start=form.start.values.get(name, {}),
        key=f"{form.key}_{name}_{column}",
    )  # fmt: skip
    form.values |= {name: said} if said else {}


def _precisions(form: Filled) -> None:
    if "place_precision" in form.columns:
        _meanings(form, "place_precision", list(POINTS))


def _where(form: Filled) -> None:
    """Ask for what holds for all rows: the country, and how exactly the points are meant."""
    if "country" not in form.columns:
        codes = data.codebook().countries
        listed = sorted(codes, key=lambda code: codes[code].name)
        start = form.start.defaults.get("country")
        chosen = st.selectbox(
            "Country of all rows", [None, *listed],
            index=listed.index(start) + 1 if start in listed else 0,
            format_func=lambda one: codes[one].name if one else "not said: by the names of areas",
            key=f"{form.key}_all_country",
        )  # fmt: skip
        form.defaults |= {"country": chosen} if chosen else {}
    if "place_precision" not in form.columns and {"lat", "lon"} <= {*form.columns}:
        start = form.start.defaults.get("place_precision", "near")
        form.defaults["place_precision"] = st.selectbox(
            "Where do the points lie?", list(POINTS),
            index=list(POINTS).index(start) if start in POINTS else 0,
            format_func=POINTS.__getitem__, key=f"{form.key}_all_precision",
        )  # fmt: skip


def _name(form: Filled) -> str | None:
    said = st.text_input(
        "Name of the data set on the map", form.start.dataset, max_chars=40,
        key=f"{form.key}_dataset",
    )  # fmt: skip
    name = re.sub(r"[^a-z0-9_-]+", "-", said.casefold()).strip("-")
    if not name[:1].isalpha() or name in RESERVED:
        st.html(
            "<p class='side' role='status'>A name that begins with a letter, such as incidents; "
            f"not {', '.join(RESERVED)}.</p>"
        )
        return None
    return name


_AFTER: Mapping[str, Callable[[Filled], Any]] = {
    "date_start": _days, "event_type": _types, "place_precision": _precisions,
}  # fmt: skip
_BEYOND: Mapping[str, Callable[[Filled], Any]] = {"where": _where}
