"""Correcting a proposed event, field by field, its claims as a small table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_args

import pandas as pd
import streamlit as st

from events.fatalities import event_totals
from events.model import (
    Claim,
    ClaimKind,
    CodedStatus,
    DatePrecision,
    Event,
    Place,
    PlacePrecision,
    Stance,
)
from views import data, phrases

_EDITED = ("kind", "low", "high", "what", "side", "claimant", "stance")


def draw(event: Event, done: Callable[[Event], None]) -> None:
    """Draw the form; a submitted one goes to ``done`` as a new event."""
    key = f"e_{event.id}"
    with st.form(key, border=False):
        values = {**_what(event, key), **_when(event, key), **_who(event, key)}
        place = _where(event.place, key)
        claims = _claims(event.claims, key)
        if st.form_submit_button("Apply", type="primary"):
            corrected = replace(event, **values, place=place, claims=claims)
            low, best, high = event_totals(corrected)
            done(replace(corrected, fatalities_low=low, fatalities_best=best, fatalities_high=high))
            st.session_state["proposal.editing"] = None
            st.rerun()


def _choice(label: str, options: Sequence[str | None], value: str | None, key: str) -> Any:
    values = list(options) if value in options else [*options, value]
    return st.selectbox(
        label,
        values,
        index=values.index(value),
        key=key,
        format_func=lambda v: "—" if v is None else str(v),
    )


def _what(event: Event, key: str) -> dict[str, Any]:
    types = data.codebook().event_types
    first, second = st.columns(2)
    with first:
        status = _choice("Status", get_args(CodedStatus), event.status, f"{key}_status")
        kind = _choice("Event type", [None, *types], event.event_type, f"{key}_type")
    with second:
        every = [sub for subs in types.values() for sub in subs]
        sub = _choice("Sub-type", [None, *every], event.sub_event_type, f"{key}_sub")
    return {"status": status, "event_type": kind, "sub_event_type": sub}


def _when(event: Event, key: str) -> dict[str, Any]:
    first, second, third = st.columns(3)
    start: date | None = first.date_input(
        "First day", event.date_start, format="YYYY-MM-DD", key=f"{key}_start"
    )
    end: date | None = second.date_input(
        "Last day", event.date_end, format="YYYY-MM-DD", key=f"{key}_end"
    )
    with third:
        options = [None, *get_args(DatePrecision)]
        precision = _choice("Known to", options, event.date_precision, f"{key}_dprec")
    if start and end and start > end:
        start, end = end, start
    return {"date_start": start, "date_end": end, "date_precision": precision}


def _who(event: Event, key: str) -> dict[str, Any]:
    known = list(dict.fromkeys([*event.side_a, *event.side_b, *data.codebook().named_actors]))
    sides = {}
    for field, label in (("side_a", "Side A"), ("side_b", "Side B")):
        chosen = st.multiselect(
            label,
            known,
            default=list(getattr(event, field)),
            format_func=data.actor_label,
            accept_new_options=True,
            key=f"{key}_{field}",
        )
        sides[field] = tuple(chosen)
    return sides


def _where(place: Place | None, key: str) -> Place | None:
    first, second = st.columns(2)
    name = first.text_input("Place, as written", (place and place.name) or "", key=f"{key}_pname")
    with second:
        options = [None, *get_args(PlacePrecision)]
        precision = _choice(
            "Place known to", options, place.precision if place else None, f"{key}_pprec"
        )
    third, fourth, fifth = st.columns(3)
    given = {
        "country": third.text_input(
            "Country (ISO)", (place and place.country) or "", max_chars=3, key=f"{key}_country"
        ),
        "adm1": fourth.text_input("Province", (place and place.adm1) or "", key=f"{key}_adm1"),
        "adm2": fifth.text_input("District", (place and place.adm2) or "", key=f"{key}_adm2"),
    }
    wanted = {"name": name.strip() or None} | {k: v.strip() or None for k, v in given.items()}
    if precision is None:
        return None
    if (
        place
        and precision == place.precision
        and all(getattr(place, k) == wanted[k] for k in wanted)
    ):
        return place
    return Place(precision=precision, border=place.border if place else None, **wanted)


def _claims(claims: Sequence[Claim], key: str) -> tuple[Claim, ...]:
    table = pd.DataFrame(
        [{name: getattr(claim, name) for name in _EDITED} for claim in claims],
        columns=list(_EDITED),
    )
    config = st.column_config
    edited = st.data_editor(
        table,
        num_rows="dynamic",
        key=f"{key}_claims",
        hide_index=True,
        column_config={
            "kind": config.SelectboxColumn("Kind", options=list(phrases.KINDS), required=True),
            "low": config.NumberColumn("Low", min_value=0, step=1, required=True),
            "high": config.NumberColumn("High", min_value=0, step=1),
            "what": "Of whom or what",
            "side": "Side",
            "claimant": "Said by",
            "stance": config.SelectboxColumn("Stance", options=list(get_args(Stance))),
        },
    )
    return tuple(_claim(row, claims) for _, row in edited.iterrows() if row["kind"])


def _claim(row: Any, before: Sequence[Claim]) -> Claim:
    """Return the edited claim; one whose number and kind stand keeps its words."""
    values = {name: None if pd.isna(row[name]) else row[name] for name in _EDITED}
    kind: ClaimKind = values["kind"]
    low = int(values["low"] or 0)
    high = None if values["high"] is None else int(values["high"])
    same = next((c for c in before if (c.kind, c.low, c.high) == (kind, low, high)), None)
    kept = {f.name: getattr(same, f.name) for f in fields(Claim)} if same else {}
    texts = {name: values[name] for name in ("what", "side", "claimant")}
    return Claim(
        **{
            **kept,
            **texts,
            "kind": kind,
            "low": low,
            "high": high,
            "stance": values["stance"] or "asserted",
        }
    )
