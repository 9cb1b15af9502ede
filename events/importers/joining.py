"""Where rows are: their points joined to areas and set against the areas that the rows name.

Both are kept.  A named province stays the event's, even where the point lies in another; that
they disagree, and by how many kilometres, is an issue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.importers.area_names import AreaNames, Stated, provinces_by_name
from events.importers.columns import Mask, filled, together
from events.importers.drafts import Draft, Made, constant
from events.importers.naming_places import name_places
from events.model import Issue
from events.placing import Geography
from events.schema import WORLD
from geodata.cell_index import CellIndex, Outcome
from geodata.cells import Floats
from geodata.distances import Distances
from geodata.join import cell_index

_MERCATOR_LIMIT = 85.05112877980659
POINTS = ("exact", "near")
MAX_SAID = 120
APPROXIMATE_KM = 5.0  # how far the outlines of approximate districts may be off


@dataclass(frozen=True)
class Areas:
    """What rows are joined to: the areas with their indexes, and the names of areas."""

    geography: Geography
    names: AreaNames = field(init=False)

    def __post_init__(self) -> None:
        """Make the names ready."""
        listed = frozenset(self.geography.adm2.frame["country"])
        named = provinces_by_name(self.geography.adm1.frame)
        names = AreaNames(lambda: self.geography.gazetteer, listed, named)
        object.__setattr__(self, "names", names)

    def make_ready(self) -> None:
        """Build the indexes now, once: several threads that asked first would each build them."""
        _ = self.provinces, self.districts
        pa.default_memory_pool().release_unused()

    @cached_property
    def provinces(self) -> CellIndex:
        """The index of the provinces."""
        return cell_index(self.geography.adm1.frame)

    @cached_property
    def districts(self) -> CellIndex:
        """The index of the districts that are drawn."""
        return cell_index(self.geography.drawn_districts.frame)

    @cached_property
    def area_names(self) -> Keyed:
        """The name of each province and district."""
        return Keyed.of(self.geography.area_names)

    @cached_property
    def countries(self) -> Keyed:
        """The country of each province."""
        return Keyed.of(self.geography.countries)

    @cached_property
    def province_km(self) -> Distances:
        """Distances to provinces and countries."""
        return Distances(self.geography.adm1.frame)

    @cached_property
    def district_km(self) -> Distances:
        """Distances to drawn districts."""
        return Distances(self.geography.drawn_districts.frame)


@dataclass(frozen=True, slots=True)
class Keyed:
    """What keys stand for, in two columns of one length."""

    keys: pa.Array
    values: pa.Array

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Keyed:
        """Return the two columns of a mapping."""
        return cls(pa.array(list(told), pa.string()), pa.array(list(told.values()), pa.string()))

    def look_up(self, keys: pa.Array) -> pa.Array:
        """Return what each key stands for, null for one that is not known."""
        return self.values.take(pc.index_in(keys, self.keys))


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of the areas that the points fell in (n, None for none), and the outcome codes."""

    adm1: pa.Array
    adm2: pa.Array
    outcome: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Joined:
    """The columns of places, and what is doubtful in them, by row."""

    columns: Made
    issues: tuple[Issue, ...]


def join_rows(draft: Draft, areas: Areas) -> Joined:
    """Return the places of some rows.

    Parameters
    ----------
    draft : Draft
        n rows.  A point is kept for ``exact`` and ``near`` only; every row's point is compared
        with the province and the district that the row names.  A row without a point is looked
        up by the name of its place where ``asked`` says so.
    """
    named = None
    if draft.asked is not None and draft.asked.null_count < len(draft.asked):
        named = name_places(draft, draft.asked, areas.geography.gazetteer)
        draft = named.draft
    index, combinations = together([draft.country, draft.adm1, draft.adm2])
    stated = [areas.names.stated(*each) for each in combinations]
    said = {
        name: pa.array([getattr(one, name) for one in stated], pa.string()).take(index)
        for name in ("adm1", "adm1_id", "adm2", "adm2_id")
    }
    found = _joined(draft, areas)
    columns = _areas(draft, said, found, areas)
    doubts = (*_unknown(draft, index.to_numpy(), stated), *_apart(draft, said, found, areas),
              *_nowhere(draft, said, found))  # fmt: skip
    if named is None:
        return Joined(columns, doubts)
    ids, precision = draft.columns["event_id"], draft.columns["place_precision"]
    more = (
        _issue(ids, row, (problem.field, problem.value, problem.rule), problem.message)
        for row, problem in named.doubts
    )
    method = pc.coalesce(named.columns["place_method"], columns["place_method"])
    columns |= named.columns | {"place_precision": precision, "place_method": method}
    return Joined(columns, tuple(dict.fromkeys((*doubts, *more))))


