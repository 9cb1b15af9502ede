"""Which columns of somebody's table mean what: a small YAML file, proposed and then corrected.

The program proposes (:mod:`events.importers.proposing`); a person corrects the file, and the
import follows it to the letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from events.importers.rows import UnreadableError, column_key

MAX_BYTES = 100_000
RESERVED = ("hand", "reports", "acled", "ucdp", "gdelt")
OPEN = "?"  # stands for a meaning that nobody has filled in; rows with the value are rejected
FIELDS = (
    "id", "date_start", "date_end", "event_type", "sub_event_type", "side_a", "side_b",
    "place_name", "place_precision", "country", "adm1", "adm2", "lat", "lon", "killed",
    "killed_low", "killed_high", "injured", "injured_low", "injured_high", "notes",
    "source_title", "source_publisher", "source_url",
)  # fmt: skip
NEEDED = {
    "date_start": "date_start, the day of each event: the column that holds it (columns)",
    "event_type": "event_type, what kind of event each row is: the column that says so (columns), "
    "one type for all rows (defaults), or a column whose words tell it (type_words)",
}
Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
HEAD = """\
# Which column of the table is what.  Correct it, and import with --mapping THIS_FILE.
# columns: what we know, and the table's column; leave out what the table does not have.
# values: what the table writes, and the value of the codebook that it means; rows with one
#   whose meaning is left as "?" are rejected.
# defaults: what holds for every row that does not say it.
# type_words: a column whose words tell the type, read by program, where nothing else says it.
# days: how days are written where they are not 2025-10-12, such as "%m/%d/%Y".
"""


class TableMapping(BaseModel):
    """A mapping as it stands in the file; keys that are not known are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
    columns: dict[Short, Short]
    values: dict[Short, dict[Short, Short]] = Field(default_factory=dict)
    defaults: dict[Short, Short] = Field(default_factory=dict)
    days: Short | None = None
    type_words: Short | None = None


def read_mapping(text: str, name: str) -> TableMapping:
    """Return the mapping that a YAML text holds.

    Raises
    ------
    UnreadableError
        When it is no YAML, or breaks the form; the message names the key and what is accepted.
    """
    try:
        if len(text) > MAX_BYTES:
            message = f"{name}: a mapping has at most {MAX_BYTES} letters"
            raise UnreadableError(message)
        found = TableMapping.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError, RecursionError) as problem:
        message = f"{name}: {str(problem)[:400]}"
        raise UnreadableError(message) from problem
    odd = sorted({*found.columns, *found.values, *found.defaults} - {*FIELDS})
    if odd:
        message = f"{name}: {', '.join(odd)}: no such field; accepted: {', '.join(FIELDS)}"
        raise UnreadableError(message)
    return found


def written(mapping: TableMapping, keys: Sequence[str] = ()) -> str:
    """Return a mapping as the YAML file that a person corrects.

    With the table's columns (``keys``) it says which of them are not taken in.
    """
    content = mapping.model_dump(exclude_none=True)
    dumped: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    said = [f"# to be filled in: {NEEDED[each]}\n" for each in missing(mapping)]
    left = unused(mapping, keys)
    said += [f"# not taken in: {', '.join(map(_in_line, left))}\n"] if left else []
    return HEAD + "".join(said) + dumped


def _in_line(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def missing(mapping: TableMapping) -> tuple[str, ...]:
    """Return the fields that every event needs and a mapping says nothing of."""
    said = {*mapping.columns, *mapping.defaults}
    said |= {"event_type"} if mapping.type_words else set()
    return tuple(field for field in NEEDED if field not in said)


def unused(mapping: TableMapping, keys: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a table that a mapping takes nothing from."""
    used = {column_key(column) for column in _used(mapping)}
    return tuple(key for key in keys if key not in used)


def _used(mapping: TableMapping) -> tuple[str, ...]:
    return (*mapping.columns.values(), *([mapping.type_words] if mapping.type_words else []))


def checked_columns(mapping: TableMapping, keys: Sequence[str], name: str) -> dict[str, str]:
    """Return the key of the table's column for each field of a mapping.

    Raises
    ------
    UnreadableError
        When the table has no such column, or what every event needs is not mapped.
    """
    if mapping.dataset in RESERVED:
        message = f"{name}: the data set {mapping.dataset!r} is not for tables; name it otherwise"
        raise UnreadableError(message)
    named = {field: column_key(column) for field, column in mapping.columns.items()}
    absent = sorted({column_key(column) for column in _used(mapping)} - {*keys})
    if absent:
        message = f"{name}: no column {', '.join(absent)}; it has {', '.join(keys)[:400]}"
        raise UnreadableError(message)
    needed = missing(mapping)
    if needed:
        said = "; nor of ".join(NEEDED[field] for field in needed)
        message = f"{name}: the mapping says nothing of {said}"
        raise UnreadableError(message)
    return named
