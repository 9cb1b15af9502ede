"""Making the archive: a ZIP without compression, since most of it is compressed already."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from events.backups.manifest import FOLDERS, NAME, BackupError, Copied, Manifest
from events.store import Store

CHUNK = 1 << 20  # bytes
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a ZIP needs a time; the manifest says when


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was copied, and which entries of the data folder were left out."""

    manifest: Manifest
    size: int
    left_out: tuple[str, ...]


def back_up(store: Store, archive: Path, now: datetime) -> BackedUp:
    """Copy a data folder into one file, while others may go on writing.

    Tables that lie on object storage are copied from there.

    Raises
    ------
    BackupError
        When the archive is there already, or a file went away meanwhile.
    StoreError
        When the tables cannot be read.
    """
    if archive.exists():
        message = f"{archive}: is there already; choose another name"
        raise BackupError(message)
    tables = store.table_files()
    names: list[tuple[str, Callable[[], BinaryIO]]] = [
        (f"tables/{name}", opened) for name, opened in tables.files
    ]
    names += [(name, partial(_opened, path)) for name, path in _own(store.home)]
    part = archive.with_name(f"{archive.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as out:
            files = {name: _copied(out, name, opened) for name, opened in names}
            made = Manifest(tables.version, now.isoformat(timespec="seconds"), files)
            out.writestr(zipfile.ZipInfo(NAME, _LONG_AGO), made.to_json())
        part.rename(archive)
    except FileNotFoundError as error:
        message = f"{error.filename or error}: went away while it was copied; try again"
        raise BackupError(message) from error
    finally:
        part.unlink(missing_ok=True)
    return BackedUp(made, archive.stat().st_size, tuple(_left_out(store.home)))


def _own(home: Path) -> Iterator[tuple[str, Path]]:
    """Yield the user's own files: boundaries, region, the rejects of imports."""
    for folder in FOLDERS[1:]:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home).as_posix(), path


def _left_out(home: Path) -> Iterator[str]:
    for path in sorted(home.iterdir() if home.is_dir() else ()):
        if path.name not in FOLDERS:
            yield path.name
    for folder in FOLDERS[1:]:
        for path in sorted((home / folder).rglob("*")):
            if path.is_symlink():
                yield f"{path.relative_to(home).as_posix()} (a link)"


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _copied(out: zipfile.ZipFile, name: str, opened: Callable[[], BinaryIO]) -> Copied:
    digest, size = sha256(), 0
    with (
        opened() as source,
        out.open(zipfile.ZipInfo(name, _LONG_AGO), "w", force_zip64=True) as target,
    ):
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Copied(size, digest.hexdigest())
