"""Which columns of somebody's table mean what: a small YAML file, proposed and then corrected.

The program proposes from the names of the columns and from the values under them; a person
corrects the file, and the import follows it to the letter.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Annotated, get_args

import pyarrow as pa
import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from events.codebook import Codebook
from events.codebook.naming import fold
from events.importers.columns import NotReadError, read_day
from events.importers.rows import UnreadableError, column_key
from events.model import PlacePrecision

FILE = "table_columns.csv"
MAX_BYTES = 100_000
RESERVED = ("hand", "reports", "acled", "ucdp", "gdelt")
SEEN = 200  # values of a column that are looked at
MOST = 0.9  # share of them that must fit
FIELDS = (
    "id", "date_start", "date_end", "event_type", "sub_event_type", "side_a", "side_b",
    "place_name", "place_precision", "country", "adm1", "adm2", "lat", "lon", "killed",
    "killed_low", "killed_high", "notes", "source_title", "source_publisher", "source_url",
)  # fmt: skip
Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
HEAD = """\
# Which column of the table is what.  Correct it, and import with --mapping THIS_FILE.
# columns: what we know, and the table's column; leave out what the table does not have.
# values: what the table writes, and the value of the codebook that it means.
# defaults: what holds for every row that does not say it.
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


def written(mapping: TableMapping) -> str:
    """Return a mapping as the YAML file that a person corrects."""
    content = mapping.model_dump(exclude_none=True)
    dumped: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return HEAD + dumped


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
    missing = sorted(set(named.values()) - set(keys))
    if missing:
        message = f"{name}: no column {', '.join(missing)}; it has {', '.join(keys)[:400]}"
        raise UnreadableError(message)
    for field in ("date_start", "event_type"):
        if field not in named and field not in mapping.defaults:
            message = f"{name}: the mapping says nothing of {field}, which every event needs"
            raise UnreadableError(message)
    return named


def proposed(table: pa.Table, dataset: str, codebook: Codebook) -> TableMapping:
    """Return the mapping that a table's header and its first rows suggest."""
    columns = _by_name(table) | {}
    for field, fits in _fits(codebook).items():
        if field not in columns:
            free = [key for key in table.column_names if key not in columns.values()]
            found = next((key for key in free if _share(table, key, fits) >= MOST), None)
            columns |= {field: found} if found else {}
    ordered = {field: columns[field] for field in FIELDS if field in columns}
    defaults = {} if "event_type" in ordered else {"event_type": next(iter(codebook.event_types))}
    if {"lat", "lon"} <= {*ordered} and "place_precision" not in ordered:
        defaults["place_precision"] = "exact"
    values = _values(table, ordered, codebook)
    days = _days(_seen(table, ordered["date_start"])) if "date_start" in ordered else None
    return TableMapping(
        dataset=dataset, columns=ordered, values=values, defaults=defaults, days=days
    )


def _by_name(table: pa.Table) -> dict[str, str]:
    text = files("events.importers").joinpath("data", FILE).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    by_key = {fold(key): key for key in reversed(table.column_names)}
    for row in csv.DictReader(text.splitlines()):
        key = by_key.get(fold(row["synonym"]))
        if key and row["field"] not in found and key not in found.values():
            found[row["field"]] = key
    return found


def _fits(codebook: Codebook) -> dict[str, Callable[[str], bool]]:
    """Return how to tell a field by the values under a column."""
    types = {fold(name) for row in codebook.types for name in (row.name, *row.aliases)}
    countries = {fold(row.name) for row in codebook.countries.values()} | {
        fold(code) for code in codebook.countries
    }
    return {
        "date_start": lambda value: _days([value]) is not None or _is_day(value),
        "event_type": lambda value: fold(value) in types,
        "country": lambda value: fold(value) in countries,
        "source_url": lambda value: value.startswith(("http://", "https://")),
    }


def _is_day(value: str) -> bool:
    try:
        read_day(value)
    except NotReadError:
        return False
    return not value.isdigit()


def _seen(table: pa.Table, key: str) -> list[str]:
    told = (str(one).strip() for one in table[key].slice(0, SEEN).to_pylist() if one)
    return [one for one in told if one]


def _share(table: pa.Table, key: str, fits: Callable[[str], bool]) -> float:
    seen = _seen(table, key)
    return sum(map(fits, seen)) / len(seen) if seen else 0.0


def _days(seen: Sequence[str]) -> str | None:
    """Return how days are written where the month stands first; None for all other ways."""
    parts = [re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d{4}", one) for one in seen]
    second = [int(one[2]) for one in parts if one]
    return "%m/%d/%Y" if second and len(second) == len(seen) and max(second) > 12 else None  # noqa: PLR2004


def _values(
    table: pa.Table, columns: Mapping[str, str], codebook: Codebook
) -> dict[str, dict[str, str]]:
    """Return the values of closed lists that the codebook does not know, to be filled in."""
    found: dict[str, dict[str, str]] = {}
    if "event_type" in columns:
        types = {fold(name) for row in codebook.types for name in (row.name, *row.aliases)}
        told = dict.fromkeys(_seen(table, columns["event_type"]))
        unknown = {one: _type_of(one, codebook) for one in told if fold(one) not in types}
        if unknown:
            found["event_type"] = dict(list(unknown.items())[:50])
    if "place_precision" in columns:
        accepted = get_args(PlacePrecision)
        odd = dict.fromkeys(_seen(table, columns["place_precision"]))
        unknown = {one: "near" for one in odd if one.casefold() not in accepted}
        if unknown:
            found["place_precision"] = dict(list(unknown.items())[:50])
    return found


def _type_of(value: str, codebook: Codebook) -> str:
    return codebook.event_type_of(value) or next(iter(codebook.event_types))
