"""Columns of text read as numbers, days and words of a list, whole columns at a time.

What cannot be read becomes a fault of its row, with the column, the value and what is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.importers.rows import SHOWN, Reject, Rows

T = TypeVar("T")
Mask = npt.NDArray[np.bool_]
LONGEST = 32_767  # letters of a cell that are kept, as many as Excel has
LARGEST = 10_000_000_000  # of a whole number
_SPACE, _BEYOND = 0x20, 0x80
_FIRST_DAY = -719_162  # 0001-01-01, counted from 1970
_WHOLE = re.compile(r"[+-]?\d{1,15}(\.0*)?")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})([ T][\d:.]*(Z|[+-]\d\d:?\d\d)?)?")
_OTHER_DAYS = ("%d %B %Y", "%d-%B-%Y", "%d-%m-%Y", "%d/%m/%Y", "%d %b %Y", "%Y%m%d", "%Y/%m/%d")


class NotReadError(ValueError):
    """A value that is not accepted; the message says what is."""


class Columns:
    """The columns of some rows; faults are kept with the row they are in."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.count = rows.table.num_rows
        self.faults: list[tuple[int, str, str, str]] = []
        self._texts: dict[str, pa.Array] = {}

    def has(self, name: str) -> bool:
        """Return whether the file has this column."""
        return name in self.rows.table.column_names

    def text(self, name: str) -> pa.Array:
        """Return a column without the space around its values, null where it is blank."""
        if name not in self._texts:
            self._texts[name] = self._text(name)
        return self._texts[name]

    def _text(self, name: str) -> pa.Array:
        if not self.has(name):
            return pa.nulls(self.count, pa.string())
        values = trimmed(as_array(self.rows.table[name]))
        lengths = pc.binary_length(values)
        bounds = pc.min_max(lengths).as_py()
        if (bounds["max"] or 0) > LONGEST:
            values = pc.utf8_slice_codeunits(values, 0, LONGEST)
        if bounds["min"] != 0:
            return values
        if bounds["max"] == 0:
            return pa.nulls(self.count, pa.string())
        return pc.if_else(pc.greater(lengths, 0), values, None)

    def mapped(
        self, name: str, read: Callable[[str], Any], kind: pa.DataType, *, needed: bool = False
    ) -> pa.Array:
        """Return a column with each value read once, however often it stands there.

        ``read`` raises :class:`NotReadError`; the rows with the value then have a fault.
        """
        return self.read(name, self.text(name), read, kind, needed=needed)

    def read(
        self,
        name: str,
        values: pa.Array,
        read: Callable[[str], Any],
        kind: pa.DataType,
        *,
        needed: bool = False,
    ) -> pa.Array:
        """Return texts read as :meth:`mapped` does; faults name the column ``name``."""
        found, wrong = mapped(values, read, kind)
        for value, rule in wrong.items():
            rows = np.flatnonzero(filled(pc.equal(values, value)))
            self.fault(rows, name, value, rule)
        if needed:
            self._missing(name, values)
        return found

    def _missing(self, name: str, values: pa.Array) -> None:
        if values.null_count:
            self.fault(np.flatnonzero(values.is_null()), name, "", "every row needs it")

    def whole(self, name: str, low: int = 0, high: int = LARGEST) -> pa.Array:
        """Return whole numbers between two bounds; ``1.0`` is one."""
        return self.mapped(name, whole_reader(low, high), pa.int64())

    def day(self, name: str, *, needed: bool = False) -> pa.Array:
        """Return days of the calendar."""
        values = self.text(name)
        found = iso_days(values)
        if found is None:
            return self.read(name, values, read_day, pa.date32(), needed=needed)
        if needed:
            self._missing(name, values)
        return found

    def choice(self, name: str, accepted: Mapping[str, T], kind: pa.DataType) -> pa.Array:
        """Return what each word of a list stands for; a whole number may be written ``1.0``."""
        listed = ", ".join(accepted)

        def read(value: str) -> T:
            key = str(int(float(value))) if _WHOLE.fullmatch(value) else value
            if key not in accepted:
                message = f"one of {listed}"
                raise NotReadError(message)
            return accepted[key]

        return self.mapped(name, read, kind)

    def degrees(self, name: str, limit: int) -> pa.Array:
        """Return decimal degrees from -limit to limit."""
        values = self.text(name)
        try:
            numbers = pc.cast(values, pa.float64())
        except pa.ArrowInvalid:
            numbers = pa.array([_number(one) for one in values.to_pylist()], pa.float64())
        size = numbers.to_numpy(zero_copy_only=False)
        there = filled(values.is_valid())
        wrong = there & ~(np.abs(size) <= limit)
        rule = f"decimal degrees from -{limit} to {limit}"
        for row in np.flatnonzero(wrong):
            self.fault([int(row)], name, values[int(row)].as_py(), rule)
        return pa.array(size, mask=wrong | ~there) if wrong.any() else numbers

    def fault(
        self, rows: Sequence[int] | npt.NDArray[Any], name: str, value: str, rule: str
    ) -> None:
        """Keep a fault of some rows."""
        self.faults += [(int(row), name, value[:SHOWN], rule) for row in rows]

    def rejected(self) -> Mask:
        """Return which rows have a fault."""
        wrong = np.zeros(self.count, dtype=bool)
        wrong[[row for row, *_ in self.faults]] = True
        return wrong

    def rejects(self) -> tuple[Reject, ...]:
        """Return the faults with their lines, in the order of the file."""
        lines = self.rows.lines
        return tuple(
            Reject(int(lines[row]), name, value, rule)
            for row, name, value, rule in sorted(self.faults)
        )


