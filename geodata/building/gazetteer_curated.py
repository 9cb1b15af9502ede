"""The curated places checked against the areas, and joined to the rows they add to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import shapely

from geodata.building.gazetteer_row import Row, several, slug
from geodata.curated import Curated, CuratedError, read_places
from geodata.folding import plain
from geodata.ranking import distance_km

_DATA = Path(__file__).parents[1] / "data"
CURATED_FILES = (_DATA / "curated_places.csv", _DATA / "gazetteer_ucdp.csv")
# The outlines are a 1:10 million drawing: a point this near its stated province is in it.
_DRAWING_KM = 6.0
_KM_PER_DEGREE = 111.2
# Two points of one name this near are one place.
_ONE_PLACE_KM = 25.0

Say = Callable[[str], None]


def read_curated(paths: Sequence[Path] = CURATED_FILES) -> tuple[Curated, ...]:
    """Read the curated places that ship; raises CuratedError for a row that does not fit."""
    return read_places(paths)


def add_curated(rows: Sequence[Row], adm1: gpd.GeoDataFrame, say: Say) -> list[Row]:
    """Return the rows with the curated places joined in.

    A curated row of the same country, province, kind and name as a packaged one adds its
    aliases, and its point where the packaged one has none; others stand on their own.  A
    point outside its stated province is told to ``say`` and dropped.
    """
    table = {row.id: row for row in rows}
    areas = _Areas(rows)
    shapes = dict(zip(adm1["id"], adm1.geometry, strict=True))
    added = 0
    curated_places = read_curated()
    for curated in curated_places:
        row = _checked(areas.row(curated), shapes, say)
        twin = areas.twin(row)
        if twin is None:
            table[row.id] = row
            areas.add(row)
            added += 1
        else:
            table[twin] = _joined(table[twin], row)
    joined = len(curated_places) - added
    say(f"gazetteer: {added} curated places added, {joined} joined to packaged ones")
    return list(table.values())


def _checked(row: Row, shapes: dict[str, shapely.Geometry], say: Say) -> Row:
    if row.lat is None or row.lon is None or row.adm1_id is None:
        return row
    away = shapely.distance(shapely.Point(row.lon, row.lat), shapes[row.adm1_id]) * _KM_PER_DEGREE
    if away <= _DRAWING_KM:
        return row
    say(f"gazetteer: curated {row.name} is {away:.0f} km outside {row.adm1}: point dropped")
    precision = "district" if row.adm2_id else "province"
    return replace(row, lat=None, lon=None, precision=precision)


def _joined(packaged: Row, curated: Row) -> Row:
    names = (*packaged.aliases, curated.name, *curated.aliases)
    joined = replace(
        packaged,
        aliases=several(*names, but=packaged.name),
        source=f"{packaged.source}; {curated.source}",
        note=curated.note or packaged.note,
        adm2_id=curated.adm2_id or packaged.adm2_id,
        adm2=curated.adm2 or packaged.adm2,
    )
    if packaged.kind == "populated" and curated.lat is not None:
        return replace(joined, lat=curated.lat, lon=curated.lon)
    return joined


def _name_key(row: Row) -> tuple[str, str, str, str]:
    return row.kind, row.country or "", row.adm1_id or "", plain(row.name)


def _one_place(packaged: Row, curated: Row) -> bool:
    if packaged.lat is not None and curated.lat is not None:
        a, b = (packaged.lat, packaged.lon or 0.0), (curated.lat, curated.lon or 0.0)
        return distance_km(a, b) < _ONE_PLACE_KM
    return curated.adm2_id is None or packaged.adm2_id in (None, curated.adm2_id)


class _Areas:
    """Finds the provinces, districts and packaged rows that curated rows name."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._areas: dict[tuple[str, str, str], Row] = {}
        self._named: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
        for sort in (0, 1):
            for row in rows:
                if row.kind in {"province", "district"}:
                    parent = row.country if row.kind == "province" else row.adm1_id
                    for name in row.aliases if sort else (row.name,):
                        self._areas.setdefault((row.kind, parent or "", plain(name)), row)
        for row in sorted(rows, key=lambda row: -row.population):
            self.add(row)

    def add(self, row: Row) -> None:
        self._named[_name_key(row)].append(row)

    def twin(self, row: Row) -> str | None:
        """Return the id of the packaged row that is the same place, if there is one."""
        own = {"province": row.adm1_id, "district": row.adm2_id, "country": row.country}
        if row.kind in own:
            return own[row.kind]
        return next((one.id for one in self._named[_name_key(row)] if _one_place(one, row)), None)

    def row(self, curated: Curated) -> Row:
        adm1 = self._area("province", curated.country, curated.adm1, curated)
        adm2 = self._area("district", adm1.id if adm1 else None, curated.adm2, curated)
        last = adm2 or adm1
        inside = last.id if last else curated.country or curated.border or "world"
        return Row(
            id=f"curated:{curated.kind}.{inside}.{slug(curated.name)}",
            name=curated.name,
            aliases=tuple(name for name in curated.aliases if name != curated.name),
            kind=curated.kind,
            country=curated.country,
            adm1_id=adm1.id if adm1 else None,
            adm1=adm1.name if adm1 else None,
            adm2_id=adm2.adm2_id if adm2 else None,
            adm2=adm2.adm2 if adm2 else None,
            border=curated.border,
            lat=curated.lat,
            lon=curated.lon,
            precision=curated.precision,
            source=curated.source,
            note=curated.note,
        )

    def _area(
        self, kind: str, parent: str | None, name: str | None, curated: Curated
    ) -> Row | None:
        if name is None:
            return None
        found = self._areas.get((kind, parent or "", plain(name)))
        if found is None:
            raise CuratedError(f"curated place {curated.name}: no {kind} {name!r} in {parent}")
        return found
