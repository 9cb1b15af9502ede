"""Reasons as safe HTML: a quiet line under each value, whose words light up in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from events.model import Claim, Event
from views import phrases
from views.card_html import Names
from views.reasons import MOST_WORDS, Reason

_DEFAULT = '<span class="why-none">no words: default</span> – '
_LONGEST = 60  # characters of the words that a line shows; the text shows them whole


def why(found: Sequence[Reason], *slots: str) -> str:
    """Return the lines of reasons for some slots; nothing where there is none."""
    lines = "".join(_line(each) for each in found if each.slot in slots)
    return f'<span class="whys">{lines}</span>' if lines else ""


def _line(reason: Reason) -> str:
    says = escape(reason.says)
    if not reason.words:
        return f'<span class="why">{_DEFAULT if reason.default else ""}{says}</span>'
    return f'<span class="why">{_button(reason)}: {says}</span>'


def _button(reason: Reason) -> str:
    """Return the words as a button that lights them up in the text."""
    more = len(reason.words) - MOST_WORDS
    words = ", ".join(f"“{_short(each.text)}”" for each in reason.words[:MOST_WORDS])
    extra = f" and {more} more" if more > 0 else ""
    return (
        f'<button type="button" class="why-words" data-why="{reason.ref}" '
        f'title="Show in the text">{escape(words, quote=True)}{extra}</button>'
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def claims_why(event: Event, found: Sequence[Reason], names: Names) -> str:
    """Return the reasons of all claims, folded away: number, claimant and side of each."""
    if not event.claims:
        return ""
    items = "".join(
        _claim(claim, [each for each in found if each.slot.startswith(f"claim.{number}.")], names)
        for number, claim in enumerate(event.claims)
    )
    return (
        f'<details class="claim-whys"><summary>Why these numbers, claimants and sides</summary>'
        f"<ul>{items}</ul></details>"
    )


def _claim(claim: Claim, found: Iterable[Reason], names: Names) -> str:
    by = {each.slot.rsplit(".", 1)[1]: each for each in found}
    kind = phrases.KINDS[claim.kind].lower()
    claimant = names.actor(claim.claimant) if claim.claimant else "the report itself"
    side = names.actor(claim.side) if claim.side else "side open"
    parts = [
        (f"{phrases.claim_number(claim)} {kind}", by["number"]),
        (f"by {claimant}", by["claimant"]),
        (f"of {side}" if claim.side else side, by["side"]),
    ]
    lines = "".join(
        f'<span class="why"><b>{escape(label)}</b> '
        + (f"{_button(reason)}: " if reason.words else _DEFAULT if reason.default else "")
        + f"{escape(reason.says)}</span>"
        for label, reason in parts
    )
    return f"<li>{lines}</li>"