def _joined(draft: Draft, areas: Areas) -> Found:
    lon, lat = (one.to_numpy(zero_copy_only=False) for one in (draft.lon, draft.lat))
    outer = areas.provinces.join(lon, lat, with_nearest=False)
    inner = areas.districts.join(lon, lat, with_nearest=False)
    return Found(
        _keys(outer.area, areas.provinces.ids),
        _keys(inner.area, areas.districts.ids),
        outer.outcome,
    )


def _keys(rows: npt.NDArray[np.int32], ids: tuple[str, ...]) -> pa.Array:
    return pa.array(ids, pa.string()).take(pa.array(rows, pa.int32(), mask=rows < 0))


def _areas(draft: Draft, said: Made, found: Found, areas: Areas) -> Made:
    precision = draft.columns["place_precision"]
    pointed = filled(pc.is_in(precision, pa.array(POINTS)))
    # a centroid says nothing of the district; of the province only where none is named
    no_name = filled(said["adm1"].is_null())
    usable = pa.array(pointed | (no_name & _within(draft, "province")))
    adm1_id = pc.coalesce(said["adm1_id"], pc.if_else(usable, found.adm1, None))
    apart = filled(pc.and_(said["adm1_id"].is_valid(), pc.not_equal(found.adm1, adm1_id)))
    inside = pa.array(pointed & ~apart)
    adm2_id = pc.coalesce(said["adm2_id"], pc.if_else(inside, found.adm2, None))
    names = areas.area_names
    lat, lon = (pc.if_else(pa.array(pointed), one, None) for one in (draft.lat, draft.lon))
    x22, y22 = _mercator(lat, lon)
    return {
        "country": pc.coalesce(draft.country, areas.countries.look_up(adm1_id)),
        "adm1": pc.coalesce(names.look_up(adm1_id), said["adm1"]),
        "adm1_id": adm1_id,
        "adm2": pc.coalesce(names.look_up(adm2_id), said["adm2"]),
        "adm2_id": adm2_id,
        "lat": lat,
        "lon": lon,
        "x22": x22,
        "y22": y22,
        "place_method": pc.if_else(pa.array(pointed), "given", "stated"),
        "boundaries": constant(areas.geography.version, len(adm1_id)),
    }


def _within(draft: Draft, finest: str) -> Mask:
    """Return which rows are known to a province or better, but not to a point."""
    kinds = {"province": ["province", "district"], "district": ["district"]}[finest]
    return filled(pc.is_in(draft.columns["place_precision"], pa.array(kinds)))


