"""The columns of a hand-coded table: what each holds, and what is accepted in it.

``docs/hand-coding.md`` describes them for people; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``needed`` columns must stand in the header."""

    name: str
    accepted: str
    needed: bool = False


EVENT_COLUMNS = (
    Column("id", "a name that no other row has", needed=True),
    Column("status", "event, background, statement, planned; blank is event"),
    Column("event_type", "an event type of the codebook", needed=True),
    Column("sub_event_type", "a sub-event type of that type"),
    Column("date_start", "YYYY-MM-DD", needed=True),
    Column("date_end", "YYYY-MM-DD, the last day; blank is date_start"),
    Column("date_precision", "day, span, week, month, year; blank is day or span"),
    Column("side_a", "actor ids, semicolons between them"),
    Column("side_b", "actor ids, semicolons between them"),
    Column("place_name", "the name as the source writes it"),
    Column("place_precision", "exact, near, district, province, border, country"),
    Column("country", "ISO 3166-1 alpha-3, such as AFG"),
    Column("adm1", "province"),
    Column("adm2", "district"),
    Column("border", "two alpha-3 codes in order, such as AFG-PAK"),
    Column("lat", "decimal degrees north, WGS 84; only for exact and near"),
    Column("lon", "decimal degrees east, WGS 84; only for exact and near"),
    Column("places", "names, semicolons between them; (unresolved) after an unknown one"),
    Column("evidence", "sentences of the source, one a line of the cell"),
    Column("source_title", "title of the source"),
    Column("source_publisher", "who published it"),
    Column("source_url", "its address"),
    Column("source_published", "YYYY-MM-DD"),
    Column("source_licence", "licence of the source"),
    Column("source_report_id", "id of a stored report"),
    Column("retold", "yes or no; blank is no"),
    Column("notes", "free text"),
)
CLAIM_COLUMNS = (
    Column("event_id", "the id of a row of the events table", needed=True),
    Column("kind", "a claim kind of the codebook, such as killed", needed=True),
    Column("low", "a whole number", needed=True),
    Column("high", "a whole number not below low, or open; blank is the same as low"),
    Column("what", "the victims or objects, in the source's words"),
    Column("side", "the actor id that suffered it"),
    Column("claimant", "actor id or name of who says so; blank is the source itself"),
    Column("stance", "asserted, denied, unconfirmed; blank is asserted"),
    Column("subset", "yes where it is counted within another claim; blank is no"),
    Column("quote", "the exact words of the source"),
    Column("outlet", "whom the claimant told"),
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNRESOLVED = "(unresolved)"
OPEN = "open"


def protected(text: str) -> str:
    """Return text that no spreadsheet reads as a formula: an apostrophe goes before it."""
    return f"'{text}" if text.startswith((*FORMULA_STARTS, "'")) else text


def unprotected(text: str) -> str:
    """Return text without the apostrophe that :func:`protected` put there."""
    return text[1:] if text.startswith("'") and protected(text[1:]) == text else text


def join(parts: list[str], separator: str) -> str:
    """Return parts in one cell; a separator or backslash within a part gets a backslash."""
    return separator.join(
        part.replace("\\", "\\\\").replace(separator.strip() or separator, f"\\{separator[0]}")
        for part in parts
    )


def split(cell: str, separator: str) -> list[str]:
    """Return the parts of a cell, undoing :func:`join`; blank parts are left out."""
    parts, part, letters = [], "", iter(cell)
    for letter in letters:
        if letter == "\\":
            part += next(letters, "\\")
        elif letter == separator:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [stripped for one in (*parts, part) if (stripped := one.strip())]
