"""A table's folder on object storage, by the table library's own way there.

Files of rows never change, so each is fetched once and kept in the data folder: queries read
it there, as fast as any other.  The log is read from the storage itself.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from deltalake._internal import DeltaFileSystemHandler
from deltalake.fs import DeltaStorageHandler
from pyarrow import fs

from events.snapshot import StoreError
from events.store.folder import LOG, Held, Linked, TableFolder

_ADDRESS = re.compile(
    r"(s3a?|gs|az|azure|abfss?|adl)://[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._=-]+)*"
)
_CHUNK = 8 << 20  # bytes


def checked_address(address: str) -> str:
    """Return the address of tables on object storage, without a slash at its end.

    Raises
    ------
    StoreError
        When it is none; the address is not repeated where it may hold a secret.
    """
    address = address.rstrip("/")
    if not _ADDRESS.fullmatch(address):
        shown = "the address" if set("@?:") & set(address.partition("://")[2]) else repr(address)
        message = (
            f"CONFLICT_MAP_TABLES: {shown} cannot be used; accepted is s3://BUCKET/PREFIX (or gs, "
            "az, abfss) of letters, digits and . _ - =; keys belong in the environment"
        )
        raise StoreError(message)
    return address


def fetched_files(tables: Path, address: str) -> Path:
    """Return where files that are fetched from an address are kept, beside a folder of tables."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", address)[:80]
    return (
        tables.with_name("fetched")
        / f"{name}-{blake2b(address.encode(), digest_size=6).hexdigest()}"
    )


@dataclass(frozen=True, slots=True)
class RemoteFolder(TableFolder):
    """The folder of one table on object storage; ``path`` is where its files are kept here."""

    url: str = ""

    @property
    def address(self) -> str:
        """The address that the table library takes."""
        return self.url

    def there(self) -> bool:
        """Return whether there may be such a folder: object storage has none."""
        return True

    def make(self) -> None:
        """Make the folder where its files are kept here."""
        self.path.mkdir(parents=True, exist_ok=True)

    def versions(self) -> tuple[int, ...]:
        """Return the versions whose commits the log has, in order."""
        found = self._listed(LOG)
        names = (Path(each.path) for each in found if each.path.endswith(".json"))
        return tuple(sorted(int(each.stem) for each in names if each.stem.isdigit()))

    def actions(self, version: int) -> Iterator[dict[str, Any]]:
        """Yield what one commit did; errors as :meth:`commit`."""
        with self._storage.open_input_stream(f"{LOG}/{version:020}.json") as stream:
            for line in stream.read().splitlines():
                action: dict[str, Any] = json.loads(line)
                yield action

    def files(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return where files of the folder are kept here, in order; fetched where they are not.

        Raises
        ------
        OSError
            When one cannot be fetched.
        """
        return tuple(sorted(str(self._fetched(name)) for name in names))

    def link(self, staged: Iterable[Path], inner: str = "") -> Iterator[Linked]:
        """Bring staged files into the folder, or a folder in it, each under a new name."""
        for file in staged:
            name = f"{inner}part-{uuid.uuid4()}.zstd.parquet"
            self.put(name, file)
            yield Linked(name, file.stat().st_size, int(time.time() * 1000))

    def put(self, name: str, file: Path) -> None:
        """Write a file of this machine under a name."""
        with file.open("rb") as source:
            sink = _handler(self.url).open_output_stream(name)
            shutil.copyfileobj(source, sink, _CHUNK)
            sink.close()  # only now it is there: not where reading fails on the way

    def entries(self) -> tuple[str, ...]:
        """Return the names of the log's own files, in order."""
        return tuple(sorted(each.path for each in self._listed(LOG)))

    def read(self, name: str) -> BinaryIO:
        """Open a file to read it from the storage, whether or not it was fetched before."""
        stream: BinaryIO = self._storage.open_input_stream(name)
        return stream

    def unlink(self, names: Iterable[str]) -> None:
        """Take files out that no version names, or none that is still kept."""
        for name in names:
            (self.path / name).unlink(missing_ok=True)
            try:
                self._storage.delete_file(name)
            except FileNotFoundError:
                continue

    def held(self) -> Iterator[Held]:
        """Yield the files in the folder, without those of the log."""
        for each in self._listed(""):
            if not each.path.startswith(f"{LOG}/"):
                yield Held(each.path, each.size, each.mtime.timestamp())

    @property
    def _storage(self) -> Any:
        return _storage(self.url)

    def _has(self, version: int) -> bool:
        about = self._storage.get_file_info(f"{LOG}/{version:020}.json")
        return bool(about.type == fs.FileType.File)

    def _listed(self, inner: str) -> list[Any]:
        found = self._storage.get_file_info(
            fs.FileSelector(inner, allow_not_found=True, recursive=True)
        )
        return [each for each in found if each.type == fs.FileType.File]

    def _fetched(self, name: str) -> Path:
        kept = self.path / name
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_name(f".{uuid.uuid4().hex}.part")
            try:
                with self._storage.open_input_stream(name) as source, part.open("wb") as sink:
                    shutil.copyfileobj(source, sink, _CHUNK)
                os.replace(part, kept)  # noqa: PTH105  whole or not at all, also for other readers
            finally:
                part.unlink(missing_ok=True)
        return kept


@cache
def _storage(url: str) -> Any:
    return fs.PyFileSystem(DeltaStorageHandler(url))


@cache
def _handler(url: str) -> Any:
    """Return what writes: through the file system of Arrow the library takes no bytes."""
    return DeltaFileSystemHandler(url)
