"""Folders for work under way: known to be in use while their process lives, cleared after it.

Whether the process lives is known by a lock that the system takes back when it ends, however it
ends.  Only folders of the same machine are judged: not every file system shares locks.
"""

from __future__ import annotations

import platform
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

_LOCK = "in-use"


@contextmanager
def new_folder(parent: Path) -> Iterator[Path]:
    """Give a folder of one's own; it is gone at the end, come what may.

    Folders of the same parent whose processes were killed are cleared before.
    """
    parent.mkdir(parents=True, exist_ok=True)
    clear_abandoned(parent)
    folder = parent / uuid.uuid4().hex
    # under another name until it is locked: nobody may take it for abandoned
    begun = parent / f"new-{folder.name}"
    begun.mkdir()
    with (begun / _LOCK).open("w", encoding="utf-8") as lock:
        lock.write(platform.node())
        lock.flush()
        _locked(lock)
        begun.rename(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def clear_abandoned(parent: Path) -> None:
    """Remove the folders that killed processes of this machine left."""
    for path in parent.glob(f"*/{_LOCK}"):
        try:
            with path.open("r+", encoding="utf-8") as lock:
                if lock.read() == platform.node() and _locked(lock):
                    shutil.rmtree(path.parent, ignore_errors=True)
        except OSError:  # its process has just ended, and cleared it
            continue


def _locked(lock: IO[str]) -> bool:
    """Lock a file that no process has locked; whether that could be done."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
