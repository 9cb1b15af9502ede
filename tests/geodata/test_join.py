from __future__ import annotations

import math
from types import SimpleNamespace

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Delaunay
from shapely import MultiPolygon, Point, Polygon, box

from geodata.boundaries import load
from geodata.cell_index import TINY, CellIndex, Outcome
from geodata.cells import PER_DEGREE
from geodata.join import cell_index, join_points


def frame(*geometries, names=None, country="AAA"):
    ids = [f"{number}" for number in range(len(geometries))]
    columns = {"id": ids, "name": names or [f"Area {i}" for i in ids], "country": country}
    return geopandas.GeoDataFrame(columns, geometry=list(geometries), crs=4326)


def truth(areas, lon, lat):
    """Each point's set of areas by ``geopandas.sjoin``, the globe's seams closed by hand."""
    hits = [set() for _ in lon]
    lon, lat = (np.where(np.abs(side) < TINY, 0, side) for side in (lon, lat))
    for x in (lon, np.where(np.abs(lon) == 180, -lon, lon)):
        usable = (np.abs(x) <= 180) & (np.abs(lat) <= 90)
        rows = np.flatnonzero(usable)
        points = geopandas.GeoDataFrame(
            {"row": rows}, geometry=shapely.points(x[rows], lat[rows]), crs=4326
        )
        joined = geopandas.sjoin(points, areas, predicate="intersects")
        for row, area in zip(joined["row"], joined["index_right"], strict=True):
            hits[row].add(int(area))
    for pole in (-90, 90):
        whole = shapely.linestrings([[-180, pole], [180, pole]])
        at_pole = set(np.flatnonzero(areas.intersects(whole)).tolist())
        for row in np.flatnonzero((lat == pole) & (np.abs(lon) <= 180)):
            hits[row] |= at_pole
    return hits


def assert_as_sjoin(areas, lon, lat):
    lon, lat = np.array(lon, dtype=float), np.array(lat, dtype=float)
    result = CellIndex.build(areas).join(lon, lat)
    rivals = dict(result.rivals())
    for row, expected in enumerate(truth(areas, lon, lat)):
        said = Outcome(result.outcome[row])
        got = set(rivals.get(row, ())) or {int(result.area[row])} - {-1}
        assert got == expected, (lon[row], lat[row], said)
        if not (abs(lon[row]) <= 180 and abs(lat[row]) <= 90):
            assert said is Outcome.INVALID
        else:
            by_count = [Outcome.OUTSIDE, Outcome.INSIDE, Outcome.ON_BORDER]
            assert said is by_count[min(len(expected), 2)]
        assert (result.area[row] >= 0) == (said is Outcome.INSIDE)
        assert math.isnan(result.km[row]) == (said is not Outcome.OUTSIDE or areas.empty)


HOLED = Polygon(box(10, 10, 20, 20).exterior, [box(12, 12, 14, 14).exterior])
ADVERSARIAL = {
    "hole filled by an enclave": (HOLED, box(12, 12, 14, 14)),
    "hole left open": (HOLED, box(20, 10, 21, 20)),
    "islands": (
        MultiPolygon([box(0, 0, 1, 1), box(1.5, 0.2, 1.6, 0.3), box(-3, -3, -2.99, -2.99)]),
        box(1, 0, 1.5, 1),
    ),
    "four meet at a corner": tuple(box(x, y, x + 1, y + 1) for x in (5, 6) for y in (5, 6)),
    "borders on the lines of the cells": (
        box(1 / PER_DEGREE, 0, 2, 1 / PER_DEGREE),
        box(1 / PER_DEGREE, 1 / PER_DEGREE, 2, 0.5),
    ),
    "both sides of the antimeridian": (box(170, 60, 180, 70), box(-180, 60, -170, 70)),
    "one area across the antimeridian": (
        MultiPolygon([box(170, 60, 180, 70), box(-180, 60, -170, 70)]),
        box(160, 60, 170, 70),
    ),
    "polar caps": (box(-180, -90, 180, -60), box(-20, 80, 40, 90)),
    "the whole world": (box(-180, -90, 180, 90),),
    "overlapping": (box(0, 0, 4, 4), box(1, 1, 2, 2), box(1.5, 1.5, 6, 2.5)),
    "thinner than a cell": (Polygon([(0, 0), (9, 0.001), (9, 0.002)]), box(3, -1, 3.001, 1)),
    "none": (),
}


