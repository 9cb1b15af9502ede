"""Where the files of a table and of its log lie: all that touches paths.

The log's files are read as they are: the table library's own history gives commits of a table
loaded at an earlier version the wrong numbers, and none in folders of odd names.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

from events.snapshot import StoreError

LOG = "_delta_log"
_UNUSABLE = frozenset("^|[]%\\")  # the table library takes them for parts of an address


def usable(home: Path) -> Path:
    """Return the folder of the tables in a data folder.

    Raises
    ------
    StoreError
        When the path holds a character that the table format cannot address.
    """
    odd = sorted(_UNUSABLE & set(home.as_posix()))
    if odd:
        message = f"{home}: a data folder's path may not hold {' '.join(odd)}; choose another"
        raise StoreError(message)
    return home / "tables"


@dataclass(frozen=True, slots=True)
class Linked:
    """A file that was brought into a table's folder: its name there, bytes, milliseconds."""

    name: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Held:
    """A file that lies in a table's folder: its name, bytes, and when it was written (seconds)."""

    name: str
    size: int
    written: float


@dataclass(frozen=True, slots=True)
class TableFolder:
    """The folder of one table."""

    path: Path

    @property
    def address(self) -> str:
        """The address that the table library takes."""
        return str(self.path)

    @property
    def log(self) -> Path:
        """The folder of its log."""
        return self.path / LOG

    def there(self) -> bool:
        """Return whether there is such a folder."""
        return self.path.is_dir()

    def make(self) -> None:
        """Make the folder where there is none."""
        self.path.mkdir(parents=True, exist_ok=True)

    def newest(self, seen: int = -1) -> int:
        """Return the newest version, -1 for none; one look where ``seen`` is the newest still."""
        if seen < 0 or not self._has(seen):
            seen = max(self.versions(), default=-1)
        while self._has(seen + 1):
            seen += 1
        return seen

    def versions(self) -> tuple[int, ...]:
        """Return the versions whose commits the log has, in order."""
        return tuple(sorted(int(e.stem) for e in self.log.glob("*.json") if e.stem.isdigit()))

    def commit(self, version: int) -> dict[str, Any]:
        """Return what the log says of one commit.

        Raises
        ------
        OSError, ValueError
            When the log has no such entry, or it cannot be read.
        """
        for action in self.actions(version):
            info: dict[str, Any] | None = action.get("commitInfo")
            if info is not None:
                return info | {"version": version}
        return {"version": version, "timestamp": 0}

    def actions(self, version: int) -> Iterator[dict[str, Any]]:
        """Yield what one commit did, as the table format has it; errors as :meth:`commit`."""
        with self._entry(version).open(encoding="utf-8") as lines:
            for line in lines:
                action: dict[str, Any] = json.loads(line)
                yield action

    def written(self, version: int) -> dict[str, int]:
        """Return the files that a commit wrote, rows and changes of rows, with their bytes."""
        found = [each.get("add") or each.get("cdc") for each in self.actions(version)]
        return {unquote(each["path"]): each["size"] for each in found if each}

    def pins(self, version: int) -> dict[str, int]:
        """Return the versions of the side tables that a commit names; errors as :meth:`commit`."""
        pins: dict[str, int] = json.loads(self.commit(version).get("pins", "{}"))
        return pins

    def files(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return where files of the folder lie, in order."""
        return tuple(sorted(str(self.path / name) for name in names))

    def link(self, staged: Iterable[Path], inner: str = "") -> Iterator[Linked]:
        """Bring staged files into the folder, or a folder in it, each under a new name."""
        for file in staged:
            name = f"{inner}part-{uuid.uuid4()}.zstd.parquet"
            (self.path / inner).mkdir(exist_ok=True)
            (self.path / name).hardlink_to(file)
            about = (self.path / name).stat()
            yield Linked(name, about.st_size, int(about.st_mtime * 1000))

    def unlink(self, names: Iterable[str]) -> None:
        """Take files out that no version names, or none that is still kept."""
        for name in names:
            (self.path / name).unlink(missing_ok=True)

    def entries(self) -> tuple[str, ...]:
        """Return the names of the log's own files, in order."""
        return tuple(sorted(f"{LOG}/{each.name}" for each in self.log.iterdir()))

    def read(self, name: str) -> BinaryIO:
        """Open a file of the folder to read it, from where it lies."""
        return (self.path / name).open("rb")

    def held(self) -> Iterator[Held]:
        """Yield the files in the folder, without those of the log."""
        for path in self.path.rglob("*"):
            name = path.relative_to(self.path).as_posix()
            if not name.startswith(f"{LOG}/") and path.is_file():
                about = path.stat()
                yield Held(name, about.st_size, about.st_mtime)

    def _has(self, version: int) -> bool:
        return self._entry(version).exists()

    def _entry(self, version: int) -> Path:
        return self.log / f"{version:020}.json"
