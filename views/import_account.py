"""What became of the rows of a file, drawn: the numbers, the rejected rows, the doubts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape

import streamlit as st

from events.importers.account import Account
from events.importers.doubts import Example, by_number, in_words
from events.model import Issue
from views import phrases
from views.plain import plain

SHOWN = 20  # rejected rows that the page itself shows
ACTORS = 200
LONGEST = 120  # letters of a value


def draw(account: Account, rejects: bytes, title: str) -> None:
    """Draw an account; ``rejects`` is the file of rejected rows, empty where there is none."""
    st.html(f"<h2>{escape(title)}</h2>{numbers_html(account)}")
    if rejects:
        st.html(rejected_html(account.rejected, rejects))
        st.download_button(
            f"Download {phrases.counted(account.rejected, 'rejected row')}, with lines and reasons",
            rejects, "rejected-rows.csv", "text/csv", key="i_rejects", on_click="ignore",
        )  # fmt: skip
    if account.issues:
        st.html(doubts_html(account))
    actors = account.unknown_actors
    if actors:
        named = phrases.counted(len(actors), "name")
        with st.expander(plain(f"{named} of actors that the codebook does not list, kept", 120)):
            more = len(actors) - ACTORS
            rest = [f"… and {phrases.count(more)} more"] if more > 0 else []
            st.text("\n".join([*actors[:ACTORS], *rest]))


def numbers_html(account: Account) -> str:
    """Return the numbers that add up, and what they mean in a sentence."""
    numbers = (
        ("read", account.read), ("new", account.new), ("changed", account.changed),
        ("unchanged", account.unchanged), ("rejected", account.rejected),
        *account.left_out.items(),
    )  # fmt: skip
    cells = "".join(
        f"<li><strong>{phrases.count(count)}</strong> {escape(name)}</li>"
        for name, count in numbers
    )
    said = [account.kept] if account.kept else []
    if account.withdrawn:
        marked = phrases.counted(account.withdrawn, "stored event")
        said.append(f"{marked} marked as withdrawn by the source")
    lines = "".join(f"<p class='side'>{escape(line)}</p>" for line in said)
    return f"<ul class='account'>{cells}</ul>{lines}"


def rejected_html(count: int, content: bytes) -> str:
    """Return the first rejected rows as a table; ``content`` is the file of all of them."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    rows = [row for row, _ in zip(reader, range(SHOWN + 1), strict=False)]
    lines = "".join(
        f"<tr><td>{escape(row['line'])}</td><td>{escape(row['column'])}</td>"
        f"<td>{_cut(row['value']) or '<i>empty</i>'}</td><td>{_cut(row['rule'])}</td></tr>"
        for row in rows[:SHOWN]
    )
    more = " The first are these:" if len(rows) > SHOWN else ""
    return (
        f"<h3>{phrases.counted(count, 'row')} rejected</h3><p class='side'>A row with something "
        f"that cannot be read is not stored.{more}</p><table class='ledger rejected'><thead>"
        "<tr><th scope='col'>Line</th><th scope='col'>Column</th><th scope='col'>It says"
        f"</th><th scope='col'>Accepted</th></tr></thead><tbody>{lines}</tbody></table>"
    )


def doubts_html(account: Account) -> str:
    """Return the doubts, the most frequent first, each with its meaning and examples."""
    total = phrases.counted(sum(account.issues.values()), "doubt")
    each = "".join(
        _doubt(rule, count, account.examples.get(rule, ()))
        for rule, count in by_number(account.issues)
    )
    return (
        f"<h3>{total}</h3><p class='side'>Their rows go in; the doubt is kept beside the event. "
        f"Open one to see what was done.</p><div class='doubts'>{each}</div>"
    )


def _doubt(rule: str, count: int, examples: Sequence[Example]) -> str:
    words = in_words(rule)
    # on a narrow page the line is enough
    known = " class='id'" if all(each.where for each in examples) else ""
    lines = "".join(
        f"<tr><td>{escape(each.where)}</td><td{known}>{escape(each.issue.record)}</td>"
        f"<td>{escape(each.issue.field)}</td><td>{_value(each.issue)}</td></tr>"
        for each in examples
    )
    named = ("Line", "Event", "Field", "What it says, and what is wrong")
    head = "".join(
        f"<th scope='col'{known if name == 'Event' else ''}>{name}</th>" for name in named
    )
    table = (
        f"<table class='ledger'><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        if lines
        else ""
    )
    return (
        f"<details><summary><strong>{phrases.count(count)}</strong> {_capital(words.means)}"
        f"</summary><p>{_capital(words.done)}.</p>{table}</details>"
    )


def _value(issue: Issue) -> str:
    """Return a doubtful value with the sentence about it."""
    value = "" if issue.value in ("", "None") else f"{_cut(issue.value)}<br>"
    said = issue.message.removeprefix(f"{issue.record}, {issue.field}: ")
    said = said.removeprefix(f"{issue.value!r}: ").removeprefix(f"{issue.value}: ")
    return f"{value}<span class='side'>{_cut(said)}</span>"


def _capital(text: str) -> str:
    return escape(text[:1].upper() + text[1:])


def _cut(text: str) -> str:
    return escape(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
