"""Rows of a format as columns of events, before their places are looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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
    also where that stands for an area.  ``asked`` is the precision with which a row's place is
    to be looked up by its name, null where it is not.
    """

    columns: Made
    country: pa.Array
    adm1: pa.Array
    adm2: pa.Array
    lat: pa.Array
    lon: pa.Array
    asked: pa.Array | None = None


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
            owner, coded = parted(column)
            if len(owner):
                at = pa.array(owner)
                rows.append(owner)
                ids.append(self._meant(coded, country.take(at), days.take(at)))
        return lists_of(np.concatenate([[], *rows]).astype(np.int64), pa.concat_arrays(ids),
                        len(country))  # fmt: skip

    def actors_of(self, names: pa.Array, country: pa.Array, days: pa.Array) -> pa.Array:
        """Return the actor of each name; who the known ones are depends on the day and country."""
        return self._meant(names.dictionary_encode(), country, days)

    def _meant(self, coded: pa.DictionaryArray, country: pa.Array, days: pa.Array) -> pa.Array:
        spelt, codes = coded.dictionary.to_pylist(), coded.indices
        kept = pa.array(self.actors.kept_names(spelt), pa.string())
        found = kept.take(codes)
        if not found.null_count:
            return found
        known = np.flatnonzero(filled(pc.and_(found.is_null(), codes.is_valid())))
        at = pa.array(known)
        start = days.take(at)
        when = start.to_numpy(zero_copy_only=False).astype("datetime64[D]")
        era = np.searchsorted(np.array(self.actors.eras, dtype="datetime64[D]"), when, "right")
        eras, first = np.unique(era, return_index=True)
        day = dict(zip(eras.tolist(), start.take(pa.array(first)).to_pylist(), strict=True))
        index, told = together([coded.take(at).dictionary_decode(), country.take(at),
                                pa.array(era).cast(pa.string())])  # fmt: skip
        meant = [self.actors.actor(str(name), where, day[int(no or 0)]) for name, where, no in told]
        place = np.full(len(codes), -1, dtype=np.int64)
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
        spelt = self._types
        listed = ", ".join(self.codebook.event_types)

        def read(value: str) -> str:
            if fold(value) not in spelt:
                message = f"one of {listed}"
                raise NotReadError(message)
            return spelt[fold(value)]

        return read

    def sub_type_reader(self) -> Callable[[str], str]:
        """Return what reads a sub-event type by any of its spellings; others stay as written."""
        spelt = self._sub_types
        return lambda value: spelt.get(fold(value), value)

    @cached_property
    def _types(self) -> dict[str, str]:
        return {
            fold(name): row.name for row in self.codebook.types for name in (row.name, *row.aliases)
        }

    @cached_property
    def _sub_types(self) -> dict[str, str]:
        return {
            fold(name): sub.name
            for row in self.codebook.types
            for sub in row.sub_event_type
            for name in (sub.name, *sub.aliases)
        }


def lists_of(rows: Numbers, values: pa.Array, count: int) -> pa.Array:
    """Return lists of the values of each row, in their order, none twice in one list."""
    if len(rows) > 1 and (rows[1:] <= rows[:-1]).any():
        coded = values.dictionary_encode()
        codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        pairs = rows * (len(coded.dictionary) + 1) + codes
        first = np.sort(np.unique(pairs, return_index=True)[1])
        order = first[np.argsort(rows[first], kind="stable")]
        rows, values = rows[order], values.take(pa.array(order))
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), values).cast(STRINGS)


def parted(column: pa.Array) -> tuple[Numbers, pa.DictionaryArray]:
    """Return the names in a column of lists by semicolons, blank ones left out, with their rows."""
    coded = column.dictionary_encode()
    lists = pc.split_pattern(coded.dictionary, ";")
    names = pc.utf8_trim_whitespace(pc.list_flatten(lists))
    full = filled(pc.not_equal(names, ""))
    starts, sizes = lists.offsets.to_numpy(), pc.list_value_length(lists).to_numpy()
    there = np.flatnonzero(filled(column.is_valid()))
    code = coded.indices.take(pa.array(there)).to_numpy()
    size = sizes[code]
    owner = np.repeat(there, size)
    place = np.arange(len(owner)) + np.repeat(starts[code] - np.cumsum(size) + size, size)
    owner, place = owner[full[place]], place[full[place]]
    number = np.cumsum(full) - 1
    index = pa.array(number[place], pa.int32())
    return owner, pa.DictionaryArray.from_arrays(index, names.filter(pa.array(full)))


def sentences(texts: pa.Array, at: pa.Array) -> pa.Array:
    """Return the sentence around a byte of each text, its full stop too; null where that is -1."""
    _, offsets, content = texts.buffers()
    if content is None:
        return pa.nulls(len(texts), pa.string())
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    begin, end = ends[:-1].astype(np.int64), ends[1:].astype(np.int64)
    found = pc.fill_null(at, -1).to_numpy().astype(np.int64)
    stops = np.flatnonzero(np.frombuffer(content, np.uint8)[: ends[-1]] == ord("."))
    stops = np.concatenate([[-1], stops, [ends[-1]]])
    after = np.searchsorted(stops, begin + np.maximum(found, 0))
    first = np.maximum(stops[after - 1] + 1, begin)
    last = np.where(found < 0, first, np.minimum(stops[after] + 1, end))
    # the content cut at every first and last byte: every other piece is a sentence
    cuts = np.column_stack([first, last]).ravel().astype(np.int32)
    pieces = pa.StringArray.from_buffers(max(len(cuts) - 1, 0), pa.py_buffer(cuts), content)
    place = np.arange(0, len(cuts), 2)
    return pieces.take(pa.array(place, mask=found < 0))


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
