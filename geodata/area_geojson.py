"""Read GeoJSON feature by feature, so that one broken feature costs only itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geodata.findings import BoundaryError, Finding

_CLOSED_RING = 4


def read_geojson(path: Path) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Return the features as a frame in the file's reference system.

    A feature whose geometry cannot be read has a null geometry and a finding.

    Raises
    ------
    BoundaryError
        If the file is no JSON, or no FeatureCollection; the message says where.
    """
    document = _parse(path)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        found = document.get("type") if isinstance(document, dict) else type(document).__name__
        raise BoundaryError(f"{path.name} is not a FeatureCollection but {found!r}")
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise BoundaryError(f"{path.name} has no features")
    rows, shapes, findings = [], [], []
    for number, feature in enumerate(features, start=1):
        properties, shape, problem = _feature(feature)
        rows.append(properties)
        shapes.append(shape)
        if problem:
            findings.append(Finding("warning", "geojson", f"feature {number}", problem))
    frame = gpd.GeoDataFrame(rows, geometry=shapes, crs=_crs(document, path))
    return frame, findings


def _parse(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BoundaryError(
            f"{path.name} is not UTF-8: byte {error.object[error.start]:#04x} at offset "
            f"{error.start}; save it as UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        raise BoundaryError(
            f"{path.name} is no JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise BoundaryError(f"{path.name} is nested too deep to be GeoJSON") from error


def _feature(feature: Any) -> tuple[dict[str, Any], shapely.Geometry | None, str]:
    if not isinstance(feature, dict):
        return {}, None, f"is {type(feature).__name__}, not an object"
    given = feature.get("properties")
    properties = (
        {key: value for key, value in given.items() if key != "geometry"}
        if isinstance(given, dict)
        else {}
    )
    geometry = feature.get("geometry")
    if geometry is None:
        return properties, None, ""
    try:
        return properties, _shape(geometry), ""
    except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        return properties, None, f"its geometry cannot be read: {error}"


def _shape(geometry: Any) -> shapely.Geometry:
    if not isinstance(geometry, dict):
        raise TypeError(f"it is {type(geometry).__name__}, not an object")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        return _polygon(coordinates)
    if kind == "MultiPolygon" and isinstance(coordinates, list):
        return shapely.MultiPolygon([_polygon(part) for part in coordinates])
    return shapely.geometry.shape(geometry)


def _polygon(rings: Any) -> shapely.Polygon:
    outer, *holes = (_ring(ring) for ring in rings)
    return shapely.Polygon(outer, holes)


def _ring(ring: Any) -> np.ndarray:
    corners = np.asarray([corner[:2] for corner in ring], dtype=float)
    if len(corners) < _CLOSED_RING:
        raise ValueError(f"a ring has {len(corners)} corners; a closed ring has at least 4")
    if not np.isfinite(corners).all():
        raise ValueError("a coordinate is not a finite number")
    return corners


def _crs(document: dict[str, Any], path: Path) -> pyproj.CRS:
    """Return the old ``crs`` member if there is one; RFC 7946 knows degrees only."""
    member = document.get("crs")
    if member is None:
        return pyproj.CRS("EPSG:4326")
    try:
        return pyproj.CRS.from_user_input(member["properties"]["name"])
    except (KeyError, TypeError, pyproj.exceptions.CRSError) as error:
        raise BoundaryError(
            f"{path.name} names a reference system that is not known: {str(member)[:120]}"
        ) from error
