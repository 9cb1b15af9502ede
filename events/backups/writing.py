"""Making the archive: a ZIP without compression, since most of it is compressed already."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

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
    names = [(f"tables/{name}", path) for name, path in tables.files]
    names += list(_own(store.home))
    part = archive.with_name(f"{archive.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as out:
            files = {name: _copied(out, name, path) for name, path in names}
            made = Manifest(tables.version, now.isoformat(timespec="seconds"), files)
            out.writestr(zipfile.ZipInfo(NAME, _LONG_AGO), made.to_json())
        part.rename(archive)
    except FileNotFoundError as error:
        message = f"{error.filename}: went away while it was copied; try again"
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


def _copied(out: zipfile.ZipFile, name: str, path: Path) -> Copied:
    digest, size = sha256(), 0
    with (
        path.open("rb") as source,
        out.open(zipfile.ZipInfo(name, _LONG_AGO), "w", force_zip64=True) as target,
    ):
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Copied(size, digest.hexdigest())
