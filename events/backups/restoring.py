"""Putting an archive back: everything is checked before anything is put in its place.

An archive is taken for one from untrusted hands.  Its files are unpacked beside the data
folder, counted and hashed on the way, and the store in them opened; then one rename puts them
in place.  Tables that belong on object storage are written there before it.
"""

from __future__ import annotations

import shutil
import stat
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from events.backups.manifest import NAME, BackupError, Copied, Manifest, check_name, read_manifest
from events.backups.writing import CHUNK
from events.store import Store, StoreError
from events.store.checking import Checked

MAX_FILES = 2_000_000
MAX_MANIFEST = 400_000_000  # bytes
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where the folder went that was there before."""

    manifest: Manifest
    before: Path | None = None


def restore(archive: Path, to: Store, now: datetime, *, replace: bool = False) -> Restored:
    """Put the files of an archive in place as a store's data folder, and its tables.

    Parameters
    ----------
    to : Store
        Where its tables lie on object storage, they are written there: under an address that
        holds none.
    replace : bool
        Whether a data folder that is not empty is moved aside, to ``<home>.before-<time>``.

    Raises
    ------
    BackupError
        When the archive is damaged or no such archive, or the data folder is not empty; nothing
        is changed then.
    StoreError
        When there are tables under the address already, or it cannot be written.
    """
    home = to.home
    there = home.is_dir() and any(home.iterdir())
    if there and not replace:
        message = f"{home}: is not empty; choose another folder, or --replace to move it aside"
        raise BackupError(message)
    home.parent.mkdir(parents=True, exist_ok=True)
    unpacked = home.parent / f".restoring-{uuid.uuid4().hex}"
    tables = unpacked.with_name(f"{unpacked.name}-tables")
    try:
        manifest = _unpacked(archive, unpacked)
        _check_store(archive, unpacked, manifest)
        if to.address is None:
            return Restored(manifest, _put(unpacked, home, now))
        if (unpacked / "tables").exists():
            (unpacked / "tables").rename(tables)
        with to.put_in_place(tables):
            return Restored(manifest, _put(unpacked, home, now))
    finally:
        for folder in (unpacked, tables):
            shutil.rmtree(folder, ignore_errors=True)


def _unpacked(archive: Path, to: Path) -> Manifest:
    try:
        with zipfile.ZipFile(archive) as source:
            manifest = _checked(source, archive)
            to.mkdir()
            for name, said in manifest.files.items():
                _unpack(source, name, said, to / name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, UnicodeDecodeError) as error:
        message = f"{archive}: is no whole archive: {error}"
        raise BackupError(message) from error
    except BackupError as error:
        message = f"{archive}: {error}"
        raise BackupError(message) from error
    return manifest


def _checked(source: zipfile.ZipFile, archive: Path) -> Manifest:
    """Return the manifest of an archive whose list of files is what the manifest says."""
    members = source.infolist()
    size = archive.stat().st_size
    if len(members) > MAX_FILES:
        message = f"{len(members):,} files; accepted are {MAX_FILES:,}"
        raise BackupError(message)
    for each in members:
        _check_member(each)
    # without compression, what is unpacked cannot be more than the archive, bombs apart
    if sum(each.file_size for each in members) > size:
        message = f"its files are more than its own {size:,} bytes"
        raise BackupError(message)
    names = [each.filename for each in members if each.filename != NAME]
    listed = source.NameToInfo.get(NAME)
    if listed is None or listed.file_size > MAX_MANIFEST:
        message = f"it has no {NAME}: it was not made by python -m events backup"
        raise BackupError(message)
    manifest = read_manifest(source.read(NAME))
    _check_names(names, manifest)
    return manifest


def _check_names(names: Sequence[str], manifest: Manifest) -> None:
    seen: set[str] = set()
    for name in names:
        check_name(name)
        if name in seen or name not in manifest.files:
            message = f"{name[:120]!r} stands in the archive twice, or not in its {NAME}"
            raise BackupError(message)
        seen.add(name)
    missing = sorted(manifest.files.keys() - seen)
    if missing:
        message = f"{len(missing):,} files of its {NAME} are missing, such as {missing[0][:120]!r}"
        raise BackupError(message)


def _check_member(member: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    plain = member.compress_type == zipfile.ZIP_STORED and member.compress_size == member.file_size
    if not plain or member.flag_bits & _ENCRYPTED or kind not in {0, stat.S_IFREG}:
        said = "compressed, encrypted, a link or a folder; accepted are plain files"
        message = f"{member.filename[:120]!r} is {said}"
        raise BackupError(message)


def _unpack(source: zipfile.ZipFile, name: str, said: Copied, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with source.open(name) as member, to.open("xb") as out:
        while chunk := member.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    if (size, digest.hexdigest()) != (said.size, said.sha256):
        message = f"{name[:120]!r} is not what was copied: its checksum is another"
        raise BackupError(message)


def _check_store(archive: Path, home: Path, manifest: Manifest) -> None:
    """Raise where the unpacked tables are not whole."""
    try:
        store = Store(home, "")  # what was unpacked, wherever the environment has tables
        wrong = [each for each in store.check_log() if not isinstance(each, Checked)]
        newest = store.snapshot().version
    except StoreError as error:
        message = f"{archive}: its tables cannot be used: {error}"
        raise BackupError(message) from error
    if wrong:
        message = f"{archive}: its tables are not whole: {wrong[0].line()}"
        raise BackupError(message)
    if newest != manifest.version:
        message = f"{archive}: holds version {newest}, not {manifest.version} as its {NAME} says"
        raise BackupError(message)


def _put(unpacked: Path, home: Path, now: datetime) -> Path | None:
    """Rename the unpacked folder into place; what was there is moved aside, never deleted."""
    if not home.exists():
        unpacked.rename(home)
        return None
    if not any(home.iterdir()):
        home.rmdir()
        unpacked.rename(home)
        return None
    before = home.with_name(f"{home.name}.before-{now:%Y%m%dT%H%M%S}")
    home.rename(before)
    try:
        unpacked.rename(home)
    except OSError:
        before.rename(home)
        raise
    return before
