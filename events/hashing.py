"""A hash of each row of a table, by which a store tells a changed record from one read again.

A row is written out as text, ``name=value`` for each column that has one, and the text is
hashed by BLAKE2b.  Columns are turned into text whole, so that a million rows take seconds.  A
column that is null adds nothing: a schema may grow without every hash changing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

DIGEST = 16  # bytes
_BLANK = blake2b(digest_size=DIGEST)
_DIGITS = np.array([f"{byte:02x}".encode() for byte in range(256)]).view(np.uint16)
# what parts are set apart by, and the letter by which text that holds one of these is escaped
_COLUMN, _NULL, _ESCAPE = "\x1f", "\x1b", "\x1a"
_INNER = ("\x1e", "\x1d", "\x1c", "\x19", "\x18", "\x17")  # by how deep a value is nested
_ESCAPED = (_ESCAPE, _NULL, _COLUMN, *_INNER)


def row_hashes(table: pa.Table, without: Iterable[str] = ("row_hash",)) -> pa.Array:
    """Return the hash of each row of a table.

    Parameters
    ----------
    table : pyarrow.Table
        n rows; columns may be text, numbers, days, flags, and lists and structs of these.
    without : iterable of str
        Columns that do not count.

    Returns
    -------
    pyarrow.Array
        n strings of 32 hexadecimal digits, the same on every machine and for ever.
    """
    left_out = set(without)
    parts: list[Any] = []
    for name in table.column_names:
        column = table[name]
        if name in left_out or column.null_count == len(column):
            continue
        text = _text(column, _INNER)
        begun = f"{_COLUMN}{name}="
        if text.null_count:
            parts.append(pc.binary_join_element_wise(begun, text, ""))
        elif _one_value(text):
            parts.append(begun + text[0].as_py())
        else:
            parts += [begun, text]
    if not any(isinstance(part, pa.Array) for part in parts):
        return _hexadecimal([_digest("".join(parts).encode())] * table.num_rows)
    # never one part alone: Arrow then leaves out the rows that are null
    rows = pc.binary_join_element_wise("", *_merged(parts), "", null_handling="skip")
    return _hexadecimal(list(map(_digest, _pieces(rows))))


def _one_value(texts: pa.Array) -> bool:
    """Return whether all texts are the same, none of them null."""
    first = texts[0]
    return bool(first == texts[-1] and pc.all(pc.equal(texts, first)).as_py())


def _merged(parts: Iterable[Any]) -> Iterator[Any]:
    """Yield parts with the texts that all rows have put together: fewer are joined faster."""
    for fixed, run in groupby(parts, lambda part: isinstance(part, str)):
        if fixed:
            yield "".join(run)
        else:
            yield from run


def _digest(content: bytes | memoryview) -> bytes:
    digest = _BLANK.copy()  # quicker than a new one
    digest.update(content)
    return digest.digest()


def _hexadecimal(digests: Sequence[bytes]) -> pa.Array:
    """Return digests as texts of 32 digits."""
    pairs = _DIGITS[np.frombuffer(b"".join(digests), np.uint8)]
    ends = np.arange(0, 2 * DIGEST * (len(digests) + 1), 2 * DIGEST, dtype=np.int32)
    return pa.StringArray.from_buffers(len(digests), pa.py_buffer(ends), pa.py_buffer(pairs))


def _pieces(texts: Any) -> Iterable[memoryview]:
    """Yield the bytes of each text without copying it."""
    array = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    offsets = memoryview(array.buffers()[1]).cast("i")[array.offset : array.offset + len(array) + 1]
    content = memoryview(array.buffers()[2] or b"")
    starts = offsets.tolist()
    return (content[a:b] for a, b in pairwise(starts))


def _text(values: Any, marks: tuple[str, ...]) -> pa.Array:
    """Return values as text; null stays null."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    kind = values.type
    if pa.types.is_list(kind):
        return _list_text(values, marks)
    if pa.types.is_struct(kind):
        fields = [
            pc.fill_null(_text(pc.struct_field(values, [number]), marks[1:]), _NULL)
            for number in range(kind.num_fields)
        ]
        joined = pc.binary_join_element_wise(*fields, marks[0])
        return pc.if_else(values.is_valid(), joined, None)
    if pa.types.is_dictionary(kind):
        values, kind = values.dictionary_decode(), kind.value_type
    return _escaped(values) if pa.types.is_string(kind) else values.cast(pa.string())


def _list_text(values: pa.ListArray, marks: tuple[str, ...]) -> pa.Array:
    """Return lists as text, each element followed by a mark: an empty list differs from [""]."""
    inner = pc.fill_null(_text(values.flatten(), marks[1:]), _NULL)
    ended = pc.binary_join_element_wise(inner, marks[0], "")
    lengths = pc.fill_null(pc.list_value_length(values), 0)
    ends = pc.cumulative_sum(lengths)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends.cast(pa.int32())])
    lists = pa.ListArray.from_arrays(offsets, ended)
    return pc.if_else(values.is_valid(), pc.binary_join(lists, ""), None)


def _escaped(texts: pa.Array) -> pa.Array:
    """Return texts in which none of our own marks stands."""
    content = texts.buffers()[2]
    held = content.to_pybytes() if content is not None else b""
    if not any(mark.encode() in held for mark in _ESCAPED):
        return texts
    for number, mark in enumerate(_ESCAPED):
        texts = pc.replace_substring(texts, mark, f"{_ESCAPE}{number}")
    return texts
