"""How the columns of a part are laid out from a Parquet file of the table of events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events.queries.combos import SORT, WHERE
from events.queries.kernels import NEAR, NO_DAY, NONE, RETOLD, RIVAL
from events.queries.parts import KEPT_FROM, Part, keep, kept_name, mapped, part_of, whole
from events.schema import EVENTS

Ints = npt.NDArray[np.int32]
_MOST = 2**31 - 1
_BETWEEN = "\x1f"
_NAMES = (*SORT, *WHERE, "place_name", "source_publisher", "source_title")
_OTHERS = (
    "event_id", "date_start", "date_end", "side_a", "side_b", "x22", "y22", "fatalities_low",
    "fatalities_best", "fatalities_high", "source_retold",
)  # fmt: skip


def read_part(file: str, rivals: Sequence[str], folder: Path | None) -> Part:
    """Read the events of a Parquet file; keep them in a folder.

    Parameters
    ----------
    file : str
        A file of the table of events; the name of its folder says the data set.
    rivals : sequence of str
        The ids of events with rival claims.
    folder : Path, optional
        Where parts are kept; a small one is not.

    Raises
    ------
    pyarrow.ArrowException, OSError
        When the file cannot be read.
    """
    size = str(Path(file).stat().st_size)
    table = _laid_out(file, rivals, size)
    if folder is None or table.num_rows < KEPT_FROM:
        return part_of(file, table)
    kept = folder / kept_name(file)
    return (mapped(kept, file, size) if keep(table, kept) else None) or part_of(file, table)


def _laid_out(file: str, rivals: Sequence[str], size: str) -> pa.Table:
    """Return the columns of a part; what the numbers stand for is told in its metadata."""
    raw = _read(file)
    order = _order(raw["event_id"])
    if order is not None:
        raw = raw.take(order)
    days, day = np.unique(_days(raw["date_start"]), return_inverse=True)
    end = np.where(_days(raw["date_end"]) == NO_DAY, days[day], _days(raw["date_end"]))
    sorts, sort = _combined(raw, SORT)
    wheres, where = _combined(raw, WHERE)
    pairs, sides = _sides(raw["side_a"], raw["side_b"])
    publishers, publisher = _coded(raw["source_publisher"])
    places, place = _coded(raw["place_name"])
    precise = np.array([row[4] in {"exact", "near"} for row in wheres], bool)[where]
    near = np.array([row[4] == "near" for row in wheres], bool)[where]
    retold = raw["source_retold"].fill_null(False).to_numpy()  # noqa: FBT003
    rival = pc.is_in(raw["event_id"], pa.array(rivals, pa.string())).to_numpy()
    columns = {
        "day": day, "end": end, "sort": sort, "where": where, "sides": sides,
        "publisher": publisher, "place": place,
        "x": np.where(precise, _filled(raw["x22"]), NONE),
        "y": np.where(precise, _filled(raw["y22"]), NONE),
        **{name: _filled(raw[f"fatalities_{name}"]) for name in ("low", "best", "high")},
        "file_row": np.arange(raw.num_rows) if order is None else order.to_numpy(),
    }  # fmt: skip
    told = {
        "days": days.tolist(), "sorts": sorts, "wheres": wheres, "pairs": pairs,
        "publishers": publishers, "places": places,
    }  # fmt: skip
    arrays = {"ids": whole(raw["event_id"]), "titles": whole(raw["source_title"])}
    arrays |= {name: pa.array(np.asarray(values, np.int32)) for name, values in columns.items()}
    flags = near * NEAR + retold * RETOLD + rival * RIVAL
    arrays["flags"] = pa.array(np.asarray(flags, np.uint8))
    return pa.table(arrays, metadata={"told": json.dumps(told), "size": size})


def _read(file: str) -> pa.Table:
    """Return the columns that parts are made of; the data set stands in the folder's name."""
    there = set(pq.read_schema(file).names)
    names = [name for name in _NAMES if name in there]
    with pq.ParquetFile(file, read_dictionary=names) as source:
        read = source.read([*names, *(name for name in _OTHERS if name in there)])
    # other writers store text in other forms
    columns = {name: read[name] for name in names}
    for name, column in columns.items():
        if not pa.types.is_dictionary(column.type):
            columns[name] = column.cast(pa.string())
    for name in _OTHERS:
        columns[name] = read[name].cast(EVENTS.field(name).type)
    raw = pa.table(columns)
    if "dataset" not in there:
        codes = pa.array(np.zeros(raw.num_rows, np.int32))
        dataset = unquote(Path(file).parent.name.removeprefix("dataset="))
        named = pa.DictionaryArray.from_arrays(codes, pa.array([dataset]))
        raw = raw.append_column("dataset", named)
    titles = raw["source_title"].cast(pa.string())
    return raw.set_column(raw.schema.get_field_index("source_title"), "source_title", titles)


