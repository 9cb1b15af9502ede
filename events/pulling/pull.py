"""A pull: all pages of an interface into the data folder, and from there into the store.

Pages that have come are kept until they are stored.  A pull that was broken off goes on with the
page that is missing; one that asks for something else begins anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from events.pulling.interfaces import Interface
from events.pulling.web import PullError

MOST_PAGES = 100_000
_LAST = "complete"


def folder_of(home: Path, name: str, asked: Mapping[str, str]) -> Path:
    """Return where the pages of a question are kept: another question, another folder."""
    told = json.dumps([name, sorted(asked.items())]).encode()
    return home / "pulls" / f"{name}-{blake2b(told, digest_size=6).hexdigest()}"


def pull(interface: Interface, folder: Path) -> tuple[Path, ...]:
    """Fetch the pages that are missing; return the files of all, in order.

    Raises
    ------
    PullError
        When the interface does not give a page; those before it are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.glob("page-*.json")))
    while not (folder / _LAST).exists():
        if number >= MOST_PAGES:
            message = f"{number} pages and no end; ask for less at once"
            raise PullError(message)
        rows, last = interface.page(number)
        if rows:
            unfinished = folder / "unfinished"
            unfinished.write_text(json.dumps({"data": rows}), encoding="utf-8")
            unfinished.replace(folder / f"page-{number:06}.json")
        number += 1
        if last or not rows:
            (folder / _LAST).touch()
    return tuple(sorted(folder.glob("page-*.json")))


def done(folder: Path) -> None:
    """Forget the pages, once they are stored."""
    shutil.rmtree(folder, ignore_errors=True)
