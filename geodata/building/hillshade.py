"""Light relief pictures: the region around Afghanistan and Pakistan, and the world, coarse."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geodata.building.elevation import Grid, Heights, region_grid, world_grid
from geodata.building.packages import Packages

Box = tuple[float, float, float, float]

# West, south, east, north of the pictures, and their width in pixels.
REGION: Box = (57.0, 21.0, 82.0, 40.0)
WORLD: Box = (-180.0, -60.0, 180.0, 80.0)
_REGION_WIDTH, _WORLD_WIDTH = 2000, 2400
# Towards its edges the region's picture fades out, and the world's fades in (pixels).
_FADE = 120
_SUN = (np.radians(315.0), np.radians(45.0))
# Heights are drawn out so that plains show something too; coarse ground more so.
_REGION_STEEPER, _WORLD_STEEPER = 3.0, 14.0
# Levels of shadow and of light, and how dark the darkest is (0-255).
_LEVELS = 8
_DARKEST, _LIGHTEST = 150, 90
_KM_A_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG in Web Mercator and its corners in degrees (west, south, east, north)."""

    png: bytes
    bounds: Box


def draw_region(packages: Packages) -> Picture:
    """Return the region's relief, transparent on level ground and towards its edges.

    Shadow is black and light is white, of changing transparency, so that the picture can lie
    on any colour.
    """
    lat, lon = _axes(REGION, _REGION_WIDTH)
    shade = _shade(region_grid(packages), lat, lon, _REGION_STEEPER)
    return Picture(_png(_levels(shade * _fade(lat, lon))), REGION)


def draw_world(packages: Packages) -> Picture:
    """Return the world's relief, left out where the region's picture lies."""
    lat, lon = _axes(WORLD, _WORLD_WIDTH)
    shade = _shade(world_grid(packages), lat, lon, _WORLD_STEEPER)
    return Picture(_png(_levels(shade * (1 - _fade(lat, lon)))), WORLD)


def _axes(box: Box, width: int) -> tuple[Heights, Heights]:
    """Return the latitudes of rows of equal Web Mercator height, and the longitudes of columns."""
    west, south, east, north = box
    top, bottom = (np.arcsinh(np.tan(np.radians(lat))) for lat in (north, south))
    height = round(width * (top - bottom) / np.radians(east - west))
    mercator = top + (np.arange(height) + 0.5) * (bottom - top) / height
    lon = west + (np.arange(width) + 0.5) * (east - west) / width
    return np.degrees(np.arctan(np.sinh(mercator))), lon


def _shade(grid: Grid, lat: Heights, lon: Heights, steeper: float) -> Heights:
    """Return light on the ground, minus what level ground gets: -1 to 1."""
    azimuth, altitude = _SUN
    cell = 1000 * _KM_A_DEGREE * (lon[1] - lon[0]) * np.cos(np.radians(lat))[:, None]
    north, east = (slope / cell for slope in np.gradient(grid.at(lat, lon) * steeper))
    slope = np.arctan(np.hypot(north, east))
    aspect = np.arctan2(north, -east)
    turned = np.cos(np.pi / 2 - azimuth - aspect)
    light = np.sin(altitude) * np.cos(slope) + np.cos(altitude) * np.sin(slope) * turned
    return np.asarray(light - np.sin(altitude))


def _fade(lat: Heights, lon: Heights) -> Heights:
    """Return 1 inside the region, falling to 0 at its edges and outside."""
    west, south, east, north = REGION
    ramp = _FADE * (east - west) / _REGION_WIDTH
    across = np.clip(np.minimum(lon - west, east - lon) / ramp, 0, 1)
    down = np.clip(np.minimum(lat - south, north - lat) / ramp, 0, 1)
    return np.asarray(np.minimum.outer(down, across))


def _levels(shade: Heights) -> NDArray[np.uint8]:
    """Sort light into levels: 0 the darkest, ``_LEVELS`` level ground, above it the bright ones."""
    bright = np.clip(np.round(shade / 0.3 * (_LEVELS - 1)), 0, _LEVELS - 1)
    dark = np.clip(np.round(-shade / 0.75 * _LEVELS), 0, _LEVELS)
    return np.asarray(_LEVELS + bright - dark, dtype=np.uint8)


def _png(levels: NDArray[np.uint8]) -> bytes:
    picture = Image.fromarray(levels, mode="P")
    grey = [0] * _LEVELS + [255] * _LEVELS
    picture.putpalette([value for level in grey for value in (level, level, level)])
    dark = np.linspace(_DARKEST, 0, _LEVELS, endpoint=False)
    light = np.linspace(0, _LIGHTEST, _LEVELS)
    alpha = bytes(int(value) for value in [*dark, *light])
    out = io.BytesIO()
    picture.save(out, format="PNG", optimize=True, bits=4, transparency=alpha)
    return out.getvalue()
