"""Which columns of a table are what, as its header and the values under it suggest.

Nothing is invented: what neither says is left open, for a person to fill in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from events.codebook import Codebook
from events.codebook.files import read_csv
from events.codebook.naming import fold
from events.codebook.rows import Row, Text
from events.importers.day_forms import are_days, form_of
from events.importers.mapping import FIELDS, OPEN, TableMapping
from events.importers.sampling import Sample
from events.importers.type_words import known_types, type_of_value
from events.model import PlacePrecision

FILE = "table_columns.csv"
MOST = 0.9  # share of a column's values that must fit
LAST = ("notes",)  # what a column is called that may also hold something closer
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
FieldName = Literal[
    "id", "date_start", "date_end", "event_type", "sub_event_type", "side_a", "side_b",
    "place_name", "place_precision", "country", "adm1", "adm2", "lat", "lon", "killed",
    "killed_low", "killed_high", "injured", "injured_low", "injured_high", "notes",
    "source_title", "source_publisher", "source_url",
]  # fmt: skip


class SynonymRow(Row):
    """What a column may be called that holds a field, in any language."""

    field: FieldName
    synonym: Text


@cache
def synonyms() -> tuple[SynonymRow, ...]:
    """Return the names of columns, the likeliest of each field first.

    Raises
    ------
    CodebookError
        When the file breaks its schema.
    """
    return read_csv(files("events.importers").joinpath("data"), FILE, SynonymRow)


def proposed(sample: Sample, dataset: str, codebook: Codebook) -> TableMapping:
    """Return the mapping that a table suggests."""
    columns = _by_name(sample, [field for field in FIELDS if field not in LAST], {})
    for field, fits in _fits(codebook).items():
        if field not in columns:
            free = [key for key in sample.keys if key not in columns.values()]
            found = next((key for key in free if fits(sample.seen[key])), None)
            columns |= {field: found} if found else {}
    columns = _by_name(sample, LAST, columns)
    ordered = {field: columns[field] for field in FIELDS if field in columns}
    defaults = {}
    if {"lat", "lon"} <= {*ordered} and "place_precision" not in ordered:
        defaults["place_precision"] = "near"
    days = form_of(sample.seen[ordered["date_start"]]) if "date_start" in ordered else None
    return TableMapping(
        dataset=dataset, columns=ordered, values=proposed_values(sample, ordered, codebook),
        defaults=defaults, days=days,
    )  # fmt: skip


def proposed_values(
    sample: Sample, columns: Mapping[str, str], codebook: Codebook
) -> dict[str, dict[str, str]]:
    """Return the values of closed lists that the codebook does not know, with what they may mean.

    The meaning is ``OPEN`` where nothing says it.
    """
    found: dict[str, dict[str, str]] = {}
    if "event_type" in columns:
        types = known_types(codebook)
        told = [one for one, _ in sample.words[columns["event_type"]] if fold(one) not in types]
        found["event_type"] = {one: type_of_value(one, codebook) or OPEN for one in told}
    if "place_precision" in columns:
        accepted = get_args(PlacePrecision)
        told = [one for one, _ in sample.words[columns["place_precision"]]]
        found["place_precision"] = {one: OPEN for one in told if one.casefold() not in accepted}
    return {field: values for field, values in found.items() if values}


def _by_name(sample: Sample, fields: Sequence[str], found: Mapping[str, str]) -> dict[str, str]:
    columns = dict(found)
    by_key = {_bare(key): key for key in reversed(sample.keys)}
    for row in synonyms():
        key = by_key.get(_bare(row.synonym))
        if key and row.field in fields and row.field not in columns:
            columns |= {} if key in columns.values() else {row.field: key}
    return columns


def _bare(name: str) -> str:
    """Return a column's name folded, without what stands in brackets and the s of plurals."""
    outside = fold(_BRACKETS.sub(" ", name)) or fold(name)
    return " ".join(word.removesuffix("s") or word for word in outside.split())


def _fits(codebook: Codebook) -> dict[str, Callable[[Sequence[str]], bool]]:
    """Return how to tell a field by the values under a column."""
    types = known_types(codebook)
    countries = {fold(row.name) for row in codebook.countries.values()} | {
        fold(code) for code in codebook.countries
    }

    def mostly(fits: Callable[[str], bool]) -> Callable[[Sequence[str]], bool]:
        return lambda seen: bool(seen) and sum(map(fits, seen)) >= MOST * len(seen)

    return {
        "date_start": are_days,
        "event_type": mostly(lambda value: fold(value) in types),
        "country": mostly(lambda value: fold(value) in countries),
        "source_url": mostly(lambda value: value.startswith(("http://", "https://"))),
    }
