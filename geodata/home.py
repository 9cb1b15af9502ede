"""Where a user's own files are: the data folder, and the words and places of their region."""

from __future__ import annotations

import os
from pathlib import Path


def data_home() -> Path:
    """Return the data folder: ``CONFLICT_MAP_HOME``, else ``./data``.

    Returns
    -------
    pathlib.Path
        An absolute path; the folder itself may not exist yet.
    """
    return Path(os.environ.get("CONFLICT_MAP_HOME") or "data").expanduser().resolve()


def table_address() -> str | None:
    """Return where the tables lie on object storage: ``CONFLICT_MAP_TABLES``, else None."""
    return os.environ.get("CONFLICT_MAP_TABLES") or None


def region_folder() -> Path | None:
    """Return the folder of the user's own words, actors and places (docs/coding-another-region.md).

    Returns
    -------
    pathlib.Path or None
        ``CONFLICT_MAP_REGION``, else ``region`` in the data folder; None where there is none.

    Raises
    ------
    NotADirectoryError
        ``CONFLICT_MAP_REGION`` names no folder.
    """
    named = os.environ.get("CONFLICT_MAP_REGION")
    folder = Path(named).expanduser().resolve() if named else data_home() / "region"
    if folder.is_dir():
        return folder
    if named:
        message = f"CONFLICT_MAP_REGION is {named!r}, which is no folder"
        raise NotADirectoryError(message)
    return None
