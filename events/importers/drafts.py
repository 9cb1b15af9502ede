"""Rows of a format as columns of events, before their places are looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.codebook import Codebook
from events.codebook.naming import fold
from events.importers.actor_names import ActorNames
from events.importers.columns import NotReadError, filled, together
from events.importers.countries import Countries
from events.schema import EVENTS, LATER, UNHASHED

Made = dict[str, pa.Array]
Numbers = npt.NDArray[np.int64]
CLAIM = EVENTS.field("claims").type.value_type
STRINGS = pa.list_(pa.string())


@dataclass(frozen=True, slots=True)
class Draft:
    """Rows as events without areas.

    ``columns`` are columns of ``EVENTS``; what is missing is null or empty.  ``country``
    (ISO alpha-3), ``adm1`` and ``adm2`` are what the row says, ``lat`` and ``lon`` its point,
    also where that stands for an area.
    """

    columns: Made
    country: pa.Array
    adm1: pa.Array
    adm2: pa.Array
    lat: pa.Array
    lon: pa.Array


@dataclass(frozen=True)
class Lookups:
    """What a format's names are looked up in."""

    codebook: Codebook
    countries: Countries
    actors: ActorNames

    @classmethod
    def of(cls, codebook: Codebook, format_name: str) -> Lookups:
        """Return the look-ups for one format."""
        countries = Countries.of(codebook)
        return cls(codebook, countries, ActorNames(codebook, countries, format_name))

    def sides(self, names: Sequence[pa.Array], country: pa.Array, days: pa.Array) -> pa.Array:
        """Return the actors of one side, from the columns that name them, lists by semicolons."""
        rows: list[Numbers] = []
        ids: list[pa.Array] = [pa.nulls(0, pa.string())]
        for column in names:
            there = np.flatnonzero(filled(column.is_valid()))
            lists = pc.split_pattern(column.take(pa.array(there)), ";")
            owner = there[pc.list_parent_indices(lists).to_numpy()]
            parts = pc.utf8_trim_whitespace(pc.list_flatten(lists))
            full = filled(pc.not_equal(parts, ""))
            owner, parts = owner[full], parts.filter(pa.array(full))
            at = pa.array(owner)
            rows.append(owner)
            ids.append(self.actors_of(parts, country.take(at), days.take(at)))
        return lists_of(np.concatenate(rows), pa.concat_arrays(ids), len(country))

    def actors_of(self, names: pa.Array, country: pa.Array, days: pa.Array) -> pa.Array:
        """Return the actor of each name; who the known ones are depends on the day and country."""
        coded = names.dictionary_encode()
        spelt = coded.dictionary.to_pylist()
        kept = [self.actors.kept_name(name) for name in spelt]
        found = pa.array(kept, pa.string()).take(coded.indices)
        known = np.flatnonzero(filled(found.is_null()))
        if len(known) == 0:
            return found
        at = pa.array(known)
        start = days.take(at)
        when = start.to_numpy(zero_copy_only=False).astype("datetime64[D]")
        era = np.searchsorted(np.array(self.actors.eras, dtype="datetime64[D]"), when, "right")
        first = dict(zip(era.tolist(), start.to_pylist(), strict=True))
        index, told = together([names.take(at), country.take(at), pa.array(era).cast(pa.string())])
        meant = [
            self.actors.actor(str(name), where, first[int(no or 0)]) for name, where, no in told
        ]
        place = np.full(len(names), -1, dtype=np.int64)
        place[known] = index.to_numpy()
        more = pa.array(meant, pa.string()).take(pa.array(place, mask=place < 0))
        return pc.coalesce(found, more)

    def claimants(self, words: pa.Array, country: pa.Array) -> pa.Array:
        """Return who says so, from the words that name them."""
        index, rows = together([words, country])
        said = [None if who is None else self.actors.claimant(who, at, None) for who, at in rows]
        return pa.array(said, pa.string()).take(index)

    def type_reader(self) -> Callable[[str], str]:
        """Return what reads an event type by any of its spellings."""
        spelt = {
            fold(name): row.name for row in self.codebook.types for name in (row.name, *row.aliases)
        }
        listed = ", ".join(self.codebook.event_types)

        def read(value: str) -> str:
            if fold(value) not in spelt:
                message = f"one of {listed}"
                raise NotReadError(message)
            return spelt[fold(value)]

        return read

    def sub_type_reader(self) -> Callable[[str], str]:
        """Return what reads a sub-event type by any of its spellings; others stay as written."""
        spelt = {
            fold(name): sub.name
            for row in self.codebook.types
            for sub in row.sub_event_type
            for name in (sub.name, *sub.aliases)
        }
        return lambda value: spelt.get(fold(value), value)