def tessellation(corners, groups):
    """Triangles between random points, dissolved into areas that touch and enclose each other."""
    triangles = shapely.polygons(corners[Delaunay(corners).simplices])
    labels = np.resize(groups, len(triangles))
    whole = [shapely.union_all(triangles[labels == label]) for label in sorted(set(labels))]
    return tuple(area for area in whole if area.is_valid and area.geom_type.endswith("Polygon"))


@st.composite
def area_sets(draw):
    if draw(st.booleans()):
        return ADVERSARIAL[draw(st.sampled_from(sorted(ADVERSARIAL)))]
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    west, south, size = draw(
        st.sampled_from(
            [(60, 23, 17), (-180, -90, 180), (0, 0, 0.1), (179, 65, 1), (-0.5, -0.5, 1)]
        )
    )
    corners = rng.uniform(0, 1, (draw(st.integers(4, 40)), 2)) * size + [west, south]
    if draw(st.booleans()):
        corners = np.unique(np.round(corners * PER_DEGREE) / PER_DEGREE, axis=0)
    if len(corners) < 4 or np.linalg.matrix_rank(corners - corners[0]) < 2:
        corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1.0]])
    return tessellation(corners, draw(st.lists(st.integers(0, 4), min_size=1, max_size=9)))


ODD = [0.0, -0.0, 90, -90, 180, -180, 89.999999999999, 180.0000001, 5e-324, math.nan, math.inf]


def adversarial_points(areas, rng):
    """Vertices, middles of edges, their next neighbours, corners of cells, odd numbers."""
    vertices = shapely.get_coordinates(list(areas)) if len(areas) else np.zeros((1, 2))
    middles = (vertices[1:] + vertices[:-1]) / 2
    exact = np.concatenate([vertices, middles])
    exact = exact[rng.permutation(len(exact))[:60]]
    beside = np.nextafter(exact, exact + rng.choice([-1, 1], exact.shape))
    corners = np.round(exact * PER_DEGREE) / PER_DEGREE
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    around = rng.uniform(low - 0.05, high + 0.05, (60, 2))
    anywhere = rng.uniform([-180, -90], [180, 90], (20, 2))
    odd = rng.choice(ODD, (40, 2))
    half_odd = np.where(rng.integers(0, 2, (40, 2)), rng.choice(ODD, (40, 2)), exact[:1])
    return np.concatenate([exact, beside, corners, around, anywhere, odd, half_odd])


@settings(max_examples=50, deadline=None)
@given(area_sets(), st.integers(0, 2**32 - 1))
def test_join_equals_sjoin_on_random_and_adversarial_points(areas, seed):
    points = adversarial_points(areas, np.random.default_rng(seed))
    assert_as_sjoin(frame(*areas), points[:, 0], points[:, 1])


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_join_equals_sjoin_on_each_adversarial_set(name):
    points = adversarial_points(ADVERSARIAL[name], np.random.default_rng(1))
    assert_as_sjoin(frame(*ADVERSARIAL[name]), points[:, 0], points[:, 1])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(allow_nan=True, width=64), st.floats(allow_nan=True, width=64)),
        max_size=30,
    )
)
def test_any_pair_of_floats_gets_an_outcome(pairs):
    lon, lat = (
        (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
        if pairs
        else (
            np.empty(0),
            np.empty(0),
        )
    )
    assert_as_sjoin(frame(*ADVERSARIAL["polar caps"]), lon, lat)


def test_a_missing_or_empty_geometry_is_never_hit():
    areas = frame(None, Polygon(), box(0, 0, 1, 1))
    result = CellIndex.build(areas).join(np.array([0.5, 5.0]), np.array([0.5, 5.0]))
    assert result.area.tolist() == [2, -1]
    assert result.nearest.tolist() == [-1, 2]


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        (frame(box(0, 0, 1, 1)).to_crs(3857), "EPSG:4326"),
        (frame(box(0, 0, 1, 1)).set_crs(None, allow_override=True), "EPSG:4326"),
        (frame(Point(0, 0)), "no polygon: '0'"),
        (frame(box(0, 0, 1, 1), Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])), "invalid.*'1'"),
        (frame(box(170, 0, 190, 1)), "beyond longitude 180"),
    ],
)
def test_unfit_areas_are_refused_by_name(areas, words):
    with pytest.raises(ValueError, match=words):
        CellIndex.build(areas)


