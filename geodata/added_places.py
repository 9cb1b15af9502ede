"""An analyst's own places, put beside the shipped gazetteer when it is loaded.

The rows have the columns of ``curated_places.csv``.  A place keeps the precision that its row
states: one of precision ``district`` names a district and gets no point.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from geodata.building.gazetteer_row import Row, slug
from geodata.candidate import Candidate
from geodata.curated import Curated, CuratedError, read_places
from geodata.folding import fold

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
    rows = {}
    for curated in read_places([path]):
        row = _row(curated, finder)
        rows[row.id] = row
    return tuple(rows[key] for key in sorted(rows))


def _row(curated: Curated, finder: Finder) -> Row:
    adm1 = _area("province", curated.adm1, curated, finder)
    adm2 = _area("district", curated.adm2, curated, finder)
    inside = (adm2 and adm2.adm2_id) or (adm1 and adm1.adm1_id) or curated.country or "world"
    return Row(
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


def _area(kind: str, name: str | None, curated: Curated, finder: Finder) -> Candidate | None:
    if name is None:
        return None
    around = curated.adm1 if kind == "district" else None
    asked = f"{name} {kind}"
    for found in finder.search(asked, country=curated.country, adm1=around, limit=20, fuzzy=False):
        if found.kind == kind and found.country == curated.country:
            return found
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
