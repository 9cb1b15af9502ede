"""Where do the map's scripts and styles come from?  From this app, never from elsewhere.

folium, branca and streamlit-folium name addresses on other servers as class attributes.
:func:`localise` points them at the bundle that ``npm run build`` makes, and removes what the
bundle does not hold, so that a class which needs it breaks visibly instead of reaching out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import folium
import folium.plugins
from folium.elements import JSCSSMixin

VENDOR = Path(__file__).resolve().parents[1] / "static" / "vendor"
# Seen from /component/streamlit_folium.st_folium/index.html, so that it holds under a base path.
APP_ROOT = "../../"
BUILD_COMMAND = "npm ci && npm run build"
_NAMES = ("map.js", "map.css")


class NotBuiltError(RuntimeError):
    """The browser files are not there; the message names the command that makes them."""


def bundle(vendor: Path = VENDOR) -> dict[str, str]:
    """Return the bundle's file names by role, as ``npm run build`` has listed them.

    Raises
    ------
    NotBuiltError
        If a file is not there.
    """
    return dict(_bundle(vendor, _stamp(vendor / "manifest.json")))


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=4)
def _bundle(vendor: Path, stamp: int) -> tuple[tuple[str, str], ...]:  # noqa: ARG001
    try:
        listed = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
        names = tuple((role, str(listed[role])) for role in _NAMES)
    except (OSError, ValueError, KeyError):
        names = ()
    if not names or not all((vendor / name).is_file() for _, name in names):
        raise NotBuiltError(
            "The map's browser files have not been built yet. "
            f"Run `{BUILD_COMMAND}` in the project's folder, then reload this page."
        )
    return names


def localise(vendor: Path = VENDOR) -> tuple[str, ...]:
    """Point every folium class at the local bundle; may be called on every run.

    Returns
    -------
    tuple of str
        What was removed since the bundle does not hold it, as ``Class:resource``; empty
        when there was nothing left to remove.

    Raises
    ------
    NotBuiltError
        If the bundle is not there.
    """
    names = bundle(vendor)
    base = f"{APP_ROOT}assets/vendor/"
    removed = [report for cls in set(_family(JSCSSMixin)) for report in _strip(cls, base)]
    for cls in (folium.Map, folium.plugins.DualMap):
        cls.default_js = [("bundle", base + names["map.js"])]
        cls.default_css = [("bundle_css", base + names["map.css"])]
    return tuple(sorted(removed))


def _family(cls: type) -> Iterator[type]:
    yield cls
    for child in cls.__subclasses__():
        yield from _family(child)


def _strip(cls: type, base: str) -> Iterator[str]:
    for attribute in ("default_js", "default_css"):
        resources = cls.__dict__.get(attribute) or []
        foreign = [name for name, address in resources if not address.startswith(base)]
        if foreign:
            setattr(cls, attribute, [])
        yield from (f"{cls.__name__}:{name}" for name in foreign)
