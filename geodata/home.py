"""Where the data folder is: tables, boundaries that a user has added, logs."""

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