def lists_of(rows: Numbers, values: pa.Array, count: int) -> pa.Array:
    """Return lists of the values of each row, in their order, none twice in one list."""
    coded = values.dictionary_encode()
    codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    first = np.sort(np.unique(rows * (len(coded.dictionary) + 1) + codes, return_index=True)[1])
    order = first[np.argsort(rows[first], kind="stable")]
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows[order], minlength=count))])
    kept = values.take(pa.array(order))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), kept).cast(STRINGS)


def constant(value: object, count: int, kind: pa.DataType | None = None) -> pa.Array:
    """Return a column of one value."""
    return pa.repeat(pa.scalar(value, kind or pa.string()), count)


def joined(parts: Sequence[pa.Array], mark: str) -> pa.Array:
    """Return texts put together, the missing ones left out; null where all are missing."""
    text = pc.binary_join_element_wise("", *parts, mark, null_handling="skip")
    text = pc.utf8_slice_codeunits(text, len(mark), None)
    return pc.if_else(pc.equal(text, ""), None, text)


def killed(
    count: int,
    numbers: Sequence[pa.Array],
    whats: Sequence[str | pa.Array],
    sides: Sequence[pa.Array],
    *,
    claimant: pa.Array,
    quote: pa.Array | None = None,
) -> pa.Array:
    """Return a column of claims of people killed: one for each number above 0.

    Parameters
    ----------
    count
        n, the number of rows.
    numbers, whats, sides
        k columns each: how many were killed, who they were, in the format's words, and the
        actor that lost them (null where that is not said).
    claimant, quote
        Who says so, and the words that carry it, null where nobody is named.
    """
    size = len(numbers)
    there = np.column_stack([filled(pc.greater(one, 0)) for one in numbers]).reshape(count, size)
    rows, kinds = np.nonzero(there)
    take = pa.array(kinds * count + rows, pa.int64())
    row = pa.array(rows, pa.int64())
    low = pa.concat_arrays(list(numbers)).take(take)
    texts = [constant(one, count) if isinstance(one, str) else one for one in whats]
    total = len(rows)
    words = None if quote is None else quote.take(row)
    quotes = pa.nulls(total, CLAIM.field("quote").type)
    if words is not None:
        whole = [words, pa.nulls(total, pa.int64()), pa.nulls(total, pa.int64())]
        quotes = pa.StructArray.from_arrays(
            whole, fields=list(CLAIM.field("quote").type), mask=words.is_null()
        )
    values: Mapping[str, pa.Array] = {
        "kind": constant("killed", total),
        "low": low,
        "high": low,
        "what": pa.concat_arrays([one.cast(pa.string()) for one in texts]).take(take),
        "side": pa.concat_arrays(list(sides)).take(take),
        "claimant": claimant.take(row),
        "stance": constant("asserted", total),
        "outlet": pa.nulls(total, pa.string()),
        "subset": constant(False, total, pa.bool_()),  # noqa: FBT003
        "quote": quotes,
    }
    claims = pa.StructArray.from_arrays([values[each.name] for each in CLAIM], fields=list(CLAIM))
    ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), claims)


def first_of(lists: pa.Array) -> pa.Array:
    """Return the one actor of a side; null where it has none or several."""
    lengths = pc.list_value_length(lists)
    single = pc.equal(lengths, 1)
    return pc.list_element(pc.if_else(single, lists, pa.scalar([None], STRINGS)), 0)


def event_table(columns: Made, count: int) -> pa.Table:
    """Return columns as a table of ``EVENTS`` without ``row_hash``; lists are empty, not null."""
    arrays = []
    for each in UNHASHED:
        array = columns.get(each.name)
        if array is None and pa.types.is_list(each.type) and each.name not in LATER:
            array = pa.ListArray.from_arrays(
                pa.array(np.zeros(count + 1, dtype=np.int32)), pa.nulls(0, each.type.value_type)
            )
        elif array is None:
            array = pa.nulls(count, each.type)
        arrays.append(array if array.type == each.type else array.cast(each.type))
    return pa.Table.from_arrays(arrays, schema=UNHASHED)
