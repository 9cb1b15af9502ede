"""The slim row of numbers above the map; each one opens the list of its events."""

from __future__ import annotations

import streamlit as st

from events.queries import Headline, Questions
from views import address, asof, phrases


def numbers(head: Headline) -> list[tuple[str, str, str, str]]:
    """Return (list, number, words, explanation) for each number of the row."""
    killed = phrases.span(head.killed_low, head.killed_high)
    killed = "—" if killed == "not stated" else killed
    return [
        ("shown", phrases.count(head.shown), "shown", "Events that pass the filters"),
        (
            "out",
            phrases.count(head.filtered_out),
            "filtered out",
            "Records that do not pass, those kept off the map by their status among them",
        ),
        (
            "noplace",
            phrases.count(head.without_place),
            "without a place",
            "Events that pass but can be drawn nowhere",
        ),
        (
            "killed",
            killed,
            "killed, as claimed, records added up",
            (
                "Sum of the lowest and of the highest total that anyone asserts, record by record. "
                "Reports that tell of the same fighting are each in the sum: it is no toll. "
                f"{phrases.counted(head.killed_unknown, 'event')} with no figure: not zero, "
                "but not known."
            ),
        ),
        (
            "rival",
            phrases.count(head.events_with_rival_claims),
            "with rival claims",
            "Events whose claimants do not give the same figures",
        ),
    ]


def incidents(shown: int, folded: int) -> str:
    """Return how many records the shown incidents have, as a line of plain words."""
    return (
        f"{phrases.counted(shown + folded, 'record')} pass, of "
        f"{phrases.counted(shown, 'incident')}: each is shown once, by its best record"
    )


def row(view: address.View, questions: Questions) -> None:
    """Draw the row for a view of one version of the store."""
    head = questions.headline(view.filter)
    folded = questions.folded_away(view.filter)
    if folded:
        st.html(f'<p class="side incidents" role="status">{incidents(head.shown, folded)}</p>')
    with st.container(horizontal=True, gap="small", key="headline"):
        for listing, number, words, why in numbers(head):
            st.button(
                f"**{number}** {words}",
                key=f"head_{listing}",
                type="tertiary",
                help=why,
                on_click=address.change,
                kwargs={"listing": listing, "page": 1},
            )
        asof.choice(view)
