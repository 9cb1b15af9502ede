"""Which events they are, one by one and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from events.queries.answers import TableRow
from events.queries.conditions import Bytes, day_of
from events.queries.kernels import NONE, RETOLD, RIVAL, STATUS, coded, having
from events.queries.loading import Loaded, Numbered
from events.queries.ordering import Keyed, Keys
from events.queries.reading import closed

STATUSES = ("background", "statement", "planned", "withdrawn")
LISTINGS = ("shown", "noplace", "area", "killed", "rival", "out", *STATUSES)

Longs = npt.NDArray[np.int64]
Row = tuple[int, int]  # the number of a part, and of an event in it


def listed(loaded: Loaded, each: Numbered, fails: Bytes, listing: str) -> Bytes:
    """Return 1 for each event of a part that stands in a listing."""
    part = each.part
    chosen: npt.NDArray[np.bool_] = fails == 0
    if listing == "out":
        chosen = ~chosen
    elif listing in STATUSES:
        named = np.array([row[2] == listing for row in part.sorts], bool)
        chosen = (fails & ~np.uint8(STATUS) == 0) & named[part.sort]
    elif listing in {"noplace", "area"}:
        placed = loaded.somewhere[each.wheres][part.where]
        chosen &= (part.x == NONE) & (placed if listing == "area" else ~placed)
    elif listing == "killed":
        chosen &= part.high > 0
    elif listing == "rival":
        chosen &= (part.flags & RIVAL) != 0
    return chosen.view(np.uint8)


@dataclass(frozen=True)
class Listed:
    """The events of a part that stand in a listing, and the keys by which they are ordered."""

    of: Numbered
    marks: Bytes
    key: Keyed

    @cached_property
    def counts(self) -> Longs:
        """How many of them there are of each code."""
        counts = np.zeros(len(self.key.table), np.int64)
        coded(self.marks, self.key.codes, counts)
        return counts


def page(
    found: Sequence[Listed], keys: Keys, *, descending: bool, limit: int, offset: int
) -> list[Row]:
    """Return one page of a listing; equal keys are ordered by event id.

    The keys are counted first.  Only events with the keys that fall into the page are then
    looked at, of each key and part no more than the page can need.
    """
    counts = np.zeros(keys.size, np.int64)
    for each in found:
        np.add.at(counts, each.key.table, each.counts)
    order = np.arange(1, keys.size)
    order = np.append(order[::-1] if descending else order, 0)  # what is unknown comes last
    upto = np.cumsum(counts[order])
    stop = min(offset + limit, int(upto[-1]))
    if offset >= stop:
        return []
    first = int(np.searchsorted(upto, offset, side="right"))
    last = int(np.searchsorted(upto, stop, side="left"))
    before = int(upto[first - 1]) if first else 0
    backwards = keys.by_id and descending
    taken = [_taken(found, order[first : first + 1], stop - before, backwards=backwards)]
    if last > first:
        taken += [
            _taken(found, order[first + 1 : last], stop - before, backwards=False),
            _taken(found, order[last : last + 1], stop - int(upto[last - 1]), backwards=False),
        ]
    place = np.empty(keys.size, np.int64)
    place[order] = np.arange(keys.size)
    rows = _ordered(found, np.concatenate(taken), place, backwards=backwards)
    return [(int(part), int(row)) for part, row in rows[offset - before : stop - before]]


def _taken(found: Sequence[Listed], span: Longs, limit: int, *, backwards: bool) -> Longs:
    """Return part and row of the events with some keys, of each part the first so many."""
    if not len(span):
        return np.empty((0, 2), np.int64)
    least, most = int(span.min()), int(span.max())
    rows = []
    for number, each in enumerate(found):
        marks, codes, table = each.marks, each.key.codes, each.key.table
        wanted = (table >= least) & (table <= most)
        if backwards:
            marks, codes = np.ascontiguousarray(marks[::-1]), np.ascontiguousarray(codes[::-1])
        # with no more to find than there are, the search ends at the last one
        enough = min(limit, int(each.counts[wanted].sum()))
        own = having(marks, codes, wanted.view(np.uint8), enough).astype(np.int64)
        own = len(codes) - 1 - own if backwards else own
        rows.append(np.column_stack([np.full(len(own), number), own]))
    return np.concatenate(rows)


def _ordered(found: Sequence[Listed], rows: Longs, place: Longs, *, backwards: bool) -> Longs:
    """Return rows by the place of their keys, then by event id."""
    pieces, ids, places = [], [], []
    for number, each in enumerate(found):
        own = rows[rows[:, 0] == number]
        pieces.append(own)
        ids.append(each.of.part.ids.take(pa.array(own[:, 1])))
        places.append(place[each.key.at(own[:, 1])])
    table = pa.table({"place": np.concatenate(places), "id": pa.chunked_array(ids, pa.string())})
    by_id = "descending" if backwards else "ascending"
    order = pa.compute.sort_indices(table, [("place", "ascending"), ("id", by_id)])
    ordered: Longs = np.concatenate(pieces)[order.to_numpy()]
    return ordered


def everything(found: Sequence[Listed], size: int) -> tuple[str, ...]:
    """Return the ids of a listing by rising key, then id; what is unknown comes last."""
    place = np.append(size, np.arange(size - 1))
    rows = [
        np.column_stack([np.full(len(at), number), at])
        for number, each in enumerate(found)
        for at in [np.flatnonzero(each.marks)]
    ]
    if not rows:
        return ()
    ordered = _ordered(found, np.concatenate(rows), place, backwards=False)
    return named(found, [(int(part), int(row)) for part, row in ordered])


def named(found: Sequence[Listed], rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the ids of rows."""
    return tuple(found[part].of.part.ids[row].as_py() for part, row in rows)


def table_row(loaded: Loaded, each: Numbered, at: int) -> TableRow:
    """Return one event as it stands in the table of events."""
    part = each.part
    event_type, sub_event_type, status, dataset, date_precision = part.sorts[part.sort[at]]
    country, border, adm1, adm2, precision, *_ = part.wheres[part.where[at]]
    side_a, side_b = part.pairs[part.sides[at]]
    names = loaded.area_names
    low, best, high = (
        None if toll[at] == NONE else int(toll[at]) for toll in (part.low, part.best, part.high)
    )
    return TableRow(
        event_id=part.ids[at].as_py(), status=status, event_type=event_type,
        sub_event_type=sub_event_type, date_start=day_of(int(part.days[part.day[at]])),
        date_end=day_of(int(part.end[at])), date_precision=date_precision, side_a=side_a,
        side_b=side_b, place_name=part.places[part.place[at]], precision=precision,
        country=country, adm1=names.get(adm1), adm2=names.get(adm2), border=border,
        fatalities_low=low, fatalities_best=best, fatalities_high=high,
        rival=bool(part.flags[at] & RIVAL), dataset=dataset,
        publisher=part.publishers[part.publisher[at]][0], title=part.titles[at].as_py(),
        retold=bool(part.flags[at] & RETOLD),
    )  # fmt: skip


def similar_ids(loaded: Loaded, event_id: str, limit: int) -> tuple[str, ...]:
    """Return the ids that are spelt most like this one."""
    ids = pa.table({"event_id": loaded.ids})
    with closed({"ids": ids}) as connection:
        found_rows = connection.execute(
            "SELECT event_id FROM ids WHERE jaro_winkler_similarity(event_id, ?) > 0.8"
            " ORDER BY jaro_winkler_similarity(event_id, ?) DESC, event_id LIMIT ?",
            [event_id, event_id, limit],
        ).fetchall()
    return tuple(row[0] for row in found_rows)
