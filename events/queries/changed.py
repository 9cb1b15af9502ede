"""Which of the events that two versions do not share pass a filter, then or now.

A file that both versions have holds none of them, so only the others are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.queries.filter import Filter
from events.queries.questions import Questions

Mask = npt.NDArray[np.bool_]
Places = Mapping[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]


@dataclass(frozen=True)
class Located:
    """Where events stand: of each file the rows, and which of the events each row is."""

    count: int
    before: Places
    after: Places

    def passing(self, f: Filter, before: Questions, after: Questions) -> Mask:
        """Return which of the events pass a filter as they were, or as they are now.

        Parameters
        ----------
        f : Filter
        before, after : Questions
            Those of the versions in which the events were located.
        """
        found = np.zeros(self.count, bool)
        for places, questions in ((self.before, before), (self.after, after)):
            failing = questions.failing_in(f, frozenset(places))
            for file, (rows, events) in places.items():
                found[events[failing[file][rows] == 0]] = True
        return found


def located(ids: pa.ChunkedArray, before: Questions, after: Questions) -> Located:
    """Find the events that two versions do not share in both.

    Parameters
    ----------
    ids : pyarrow.ChunkedArray of string
        Theirs, as :func:`events.queries.comparing.differing` found them.
    before, after : Questions
    """
    old, new = ({*each.snapshot.event_files} for each in (before, after))
    return Located(len(ids), _places(ids, before, old - new), _places(ids, after, new - old))


def _places(ids: pa.ChunkedArray, questions: Questions, files: set[str]) -> Places:
    there = questions.ids_in(frozenset(files))
    if not there:
        return {}
    # in one call, so that the ids are hashed once for all files
    found = pc.index_in(pa.chunked_array(list(there.values()), pa.string()), ids.combine_chunks())
    flat = found.combine_chunks()  # whose pieces need not be those that were asked
    places, first = {}, 0
    for file, here in there.items():
        chunk = flat.slice(first, len(here))
        first += len(here)
        rows = np.flatnonzero(chunk.is_valid().to_numpy(zero_copy_only=False))
        places[file] = (rows, chunk.take(pa.array(rows)).to_numpy().astype(np.int64))
    return places
