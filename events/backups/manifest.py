"""What an archive says that it holds, and which names may stand in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.snapshot import StoreError

NAME = "manifest.json"
FORMAT = 1
# what of a data folder is copied: the rest is on its way in, or written anew by the program
FOLDERS = ("tables", "boundaries", "region", "imports")
_PART = re.compile(r"[^/\\\x00-\x1f\x7f:]{1,255}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class BackupError(StoreError):
    """A copy cannot be made or put back; the message says why, and what is accepted."""


@dataclass(frozen=True, slots=True)
class Copied:
    """One file of an archive: its bytes and their SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: the store's version, when it was made (UTC), its files by name."""

    version: int
    made: str
    files: Mapping[str, Copied]

    def to_json(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        files = {name: [each.size, each.sha256] for name, each in sorted(self.files.items())}
        said = {"format": FORMAT, "version": self.version, "made": self.made, "files": files}
        return json.dumps(said, indent=0).encode()


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest of an archive.

    Raises
    ------
    BackupError
        When it is none, or of another form.
    """
    try:
        said: dict[str, Any] = json.loads(content)
        if said["format"] != FORMAT:
            message = f"{NAME} says format {said['format']!r}; accepted is {FORMAT}"
            raise BackupError(message)
        files = {
            str(name): Copied(int(each[0]), str(each[1])) for name, each in said["files"].items()
        }
        version, made = int(said["version"]), str(said["made"])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        message = f"{NAME} cannot be read as what this program writes: {error!r}"
        raise BackupError(message) from error
    for name, each in files.items():
        if each.size < 0 or not _DIGEST.fullmatch(each.sha256):
            message = f"{NAME}, {name[:80]!r}: no size in bytes and SHA-256"
            raise BackupError(message)
    return Manifest(version, made, files)


def check_name(name: str) -> None:
    """Raise where a name would not stay inside the data folder, or is none that is copied.

    Raises
    ------
    BackupError
        Naming it.
    """
    parts = name.split("/")
    fine = all(_PART.fullmatch(part) and part not in {".", ".."} for part in parts)
    if not fine or parts[0] not in FOLDERS or len(parts) < 2:  # noqa: PLR2004
        accepted = ", ".join(f"{each}/…" for each in FOLDERS)
        message = f"{name[:120]!r} is no name in a data folder; accepted are {accepted}"
        raise BackupError(message)
