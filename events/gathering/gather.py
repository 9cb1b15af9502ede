"""What a batch holds, item by item: files, folders, archives, feeds, tables of texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from events.gathering.archive import MAX_BYTES as MAX_ARCHIVE
from events.gathering.archive import members
from events.gathering.feed import feed_items
from events.gathering.item import Defaults, Item, label_of, read_item, refused
from events.gathering.rows import csv_items, xlsx_items
from events.reading import MAX_BYTES

REPORTS = (".txt", ".html", ".htm", ".json")
FEEDS = (".xml", ".rss", ".atom")
TABLES = (".csv", ".tsv", ".xlsx")
ARCHIVES = (".zip",)
KINDS = (*REPORTS, *FEEDS, *TABLES, *ARCHIVES)
MAX_TABLE = 50_000_000
MAX_FILES = 50_000


def gather(
    path: Path, defaults: Defaults | None = None, label: str | None = None
) -> Iterator[Item]:
    """Yield every item of a file or folder, in a fixed order; nothing is left out in silence.

    Parameters
    ----------
    path
        A report (.txt, .html, .json), a feed (.xml, .rss, .atom), a table of texts (.csv, .tsv,
        .xlsx), a .zip of these, or a folder of any of them.
    label
        What to call it where not by its name; by its ending it is also read.
    """
    given = defaults or Defaults()
    name = label or path.name
    if path.is_dir():
        yield from _folder(path, given, label_of(name))
    elif _kind(name) in ARCHIVES:
        yield from _archive(path, given, label_of(name))
    else:
        yield from _file(path, name, label_of(name), given)


def _folder(folder: Path, defaults: Defaults, label: str) -> Iterator[Item]:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    for number, each in enumerate(files):
        inner = f"{label} › {label_of(each.relative_to(folder).as_posix())}"
        if number >= MAX_FILES:
            said = f"the folder has {len(files):,} files; those from here on were not read"
            yield refused(inner, each.name, "too many files", said)
            return
        if _kind(each.name) in ARCHIVES:
            yield from _archive(each, defaults, inner)
        else:
            yield from _file(each, each.name, inner, defaults)


def _archive(path: Path, defaults: Defaults, label: str) -> Iterator[Item]:
    try:
        if path.stat().st_size > MAX_ARCHIVE:
            said = f"it has {path.stat().st_size:,} bytes; accepted are {MAX_ARCHIVE:,}"
            yield refused(label, path.name, "too large", said)
            return
        with path.open("rb") as stream:
            for got in members(stream, label):
                if isinstance(got, Item):
                    yield got
                    continue
                name, inner, content = got
                yield from from_bytes(content, name, inner, defaults)
    except OSError as error:
        yield refused(label, path.name, "not readable", f"it cannot be read: {error.strerror}")


def _file(path: Path, name: str, label: str, defaults: Defaults) -> Iterator[Item]:
    limit = MAX_BYTES if _kind(name) in REPORTS else MAX_TABLE
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        yield refused(label, name, "not readable", f"it cannot be read: {error.strerror}")
        return
    yield from from_bytes(content, name, label, defaults)


def from_bytes(content: bytes, name: str, label: str, defaults: Defaults) -> Iterator[Item]:
    """Yield the items of one file's bytes; ``name`` says by its ending what it is."""
    kind = _kind(name)
    if kind in ARCHIVES:
        said = "an archive within an archive is not opened; unpack it"
        yield refused(label, name, "nested archive", said)
    elif kind not in KINDS:
        said = f"the ending {kind!r} is not read; accepted are {', '.join(KINDS)}"
        yield refused(label, name, "not accepted", said)
    elif len(content) > MAX_TABLE:
        said = f"it has more than {MAX_TABLE:,} bytes, which are accepted: divide it"
        yield refused(label, name, "too large", said)
    elif kind in FEEDS:
        yield from feed_items(content, label, defaults)
    elif kind == ".xlsx":
        yield from xlsx_items(content, label, defaults)
    elif kind in TABLES:
        yield from csv_items(content, label, defaults)
    else:
        yield read_item(content, name, label, defaults)


def _kind(name: str) -> str:
    return Path(name.replace("\0", "")).suffix.lower()
