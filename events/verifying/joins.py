"""Events set against the boundaries in force: where their points lie, which areas they name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.placing import Geography
from events.schema import WORLD
from events.verifying.finding import Finding
from geodata.join import cell_index

POINTS = ("exact", "near")
_LIMIT = 85.05112877980659  # degrees; where Web Mercator ends

Doubted = Callable[[Sequence[str]], Collection[str]]


@dataclass
class JoinCheck:
    """Checks events batch by batch; ``doubted`` says which of some events have a doubt of place."""

    geography: Geography
    doubted: Doubted
    _other: dict[str, int] = field(default_factory=dict)

    def check(self, rows: pa.Table) -> Iterator[Finding]:
        """Yield what is wrong with the places of rows of ``EVENTS``."""
        for counted in pc.value_counts(rows["boundaries"]).to_pylist():
            version = counted["values"]
            if version is not None and version != self.geography.version:
                self._other[version] = self._other.get(version, 0) + counted["counts"]
        yield from self._unknown(rows)
        pointed = rows.filter(
            pc.and_(pc.is_in(rows["place_precision"], pa.array(POINTS)), rows["lat"].is_valid())
        )
        if pointed.num_rows:
            yield from _pixels(pointed)
            yield from self._joined(pointed)

    def rest(self) -> Iterator[Finding]:
        """Yield what can be said of all events together only."""
        for version, count in sorted(self._other.items()):
            said = (
                f"joined to other boundaries than those in force ({self.geography.version}); "
                "python -m events rejoin joins them again"
            )
            yield Finding("events", f"{count:,} events", "boundaries", version, said)

    def _unknown(self, rows: pa.Table) -> Iterator[Finding]:
        names = pa.array(self.geography.area_names, pa.string())
        for column in ("adm1_id", "adm2_id"):
            wrong = pc.and_(rows[column].is_valid(), pc.invert(pc.is_in(rows[column], names)))
            for row in rows.filter(wrong).select(["event_id", column]).to_pylist():
                said = f"{column}: the boundaries in force have no such area"
                yield Finding("events", row["event_id"], "unknown area", row[column], said)

    def _joined(self, rows: pa.Table) -> Iterator[Finding]:
        lon, lat = (rows[name].to_numpy() for name in ("lon", "lat"))
        outer = _areas(self.geography.adm1.frame, lon, lat)
        inner = _areas(self.geography.drawn_districts.frame, lon, lat)
        exact = pa.array(self.geography.exact_districts, pa.string())
        same = _true(pc.equal(outer, rows["adm1_id"]))
        drawn = _true(pc.and_(pc.is_in(inner, exact), pc.is_in(rows["adm2_id"], exact)))
        none = _true(rows["adm1_id"].is_null()) & _true(outer.is_valid())
        none2 = _true(rows["adm2_id"].is_null()) & _true(inner.is_valid()) & same
        yield from self._apart(rows, none, outer, "adm1_id")
        yield from self._apart(rows, none2, inner, "adm2_id")
        differ = _true(pc.not_equal(outer, rows["adm1_id"]))
        differ2 = _true(pc.not_equal(inner, rows["adm2_id"])) & drawn & same
        either = rows["event_id"].filter(pa.array(differ | differ2)).to_pylist()
        doubted = pa.array(self.doubted(either) if either else [], pa.string())
        open_ = ~_true(pc.is_in(rows["event_id"], doubted))
        yield from self._apart(rows, differ & open_, outer, "adm1_id")
        yield from self._apart(rows, differ2 & open_, inner, "adm2_id")

    def _apart(
        self, rows: pa.Table, wrong: npt.NDArray[np.bool_], found: pa.Array, column: str
    ) -> Iterator[Finding]:
        for at in np.flatnonzero(wrong).tolist():
            row = {name: rows[name][at].as_py() for name in ("event_id", "lat", "lon", column)}
            lies = found[at].as_py()
            said = (
                f"the point ({row['lat']}, {row['lon']}) lies in "
                f"{self.geography.area_names.get(lies, lies)} ({lies}), and no issue says so"
            )
            yield Finding("events", row["event_id"], "join", f"{column}={row[column]}", said)


def _pixels(rows: pa.Table) -> Iterator[Finding]:
    """Yield the rows whose Web-Mercator pixel is not that of their point."""
    lat = np.radians(np.clip(rows["lat"].to_numpy(), -_LIMIT, _LIMIT))
    x = (rows["lon"].to_numpy() + 180.0) / 360.0 * WORLD
    y = (1.0 - np.arcsinh(np.tan(lat)) / np.pi) / 2.0 * WORLD
    off = np.zeros(rows.num_rows, dtype=bool)
    for column, right in (("x22", x), ("y22", y)):
        kept = pc.fill_null(rows[column], -9).to_numpy()
        off |= np.abs(kept - np.clip(right, 0, WORLD - 1)) > 1.0 + 1e-6
    for at in np.flatnonzero(off).tolist():
        x22, y22 = rows["x22"][at].as_py(), rows["y22"][at].as_py()
        said = f"not the pixel of ({rows['lat'][at].as_py()}, {rows['lon'][at].as_py()})"
        yield Finding("events", rows["event_id"][at].as_py(), "point", f"{x22}, {y22}", said)


def _areas(frame: object, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> pa.Array:
    index = cell_index(frame)
    found = index.join(lon, lat, with_nearest=False).area
    return pa.array(index.ids, pa.string()).take(pa.array(found, pa.int32(), mask=found < 0))


def _true(values: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    """Return flags, null as False."""
    filled: npt.NDArray[np.bool_] = pc.fill_null(values, False).to_numpy(zero_copy_only=False)  # noqa: FBT003
    return filled