def _mercator(lat: pa.Array, lon: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return Web-Mercator pixels of zoom 22, as :func:`events.schema.mercator` for one point."""
    missing = filled(pc.or_(lat.is_null(), lon.is_null()))
    north = np.radians(
        np.clip(np.where(missing, 0, _floats(lat)), -_MERCATOR_LIMIT, _MERCATOR_LIMIT)
    )
    east = np.where(missing, 0, _floats(lon))
    x = (east + 180.0) / 360.0 * WORLD
    y = (1.0 - np.arcsinh(np.tan(north)) / np.pi) / 2.0 * WORLD
    pixels = (np.clip(one.astype(np.int64), 0, WORLD - 1).astype(np.int32) for one in (x, y))
    first, second = (pa.array(one, mask=missing) for one in pixels)
    return first, second


def _floats(column: pa.Array) -> npt.NDArray[np.float64]:
    values: npt.NDArray[np.float64] = column.to_numpy(zero_copy_only=False)
    return values


def _unknown(draft: Draft, index: npt.NDArray[np.int64], stated: list[Stated]) -> Iterator[Issue]:
    """Yield the names of areas that are not known."""
    ids = draft.columns["event_id"]
    faulty = np.array([bool(one.problems) for one in stated] or [False])[index]
    for row in np.flatnonzero(faulty).tolist():
        for problem in stated[index[row]].problems:
            yield _issue(ids, row, (problem.field, problem.value, problem.rule), problem.message)


def _nowhere(draft: Draft, said: Made, found: Found) -> Iterator[Issue]:
    """Yield the points that are in no area, of rows that name no province."""
    named = filled(said["adm1_id"].is_valid())
    for outcome, words in _NOWHERE.items():
        for row in np.flatnonzero((found.outcome == outcome) & ~named).tolist():
            about = ("place", _point(draft, row), outcome.name.lower())
            yield _issue(draft.columns["event_id"], row, about, words)


_NOWHERE = {
    Outcome.ON_BORDER: "the point lies on a border between areas, and the row names no province",
    Outcome.AT_SEA: "the point lies at sea, and the row names no province",
    Outcome.OUTSIDE: "the point lies outside every area, and the row names no province",
}


def _apart(draft: Draft, said: Made, found: Found, areas: Areas) -> Iterator[Issue]:
    """Yield each point that lies outside the country, province or district that its row names."""
    said1, said2 = said["adm1_id"], said["adm2_id"]
    lies_in = areas.countries.look_up(found.adm1)
    abroad = filled(pc.not_equal(lies_in, draft.country))
    other = filled(pc.not_equal(found.adm1, said1)) & ~abroad
    drawn = filled(pc.is_in(said2, pa.array(areas.districts.ids, pa.string())))
    beside = filled(pc.not_equal(found.adm2, said2)) & drawn & ~abroad & ~other
    names, ids, country = areas.geography.area_names, draft.columns["event_id"], draft.country
    for row, km in _far(draft, abroad, country, areas.province_km.to_country):
        text = _lies(lies_in[row].as_py(), country[row].as_py(), km)
        about = ("place.country", _point(draft, row), "point outside its country")
        yield _issue(ids, row, about, text)
    for row, km in _far(draft, other, said1, areas.province_km.to_area):
        text = _lies(names[found.adm1[row].as_py()], names[said1[row].as_py()], km)
        about = ("place.adm1", _point(draft, row), "point outside its province")
        yield _issue(ids, row, about, text)
    exact = areas.geography.exact_districts
    for row, km in _far(draft, beside, said2, areas.district_km.to_area):
        lies, named = found.adm2[row].as_py(), said2[row].as_py()
        if km < APPROXIMATE_KM and not {lies, named} <= exact:  # as far as outlines may be off
            continue
        about = ("place.adm2", _point(draft, row), "point outside its district")
        yield _issue(ids, row, about, _lies(names[lies], names[named], km))


def _lies(found: str, said: str, km: float) -> str:
    return f"the point lies in {found}, not in {said}{away(km)}"


def _far(
    draft: Draft, wrong: Mask, keys: pa.Array, distance: Callable[[str, Floats, Floats], Floats]
) -> Iterator[tuple[int, float]]:
    """Yield each row that is wrong with how far, in km, its point lies from the area it names."""
    lon, lat = _floats(draft.lon), _floats(draft.lat)
    rows = np.flatnonzero(wrong)
    named = np.array(keys.take(pa.array(rows)).to_pylist(), dtype=object)
    for key in dict.fromkeys(named):
        own = rows[named == key]
        for row, km in zip(own, distance(key, lon[own], lat[own]), strict=True):
            yield int(row), float(km)


def away(km: float) -> str:
    """Return a distance in words; nothing where it is not known."""
    return "" if np.isnan(km) else f", {km:.1f} km away"


def _point(draft: Draft, row: int) -> str:
    return f"({draft.lat[int(row)].as_py()}, {draft.lon[int(row)].as_py()})"


def _issue(ids: pa.Array, row: int, about: tuple[str, str, str], said: str) -> Issue:
    """Return an issue of a row; ``about`` is the field, its value and the rule."""
    field_, value, rule = about
    record = ids[int(row)].as_py()
    shown = value[:MAX_SAID]
    return Issue(record, field_, shown, rule, f"{record}, {field_}: {shown!r}: {said}")
