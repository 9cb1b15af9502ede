"""The rules of :mod:`events.checks` over whole columns.

Which rows may break a rule is found in columns; only these are then read as events and checked
one by one, so that a rule means the same, and says the same, for a row of ten million as for an
event coded by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.checking.fault import fault
from events.checking.places import NEEDED, PLURAL, POINTS, SEVERAL
from events.checking.times import EARLIEST, LATEST, LONGEST
from events.checks import check
from events.codebook import Codebook
from events.importers.columns import Mask, as_array, filled, together
from events.model import Event, Issue
from events.schema import row_to_event

READ_TYPE = "type read by program"
_PLURAL = f"(?i){PLURAL.pattern}"
_FOREVER = np.datetime64("9999-12-31")
_EVER = np.datetime64("0001-01-01")


def check_rows(table: pa.Table, codebook: Codebook) -> tuple[Issue, ...]:
    """Return what the rows of a table of ``EVENTS`` break, each by itself, in their order."""
    several = _several_places(table)
    others = _suspects(table, codebook)
    rows = np.flatnonzero(several | others)
    return (*_told(table, rows, others, codebook), *_by_program(table))


def _by_program(table: pa.Table) -> Iterator[Issue]:
    """Yield the types that a program read from the words of a row: nobody said them."""
    grounds = as_array(table["grounds"])
    for row in np.flatnonzero(filled(pc.greater(pc.list_value_length(grounds), 0))).tolist():
        words = [each["quote"]["text"] for each in grounds[row].as_py()]
        event = Event(table["event_id"][row].as_py(), "event")
        said = f"{table['event_type'][row].as_py()}, by the words of the row: nobody coded it"
        yield fault(event, "event_type", "; ".join(words), READ_TYPE, said)


def _told(table: pa.Table, rows: Any, others: Mask, codebook: Codebook) -> Iterator[Issue]:
    notes, ids = as_array(table["notes"]), as_array(table["event_id"])
    whole = table.take(pa.array(np.flatnonzero(others), pa.int64())).to_pylist()
    suspects = iter(whole)
    for row in rows:
        if others[row]:
            yield from check(row_to_event(next(suspects)), codebook)
            continue
        found = PLURAL.search(notes[int(row)].as_py())
        if found:
            named = Event(ids[int(row)].as_py(), "event")
            yield fault(named, "notes", found.group(), *SEVERAL, severity="note")


def _several_places(table: pa.Table) -> Mask:
    pointed = pc.and_(
        pc.is_in(table["place_precision"], pa.array(POINTS)), pc.is_valid(table["lat"])
    )
    notes = pc.if_else(pointed, table["notes"], None)
    return filled(pc.match_substring_regex(notes, _PLURAL))


def _suspects(table: pa.Table, codebook: Codebook) -> Mask:
    """Return which rows may break a rule other than that of several places."""
    found = _types(table, codebook) | _dates(table) | _places(table, codebook) | _tolls(table)
    return found | _actors(table, codebook)


def _types(table: pa.Table, codebook: Codebook) -> Mask:
    names = ("event_type", "sub_event_type", "status")
    index, rows = together([as_array(table[name]) for name in names])
    types = codebook.event_types
    wrong = [
        (kind is None and (status == "event" or sub is not None))
        or (kind is not None and (kind not in types or sub not in (None, *types.get(kind, ()))))
        for kind, sub, status in rows
    ]
    found: Mask = np.array(wrong or [False])[index.to_numpy()]
    return found


def _dates(table: pa.Table) -> Mask:
    start, end = as_array(table["date_start"]), as_array(table["date_end"])
    days = pc.add(pc.days_between(start, end), 1)
    precision = as_array(table["date_precision"])
    wrong = pc.or_(pc.less(start, EARLIEST), pc.greater(end, LATEST))
    wrong = pc.or_(
        wrong, pc.or_(pc.less(days, 1), pc.greater(end, as_array(table["source_published"])))
    )
    found = filled(wrong) | filled(start.is_null()) | filled(end.is_null())
    found |= filled(precision.is_null())
    found |= filled(pc.and_(pc.equal(precision, "span"), pc.equal(days, 1)))
    for name, most in LONGEST.items():
        found |= filled(pc.and_(pc.equal(precision, name), pc.greater(days, most)))
    return found


def _places(table: pa.Table, codebook: Codebook) -> Mask:
    precision = as_array(table["place_precision"])
    country = as_array(table["country"])
    known = pc.is_in(country, pa.array(list(codebook.countries)))
    found = filled(precision.is_null()) | (filled(country.is_valid()) & ~filled(known))
    columns = {"name": "place_name", "adm1": "adm1", "adm2": "adm2"}
    for kind, needed in NEEDED.items():
        found |= filled(pc.and_(pc.equal(precision, kind), pc.is_null(table[columns[needed]])))
    found |= filled(pc.and_(pc.equal(precision, "country"), pc.is_null(country)))
    found |= filled(pc.xor(pc.is_null(table["lat"]), pc.is_null(table["lon"])))
    pointed = pc.is_in(precision, pa.array(POINTS))
    found |= filled(pc.and_(pc.is_valid(table["lat"]), pc.invert(pointed)))
    return found | filled(pc.is_valid(table["border"]))


def _tolls(table: pa.Table) -> Mask:
    low, best, high = (as_array(table[f"fatalities_{name}"]) for name in ("low", "best", "high"))
    pairs: Sequence[tuple[pa.Array, pa.Array]] = ((low, best), (best, high), (low, high))
    found = filled(pc.xor(pc.is_null(low), pc.is_null(high)))
    for less, more in pairs:
        found |= filled(pc.greater(less, more))
    return found


def _actors(table: pa.Table, codebook: Codebook) -> Mask:
    """Return the rows with an actor outside its dates, or on both sides."""
    found = np.zeros(table.num_rows, dtype=bool)
    start = _days(table["date_start"])
    end = np.where(np.isnat(_days(table["date_end"])), start, _days(table["date_end"]))
    marks = []
    for side in ("side_a", "side_b"):
        lists = as_array(table[side])
        rows = pc.list_parent_indices(lists).to_numpy()
        coded = pc.list_flatten(lists).dictionary_encode()
        names, codes = coded.dictionary.to_pylist(), coded.indices.to_numpy(zero_copy_only=False)
        marks.append((rows, names, codes))
        begin, stop = _lives(names, codebook)
        outside = (start[rows] > stop[codes]) | (end[rows] < begin[codes])
        found[rows[outside]] = True
    every = dict.fromkeys(name for _, names, _ in marks for name in names)
    number = {name: place for place, name in enumerate(every)}
    sides = []
    for rows, names, codes in marks:
        own = np.array([number[name] for name in names] or [0], dtype=np.int64)
        sides.append(rows.astype(np.int64) * (len(number) + 1) + own[codes])
    both = np.isin(sides[0], sides[1])
    found[marks[0][0][both]] = True
    return found


def _days(column: Any) -> Any:
    return as_array(column).to_numpy(zero_copy_only=False).astype("datetime64[D]")


def _lives(names: Sequence[str], codebook: Codebook) -> tuple[Any, Any]:
    """Return the first and the last day of each actor."""
    rows = [codebook.named_actors.get(name) for name in names]
    begin = [np.datetime64(row.valid_from) if row and row.valid_from else _EVER for row in rows]
    stop = [np.datetime64(row.valid_to) if row and row.valid_to else _FOREVER for row in rows]
    return (
        np.array(begin or [_EVER], dtype="datetime64[D]"),
        np.array(stop or [_FOREVER], dtype="datetime64[D]"),
    )
