"""An analyst's own places, put beside the shipped gazetteer when it is loaded.

The rows have the columns of ``curated_places.csv``.  A place keeps the precision that its row
states: one of precision ``district`` names a district and gets no point.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from geodata.building.gazetteer_row import Row, slug
from geodata.candidate import Candidate
from geodata.curated import Curated, CuratedError, read_places
from geodata.folding import fold, plain

FILE = "places.csv"
# Sorts behind every packaged id, so that the rows' numbers in the shipped index stay.
_PREFIX = "~own:"
# Whoever adds a place means it: it ranks as a town does, above hamlets of the same name.
_RANK = 100_000


class Finder(Protocol):
    """What is asked of the shipped gazetteer: the province and the district of a name."""

    def search(  # noqa: D102
        self,
        name: str,
        *,
        country: str | None = None,
        adm1: str | None = None,
        limit: int = 10,
        fuzzy: bool = True,
    ) -> Sequence[Candidate]: ...


def read_added(folder: Path | None, finder: Finder) -> tuple[Row, ...]:
    """Return the rows of a region's ``places.csv``, sorted by id; none where there is no file.

    Raises
    ------
    CuratedError
        A row breaks the schema, or names a province or district that the gazetteer lacks.
    """
    path = folder / FILE if folder else None
    if path is None or not path.is_file():
        return ()
    told = read_places([path])
    areas = _Areas(finder)
    rows: dict[str, Row] = {}
    for curated in sorted(told, key=lambda one: one.kind != "district"):
        row = areas.row(curated)
        rows[row.id] = row
    return tuple(rows[key] for key in sorted(rows))


class _Areas:
    """Provinces and districts by name: the shipped ones, and districts that the file adds."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._own: dict[tuple[str | None, str], Row] = {}

    def row(self, curated: Curated) -> Row:
        adm1 = self._found("province", curated.adm1, curated)
        own = self._own.get((curated.country, plain(curated.adm2 or "")))
        adm2: Row | Candidate | None = own
        if adm2 is None and curated.kind != "district":
            adm2 = self._found("district", curated.adm2, curated)
        inside = (adm2 and adm2.adm2_id) or (adm1 and adm1.adm1_id) or curated.country or "world"
        row = Row(
            id=f"{_PREFIX}{curated.kind}.{inside}.{slug(curated.name)}",
            name=curated.name,
            aliases=tuple(name for name in curated.aliases if name != curated.name),
            kind=curated.kind,
            country=curated.country,
            precision=curated.precision,
            source=curated.source,
            adm1_id=adm1.adm1_id if adm1 else None,
            adm1=adm1.adm1 if adm1 else None,
            adm2_id=adm2.adm2_id if adm2 else None,
            adm2=adm2.adm2 if adm2 else None,
            border=curated.border,
            lat=curated.lat,
            lon=curated.lon,
            population=_RANK,
            note=curated.note,
        )
        return self._district(row) if curated.kind == "district" else row

    def _district(self, row: Row) -> Row:
        """Make a district its own area, and known to the rows that name it."""
        if row.adm1_id is None:
            message = f"{FILE}: {row.name}: a district needs its province in adm1"
            raise CuratedError(message)
        row = replace(row, adm2_id=row.id, adm2=row.name, lat=None, lon=None)
        for name in (row.name, *row.aliases):
            self._own[row.country, plain(name)] = row
        return row

    def _found(self, kind: str, name: str | None, curated: Curated) -> Candidate | None:
        if name is None:
            return None
        around = curated.adm1 if kind == "district" else None
        found = self._finder.search(
            f"{name} {kind}", country=curated.country, adm1=around, limit=20, fuzzy=False
        )
        for one in found:
            if one.kind == kind and one.country == curated.country:
                return one
        message = (
            f"{FILE}: {curated.name}: no {kind} {name!r} in {curated.country}; leave it empty, or "
            f"name one that `python -m geodata search` knows"
        )
        raise CuratedError(message)


def with_added(rows: pa.Table, keys: pa.Table, added: Sequence[Row]) -> tuple[pa.Table, pa.Table]:
    """Return the gazetteer's two tables with the added rows and their spellings."""
    if not added:
        return rows, keys
    start = rows.num_rows
    columns = {
        field.name: pa.array(
            [_value(row, field.name) for row in added], rows.schema.field(field.name).type
        )
        for field in fields(Row)
    }
    more = pa.table(columns).select(rows.column_names).cast(rows.schema)
    pairs = sorted({(key, start + n) for n, row in enumerate(added) for key in _keys(row)})
    spelled = pa.table(
        {"key": [key for key, _ in pairs], "row": pa.array([n for _, n in pairs], pa.int32())}
    ).cast(keys.schema)
    both = pa.concat_tables([keys, spelled]).sort_by([("key", "ascending"), ("row", "ascending")])
    return pa.concat_tables([rows, more]), both


def _value(row: Row, name: str) -> object:
    value = getattr(row, name)
    return list(value) if name == "aliases" else value


def _keys(row: Row) -> Iterable[str]:
    return (fold(name) for name in (row.name, *row.aliases))


def digest(folder: Path | None) -> str:
    """Return a short hash of a region's places, empty where there are none."""
    path = folder / FILE if folder else None
    if path is None or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
