"""What a worker does: shows what it is and sees, works on a share, codes some reports.

These run in a worker's process, often several at once in its threads.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from events import code_command
from events.batches.workers import Outcome, code_one
from events.cluster.errors import ClusterError
from events.cluster.stamp import Stamp, stamp
from events.importers.shares import Done, Share, work
from events.importing import Order, tools_of
from events.model import Report

_ENDS = 1 << 16  # bytes
_coding = Lock()  # the parser is not made for several threads


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as a machine sees it: its bytes, and a hash of its first and last of them."""

    path: Path
    size: int
    ends: str

    @classmethod
    def of(cls, path: Path) -> Seen:
        """Return a file as this machine sees it; OSError where it cannot be read."""
        size = path.stat().st_size
        digest = hashlib.sha256()
        with path.open("rb") as file:
            digest.update(file.read(_ENDS))
            file.seek(max(size - _ENDS, 0))
            digest.update(file.read(_ENDS))
        return cls(path, size, digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Terms:
    """What a worker must have to take part; ``folder`` is where shares are written, if any are."""

    home: Path
    stamp: Stamp
    files: tuple[Seen, ...] = ()
    folder: Path | None = None


def unmet(terms: Terms) -> list[str]:
    """Return in words what keeps this process from taking part."""
    wrong = terms.stamp.differences(stamp(terms.home))
    for each in terms.files:
        try:
            if Seen.of(each.path) != each:
                wrong.append(f"{each.path} is another file there; let it see the very same one")
        except OSError as error:
            wrong.append(f"{each.path}: it cannot read it ({error.strerror}); let it see the file")
    if terms.folder and not (terms.folder.is_dir() and os.access(terms.folder, os.W_OK)):
        wrong.append(
            f"{terms.folder.parent}: it cannot write there; the data folder must lie on a drive "
            "that all workers share, under one path"
        )
    return wrong


def import_share(share: Share, order: Order, terms: Terms) -> Done:
    """Work on a share of an import, with look-ups of its own."""
    _same(terms)
    if terms.folder is None:
        message = "a share needs a folder to be written to"
        raise ClusterError(message)
    return work(share, tools_of(order, terms.home), terms.folder)


def code_reports(reports: Sequence[Report], terms: Terms) -> list[Outcome]:
    """Code some reports of a batch, in order: their places found, their events checked."""
    _same(terms)
    with _coding:
        return [code_one(str(terms.home), each) for each in reports]


def code_plain(reports: Sequence[Report], terms: Terms) -> list[Outcome]:
    """Code some reports, in order, as the verb ``code`` prints them."""
    _same(terms)
    with _coding:
        return [code_command.code_one(each) for each in reports]


def _same(terms: Terms) -> None:
    """Raise where this worker came too late to be asked, and may not take part."""
    wrong = terms.stamp.differences(stamp(terms.home))
    if wrong:
        message = f"a worker on {os.uname().nodename} came later and may not take part: {wrong[0]}"
        raise ClusterError(message)
