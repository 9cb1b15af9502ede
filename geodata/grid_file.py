"""The grid of the shipped areas as a file: to make the world's takes seconds, to read it none.

A file says of which geometries it was made, and serves for those alone.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geodata.cells import FIRST_LIST, Grid

NAME = "adm1_cells.parquet"
_ZSTD = 19
_CODES, _SIZES = pa.list_(pa.int32()), pa.list_(pa.int32())
_SCHEMA = pa.schema(
    [
        ("geometries", pa.string()),
        ("coarse", _CODES),
        ("fine", _CODES),
        ("sizes", _SIZES),
        ("candidates", _CODES),
    ]
)


def digest(geometries: npt.NDArray[Any]) -> str:
    """Return the sha256 of some geometries, each as WKB; missing ones count as empty."""
    found = hashlib.sha256()
    for each in shapely.to_wkb(geometries, byte_order=1):
        found.update(b"" if each is None else each)
    return found.hexdigest()


def content(geometries: npt.NDArray[Any], grid: Grid) -> bytes:
    """Return the file of a grid that was made of some geometries.

    Codes from ``FIRST_LIST`` downwards count up in the order of the cells, so that they are
    written as one and the same, which takes a third of the room.
    """
    row = {
        "geometries": digest(geometries),
        "coarse": np.maximum(grid.coarse, FIRST_LIST),
        "fine": np.maximum(grid.fine, FIRST_LIST),
        "sizes": np.diff(grid.starts).astype(np.int32),
        "candidates": grid.candidates,
    }
    columns = [pa.array([row[field.name]], field.type) for field in _SCHEMA]
    out = io.BytesIO()
    table = pa.Table.from_arrays(columns, schema=_SCHEMA)
    pq.write_table(table, out, compression="zstd", compression_level=_ZSTD)
    return out.getvalue()


def read(path: Path, geometries: npt.NDArray[Any]) -> Grid | None:
    """Return the grid in a file; None where it is missing, or made of other geometries."""
    if not path.is_file():
        return None
    with pq.ParquetFile(path) as file:
        made_of = file.read(["geometries"])["geometries"][0].as_py()
        if made_of != digest(geometries):
            return None
        coarse, fine, sizes, candidates = (
            file.read([name])[name].combine_chunks().flatten().to_numpy()
            for name in _SCHEMA.names[1:]
        )
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    return Grid(_numbered(coarse), _numbered(fine), starts, candidates)


def _numbered(codes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return codes in which the cells that refer to something do so in their order."""
    refer = np.flatnonzero(codes == FIRST_LIST)
    numbered = codes.copy()
    numbered[refer] = FIRST_LIST - np.arange(len(refer), dtype=np.int32)
    return numbered
