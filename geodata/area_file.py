"""Read a file of areas that somebody hands in: names and polygons in EPSG:4326, or why not."""

from __future__ import annotations

import difflib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geodata.area_geojson import read_geojson
from geodata.findings import BoundaryError, Finding
from geodata.names import one_line

# A country's districts in full detail are below 100 MB; more is a mistake or an attack.
_MOST_BYTES = 300_000_000
_MOST_UNPACKED = 1_000_000_000
_MOST_AREAS = 50_000
_GEOJSON = frozenset({".geojson", ".json"})
_OGR = frozenset({".gpkg", ".shp", ".zip", ".fgb", ".kml", ".gdb", ".topojson"})
_DEGREES = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class FileAreas:
    """The areas of a file: columns name, parent ("" if not asked for), geometry (EPSG:4326)."""

    frame: gpd.GeoDataFrame
    findings: tuple[Finding, ...]


def read_areas(
    path: Path, name_field: str, parent_field: str | None = None, layer: str | None = None
) -> FileAreas:
    """Read the areas of a file that OGR knows, and say what is wrong with them.

    An area that cannot be used is left out with a finding; the others are kept.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, Shapefile (also zipped), FlatGeobuf, KML, FileGDB or TopoJSON.
    name_field, parent_field
        The columns with the area's name and its parent's.
    layer
        The layer, if the file has several.

    Raises
    ------
    BoundaryError
        If the file cannot be read at all, has no such column, no area, or coordinates that
        are not degrees and no reference system that says what they are.
    """
    raw, findings = _read(path, layer)
    for field in filter(None, (name_field, parent_field)):
        _need_field(raw, field, path)
    frame, more = _in_degrees(raw, path)
    findings += more
    names, more = _names(frame[name_field])
    findings += more
    parents = (
        [one_line(value) for value in frame[parent_field]] if parent_field else [""] * len(frame)
    )
    shapes, more = _polygons(list(frame.geometry), names)
    findings += more
    taken = gpd.GeoDataFrame({"name": names, "parent": parents}, geometry=shapes, crs="EPSG:4326")
    taken = taken[[shape is not None for shape in shapes]].reset_index(drop=True)
    if taken.empty:
        raise BoundaryError(f"{path.name} holds no polygon that can be used: {findings[0]}")
    return FileAreas(taken, tuple(findings))


def _read(path: Path, layer: str | None) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    _check_path(path)
    if path.suffix.casefold() in _GEOJSON:
        frame, findings = read_geojson(path)
    else:
        frame, findings = _read_ogr(path, layer), []
    if len(frame) > _MOST_AREAS:
        raise BoundaryError(
            f"{path.name} holds {len(frame)} areas; at most {_MOST_AREAS} are taken"
        )
    return frame, findings


def _check_path(path: Path) -> None:
    kind = path.suffix.casefold()
    if kind not in _GEOJSON | _OGR:
        known = ", ".join(sorted(_GEOJSON | _OGR))
        raise BoundaryError(f"{path.name}: the ending {path.suffix!r} is not known; {known} are")
    if not path.exists():
        raise BoundaryError(f"there is no file {path}")
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise BoundaryError(f"{path.name} has {size:,} bytes; at most {_MOST_BYTES:,} are taken")
    if kind == ".zip":
        _check_zip(path)


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise BoundaryError(
            f"{path.name} is not a zip archive that can be read: {error}"
        ) from error
    if unpacked > _MOST_UNPACKED:
        raise BoundaryError(
            f"{path.name} unpacks to {unpacked:,} bytes; at most {_MOST_UNPACKED:,} are taken"
        )


def _read_ogr(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    try:
        layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        if layer is None and len(layers) > 1:
            raise BoundaryError(f"{path.name} has several layers; name one: {', '.join(layers)}")
        if layer is not None and layer not in layers:
            raise BoundaryError(f"{path.name} has no layer {layer!r}; it has {', '.join(layers)}")
        frame = pyogrio.read_dataframe(path, layer=layer or layers[0], on_invalid="ignore")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise BoundaryError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise BoundaryError(f"{path.name} is a table without shapes; give a file with polygons")
    return frame


def _need_field(frame: gpd.GeoDataFrame, field: str, path: Path) -> None:
    fields = [str(column) for column in frame.columns if column != frame.geometry.name]
    if field in fields:
        return
    near = difflib.get_close_matches(field, fields, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise BoundaryError(
        f"{path.name} has no column {field!r}{hint} It has: {', '.join(fields) or 'none'}"
    )


def _in_degrees(frame: gpd.GeoDataFrame, path: Path) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    findings = []
    if frame.crs is None:
        findings.append(
            Finding("warning", "crs", "", "the file names no reference system; read as EPSG:4326")
        )
        frame = frame.set_crs("EPSG:4326")
    elif not frame.crs.equals("EPSG:4326", ignore_axis_order=True):
        findings.append(Finding("note", "crs", "", f"converted from {frame.crs.name} to EPSG:4326"))
        frame = frame.to_crs("EPSG:4326")
    west, south, east, north = frame.total_bounds
    inside = (
        _DEGREES[0] <= west
        and _DEGREES[1] <= south
        and east <= _DEGREES[2]
        and north <= _DEGREES[3]
    )
    if np.isfinite([west, south, east, north]).all() and not inside:
        raise BoundaryError(
            f"{path.name} has coordinates from {west:.6g}, {south:.6g} to {east:.6g}, {north:.6g}, "
            "which are no degrees: give the file's reference system (.prj, crs), or convert it "
            "to EPSG:4326"
        )
    return frame, findings


def _names(values: Any) -> tuple[list[str], list[Finding]]:
    names, findings = [], []
    for number, value in enumerate(values, start=1):
        name = one_line(value)
        if not name:
            name = f"(area {number})"
            findings.append(Finding("warning", "name", name, "has no name in the file"))
        names.append(name)
    return names, findings


def _polygons(
    shapes: list[shapely.Geometry | None], names: list[str]
) -> tuple[list[shapely.Geometry | None], list[Finding]]:
    kept: list[shapely.Geometry | None] = []
    findings: list[Finding] = []
    for shape, name in zip(shapes, names, strict=True):
        polygon, finding = _polygon(shape, name)
        kept.append(polygon)
        findings += [finding] if finding else []
    return kept, findings


def _polygon(shape: Any, name: str) -> tuple[shapely.Geometry | None, Finding | None]:
    if shape is None or shape.is_empty:
        return None, Finding("error", "geometry", name, "has no shape; left out")
    flat = shapely.force_2d(shape)
    if not flat.geom_type.endswith("Polygon"):
        message = f"is a {shape.geom_type}; only polygons are areas; left out"
        return None, Finding("error", "geometry", name, message)
    if flat.is_valid:
        return flat, None
    reason = shapely.is_valid_reason(flat)
    parts = shapely.get_parts(shapely.make_valid(flat, method="structure", keep_collapsed=False))
    mended = shapely.union_all([part for part in parts if part.geom_type == "Polygon"])
    if mended.is_empty:
        return None, Finding("error", "validity", name, f"cannot be mended ({reason}); left out")
    return mended, Finding("warning", "validity", name, f"mended: {reason}")
