"""Loops over the columns of one part, compiled: one pass answers many questions.

A database engine goes through the events once for every grouping; here a single pass first
notes which families of conditions each event fails (one byte an event) and a second adds it to
every count that it belongs to.  All functions let other threads run meanwhile.
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
# with rival claims, first day
NO_DAY = -(2**31)
EITHER = 255  # retold or not

_compiled = numba.njit(cache=True, nogil=True, boundscheck=False)


@_compiled
def failing(  # pragma: no cover  compiled
    day: Ints, end: Ints, sort: Ints, where: Ints, sides: Ints, publisher: Ints, toll: Ints,
    flags: Bytes, late: Bytes, first: int, of_sort: Bytes, of_where: Bytes, of_sides: Bytes,
    of_publisher: Bytes, least: int, retold: int, rest: Bytes,
) -> Bytes:  # fmt: skip
    """Return for each event the families of conditions that it fails.

    ``late`` says of each day whether it fails the end of the range, ``of_...`` of each
    combination what it fails; ``first`` is the first day; ``retold`` the wanted flag, ``EITHER``
    for both; ``rest`` has a bit for each event that passes, or is empty.
    """
    out = np.empty(len(day), np.uint8)
    for i in range(len(day)):
        bits = np.int64(of_sort[sort[i]]) | np.int64(of_where[where[i]])
        bits |= np.int64(of_sides[sides[i]]) | np.int64(of_publisher[publisher[i]])
        bits |= np.int64(late[day[i]])
        if end[i] < first:
            bits |= DATES
        if toll[i] < least:
            bits |= TOLL
        if retold != EITHER and (flags[i] & RETOLD) != retold:
            bits |= REST
        if len(rest) and not (rest[i >> 3] >> (i & 7)) & 1:
            bits |= REST
        out[i] = bits
    return out


@_compiled
def tally(  # pragma: no cover  compiled
    fails: Bytes, day: Ints, end: Ints, sort: Ints, where: Ints, sides: Ints, publisher: Ints,
    x: Ints, low: Ints, best: Ints, high: Ints, flags: Bytes, kind: Ints, days: Ints,
    by_sort: Longs, by_where: Longs, by_sides: Longs, by_publisher: Longs, by_day: Longs,
    head: Longs,
) -> None:  # fmt: skip
    """Add each event to the counts it belongs to, each with its own family's conditions lifted.

    ``by_where`` holds the measures and the events with a point of each combination, ``by_day``
    the measures of each day and kind (the kind of an event's sort).
    """
    for i in range(len(fails)):
        bits = np.int64(fails[i])
        if not bits & ~(SORT | STATUS):
            by_sort[sort[i]] += 1
        if not bits & ~SIDES:
            by_sides[sides[i]] += 1
        if not bits & ~PUBLISHER:
            by_publisher[publisher[i]] += 1
        if not bits & ~WHERE:
            at = where[i]
            by_where[at, 0] += 1
            if low[i] >= 0:
                by_where[at, 1] += low[i]
                by_where[at, 2] += 1
            if high[i] >= 0:
                by_where[at, 3] += high[i]
                by_where[at, 4] += 1
            if x[i] >= 0:
                by_where[at, 5] += 1
        if not bits & ~DATES:
            then, sort_kind = day[i], kind[sort[i]]
            by_day[then, sort_kind, 0] += 1
            if low[i] >= 0:
                by_day[then, sort_kind, 1] += low[i]
                by_day[then, sort_kind, 2] += 1
            if high[i] >= 0:
                by_day[then, sort_kind, 3] += high[i]
                by_day[then, sort_kind, 4] += 1
        if not bits:
            head[0] += 1
            if best[i] >= 0:
                head[2] += best[i]
                head[3] += 1
            head[4] = max(head[4], end[i])
            began = days[day[i]]
            if began == NO_DAY:
                head[1] += 1
            else:
                head[6] = min(head[6], began)
            if flags[i] & RIVAL:
                head[5] += 1


@_compiled
def inside(  # pragma: no cover  compiled
    fails: Bytes, x: Ints, y: Ints, x0: int, x1: int, y0: int, y1: int
) -> Ints:
    """Return which shown events lie in a box of pixels; ``x0 > x1`` crosses the date line."""
    out = np.empty(len(fails), np.int32)
    n = 0
    for i in range(len(fails)):
        across = x0 <= x[i] <= x1 if x0 <= x1 else (x[i] >= x0 or x[i] <= x1)
        if not fails[i] and x[i] >= 0 and across and y0 <= y[i] <= y1:
            out[n] = i
            n += 1
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
        i, at = rows[n], cell[n]
        sums[at, 0] += 1
        if low[i] >= 0:
            sums[at, 1] += low[i]
            sums[at, 2] += 1
        if high[i] >= 0:
            sums[at, 3] += high[i]
            sums[at, 4] += 1
        if flags[i] & NEAR:
            sums[at, 5] += 1
        sums[at, 6] += x[i]
        sums[at, 7] += y[i]
        kinds[at, kind[sort[i]]] += 1
        one[at] = part << 32 | i


@_compiled
def keyed(listed: Bytes, key: Ints, counts: Longs) -> None:  # pragma: no cover  compiled
    """Count the listed events by key."""
    for i in range(len(listed)):
        if listed[i]:
            counts[key[i]] += 1


@_compiled
def having(  # pragma: no cover  compiled
    listed: Bytes, key: Ints, least: int, most: int, limit: int
) -> Ints:
    """Return the first ``limit`` listed events with a key from ``least`` to ``most``."""
    out = np.empty(min(limit, len(listed)), np.int32)
    n = 0
    for i in range(len(listed)):
        if n == len(out):
            break
        if listed[i] and least <= key[i] <= most:
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
