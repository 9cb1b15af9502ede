"""The gazetteer's rows, read column by column: what is asked of one place, or of one area."""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodata.candidate import POINT_KINDS, Candidate, Hit
from geodata.ranking import Facts, distance_km

_KIND_ORDER = {
    kind: order
    for order, kind in enumerate(
        ("border", "country", "province", "crossing", "populated", "district", "region", "post")
    )
}


class PlaceRows:
    """The table of places, held as columns so that a row costs nothing until it is asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._columns: dict[str, Any] = {
            name: table[name].combine_chunks() for name in table.column_names
        }
        self._population = table["population"].to_numpy()
        self._lat, self._lon = table["lat"].to_numpy(), table["lon"].to_numpy()

    def value(self, row: int, column: str) -> Any:
        """Return one value of one row."""
        return self._columns[column][row].as_py()

    def names(self, row: int) -> tuple[str, ...]:
        """Return every spelling of a row, its own name first."""
        return (self.value(row, "name"), *self.value(row, "aliases"))

    def of_id(self, area: str) -> list[int]:
        """Return the rows that have an id, one or none; the table is sorted by id."""
        ids = self._columns["id"]
        row = bisect_left(ids, area, key=lambda found: found.as_py())
        return [row] if row < len(ids) and ids[row].as_py() == area else []

    def order(self, row: int) -> tuple[int, int, int]:
        """Return what orders rows of one score: kind, then size, then place in the table."""
        return _KIND_ORDER[self.value(row, "kind")], -int(self._population[row]), row

    def facts(self, row: int, *, placed: bool) -> Facts:
        """Return what ranking needs; ``placed`` gives areas the middle of their province."""
        lat, lon = float(self._lat[row]), float(self._lon[row])
        if placed and math.isnan(lat):
            lat, lon = self._middles.get(self.value(row, "adm1_id"), (lat, lon))
        return Facts(
            kind=self.value(row, "kind"),
            country=self.value(row, "country"),
            adm1_id=self.value(row, "adm1_id"),
            adm2_id=self.value(row, "adm2_id"),
            lat=lat,
            lon=lon,
            population=int(self._population[row]),
        )

    def distance_to_area(self, area: str, point: tuple[float, float]) -> float | None:
        """Return the km from (lat, lon) to the nearest place known in an area (an id)."""
        scalar, no = pa.scalar(area), pa.scalar(value=False)
        held = (self._columns["adm1_id"], self._columns["adm2_id"])
        mask = np.logical_or(*(np.asarray(pc.fill_null(pc.equal(ids, scalar), no)) for ids in held))
        rows = np.flatnonzero(mask & ~np.isnan(self._lat))
        places = ((float(self._lat[row]), float(self._lon[row])) for row in rows)
        return min((distance_km(point, place) for place in places), default=None)

    @cached_property
    def _middles(self) -> dict[str | None, tuple[float, float]]:
        """The middle of each province's places: where its areas are taken to be for ranking."""
        table = pa.table({name: self._columns[name] for name in ("adm1_id", "lat", "lon")})
        means = table.group_by("adm1_id").aggregate([("lat", "mean"), ("lon", "mean")])
        found = (row for row in means.to_pylist() if row["lat_mean"] is not None)
        return {row["adm1_id"]: (row["lat_mean"], row["lon_mean"]) for row in found}

    def candidate(
        self, row: int, score: float, hit: Hit, reasons: tuple[str, ...], alone: float
    ) -> Candidate:
        """Return a row as a candidate, with the reason for its rank in words."""
        got = {name: column[row].as_py() for name, column in self._columns.items()}
        spelt = {
            "exact": "spelled as here",
            "alias": f"also called {hit.spelling}",
            "folded": f"sounds like {hit.spelling}",
            "fuzzy": f"much like {got['name']} ({hit.ratio:.0f}%)",
        }[hit.match]
        size = (f"{got['population']:,} people",) if got["population"] else ()
        for name in ("aliases", "note"):
            got.pop(name)
        if got["kind"] in POINT_KINDS:
            got["precision"] = "exact"
        return Candidate(
            **got,
            score=round(score, 4),
            match=hit.match,
            reason="; ".join((spelt, *reasons, *size)),
            prior=round(alone, 4),
            matched=hit.spelling,
        )