def test_lengths_must_agree():
    index = CellIndex.build(frame(box(0, 0, 1, 1)))
    with pytest.raises(ValueError, match=r"\(2,\) and lat \(1,\)"):
        index.join(np.zeros(2), np.zeros(1))


@pytest.mark.parametrize(
    ("lon", "lat", "km"),
    [
        (0.5, 2.0, 110.5766),  # a degree of the meridian at the equator's first degrees
        (2.0, 0.5, 111.3153),  # a degree of longitude at 0.5 N
        (0.5, 0.5, math.nan),
        (0.5, 1.0001, 0.011057),
    ],
)
def test_distance_is_the_geodesic(lon, lat, km):
    result = CellIndex.build(frame(box(0, 0, 1, 1))).join(np.array([lon]), np.array([lat]))
    assert result.km[0] == pytest.approx(km, rel=1e-4, nan_ok=True)


def test_nearest_looks_across_the_antimeridian_and_over_the_pole():
    areas = frame(box(178, 0, 179, 1), box(-120, 0, -110, 1), box(-10, 80, 10, 84))
    result = CellIndex.build(areas).join(np.array([-179.0, 180.0]), np.array([0.5, 89.0]))
    assert result.nearest.tolist() == [0, 2]
    assert result.km[0] == pytest.approx(2 * 111.3153, rel=1e-4)
    corner = areas.crs.get_geod().inv(180, 89, 10, 84)[2] / 1000
    assert result.km[1] == pytest.approx(corner, rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 45.0, 75.0, -85.0]))
def test_nearest_agrees_with_trying_every_stretch_of_the_outline(seed, south):
    rng = np.random.default_rng(seed)
    corners = rng.uniform([-3, south], [3, south + 4], (12, 2))
    areas = frame(*tessellation(corners, [0, 1, 2, 0]))
    lon = rng.uniform(-180, 180, 12)
    lat = np.clip(south + rng.normal(0, 12, 12), -90, 90)
    result = CellIndex.build(areas).join(lon, lat)
    outline = [shapely.get_coordinates(shapely.segmentize(area, 0.002)) for area in areas.geometry]
    geod = areas.crs.get_geod()
    for row in np.flatnonzero(result.outcome == Outcome.OUTSIDE):
        rings = [
            geod.inv(np.full(len(c), lon[row]), np.full(len(c), lat[row]), c[:, 0], c[:, 1])[
                2
            ].min()
            for c in outline
        ]
        shortest = min(rings) / 1000
        assert result.km[row] == pytest.approx(shortest, rel=2e-4, abs=0.02)
        assert rings[result.nearest[row]] / 1000 == pytest.approx(shortest, rel=2e-4, abs=0.02)


def test_land_tells_the_sea_from_other_land():
    land = CellIndex.build(frame(box(0, 0, 10, 10)))
    index = CellIndex.build(frame(box(0, 0, 1, 1)), land=land)
    result = index.join(np.array([0.5, 5.0, 11.0]), np.array([0.5, 5.0, 5.0]))
    assert result.outcome.tolist() == [Outcome.INSIDE, Outcome.OUTSIDE, Outcome.AT_SEA]


