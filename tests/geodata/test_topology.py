from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geodata.simplify import simplify_areas
from geodata.topology import build, lines_to_topojson, to_topojson

STEP = 0.01
points = st.lists(
    st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=3, max_size=25, unique=True
)


def coverage(seeds):
    """Areas that tile a square: the cells nearest to each seed, corners on the grid."""
    frame = box(0, 0, 1, 1)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(np.asarray(seeds) / 100), extend_to=frame)
    cells = [shapely.intersection(cell, frame) for cell in shapely.get_parts(cells)]
    nodes = shapely.union_all([shapely.boundary(cell) for cell in cells], grid_size=STEP)
    return list(shapely.get_parts(shapely.polygonize(shapely.get_parts(nodes))))


def restored(topology, number):
    lines = [np.asarray(arc) * topology.step for arc in topology.arcs]
    parts = []
    for polygon in topology.areas[number]:
        outer, *holes = (
            np.vstack([lines[arc] if arc >= 0 else lines[~arc][::-1] for arc in ring])
            for ring in polygon
        )
        parts.append(shapely.Polygon(outer, holes))
    return shapely.MultiPolygon(parts)


@given(points)
@settings(max_examples=60, deadline=None)
def test_areas_come_back_as_they_went_in(seeds):
    areas = coverage(seeds)
    topology = build(areas, STEP)
    for number, area in enumerate(areas):
        back = restored(topology, number)
        assert shapely.area(shapely.symmetric_difference(back, area)) < 1e-9


@given(points)
@settings(max_examples=60, deadline=None)
def test_an_edge_between_two_areas_is_stored_once(seeds):
    areas = coverage(seeds)
    topology = build(areas, STEP)
    steps = [frozenset(pair) for arc in topology.arcs for pair in pairwise(arc)]
    assert len(steps) == len(set(steps))
    assert {len(owners) for owners in topology.owners()} <= {1, 2}


@given(points)
@settings(max_examples=40, deadline=None)
def test_simplified_neighbours_leave_no_gap_and_no_overlap(seeds):
    areas = coverage(seeds)
    drawn = simplify_areas(areas, 0.1)
    assert shapely.coverage_is_valid(drawn)
    assert shapely.area(drawn).sum() == pytest.approx(shapely.area(shapely.union_all(drawn)))


def test_an_enclave_shares_its_whole_ring():
    inner = box(1, 1, 2, 2)
    outer = shapely.difference(box(0, 0, 3, 3), inner)
    topology = build([outer, inner], STEP)
    assert len(topology.arcs) == 2
    assert sorted(topology.owners()) == [(0,), (0, 1)]


def test_what_the_grid_swallows_is_left_out_without_a_word_in_the_way():
    topology = build([box(0, 0, 0.001, 0.001), box(0, 0, 1, 1)], STEP)
    assert topology.areas[0] == ()
    document = to_topojson(topology, [{"id": "a"}, {"id": "b"}], "areas")
    assert document["objects"]["areas"]["geometries"][0]["arcs"] == ()


def test_properties_and_areas_must_pair_up():
    with pytest.raises(ValueError, match="argument"):
        to_topojson(build([box(0, 0, 1, 1)], STEP), [], "areas")


def test_lines_keep_their_course():
    line = shapely.MultiLineString([[(0, 0), (0.5, 0.25)], [(1, 1), (1, 2)]])
    document = lines_to_topojson([line], [{"id": "x"}], "borders", STEP)
    assert document["arcs"] == [[[0, 0], [50, 25]], [[100, 100], [0, 100]]]
    assert document["objects"]["borders"]["geometries"][0]["arcs"] == [[0], [1]]


def test_islets_go_but_never_the_last_part_nor_one_that_touches_a_neighbour():
    archipelago = shapely.MultiPolygon([box(0, 0, 0.01, 0.01), box(5, 5, 6, 6)])
    lone = shapely.MultiPolygon([box(10, 10, 10.02, 10.02)])
    against = shapely.MultiPolygon([box(20, 20, 21, 21), box(6, 5.4, 6.01, 5.41)])
    drawn = simplify_areas([archipelago, lone, against], 0.0, least_island=0.1)
    assert [len(shapely.get_parts(shape)) for shape in drawn] == [1, 1, 2]
