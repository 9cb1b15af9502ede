"""What a table's own words for a closed list mean: each word with a choice of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from events.importers.mapping import OPEN
from events.importers.proposing import proposed_values
from events.importers.sampling import DISTINCT, Sample
from views import data, phrases
from views.plain import plain

SHOWN = 12
LONGEST = 60


def choices(
    sample: Sample,
    column: str,
    name: str,
    accepted: Sequence[str],
    *,
    start: Mapping[str, str],
    key: str,
) -> dict[str, str]:
    """Draw a choice for each word of a column that the list does not know; return the meanings.

    A word without one means ``OPEN``: its rows are rejected.
    """
    words = dict(sample.words[column])
    open_ = proposed_values(sample, {name: column}, data.codebook()).get(name, {})
    open_ |= {said: meant for said, meant in start.items() if said in words or said in open_}
    if not open_:
        return {}
    st.html(
        f"<p class='side'>{phrases.counted(len(open_), 'word')} of this column "
        "need a meaning. Rows with a word that you leave open are rejected.</p>"
    )
    if sample.distinct[column] > DISTINCT:
        st.html(
            f"<p class='side' role='status'>It has {phrases.count(sample.distinct[column])} "
            f"different words; the {DISTINCT} most frequent are listed.</p>"
        )
    meant: dict[str, str] = {}
    listed = list(open_.items())
    for number, (said, meaning) in enumerate(listed[:SHOWN]):
        meant[said] = _one(said, words.get(said, 0), meaning, accepted, f"{key}_{number}")
    if len(listed) > SHOWN:
        with st.expander(f"{len(listed) - SHOWN} more words"):
            for number, (said, meaning) in enumerate(listed[SHOWN:], SHOWN):
                meant[said] = _one(said, words.get(said, 0), meaning, accepted, f"{key}_{number}")
    return meant


def _one(said: str, count: int, meaning: str, accepted: Sequence[str], key: str) -> str:
    first, second = st.columns([3, 4], vertical_alignment="center", gap="small")
    rows = f" <span class='side'>{phrases.counted(count, 'row')}</span>" if count else ""
    cut = said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
    first.html(f"<p class='field word'>“{escape(cut)}”{rows}</p>")
    chosen: str = second.selectbox(
        f"What “{plain(cut)}” means", [OPEN, *accepted],
        index=accepted.index(meaning) + 1 if meaning in accepted else 0,
        format_func=lambda one: "left open: rejected" if one == OPEN else one,
        key=key, label_visibility="collapsed",
    )  # fmt: skip
    return chosen
