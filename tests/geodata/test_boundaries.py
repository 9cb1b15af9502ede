"""Adding a country's areas, using them, and going back: with real, broken and hostile files."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import pytest
import shapely
from shapely import box, from_wkt, to_geojson

from geodata import boundaries
from geodata.findings import BoundaryError

SHORT_RING = {"type": "Polygon", "coordinates": [[[69, 33], [70, 33]]]}
GOLD = Path(__file__).resolve().parents[3] / "shared/real/geoboundaries_afg_adm2.geojson"
HOSTILE = '<img src=x onerror=alert(1)>{{7*7}}${x}`=cmd|"/c calc"!A1\x00\x1b[31m\u202e'


@pytest.fixture(scope="module")
def khost():
    outline = boundaries.load(1, ("AFG",)).frame.set_index("id").geometry["AF-KHO"]
    west, south, east, north = outline.bounds
    middle = (west + east) / 2
    halves = [box(west, south, middle, north), box(middle, south, east, north)]
    return [shapely.intersection(outline, half) for half in halves]


def feature(shape, **properties):
    geometry = json.loads(to_geojson(shape)) if shape is not None else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(path, *features, **members):
    document = {"type": "FeatureCollection", "features": list(features), **members}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def add(path, home, **asked):
    known = {"level": 2, "country": "AFG", "name_field": "name", "version": "test-1"}
    return boundaries.add(path, **(known | asked), home=home)


@pytest.fixture
def two(tmp_path, khost):
    """Two halves of Khost under names of its districts, as other sources spell them."""
    west, east = khost
    return collection(
        tmp_path / "khost.geojson", feature(west, name="Tanai"), feature(east, name="Jaji Maidan")
    )


def rules(report, severity=None):
    return [f.rule for f in report.findings if severity in (None, f.severity)]


def test_added_areas_are_used_from_then_on(tmp_path, two):
    home = tmp_path / "home"
    report = add(two, home, licence="CC0")
    assert (report.taken, report.matched) == (2, 2)
    afghan = boundaries.load(2, ("AFG",), home)
    assert afghan.version.endswith("+AFG2:test-1")
    drawn = afghan.frame[afghan.frame.geometry.notna()].set_index("id")
    assert drawn["name"].to_dict() == {"AF1404": "Tanai", "AF1413": "Jaji Maidan"}
    assert set(drawn["adm1_id"]) == {"AF-KHO"}
    assert "Tani" in set(drawn["aliases"]["AF1404"])
    assert not drawn["approximate"].any()


def test_districts_that_the_file_lacks_stay_known_by_name(tmp_path, two):
    home = tmp_path / "home"
    add(two, home)
    frame = boundaries.load(2, ("AFG",), home).frame
    assert len(frame) == 401
    assert frame["id"].is_unique
    assert "AF0101" in set(frame["id"])


def test_other_countries_keep_the_shipped_areas(tmp_path, two):
    home = tmp_path / "home"
    add(two, home)
    before, after = boundaries.load(2, ("PAK",)).frame, boundaries.load(2, ("PAK",), home).frame
    assert list(before["id"]) == list(after["id"])
    assert list(boundaries.load(2, home=home).frame.columns) == list(before.columns)


def test_list_and_remove(tmp_path, two):
    home = tmp_path / "home"
    assert boundaries.list_sets(home) == ()
    add(two, home, licence="CC BY 4.0")
    (one,) = boundaries.list_sets(home)
    assert (one.country, one.level, one.areas, one.licence) == ("AFG", 2, 2, "CC BY 4.0")
    assert one.file == "khost.geojson"
    boundaries.remove(2, "AFG", home)
    assert boundaries.list_sets(home) == ()
    assert boundaries.version(home) == boundaries.version(tmp_path / "nowhere")
    assert boundaries.load(2, ("AFG",), home).frame.geometry.isna().all()
    assert list((home / "boundaries").iterdir()) == []


def test_what_was_not_added_cannot_be_removed(tmp_path):
    with pytest.raises(BoundaryError, match="no set of AFG level 2"):
        boundaries.remove(2, "AFG", tmp_path)


def test_adding_again_replaces_and_leaves_no_old_file(tmp_path, two, khost):
    home = tmp_path / "home"
    add(two, home)
    whole = collection(tmp_path / "one.geojson", feature(shapely.union(*khost), name="Khost"))
    add(whole, home, version="test-2")
    frame = boundaries.load(2, ("AFG",), home).frame
    assert frame.geometry.notna().sum() == 1
    assert len(list((home / "boundaries").iterdir())) == 3


def test_the_drawing_of_an_added_set_is_topojson(tmp_path, two):
    home = tmp_path / "home"
    assert json.loads(boundaries.drawing(2, "AFG", home))["arcs"] == []
    add(two, home)
    document = json.loads(boundaries.drawing(2, "AFG", home))
    geometries = document["objects"]["areas"]["geometries"]
    assert {g["properties"]["id"] for g in geometries} == {"AF1404", "AF1413"}
    assert {g["properties"]["adm1_id"] for g in geometries} == {"AF-KHO"}


def test_a_damaged_set_is_logged_and_the_shipped_areas_serve(tmp_path, two, caplog):
    home = tmp_path / "home"
    add(two, home)
    for path in (home / "boundaries").glob("*.parquet"):
        path.write_bytes(b"not parquet")
    assert boundaries.load(2, ("AFG",), home).frame.geometry.isna().all()
    (home / "boundaries/AFG-2.json").write_text("{")
    assert boundaries.list_sets(home) == ()
    assert "the shipped ones serve" in caplog.text


def test_a_pointer_that_names_files_elsewhere_is_not_followed(tmp_path, two):
    home = tmp_path / "home"
    add(two, home)
    pointer = home / "boundaries/AFG-2.json"
    kept = json.loads(pointer.read_text())
    pointer.write_text(json.dumps(kept | {"digest": "../../secret"}))
    assert boundaries.list_sets(home) == ()


def test_one_broken_feature_costs_only_itself(tmp_path, khost):
    west, east = khost
    path = collection(
        tmp_path / "some.geojson",
        feature(west, name="Tani"),
        feature(None, name="No shape"),
        {**feature(None, name="Short"), "geometry": SHORT_RING},
        {**feature(None, name="Odd"), "geometry": {"type": "Polygon", "coordinates": "x"}},
        feature(shapely.Point(69.9, 33.3), name="A point"),
        "not a feature",
        feature(east, name=None),
    )
    report = add(path, tmp_path / "home")
    assert report.taken == 2
    text = "\n".join(report.lines())
    for name in ("No shape", "Short", "Odd", "A point", "feature 6", "(area 7)"):
        assert name in text


def test_a_bow_tie_is_mended_and_said(tmp_path):
    bow_tie = from_wkt("POLYGON ((69.6 33.2, 70 33.5, 70 33.2, 69.6 33.5, 69.6 33.2))")
    report = add(
        collection(tmp_path / "tie.geojson", feature(bow_tie, name="Tie")), tmp_path / "home"
    )
    (mended,) = [f for f in report.findings if f.rule == "validity"]
    assert "Self-intersection" in mended.message
    frame = boundaries.load(2, ("AFG",), tmp_path / "home").frame
    assert frame.geometry.dropna().is_valid.all()


def test_overlaps_gaps_and_outsiders_are_measured(tmp_path, khost):
    west, _ = khost
    lying_over = shapely.intersection(west, box(*west.bounds).buffer(-0.1))
    path = collection(
        tmp_path / "bad.geojson",
        feature(west, name="Tani"),
        feature(lying_over, name="Gurbuz"),
        feature(box(10, 50, 11, 51), name="In Germany"),
    )
    report = add(path, tmp_path / "home")
    by_rule = {finding.rule: finding for finding in report.findings if finding.area != ""}
    assert by_rule["parent"].area == "In Germany"
    assert by_rule["parent"].severity == "error"
    assert any(f.rule == "overlap" and "Tani and Gurbuz" in f.message for f in report.findings)
    assert any(f.rule == "gap" and f.area == "Khost" for f in report.findings)
    assert report.taken == 2


def test_a_stated_parent_that_is_not_the_found_one_is_said(tmp_path, two, khost):
    path = collection(tmp_path / "p.geojson", feature(khost[0], name="Tani", up="Paktya"))
    report = add(path, tmp_path / "home", parent_field="up")
    (finding,) = [f for f in report.findings if f.rule == "parent"]
    assert "'Paktya'" in finding.message
    assert "Khost" in finding.message


def test_hostile_names_are_kept_as_text_on_one_line(tmp_path, khost):
    path = collection(tmp_path / "evil.geojson", feature(khost[0], name=HOSTILE + "x" * 500))
    add(path, tmp_path / "home")
    frame = boundaries.load(2, ("AFG",), tmp_path / "home").frame
    (row,) = frame[frame.geometry.notna()].itertuples()
    assert len(row.name) == 200
    assert row.name.isprintable()
    assert row.name.startswith("<img src=x")
    assert row.id.startswith("AF-KHO.")
    assert not set(row.id) & set("<>{}$`=|\"'/ ")


def test_two_areas_of_one_name_get_two_keys(tmp_path, khost):
    path = collection(tmp_path / "same.geojson", *(feature(half, name="Nowhere") for half in khost))
    add(path, tmp_path / "home")
    frame = boundaries.load(2, ("AFG",), tmp_path / "home").frame
    assert set(frame["id"][frame.geometry.notna()]) == {"AF-KHO.nowhere", "AF-KHO.nowhere-2"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "line 1, column 1"),
        (b'{"type": "FeatureCollection",\n "features": [}', "line 2, column 15"),
        (b'{"type": "Feature"}', "not a FeatureCollection but 'Feature'"),
        (b"[1, 2]", "not a FeatureCollection but 'list'"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        ('{"type": "Café"}'.encode("latin-1"), "not UTF-8"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"type": "FeatureCollection", "features": [7]}', "no column 'name'"),
        (
            b'{"type": "FeatureCollection", "crs": {"x": 1}, "features": [{"properties": {}}]}',
            "reference system",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path, content, words):
    path = tmp_path / "broken.geojson"
    path.write_bytes(content)
    with pytest.raises(BoundaryError, match=words):
        add(path, tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name_field": "nmae"}, "did you mean 'name'"),
        ({"country": "AFX"}, "'AFX' is not known"),
        ({"level": 3}, "level 3"),
        ({"version": "<b>"}, "version '<b>' is not taken"),
        ({"country": "DEU"}, "none of the areas"),
        ({"parent_field": "up"}, "no column 'up'"),
    ],
)
def test_a_request_that_cannot_be_meant_says_what_is_accepted(tmp_path, two, asked, words):
    with pytest.raises(BoundaryError, match=words):
        add(two, tmp_path / "home", **asked)


@pytest.mark.parametrize("name", ["areas.vrt", "areas.exe", "none.geojson", "http://x/y.geojson"])
def test_only_local_files_of_known_kinds_are_opened(tmp_path, name):
    if not name.startswith(("none", "http")):
        (tmp_path / name).write_text("x")
    with pytest.raises(BoundaryError):
        add(tmp_path / name, tmp_path / "home")


def test_metres_without_a_reference_system_are_refused(tmp_path):
    path = collection(
        tmp_path / "utm.geojson", feature(box(500_000, 3_700_000, 510_000, 3_710_000), name="x")
    )
    with pytest.raises(BoundaryError, match="are no degrees"):
        add(path, tmp_path / "home")


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp"])
def test_other_formats_and_reference_systems_are_converted(tmp_path, khost, suffix):
    frame = geopandas.GeoDataFrame({"name": ["Tani", "Bak"]}, geometry=khost, crs=4326)
    path = tmp_path / f"areas{suffix}"
    frame.to_crs(32642).to_file(path)
    report = add(path, tmp_path / "home")
    assert report.taken == 2
    assert "crs" in rules(report, "note")
    west, south, east, north = boundaries.load(2, ("AFG",), tmp_path / "home").frame.total_bounds
    assert 69 < west < east < 71
    assert 32 < south < north < 34


def test_a_province_of_another_source_keeps_its_key(tmp_path):
    shipped = boundaries.load(1, ("AFG",)).frame
    frame = shipped[["name", "geometry"]].assign(geometry=shipped.geometry.simplify(0.02))
    path = tmp_path / "provinces.geojson"
    frame.to_file(path)
    report = add(path, tmp_path / "home", level=1)
    assert report.matched == 34
    added = boundaries.load(1, ("AFG",), tmp_path / "home").frame
    assert dict(zip(added["id"], added["name"], strict=True)) == dict(
        zip(shipped["id"], shipped["name"], strict=True)
    )
    assert list(added["iso_3166_2"]) == list(shipped["iso_3166_2"])


@pytest.mark.skipif(not GOLD.exists(), reason="needs ../shared/real/geoboundaries_afg_adm2.geojson")
def test_geoboundaries_goes_in_and_every_district_gets_its_province(tmp_path):
    report = add(
        GOLD, tmp_path, name_field="shapeName", version="geoBoundaries-2021", licence="ODbL"
    )
    assert report.taken == 398
    assert report.matched > 385
    frame = boundaries.load(2, ("AFG",), tmp_path).frame
    drawn = frame[frame.geometry.notna()].set_index("id")
    assert len(drawn) == 398
    assert drawn.index.is_unique
    provinces = boundaries.load(1, ("AFG",)).frame.set_index("id")
    assert set(drawn["adm1_id"]) == set(provinces.index)
    assert drawn["name"]["AF1307"] == "Ali Khail (Jaji)"
    assert "Zazi Aryub" in set(drawn["aliases"]["AF1307"])
    assert drawn["adm1_id"]["AF1307"] == "AF-PIA"
    text = "\n".join(report.lines())
    assert "overlap" not in rules(report)
    assert "of the shipped provinces are in none of the areas" in text
