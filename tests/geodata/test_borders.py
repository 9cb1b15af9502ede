from __future__ import annotations

import geopandas
import pytest
import shapely
from pyproj import Geod
from shapely import box

from geodata.boundaries import SHIPPED
from geodata.building.borders import find_borders


@pytest.fixture(scope="module")
def shipped():
    return geopandas.read_parquet(SHIPPED / "borders.parquet").set_index("id")


def km(line):
    return Geod(ellps="WGS84").geometry_length(line) / 1000


def test_the_durand_line_is_the_disputed_edge_of_afghanistan_and_pakistan(shipped):
    line = shipped.loc["AFG-PAK"]
    assert line["name"] == "Durand Line"
    assert line["disputed"]
    assert km(line.geometry) == pytest.approx(2243, rel=0.01)


def test_the_line_of_control_runs_along_azad_kashmir_and_gilgit_baltistan_only(shipped):
    line = shipped.loc["IND-PAK-LOC"]
    assert line["name"] == "Line of Control"
    assert line["disputed"]
    assert 550 < km(line.geometry) < 800
    assert line.geometry.bounds[1] > 32.5
    assert not shipped.loc["IND-PAK", "disputed"]


def test_other_borders_are_ordinary(shipped):
    disputed = set(shipped.index[shipped["disputed"]])
    assert {key for key in disputed if "XKS" not in key} == {"AFG-PAK", "IND-PAK-LOC"}
    assert not shipped.loc["AFG-IRN", "disputed"]
    assert shipped.index.str.fullmatch(r"[A-Z]{3}-[A-Z]{3}(-LOC)?").all()


def test_a_border_is_what_areas_of_two_countries_share():
    areas = geopandas.GeoDataFrame(
        {
            "id": ["A1", "A2", "B1"],
            "country": ["AAA", "AAA", "BBB"],
            "country_name": ["Aland", "Aland", "Bland"],
        },
        geometry=[
            shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)]),
            shapely.Polygon([(0, 1), (1, 1), (1, 2), (0, 2)]),
            shapely.Polygon([(1, 0), (2, 0), (2, 2), (1, 2), (1, 1)]),
        ],
        crs=4326,
    )
    (border,) = find_borders(areas, 1e-6)
    assert border.id == "AAA-BBB"
    assert border.name == "Aland–Bland border"
    assert not border.disputed
    assert border.shape.equals(shapely.LineString([(1, 0), (1, 2)]))


def test_areas_that_touch_in_a_corner_share_no_border():
    areas = geopandas.GeoDataFrame(
        {"id": ["A", "B"], "country": ["AAA", "BBB"], "country_name": ["A", "B"]},
        geometry=[box(0, 0, 1, 1), box(1, 1, 2, 2)],
        crs=4326,
    )
    assert find_borders(areas, 1e-6) == ()
