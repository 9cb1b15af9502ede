"""Data sets' files into the store: which format they are, and with what they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from events.codebook import load as load_codebook
from events.commits import Note
from events.importers import table
from events.importers.account import Expectation, Imported
from events.importers.bulk import Filling, Tools, import_files
from events.importers.drafts import Lookups
from events.importers.formats import FORMATS, GDELT_ALL, Format, detected
from events.importers.hand_accounts import import_table
from events.importers.joining import Areas
from events.importers.mapping import RESERVED, TableMapping
from events.importers.opening import opened
from events.importers.proposing import proposed
from events.importers.rows import UnreadableError
from events.importers.sampling import Sample, sample_of
from events.importers.withdrawing import withdraw
from events.placing import Geography
from events.store import Store
from geodata import boundaries

AUTO, HAND = "auto", "hand"
MAPPED = ("table", "geo")
CHOICES = (AUTO, HAND, *FORMATS, *MAPPED)
_areas: dict[tuple[str, Path | None], Areas] = {}
_lock = Lock()
_ODD = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, and how.

    ``format`` is one of ``CHOICES``.  ``everything`` takes in what a format leaves out by
    default (GDELT's events that are no material conflict).  ``mapping`` says what the columns of
    a table or a geographic file are, ``layer`` which layer of the latter.  ``rejects`` is where
    the reasons of rejected rows go; a file under ``imports`` of the data folder when None.
    ``whole`` says that the files are all that their source has of their countries and days.
    """

    paths: tuple[Path, ...]
    format: str = AUTO
    dry_run: bool = False
    everything: bool = False
    expected: Expectation | None = None
    rejects: Path | None = None
    mapping: TableMapping | None = None
    layer: str | None = None
    whole: bool = False


def format_of(paths: Sequence[Path], said: str = AUTO) -> str:
    """Return the name of the format of some files, found out where it is not said.

    Raises
    ------
    UnreadableError
        When a file cannot be read, or the files are of several formats.
    """
    if said != AUTO:
        return said
    found = {path.name: detected(path) for path in paths}
    if len(set(found.values())) != 1:
        told = ", ".join(f"{name} is {kind}" for name, kind in found.items())
        message = f"files of one format at a time: {told}"
        raise UnreadableError(message)
    return next(iter(found.values()))


def run(order: Order, store: Store, note: Note, filling: Filling | None = None) -> Imported:
    """Import files of a data set as one version of the store; account for every row.

    ``filling`` works on the files where this process does not.

    Raises
    ------
    UnreadableError
        When a file cannot be read at all as the format.
    ExpectationError
        When the files do not hold what was declared of them; nothing is stored.
    StoreError
        When the store cannot be written.
    """
    if order.format == HAND:
        path = order.paths[0]
        rejects = order.rejects or rejects_path(store.home, path.name)
        return import_table(path, store, note, rejects=rejects, dry_run=order.dry_run)
    if len(order.paths) == 1 and _is_deleted_list(order):
        return withdraw(order.paths[0], store, note, dry_run=order.dry_run)
    return import_files(
        order.paths, tools_of(order, store.home), store, note,
        rejects=order.rejects or rejects_path(store.home, order.paths[0].name),
        expected=order.expected, dry_run=order.dry_run, filling=filling, whole=order.whole,
    )  # fmt: skip


def tools_of(order: Order, home: Path) -> Tools:
    """Return what an order's rows are worked on with; its look-ups have seen no row yet.

    Raises
    ------
    UnreadableError
        When the files are of no format, or a table lacks its mapping.
    """
    form = _format(format_of(order.paths, order.format), order)
    codebook = load_codebook()
    return Tools(form, Lookups.of(codebook, form.name), areas_of(home), codebook, order.layer)


def _is_deleted_list(order: Order) -> bool:
    return order.format in (AUTO, "acled") and detected(order.paths[0]) == "acled-deleted"


def areas_of(home: Path) -> Areas:
    """Return the areas of a data folder, made ready once for as long as they are in force."""
    version = boundaries.version(home)
    key = (version, home if "+" in version else None)  # without added sets they are the shipped
    with _lock:
        if key not in _areas:
            _areas.clear()
            _areas[key] = _made_ready(home)
        return _areas[key]


def sample(path: Path, layer: str | None = None) -> Sample:
    """Return what is seen of a table, or of a geographic file, before it is read whole.

    Raises
    ------
    UnreadableError
        When it cannot be read, or holds no row.
    """
    first = next(iter(opened(path, layer=layer).stretches), None)
    if first is None:
        message = f"{path.name}: it has no row under its header"
        raise UnreadableError(message)
    return sample_of(first().table)


def proposal(path: Path, seen: Sample, home: Path) -> TableMapping:
    """Return the mapping that a table, or a geographic file, suggests.

    The country is that of its provinces, where no column names it and they lie in one.
    """
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-")[:30]
    fit = name[:1].isalpha() and name not in RESERVED
    named = name if fit else f"table-{name}".strip("-")
    found = proposed(seen, named, load_codebook())
    if "adm1" not in found.columns or "country" in found.columns:
        return found
    provinces = [one for one, _ in seen.words[found.columns["adm1"]]]
    country = areas_of(home).names.country_of(provinces)
    defaults = {**found.defaults, **({"country": country} if country else {})}
    return found.model_copy(update={"defaults": defaults})


def _made_ready(home: Path) -> Areas:
    """Load the areas and build their indexes."""
    areas = Areas(Geography.load(home))
    areas.make_ready()
    return areas


def _format(name: str, order: Order) -> Format:
    if name in MAPPED:
        if order.mapping is None:
            message = f"{order.paths[0].name}: a table needs a mapping of its columns"
            raise UnreadableError(message)
        keys = opened(order.paths[0], layer=order.layer).keys
        return table.format_of(order.mapping, keys, order.paths[0].name)
    if name not in FORMATS:
        accepted = ", ".join(FORMATS)
        message = f"{order.paths[0].name} is of no data set known here; accepted: {accepted}"
        raise UnreadableError(message)
    return GDELT_ALL if name == "gdelt" and order.everything else FORMATS[name]


def rejects_path(home: Path, name: str) -> Path:
    """Return where the rejects of a file go; the name is made of letters, digits and dashes."""
    stem = _ODD.sub("-", Path(name).stem).strip("-")[:60] or "file"
    return home / "imports" / f"{stem}.rejects.csv"
