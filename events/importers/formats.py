"""The formats that can be imported, and which of them a file is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from events.importers import acled, gdelt, ucdp
from events.importers.columns import Columns, Mask
from events.importers.csv_rows import Dialect
from events.importers.drafts import Draft, Lookups
from events.importers.opening import GEO_FILES, WORKBOOKS, first_bytes, opened
from events.importers.rows import UnreadableError

DELETED = ("event_id_cnty", "deleted_timestamp")  # ACLED's list of deleted rows
GDELT_TABS = len(gdelt.COLUMNS) - 1


@dataclass(frozen=True)
class Format:
    """One format: how its rows become events.

    ``needed`` are the columns that it cannot do without; ``left_out`` says which rows are no
    events of it, with ``why`` in words that follow a number.  ``dialect`` is given where its
    files have no header.
    """

    name: str
    dataset: str
    needed: tuple[str, ...]
    draft: Callable[[Columns, Lookups], Draft]
    left_out: Callable[[Columns], Mask] | None = None
    why: str = ""
    dialect: Dialect | None = None


ACLED = Format("acled", acled.DATASET, acled.NEEDED, acled.draft)
UCDP = Format("ucdp", ucdp.DATASET, ucdp.NEEDED, ucdp.draft, ucdp.tag_row, "of HXL tags, no event")
GDELT = Format(
    "gdelt", gdelt.DATASET, (), gdelt.draft, gdelt.not_asked_for,
    "not of material conflict", gdelt.DIALECT,
)  # fmt: skip
GDELT_ALL = Format("gdelt", gdelt.DATASET, (), gdelt.draft, dialect=gdelt.DIALECT)
FORMATS = {each.name: each for each in (ACLED, UCDP, GDELT)}


def detected(path: Path) -> str:
    """Return a file's format: ``acled``, ``ucdp``, ``gdelt``, ``hand``, ``geo`` or ``table``.

    Raises
    ------
    UnreadableError
        When it cannot be read at all.
    """
    if path.suffix.casefold() in GEO_FILES:
        return "geo"
    if path.suffix.casefold() not in (*WORKBOOKS, ".json", ".parquet", ".geoparquet"):
        first = first_bytes(path).split(b"\n", 1)[0]
        if first.count(b"\t") == GDELT_TABS and first[:1].isdigit():
            return "gdelt"
    names = opened(path).keys
    if set(DELETED) <= set(names) and "event_date" not in names:
        return "acled-deleted"
    keys = set(names)
    for each in (ACLED, UCDP):
        if keys >= {*each.needed[:2], each.needed[-1]}:
            return each.name
    if {"id", "event_type", "date_start", "side_a"} <= keys:
        return "hand"
    return "table"


def check_columns(wanted: Format, keys: tuple[str, ...], name: str) -> None:
    """Raise UnreadableError when a file lacks columns that its format cannot do without."""
    missing = [each for each in wanted.needed if each not in keys]
    if missing:
        found = ", ".join(keys[:12])
        message = (
            f"{name}: as {wanted.name} it needs the columns {', '.join(missing)}; it has {found}"
        )
        raise UnreadableError(message)