def as_array(column: Any) -> pa.Array:
    """Return a column in one piece."""
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    return column


def filled(mask: Any) -> Mask:
    """Return a mask of Arrow's as an array; null is false."""
    array = as_array(mask)
    if array.null_count:
        array = pc.fill_null(array, False)  # noqa: FBT003
    found: Mask = array.to_numpy(zero_copy_only=False)
    return found


def trimmed(values: pa.Array) -> pa.Array:
    """Return texts without the space around them; those that have none are not copied."""
    _, offsets, content = values.buffers()
    if content is None or content.size == 0:
        return values
    ends = np.frombuffer(offsets, np.int32)[values.offset : values.offset + len(values) + 1]
    letters = np.frombuffer(content, np.uint8)
    full = ends[1:] > ends[:-1]
    outer = np.concatenate([letters[ends[:-1][full]], letters[ends[1:][full] - 1]])
    # neither a space or a control character, nor part of a letter beyond ASCII
    if ((outer > _SPACE) & (outer < _BEYOND)).all():
        return values
    return pc.utf8_trim_whitespace(values)


def iso_days(values: pa.Array) -> pa.Array | None:
    """Return days written as 2022-06-28; None where one of them is not."""
    coded = values.dictionary_encode()
    try:
        days = coded.dictionary.cast(pa.date32())
    except pa.ArrowInvalid:
        return None
    first = pc.min(days.cast(pa.int32())).as_py()
    if first is not None and first < _FIRST_DAY:
        return None
    return days.take(coded.indices)


def mapped(
    values: pa.Array, read: Callable[[str], Any], kind: pa.DataType
) -> tuple[pa.Array, dict[str, str]]:
    """Return what each value is read as, null stays null; and the values that are not accepted."""
    coded = values.dictionary_encode()
    answers: list[Any] = []
    wrong: dict[str, str] = {}
    for value in coded.dictionary.to_pylist():
        try:
            answers.append(read(value))
        except NotReadError as problem:
            answers.append(None)
            wrong[value] = str(problem)
    return pa.array(answers, kind).take(coded.indices), wrong


def together(columns: Sequence[pa.Array]) -> tuple[pa.Array, list[tuple[str | None, ...]]]:
    """Return the number of each row's combination of texts, and the combinations once each."""
    index = np.zeros(len(columns[0]), dtype=np.int64)
    chosen: list[tuple[pa.Array, npt.NDArray[np.int64]]] = []
    for column in columns:
        coded = column.dictionary_encode()
        own = pc.fill_null(coded.indices, -1).to_numpy().astype(np.int64) + 1
        size = len(coded.dictionary) + 1
        both = pa.array(index * size + own).dictionary_encode()
        index = both.indices.to_numpy().astype(np.int64)
        pairs = both.dictionary.to_numpy()
        chosen = [(words, at[pairs // size]) for words, at in chosen]
        words = pa.concat_arrays([pa.nulls(1, column.type), coded.dictionary])
        chosen.append((words, pairs % size))
    texts = [words.take(pa.array(at)).to_pylist() for words, at in chosen]
    return pa.array(index, pa.int64()), list(zip(*texts, strict=True))


def whole_reader(low: int = 0, high: int = LARGEST) -> Callable[[str], int]:
    """Return what reads a whole number between two bounds."""

    def read(value: str) -> int:
        if _WHOLE.fullmatch(value):
            number = int(float(value)) if "." in value else int(value)
            if low <= number <= high:
                return number
        message = f"a whole number from {low} to {high}"
        raise NotReadError(message)

    return read


def read_day(value: str) -> date:
    """Return the day that a text names: ISO 8601, with a time or not, or as older exports do."""
    found = _ISO.fullmatch(value)
    try:
        if found:
            return date.fromisoformat(found[1])
    except ValueError:
        pass
    for form in _OTHER_DAYS:
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    message = "a day of the calendar: 2022-06-28, 28 June 2022 or 28-06-2022"
    raise NotReadError(message)


def _number(value: str | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return float("nan")