def test_join_points_says_what_stands_in_the_way():
    adm1 = frame(box(0, 0, 1, 1), box(1, 0, 2, 1), box(0.9, 5, 2, 6), box(1.5, 5, 3, 6),
                 names=["Kunar", "Bajaur", "North", "South"])  # fmt: skip
    adm2 = frame(box(0, 0, 0.5, 1), box(0.5, 0, 1, 1), names=["Asmar", "Nari"])
    lon = np.array([0.25, 0.5, 1.0, 1.5, 3.0, math.nan, 1.75])
    lat = np.array([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 5.5])
    table = join_points(lon, lat, SimpleNamespace(frame=adm1), SimpleNamespace(frame=adm2))
    assert table["outcome"].to_pylist() == [
        "inside", "inside", "on_border", "inside", "outside", "invalid", "on_border",
    ]  # fmt: skip
    assert table["adm1_id"].to_pylist() == ["0", "0", None, "1", None, None, None]
    assert table["adm2_id"].to_pylist() == ["0", None, "1", None, None, None, None]
    assert table["adm1_rivals"].to_pylist()[2] == ["0", "1"]
    assert table["adm2_rivals"].to_pylist()[1] == ["0", "1"]
    assert table["message"].to_pylist() == [
        None,
        "on the border between Asmar and Nari",
        "on the border between Kunar and Bajaur",
        None,
        "outside every area (nearest Bajaur, 111.3 km)",
        "no such position: latitude 0.5, longitude nan; accepted are -90 to 90 and -180 to 180",
        "inside North and South, which overlap there",
    ]
    assert table["nearest_adm1_id"].to_pylist()[4] == "1"


def test_join_points_without_points_or_districts():
    areas = SimpleNamespace(frame=frame(box(0, 0, 1, 1)))
    assert join_points(np.empty(0), np.empty(0), areas).num_rows == 0
    assert join_points(np.array([0.5]), np.array([0.5]), areas)["adm2_id"].to_pylist() == [None]


def test_outside_the_areas_of_the_whole_world_is_the_sea():
    areas = frame(*(box(x, 0, x + 0.5, 1) for x in range(-110, 110)))
    areas["country"] = [f"{number:03}" for number in range(len(areas))]
    table = join_points(np.array([0.7]), np.array([0.5]), SimpleNamespace(frame=areas))
    assert table["message"].to_pylist() == ["at sea (nearest Area 110, 22.3 km)"]


def test_the_index_of_a_frame_is_built_once_and_dies_with_it():
    areas = frame(box(0, 0, 1, 1))
    assert cell_index(areas) is cell_index(areas)
    assert cell_index(frame(box(0, 0, 1, 1))) is not cell_index(areas)


REGION = ("AFG", "PAK")
TOWNS = {
    "Kunar": (34.873, 71.147),
    "Paktia": (33.60, 69.22),
    "Khost": (33.34, 69.92),
    "Helmand": (31.58, 64.36),
    "Nangarhar": (34.43, 70.45),
    "Paktika": (33.17, 68.73),
    "Kandahar": (31.01, 66.40),
    "Balochistan": (30.92, 66.45),
}
KHYBER_PAKHTUNKHWA = [(33.90, 70.10), (34.73, 71.52), (33.00, 70.07), (34.12, 71.09)]


@pytest.fixture(scope="module")
def shipped():
    return load(1, REGION)


def test_towns_fall_in_their_provinces(shipped):
    places = list(TOWNS.items()) + [("Khyber Pakhtunkhwa", place) for place in KHYBER_PAKHTUNKHWA]
    lat, lon = np.array([place for _, place in places]).T
    ids = join_points(lon, lat, shipped)["adm1_id"].to_pylist()
    names = shipped.frame.set_index("id")["name"]
    assert [names[i] for i in ids] == [name for name, _ in places]


def test_shipped_provinces_join_as_sjoin_does(shipped):
    points = adversarial_points(shipped.frame.geometry, np.random.default_rng(3))
    vertices = shapely.get_coordinates(shipped.frame.geometry.array)[::150]
    around = np.random.default_rng(4).uniform([60, 23], [78, 39], (500, 2))
    points = np.concatenate([points, vertices, around])
    assert_as_sjoin(shipped.frame, points[:, 0], points[:, 1])


def test_shipped_districts_without_an_outline_leave_the_district_open(shipped):
    table = join_points(np.array([71.147]), np.array([34.873]), shipped, load(2, ("AFG",)))
    assert table.select(["outcome", "adm2_id", "message"]).to_pylist() == [
        {"outcome": "inside", "adm2_id": None, "message": None}
    ]
