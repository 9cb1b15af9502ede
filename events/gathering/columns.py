"""Which column of a table of texts is which: by its header, or as a person names it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

FIELDS = ("title", "text", "published", "publisher", "url")


class ColumnsError(ValueError):
    """A table's columns cannot be told apart; the message says what is accepted."""


@cache
def known() -> dict[str, tuple[str, ...]]:
    """Return the headers by which each field is found, the surest first.

    Raises
    ------
    ValueError
        The shipped list names an unknown field, lacks one, or gives a header to two.
    """
    raw = resources.files("events.gathering").joinpath("columns.json").read_text("utf-8")
    listed: dict[str, list[str]] = json.loads(raw)
    every = [header for headers in listed.values() for header in headers]
    if set(listed) != set(FIELDS) or len(every) != len(set(every)):
        message = f"columns.json: expected are the fields {', '.join(FIELDS)}, no header twice"
        raise ValueError(message)
    return {name: tuple(headers) for name, headers in listed.items()}


def folded(header: str) -> str:
    """Return a header as it is compared: ``Publication date`` is ``publication_date``."""
    return "_".join(header.strip().strip("\ufeff\"'").casefold().replace("-", " ").split())


def score(header: Sequence[str]) -> int:
    """Return how many cells of a line are headers that we know."""
    every = {name for names in known().values() for name in names}
    return len(every & {folded(cell) for cell in header})


def detect(header: Sequence[str], named: Mapping[str, str]) -> dict[str, int]:
    """Return the position of each field's column.

    Parameters
    ----------
    header : sequence of str
        The cells of the first line.
    named : mapping of str to str
        Fields whose column the person named; they go before what is detected.

    Raises
    ------
    ColumnsError
        There is no column of texts, a named column is not there, or one stands twice.
    """
    cells = [folded(cell) for cell in header]
    found: dict[str, int] = {}
    for name in FIELDS:
        wanted = [folded(named[name])] if name in named else list(known()[name])
        position = next((cells.index(each) for each in wanted if each in cells), None)
        if position is None and name in named:
            message = f"there is no column {named[name]!r}; the header has {_listed(header)}"
            raise ColumnsError(message)
        if position is not None:
            if cells.count(cells[position]) > 1:
                message = f"the header has {header[position]!r} twice; name each column once"
                raise ColumnsError(message)
            found[name] = position
    if "text" not in found:
        message = (
            f"no column holds the texts: the header has {_listed(header)}; accepted are "
            f"{', '.join(known()['text'])}, or name yours (text=COLUMN)"
        )
        raise ColumnsError(message)
    return found


def _listed(header: Sequence[str]) -> str:
    return ", ".join(cell.strip()[:40] or "an empty cell" for cell in header[:20])
