"""The left rail: every filter, with the count of events beside each choice.

Each widget shows what the address says and writes its own part back; none keeps a value of
its own.  Counts come with their own choice lifted, so that a reader sees what adding one brings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from events.queries import FacetValue, Filter, Questions
from views import address, data, phrases
from views.palette import EVENT_TYPES
from views.plain import plain

# Choices of one list that a browser is sent; the rest are found by typing their name.
MOST_CHOICES = 300

Facets = Mapping[str, Sequence[FacetValue]]


@dataclass(frozen=True, slots=True)
class Pick:
    """One list of choices: the filter's field, its heading, its empty text, its labels."""

    field: str
    label: str
    empty: str
    name: Callable[[str], str] = str
    help: str | None = None


ACTORS = (
    Pick("actors", "Actor, on either side", "Any actor", data.actor_label),
    Pick(
        "opponents",
        "Against",
        "Anyone",
        data.actor_label,
        "With an actor above, this makes a dyad: events with one on each side.",
    ),
)
PLACES = (
    Pick("adm1", "Province", "Any province"),
    Pick("adm2", "District", "Any district"),
    Pick("borders", "Border", "Any border", data.border_name),
)
MORE = (
    Pick("publishers", "Publisher", "Any publisher"),
    Pick("datasets", "Data set", "Any data set"),
    Pick("countries", "Country", "Any country", data.country_name),
    Pick(
        "precisions",
        "Place known to",
        "Any precision",
        lambda p: phrases.PRECISION_NAMES.get(p, p),
    ),
    Pick("statuses", "Status", "Any status", lambda s: phrases.STATUSES.get(s, s)),
)


def rail(view: address.View, questions: Questions) -> None:
    """Draw the rail for a view of one version of the store."""
    facets = questions.facets(view.filter)
    with st.sidebar, st.container(key="rail"):
        _head(view.filter)
        _dates(view.filter, questions.date_span())
        _types(view.filter, facets)
        _section("Who", "who")
        for pick in ACTORS:
            _pick(pick, view.filter, facets)
        _section("Where", "where")
        for pick in PLACES:
            _pick(pick, view.filter, facets)
        _fatalities(view.filter)
        _words(view.filter)
        _section("Source and certainty", "more")
        for pick in MORE:
            _pick(pick, view.filter, facets)
        _retold(view.filter)
        _once(view.filter)


def _head(f: Filter) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="rail_head"):
        st.html("<h2>Filters</h2>")
        st.button(
            "Clear all",
            key="clear_all",
            type="tertiary",
            disabled=f == Filter(),
            on_click=address.change,
            kwargs={"filter": Filter()},
        )


def _section(title: str, key: str) -> None:
    with st.container(key=f"section_{key}"):
        st.html(f"<h3>{title}</h3>")


def _set(key: str, value: object) -> None:
    """Let a widget show what the address says, whoever changed it.

    Set on every run, changed or not: a list's labels carry counts, and the browser answers
    in labels, so it must be told the new ones.
    """
    st.session_state[key] = value


def _pick(pick: Pick, f: Filter, facets: Facets) -> None:
    chosen: tuple[str, ...] = getattr(f, pick.field)
    found = {v.value: v for v in facets.get(pick.field, ())}
    counts = {value: found[value].count if value in found else 0 for value in [*found, *chosen]}
    labels = {v: f"{name_of(pick, v, found)} · {phrases.count(n)}" for v, n in counts.items()}
    offered = list(dict.fromkeys([*list(labels)[:MOST_CHOICES], *chosen]))
    more = len(labels) > len(offered)
    key = f"f_{pick.field}"
    _set(key, list(chosen))
    st.multiselect(
        f"{pick.label} ({len(offered)} of {len(labels)}; type any name)" if more else pick.label,
        offered,
        format_func=lambda value: labels.get(value, value),
        key=key,
        placeholder=pick.empty,
        help=pick.help,
        select_all=False,
        accept_new_options=more,
        on_change=_write_list,
        args=(pick.field, key, {label: value for value, label in labels.items()}),
    )


def name_of(pick: Pick, value: str, found: Mapping[str, FacetValue]) -> str:
    """Return the name the store knows a value by, else the one this list gives it."""
    known = found.get(value)
    return known.label if known and known.label not in {"", value} else pick.name(value)


def _write_list(field: str, key: str, values: Mapping[str, str]) -> None:
    """Write a list's choice, read from values, labels, or a name typed by hand."""
    chosen = (meant(each, values) for each in st.session_state[key])
    address.change_filter(**{field: tuple(each for each in chosen if each)})


def meant(text: str, values: Mapping[str, str]) -> str | None:
    """Return the value that a label, a value or part of a name stands for; None for none.

    Labels come with the counts of the run before; names are typed where a list is too long
    to be sent whole.
    """
    if text in values or text in values.values():
        return values.get(text, text)
    wanted = text.rpartition(" · ")[0].casefold() or text.casefold()
    named = {label.rpartition(" · ")[0].casefold(): value for label, value in values.items()}
    return named.get(wanted) or next((v for name, v in named.items() if wanted in name), None)