def _order(ids: pa.ChunkedArray) -> pa.Array | None:
    """Return the order that sorts ids, None where they are sorted."""
    whole = ids.combine_chunks()
    if len(whole) < 2 or pc.all(pc.less(whole[:-1], whole[1:])).as_py():  # noqa: PLR2004
        return None
    return pc.sort_indices(whole)


def _days(column: pa.ChunkedArray) -> Ints:
    days: Ints = column.cast(pa.int32()).fill_null(NO_DAY).to_numpy()
    return days


def _filled(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Return whole numbers, -1 for none; what does not fit 31 bits is the most that does."""
    values: npt.NDArray[np.int64] = column.cast(pa.int64()).fill_null(NONE).to_numpy()
    return np.clip(values, NONE, _MOST)


def _coded(column: pa.ChunkedArray) -> tuple[list[str | None], npt.NDArray[np.int64]]:
    """Return the values of a column of text, each once, and for each row which it is."""
    whole = column.combine_chunks()
    if not pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_encode()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.unify_dictionaries().combine_chunks()
    names: list[str | None] = whole.dictionary.to_pylist()
    codes = whole.indices.fill_null(len(names)).to_numpy()
    return [*names, None], np.asarray(codes, np.int64)


def _combined(
    raw: pa.Table, names: Sequence[str]
) -> tuple[list[list[str | None]], npt.NDArray[np.int64]]:
    """Return the combinations of some columns, each once, and for each row which it is."""
    code = np.zeros(raw.num_rows, np.int64)
    rows: list[list[str | None]] = [[]]
    for name in names:
        values, own = _coded(raw[name])
        code, found = pd.factorize(code * len(values) + own)
        code = np.asarray(code, np.int64)
        rows = [[*rows[at // len(values)], values[at % len(values)]] for at in found.tolist()]
    return rows, code


def _sides(
    side_a: pa.ChunkedArray, side_b: pa.ChunkedArray
) -> tuple[list[list[list[str]]], npt.NDArray[np.int64]]:
    """Return the pairs of sides, each once, and for each row which it is."""
    lists, codes = zip(*(_listed(side.combine_chunks()) for side in (side_a, side_b)), strict=True)
    code, found = pd.factorize(codes[0] * max(len(lists[1]), 1) + codes[1])
    pairs = [[lists[0][at // len(lists[1])], lists[1][at % len(lists[1])]] for at in found.tolist()]
    return pairs, np.asarray(code, np.int64)


def _listed(side: pa.ListArray) -> tuple[list[list[str]], npt.NDArray[np.int64]]:
    """Return the lists of a column, each once, and for each row which it is."""
    joined = pc.binary_join(side, _BETWEEN)
    lengths = pc.list_value_length(side).fill_null(0).to_numpy()
    strange = pc.any(pc.match_substring(side.flatten(), _BETWEEN)).as_py()
    if strange or joined.null_count > side.null_count:  # cannot be told apart once joined
        named = [tuple(each or ()) for each in side.to_pylist()]
        code, found = pd.factorize(np.array([*named, ()], dtype=object)[:-1])
        return [list(each) for each in found], np.asarray(code, np.int64)
    text = pc.fill_null(joined, "").dictionary_encode()
    width = int(lengths.max(initial=0)) + 1
    code, found = pd.factorize(text.indices.to_numpy() * width + lengths)
    first = np.unique(code, return_index=True)[1] if len(code) else np.empty(0, np.int64)
    values = side.take(pa.array(first)).to_pylist()
    return [list(each or ()) for each in values], np.asarray(code, np.int64)
