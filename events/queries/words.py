"""In which events a word stands: an index of each part's words, kept beside the part.

A text is cut at its spaces, so that whatever stands between two spaces is one entry.  A word
that is asked for holds no space: where it stands in a text, it stands within one entry.  So
looking through the entries finds exactly what looking through all texts would.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.queries.kernels import marked, posted
from events.queries.parts import KEPT_FROM, Part, keep, kept_name
from events.queries.reading import THREADS, WHOLE, closed, literal, unreadable
from events.schema import EVENTS

Bits = npt.NDArray[np.uint8]
BATCH = 50_000  # texts cut up at once
FOLDED = "lower(strip_accents(replace({text}, chr(0), ' ')))"  # strip_accents stops at a null
_TEXT = FOLDED.format(
    text="concat_ws(' ', notes, place_name, source_title, adm1, adm2,"
    " array_to_string(list_transform(places, lambda p: p.name), ' '),"
    " array_to_string(list_transform(claims, lambda c: c.what), ' '))"
)


@dataclass(frozen=True)
class Index:
    """The entries of a part's texts, each once, and the events that each stands in.

    ``rows[starts[n] : starts[n + 1]]`` are the numbers of the events with entry ``n``.
    """

    entries: pa.Array
    starts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    events: int

    def holding(self, word: str) -> Bits:
        """Return a bit for each event, set where a folded word stands in its text."""
        bits = np.zeros(-(-self.events // 8), np.uint8)
        found = pc.indices_nonzero(pc.match_substring(self.entries, word))
        marked(bits, found.to_numpy().astype(np.int64), self.starts, self.rows)
        return bits


@lru_cache(256)
def folded(words: str) -> tuple[str, ...]:
    """Return words as the texts are folded: without accents, in small letters."""
    with closed({}) as connection:
        sql = f"SELECT {FOLDED.format(text='?')}"
        rows = [connection.execute(sql, [each]).fetchall() for each in words.split()]
    return tuple(str(row[0][0]) for row in rows)


def index_of(part: Part, folder: Path | None) -> Index:
    """Return the index of a part, as kept in a folder or made and kept there.

    Raises
    ------
    StoreError
        When the part's file cannot be read.
    """
    kept = folder / f"{kept_name(part.file)}.words" if folder and len(part) >= KEPT_FROM else None
    size = str(Path(part.file).stat().st_size)
    if kept and (found := _mapped(kept, len(part), size)):
        return found
    table = _made(part, size)
    found = _mapped(kept, len(part), size) if kept and keep(table, kept) else None
    return found or _index(table, len(part))


def _mapped(kept: Path, events: int, size: str) -> Index | None:
    try:
        with pa.memory_map(os.fspath(kept)) as source:
            table = pa.ipc.open_file(source).read_all()
    except (OSError, pa.ArrowInvalid):
        return None
    return _index(table, events) if table.schema.metadata.get(b"size") == size.encode() else None


def _index(table: pa.Table, events: int) -> Index:
    entries, rows = (table[name].chunk(0) for name in ("entry", "rows"))
    return Index(entries, rows.offsets.to_numpy(), rows.values.to_numpy(), events)


def _made(part: Part, size: str) -> pa.Table:
    """Cut the texts of a part's file into entries, some texts at a time."""
    pieces, lengths = [], []
    for texts in _texts(part.file):
        cut = pc.split_pattern(texts, " ")
        pieces.append(cut.flatten().dictionary_encode())
        lengths.append(np.diff(cut.offsets.to_numpy()))
    entries: Any = pa.array([], pa.large_string())
    codes = np.empty(0, np.int32)
    if pieces:
        whole = pa.chunked_array(pieces).unify_dictionaries()
        entries = whole.chunk(0).dictionary.cast(pa.large_string())
        codes = np.concatenate([each.indices.to_numpy() for each in whole.chunks])
    starts = np.concatenate([[0], np.cumsum(np.concatenate([[0], *lengths])[1:])])
    back = np.empty(len(part), np.int32)  # from the file's order to the part's
    back[part.file_row] = np.arange(len(part), dtype=np.int32)
    first, rows = posted(codes, starts.astype(np.int64), back)
    posts = pa.LargeListArray.from_arrays(pa.array(first), pa.array(rows))
    return pa.table({"entry": entries, "rows": posts}, metadata={"size": size})


def _texts(file: str) -> Any:
    """Yield the folded texts of a file in its own order, an array at a time."""
    with duckdb.connect(config={"threads": THREADS}) as connection:
        connection.register("empty", EVENTS.empty_table())
        try:
            found = connection.sql(f"SELECT {_TEXT} AS text FROM {WHOLE}", params=[literal([file])])
            for batch in found.to_arrow_reader(BATCH):
                yield batch["text"].cast(pa.string())
        except duckdb.Error as error:
            raise unreadable([file], error) from error
