"""Build the gazetteer: every place of the packages and the curated file, with a search index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq

from geodata import placewords
from geodata.building.gazetteer_areas import build_areas
from geodata.building.gazetteer_curated import add_curated
from geodata.building.gazetteer_places import build_places, holders, read_points
from geodata.building.gazetteer_row import Row
from geodata.building.packages import fetch
from geodata.folding import fold
from geodata.gazetteer import CORE_KINDS, KEYS_FILE, ROWS_FILE

_TYPES: dict[str, Any] = {
    "aliases": pa.list_(pa.string()),
    "lat": pa.float64(),
    "lon": pa.float64(),
    "population": pa.int32(),
}
_FEW_VALUES = {
    "kind", "country", "precision", "source", "adm1_id", "adm1", "adm2_id", "adm2", "border",
    "aliases", "note",
}  # fmt: skip


def build(cache: Path, out: Path) -> list[str]:
    """Write gazetteer.parquet and gazetteer_keys.parquet.

    Parameters
    ----------
    cache
        Folder of the fetched packages.
    out
        Folder that holds adm1.parquet and adm2.parquet already, and that the files are written to.

    Returns
    -------
    list of str
        What was taken, matched, moved and left out, a line each.
    """
    lines: list[str] = []
    packages = fetch(cache)
    adm1 = gpd.read_parquet(out / "adm1.parquet")
    adm2 = gpd.read_parquet(out / "adm2.parquet")
    points = read_points(packages, adm1)
    areas = build_areas(packages, adm1, adm2, holders(points, adm1), lines.append)
    places = build_places(packages, points, areas, adm1, adm2, say=lines.append)
    rows = add_curated([*areas.rows, *places], adm1, lines.append)
    rows.sort(key=lambda row: row.id)
    keys = index(rows)
    _write(_table(rows), out / ROWS_FILE)
    _write(keys, out / KEYS_FILE)
    lines.append(f"gazetteer: {len(rows)} rows, {keys.num_rows} spellings by sound")
    return lines


def index(rows: Sequence[Row]) -> pa.Table:
    """Return the search index: the fold key of each spelling with its row's number, sorted."""
    pairs = sorted({(key, number) for number, row in enumerate(rows) for key in _keys(row)})
    return pa.table(
        {
            "key": pa.array([key for key, _ in pairs], pa.string()),
            "row": pa.array([number for _, number in pairs], pa.int32()),
        }
    )


def _keys(row: Row) -> Iterable[str]:
    core = placewords.load().core
    for name in (row.name, *row.aliases):
        yield fold(name)
        # "Zabul Province" is found by "Zabul"; a town or gate keeps its whole name.
        if row.kind in CORE_KINDS and (short := fold(core(name).name)):
            yield short


def _table(rows: Sequence[Row]) -> pa.Table:
    columns: dict[str, Any] = {}
    for field in fields(Row):
        kind: Any = _TYPES.get(field.name, pa.string())
        columns[field.name] = pa.array([getattr(row, field.name) for row in rows], kind)
    return pa.table(columns)


def _write(table: pa.Table, path: Path) -> None:
    names: Any = [name for name in table.column_names if name in _FEW_VALUES]
    pq.write_table(table, path, compression="zstd", compression_level=12, use_dictionary=names)
