"""What is seen of a table before it is read whole: some values of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

SEEN = 200  # values of a column that are looked at
DISTINCT = 50  # different values of a column that are kept
LONGEST = 200  # letters of a value that are kept


@dataclass(frozen=True, slots=True)
class Sample:
    """The columns of a table by their keys, in their order.

    ``seen`` are the first values of each, blank ones left out; ``words`` its most frequent
    values with how often they stand in the first stretch, ``distinct`` how many there are.
    """

    seen: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[tuple[str, int], ...]]
    distinct: Mapping[str, int]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns."""
        return tuple(self.seen)


def sample_of(table: pa.Table) -> Sample:
    """Return what is seen of the first stretch of a table; its columns are text."""
    seen: dict[str, tuple[str, ...]] = {}
    words: dict[str, tuple[tuple[str, int], ...]] = {}
    distinct: dict[str, int] = {}
    for key in table.column_names:
        values = pc.utf8_trim_whitespace(table[key].cast(pa.string()))
        full = values.filter(pc.fill_null(pc.not_equal(values, ""), False))  # noqa: FBT003
        seen[key] = tuple(one[:LONGEST] for one in full.slice(0, SEEN).to_pylist())
        counted = pc.value_counts(full)
        told = [(row["values"], row["counts"]) for row in counted[:DISTINCT].to_pylist()]
        if len(counted) > DISTINCT:
            order = pc.sort_indices(counted.field("counts"), "descending")[:DISTINCT]
            told = [(row["values"], row["counts"]) for row in counted.take(order).to_pylist()]
        told = [(one, count) for one, count in told if len(one) <= LONGEST]
        words[key] = tuple(sorted(told, key=lambda each: -each[1]))
        distinct[key] = len(counted)
    return Sample(seen, words, distinct)
