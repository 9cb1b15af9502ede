"""A file as stretches of rows, by what kind of file it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from events.importers import csv_rows, json_rows, parquet_rows
from events.importers.csv_rows import HEAD, Dialect
from events.importers.rows import Rows, UnreadableError

GEO_FILES = (".gpkg", ".geojson", ".shp", ".fgb", ".kml", ".gml", ".geojsonl")
WORKBOOKS = (".xlsx", ".xlsm")
MAX_RATIO = 200  # an honest table shrinks to a tenth
PLENTY = 50 << 20  # bytes; below, the ratio is no matter

Reading = Callable[[], Rows]


@dataclass(frozen=True)
class Opened:
    """A file's columns and its rows.

    ``stretches`` yields what reads one stretch when called: so several can be read at once.
    """

    keys: tuple[str, ...]
    stretches: Iterator[Reading]


def opened(path: Path, dialect: Dialect | None = None, layer: str | None = None) -> Opened:
    """Open a CSV, XLSX, JSON, Parquet or geographic file, or a ZIP archive with one CSV in it.

    Parameters
    ----------
    path
        The file; what it is, its first bytes and its ending tell.
    dialect
        How its cells are told apart, for a format whose CSV has no header.
    layer
        The layer of a geographic file that has several.

    Raises
    ------
    UnreadableError
        When it is none of these, or cannot be read at all.
    """
    kind = path.suffix.casefold()
    try:
        if kind in WORKBOOKS:
            from events.importers import sheet_rows  # noqa: PLC0415  as long to load as all else

            return Opened(*sheet_rows.opened(path))
        if kind == ".json":
            return Opened(*json_rows.opened(path))
        if kind in GEO_FILES:
            from events.importers import geo_rows  # noqa: PLC0415  as long to load as all else

            return Opened(*geo_rows.opened(path, layer))
        if kind in (".parquet", ".geoparquet"):
            return Opened(*parquet_rows.opened(path))
        return _csv(path, dialect)
    except OSError as problem:
        message = f"{path.name}: it cannot be read: {problem.strerror or problem}"
        raise UnreadableError(message) from problem


def plain_csv(path: Path, dialect: Dialect | None = None) -> Dialect | None:
    """Return the dialect of a CSV file whose records can be read from the middle on; else None.

    Raises
    ------
    UnreadableError
        When it is no text, or has no header.
    """
    kind = path.suffix.casefold()
    others = (*WORKBOOKS, *GEO_FILES, ".json", ".parquet", ".geoparquet")
    if kind in others or zipfile.is_zipfile(path):
        return None
    head = first_bytes(path)
    return None if head.startswith(csv_rows.WIDE) else _dialect(path, head, dialect)


def _dialect(path: Path, head: bytes, dialect: Dialect | None) -> Dialect:
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = (
            f"{path.name}: it is no text; accepted are CSV, XLSX, JSON, Parquet and ZIP of a CSV"
        )
        raise UnreadableError(message)
    return dialect or csv_rows.dialect_of(_narrow(head), path.name)


def _csv(path: Path, dialect: Dialect | None) -> Opened:
    head = first_bytes(path)
    told = _dialect(path, head, dialect)

    def stretches() -> Iterator[Reading]:
        with content(path) as stream:
            for stretch in csv_rows.stretches(csv_rows.utf8(stream, head), told, path.name):
                yield partial(csv_rows.rows_of, stretch, told)

    return Opened(told.keys, stretches())


def _narrow(head: bytes) -> bytes:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace").encode()
    return head


def first_bytes(path: Path, size: int = HEAD) -> bytes:
    """Return how a file begins; of a ZIP archive, how the one table in it does."""
    with content(path) as stream:
        return stream.read(size)


def content(path: Path) -> BinaryIO:
    """Open a file; of a ZIP archive, the one table in it.

    Raises
    ------
    UnreadableError
        When an archive holds no table, or several, or unpacks to absurdly more than it is.
    """
    if not zipfile.is_zipfile(path):
        return path.open("rb")
    try:
        archive = zipfile.ZipFile(path)
        members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) != 1:
            names = ", ".join(one.filename[:60] for one in members[:5]) or "nothing"
            message = f"{path.name}: an archive with one table is read; this one holds {names}"
            raise UnreadableError(message)
        one = members[0]
        if one.file_size > PLENTY and one.file_size > MAX_RATIO * max(one.compress_size, 1):
            message = f"{path.name}: it unpacks to {one.file_size} bytes; no table does"
            raise UnreadableError(message)
        return io.BufferedReader(cast("io.RawIOBase", archive.open(one)))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
        message = f"{path.name}: the archive cannot be read: {problem}"
        raise UnreadableError(message) from problem
