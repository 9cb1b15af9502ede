"""Loops over the columns of one part, compiled: one pass answers many questions.

A database engine goes through the events once for every grouping; here a single pass first
notes which families of conditions each event fails (one byte an event) and a second adds it to
every count that it belongs to.  All functions let other threads run meanwhile.  A number that
stands for a combination is never negative: read as unsigned, it costs no test.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

# what an event fails, a bit for each family of conditions
DATES, SIDES, WHERE, PUBLISHER, SORT, STATUS, TOLL, REST = (1 << n for n in range(8))
NONE = -1  # a toll that nobody states, a pixel of an event without a point
NEAR, RETOLD, RIVAL = 1, 2, 4  # flags of an event
MEASURES = 5  # events, sum of low, events with a low, sum of high, events with a high
# the head of a tally: shown, without a date, sum of best, events with a best, last day,
# with rival claims, first day, least and most x, least and most y of those with a point
NO_DAY = -(2**31)
EITHER = 255  # retold or not
BLOCK = 8_192  # events

_compiled = numba.njit(cache=True, nogil=True, boundscheck=False)


@_compiled
def failing(  # pragma: no cover  compiled
    day: Ints, end: Ints, sort: Ints, where: Ints, sides: Ints, publisher: Ints, toll: Ints,
    flags: Bytes, late: Bytes, first: int, of_sort: Bytes, of_where: Bytes, of_sides: Bytes,
    of_publisher: Bytes, least: int, retold: int, rest: Bytes,
) -> Bytes:  # fmt: skip
    """Return for each event the families of conditions that it fails.

    ``late`` says of each day whether it fails the end of the range, ``of_...`` of each
    combination what it fails; where nothing fails it is empty, and the column is not read.
    ``first`` is the first day; ``retold`` the wanted flag, ``EITHER`` for both; ``rest`` has a
    bit for each event that passes, or is empty.
    """
    out = np.empty(len(day), np.uint8)
    for start in range(0, len(day), BLOCK):  # what is noted stays near while columns go by
        stop = min(start + BLOCK, len(day))
        for i in range(start, stop):
            out[i] = of_sort[np.uint32(sort[i])]
        if len(of_where):
            for i in range(start, stop):
                out[i] |= of_where[np.uint32(where[i])]
        if len(of_sides):
            for i in range(start, stop):
                out[i] |= of_sides[np.uint32(sides[i])]
        if len(of_publisher):
            for i in range(start, stop):
                out[i] |= of_publisher[np.uint32(publisher[i])]
        if len(late):
            for i in range(start, stop):
                out[i] |= late[np.uint32(day[i])]
        if first != NO_DAY:
            for i in range(start, stop):
                out[i] |= np.uint8(end[i] < first) * np.uint8(DATES)
        if least > NONE:
            for i in range(start, stop):
                out[i] |= np.uint8(toll[i] < least) * np.uint8(TOLL)
        if retold != EITHER:
            for i in range(start, stop):
                out[i] |= np.uint8((flags[i] & RETOLD) != retold) * np.uint8(REST)
        if len(rest):
            for i in range(start, stop):
                out[i] |= np.uint8(~(rest[i >> 3] >> (i & 7)) & 1) * np.uint8(REST)
    return out


@_compiled
def tally(  # pragma: no cover  compiled
    fails: Bytes, day: Ints, end: Ints, sort: Ints, where: Ints, sides: Ints, publisher: Ints,
    x: Ints, y: Ints, low: Ints, best: Ints, high: Ints, flags: Bytes, kind: Ints, days: Ints,
    by_sort: Longs, by_where: Longs, by_sides: Longs, by_publisher: Longs, by_day: Longs,
    head: Longs,
) -> None:  # fmt: skip
    """Add each event to the counts it belongs to, each with its own family's conditions lifted.

    ``by_where`` holds the measures and the events with a point of each combination, ``by_day``
    the measures of each day and kind (the kind of an event's sort).
    """
    shown, undated, best_sum, best_known, rivals = 0, 0, 0, 0, 0
    last, first = head[4], head[6]
    left, right, top, bottom = head[7], head[8], head[9], head[10]
    for i in range(len(fails)):
        bits = fails[i]
        # what fails nothing counts everywhere, what fails one family only there
        if bits and bits & (bits - np.uint8(1)) and bits != SORT | STATUS:
            continue
        if not bits & ~np.uint8(SORT | STATUS):
            by_sort[np.uint32(sort[i])] += 1
        if not bits or bits == SIDES:
            by_sides[np.uint32(sides[i])] += 1
        if not bits or bits == PUBLISHER:
            by_publisher[np.uint32(publisher[i])] += 1
        if not bits or bits == WHERE:
            at = np.uint32(where[i])
            # added without a branch: tolls come in no order
            by_where[at, 0] += 1
            by_where[at, 1] += max(low[i], 0)
            by_where[at, 2] += np.int64(low[i] >= 0)
            by_where[at, 3] += max(high[i], 0)
            by_where[at, 4] += np.int64(high[i] >= 0)
            by_where[at, 5] += np.int64(x[i] >= 0)
        if not bits or bits == DATES:
            then, of_kind = np.uint32(day[i]), np.uint32(kind[np.uint32(sort[i])])
            by_day[then, of_kind, 0] += 1
            by_day[then, of_kind, 1] += max(low[i], 0)
            by_day[then, of_kind, 2] += np.int64(low[i] >= 0)
            by_day[then, of_kind, 3] += max(high[i], 0)
            by_day[then, of_kind, 4] += np.int64(high[i] >= 0)
        if not bits:
            shown += 1
            best_sum += max(best[i], 0)
            best_known += int(best[i] >= 0)
            rivals += int(flags[i] & RIVAL != 0)
            last = max(last, end[i])
            began = days[np.uint32(day[i])]
            if began == NO_DAY:
                undated += 1
            else:
                first = min(first, began)
            if x[i] >= 0:
                left, right = min(left, x[i]), max(right, x[i])
                top, bottom = min(top, y[i]), max(bottom, y[i])
    head[:6] += np.array([shown, undated, best_sum, best_known, 0, rivals])
    head[4], head[6] = last, first
    head[7], head[8], head[9], head[10] = left, right, top, bottom


@_compiled
def inside(  # pragma: no cover  compiled
    fails: Bytes, x: Ints, y: Ints, x0: int, x1: int, y0: int, y1: int, corners: Ints
) -> Ints:
    """Return which shown events lie in a box of pixels; ``x0 > x1`` crosses the date line.

    ``corners``, the least and most x and y of what is found, are widened.
    """
    out = np.empty(len(fails), np.int32)
    n = 0
    for i in range(len(fails)):
        if not fails[i]:
            after, before = x[i] >= x0, x[i] <= x1
            across = (after & before) if x0 <= x1 else (after | before)
            out[n] = i
            n += int((x[i] >= 0) & across & (y[i] >= y0) & (y[i] <= y1))
    for m in range(n):
        at = np.uint32(out[m])
        corners[0], corners[1] = min(corners[0], x[at]), max(corners[1], x[at])
        corners[2], corners[3] = min(corners[2], y[at]), max(corners[3], y[at])
    return out[:n].copy()


@_compiled
def squared(  # pragma: no cover  compiled
    rows: Ints, x: Ints, y: Ints, shift: int, left: int, top: int, height: int, out: Longs
) -> None:
    """Give each event the number of its square, counted down column after column."""
    for n in range(len(rows)):
        i = rows[n]
        out[n] = ((x[i] >> shift) - left) * height + (y[i] >> shift) - top


@_compiled
def occupied(square: Longs, seen: Bytes) -> None:  # pragma: no cover  compiled
    """Mark the squares that hold an event."""
    for n in range(len(square)):
        seen[square[n]] = 1


@_compiled
def heap(  # pragma: no cover  compiled
    rows: Ints, cell: Longs, x: Ints, y: Ints, low: Ints, high: Ints, flags: Bytes, sort: Ints,
    kind: Ints, sums: Longs, kinds: Longs, one: Longs, part: int,
) -> None:  # fmt: skip
    """Add events to the cells they lie in: measures, near ones, sums of pixels; kinds apart.

    ``one`` names an event of each cell: the number of its part, then its own.
    """
    for n in range(len(rows)):
        i, at = np.uint32(rows[n]), np.uint32(cell[n])
        sums[at, 0] += 1
        sums[at, 1] += max(low[i], 0)
        sums[at, 2] += np.int64(low[i] >= 0)
        sums[at, 3] += max(high[i], 0)
        sums[at, 4] += np.int64(high[i] >= 0)
        sums[at, 5] += np.int64(flags[i] & NEAR)
        sums[at, 6] += x[i]
        sums[at, 7] += y[i]
        kinds[at, np.uint32(kind[np.uint32(sort[i])])] += 1
        one[at] = part << 32 | rows[n]


@_compiled
def coded(listed: Bytes, codes: Ints, counts: Longs) -> None:  # pragma: no cover  compiled
    """Count the listed events by code."""
    for i in range(len(listed)):
        if listed[i]:
            counts[np.uint32(codes[i])] += 1


@_compiled
def having(  # pragma: no cover  compiled
    listed: Bytes, codes: Ints, wanted: Bytes, limit: int
) -> Ints:
    """Return the first ``limit`` listed events with a code that is wanted."""
    out = np.empty(min(limit, len(listed)), np.int32)
    n = 0
    for i in range(len(listed)):
        if n == len(out):
            break
        if listed[i] and wanted[np.uint32(codes[i])]:
            out[n] = i
            n += 1
    return out[:n].copy()


@_compiled
def posted(codes: Ints, starts: Longs, rows: Ints) -> tuple[Longs, Ints]:  # pragma: no cover
    """Return which rows each word stands in, each row once: where each word's begin, and the rows.

    ``codes`` are the words of all rows one after the other, ``starts`` where each row begins.
    """
    count = 0
    for i in range(len(codes)):
        count = max(count, codes[i] + 1)
    number = np.zeros(count + 1, np.int64)
    last = np.full(count, -1, np.int32)
    for row in range(len(starts) - 1):
        for n in range(starts[row], starts[row + 1]):
            if last[codes[n]] != row:
                last[codes[n]] = row
                number[codes[n] + 1] += 1
    for code in range(count):
        number[code + 1] += number[code]
        last[code] = -1
    out, at = np.empty(number[count], np.int32), number.copy()
    for row in range(len(starts) - 1):
        for n in range(starts[row], starts[row + 1]):
            code = codes[n]
            if last[code] != row:
                last[code] = row
                out[at[code]] = rows[row]
                at[code] += 1
    return number, out


@_compiled
def marked(bits: Bytes, words: Longs, starts: Longs, rows: Ints) -> None:  # pragma: no cover
    """Set the bit of every row in which one of some words stands."""
    for n in range(len(words)):
        for k in range(starts[words[n]], starts[words[n] + 1]):
            bits[rows[k] >> 3] |= np.uint8(1 << (rows[k] & 7))
