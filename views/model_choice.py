"""Who codes the report: the choice, what it means for the text, and how two coders differ.

The choice appears only where the environment names an endpoint; the rules code unless another
is chosen, and where the text would go stands there before anything is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from events.llm.comparing import Compared
from events.llm.errors import ModelError
from events.llm.settings import Endpoint, endpoint
from events.model import Issue
from views.model_coding import Coder, Proposed
from views.plain import plain
from views.proposal_html import said

_LABELS: dict[Coder, str] = {
    "rules": "The rules",
    "llm": "The language model",
    "both": "Both, side by side",
}
_SHOWN = 60


def choice() -> Coder:
    """Draw the choice of coder, where there is one; return what is chosen."""
    try:
        named = endpoint()
    except ModelError as error:
        st.caption(plain(f"No language model: {error}", 300))
        return "rules"
    if named is None:
        return "rules"
    with st.container(key="coder_choice"):
        chosen: Coder = st.radio(
            "Coded by",
            list(_LABELS),
            format_func=lambda coder: _LABELS[coder],
            horizontal=True,
            key="h_coder",
        )
        st.html(_meaning(named, chosen))
    return chosen


def _meaning(named: Endpoint, chosen: Coder) -> str:
    """Return what the choice means for the report's text."""
    where = escape(named.shown)
    if chosen == "rules":
        said_ = f"The text stays in this program. A language model is set up: {where}."
    else:
        said_ = f"The text will be sent to <strong>{where}</strong> when you press the button."
    return f'<p class="side" role="note">{said_}</p>'


def told(proposed: Proposed) -> None:
    """Draw what is to be known of the model's answer as a whole: its failure, what was refused."""
    if proposed.failed:
        st.warning(plain(f"Only the rules coded this report. {proposed.failed}", 400))
    if proposed.refused:
        with st.expander(f"{len(proposed.refused)} refused of the language model's answer"):
            st.html(_listed(proposed.refused))


def _listed(refused: Iterable[Issue]) -> str:
    rows = [f"<li>{escape(said(issue))}</li>" for issue in refused]
    more = f"<li>and {len(rows) - _SHOWN} more</li>" if len(rows) > _SHOWN else ""
    return f'<ul class="doubts" aria-label="Refused">{"".join(rows[:_SHOWN])}{more}</ul>'


def beside(proposed: Proposed, event_id: str) -> None:
    """Draw how the other coder reads one proposal; nothing where only one has coded."""
    compared = proposed.compared(event_id)
    if compared is not None:
        st.html(beside_html(compared))


def beside_html(compared: Compared) -> str:
    """Return how two coders differ about one event, as safe HTML."""
    if compared.result == "same":
        return '<p class="side beside">The rules and the language model agree.</p>'
    if compared.result == "only rules":
        return '<p class="side beside">Only the rules propose this.</p>'
    if compared.result == "only llm":
        return '<p class="side beside">Only the language model proposes this.</p>'
    rows = "".join(
        f"<tr><th>{escape(one.field)}</th><td>{escape(one.rules)}</td><td>{escape(one.llm)}</td></tr>"
        for one in compared.differences
    )
    return (
        '<table class="beside"><caption>Where the two coders differ</caption><thead><tr><th></th>'
        f"<th>rules</th><th>language model</th></tr></thead><tbody>{rows}</tbody></table>"
    )