def _write(field: str, key: str) -> None:
    value = st.session_state[key]
    address.change_filter(**{field: tuple(value) if isinstance(value, list) else value})


def _types(f: Filter, facets: Facets) -> None:
    _section("What", "what")
    counts = {v.value: v.count for v in facets.get("event_types", ())}
    others = [name for name in (*counts, *f.event_types) if name not in EVENT_TYPES]
    _set("f_event_types", list(f.event_types))
    st.pills(
        "Event type",
        [*EVENT_TYPES, *dict.fromkeys(others)],
        selection_mode="multi",
        format_func=lambda name: f"{plain(name)} **{phrases.count(counts.get(name, 0))}**",
        key="f_event_types",
        label_visibility="collapsed",
        width="stretch",
        on_change=_write_types,
        args=([*EVENT_TYPES, *dict.fromkeys(others)],),
    )
    _pick(Pick("sub_event_types", "Sub-type", "Any sub-type"), f, facets)


def _write_types(options: list[str]) -> None:
    chosen = st.session_state["f_event_types"]
    address.change_filter(event_types=tuple(name for name in options if name in chosen))


def quick_ranges(
    span: tuple[date | None, date | None],
) -> dict[str, tuple[date | None, date | None]]:
    """Return the ranges offered by name, from the first and last day of the data."""
    ranges: dict[str, tuple[date | None, date | None]] = {"All": (None, None)}
    last = span[1]
    if last:
        ranges["Last 30 days"] = (last - timedelta(days=29), last)
        ranges["Oct 2025"] = (date(2025, 10, 1), date(2025, 10, 31))
        ranges[str(last.year)] = (date(last.year, 1, 1), date(last.year, 12, 31))
    return ranges


def _dates(f: Filter, span: tuple[date | None, date | None]) -> None:
    _section("When", "when")
    ranges = quick_ranges(span)
    current = next((name for name, r in ranges.items() if r == (f.start, f.end)), None)
    _set("f_quick", current)
    st.pills(
        "Quick ranges of the data",
        list(ranges),
        key="f_quick",
        label_visibility="collapsed",
        on_change=_write_quick,
        args=(ranges,),
    )
    _set("f_start", f.start)
    _set("f_end", f.end)
    first, second = st.columns(2, gap="small")
    common = {"format": "YYYY-MM-DD", "min_value": date(1900, 1, 1), "max_value": date(2100, 1, 1)}
    first.date_input("From", key="f_start", on_change=_write_dates, **common)
    second.date_input("To", key="f_end", on_change=_write_dates, **common)


def _write_quick(ranges: Mapping[str, tuple[date | None, date | None]]) -> None:
    start, end = ranges.get(st.session_state["f_quick"], (None, None))
    address.change_filter(start=start, end=end)


def _write_dates() -> None:
    start, end = st.session_state["f_start"], st.session_state["f_end"]
    if start and end and start > end:
        start, end = end, start
    address.change_filter(start=start, end=end)


def _fatalities(f: Filter) -> None:
    _section("Killed, at least", "killed")
    _set("f_min", f.min_fatalities)
    _set("f_measure", f.fatality_measure)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", wrap=False, key="killed_row"
    ):
        st.number_input(
            "Killed, at least",
            min_value=0,
            step=1,
            key="f_min",
            label_visibility="collapsed",
            on_change=_write,
            args=("min_fatalities", "f_min"),
            width=92,
        )
        st.segmented_control(
            "By which figure",
            ["low", "best", "high"],
            key="f_measure",
            required=True,
            label_visibility="collapsed",
            on_change=_write,
            args=("fatality_measure", "f_measure"),
            help="Low and high are the lowest and highest total anyone asserts; "
            "best is set only where all who give a figure agree.",
        )


def _words(f: Filter) -> None:
    _set("f_words", f.words)
    st.text_input(
        "Words in notes, places, victims, titles",
        key="f_words",
        placeholder="e.g. outpost",
        max_chars=200,
        on_change=_write,
        args=("words", "f_words"),
    )


def _once(f: Filter) -> None:
    _section("Records or incidents", "once")
    choices = {"Every record": "", **{text: key for key, text in phrases.ONCE.items()}}
    _set("f_once", next(name for name, value in choices.items() if value == f.once))
    st.radio(
        "Records or incidents",
        list(choices),
        key="f_once",
        label_visibility="collapsed",
        on_change=_write_once,
        args=(choices,),
        captions=["", *(phrases.ONCE_NOTES[key] for key in phrases.ONCE)],
    )


def _write_once(choices: Mapping[str, str]) -> None:
    address.change_filter(once=choices[st.session_state["f_once"]])


RETOLD = {"Any": None, "Leave out": False, "Only": True}


def _retold(f: Filter) -> None:
    _set("f_retold", next(name for name, value in RETOLD.items() if value is f.retold))
    st.segmented_control(
        "Texts retold in our own words",
        list(RETOLD),
        key="f_retold",
        required=True,
        on_change=_write_retold,
    )


def _write_retold() -> None:
    address.change_filter(retold=RETOLD[st.session_state["f_retold"]])
