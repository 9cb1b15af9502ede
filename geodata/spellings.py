"""The gazetteer's search index: spellings by sound, found by binary search in one buffer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Spellings:
    """Fold keys in the order of their bytes, each with the number of the row it names.

    A dictionary of a million keys takes a second to fill; the sorted buffer takes none, and
    a look-up in it some microseconds.
    """

    text: bytes
    offsets: NDArray[np.int32]
    rows: NDArray[np.int32]

    @classmethod
    def of(cls, table: pa.Table) -> Spellings:
        """Take the columns ``key`` and ``row`` of gazetteer_keys.parquet."""
        keys: Any = table["key"].combine_chunks()
        _valid, offsets, text = keys.buffers()
        numbers = np.frombuffer(offsets, dtype=np.int32)[: len(keys) + 1]
        return cls(text.to_pybytes(), numbers, table["row"].to_numpy())

    def __len__(self) -> int:
        return len(self.rows)

    def key(self, position: int) -> str:
        """Return the key at a position."""
        return self._bytes(position).decode("utf-8")

    def rows_of(self, key: str) -> NDArray[np.int32]:
        """Return the numbers of the rows that a key names; none is an empty array."""
        wanted = key.encode("utf-8")
        first = self._first(wanted)
        last = first
        while last < len(self.rows) and self._bytes(last) == wanted:
            last += 1
        return self.rows[first:last]

    def _bytes(self, position: int) -> bytes:
        return self.text[self.offsets[position] : self.offsets[position + 1]]

    def _first(self, wanted: bytes) -> int:
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low
