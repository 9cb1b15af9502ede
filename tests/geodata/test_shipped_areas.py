"""What every install ships: the areas, their keys, and the files a browser draws."""

from __future__ import annotations

import gzip
import hashlib
import json
from itertools import pairwise

import numpy as np
import pytest
import shapely

from geodata.boundaries import SHIPPED, drawing, load

# From maps of the provinces; Torkham stands on Pakistan's side, 1.5 km from the line.
TOWNS = {
    "Asadabad": (34.873, 71.147, "Kunar"),
    "Gardez": (33.60, 69.22, "Paktia"),
    "Khost": (33.34, 69.92, "Khost"),
    "Lashkar Gah": (31.58, 64.36, "Helmand"),
    "Jalalabad": (34.43, 70.45, "Nangarhar"),
    "Sharana": (33.17, 68.73, "Paktika"),
    "Spin Boldak": (31.01, 66.40, "Kandahar"),
    "Bazarak": (35.31, 69.51, "Panjshir"),
    "Nili": (33.72, 66.13, "Daykundi"),
    "Tarinkot": (32.63, 65.87, "Uruzgan"),
    "Parachinar": (33.90, 70.10, "Khyber Pakhtunkhwa"),
    "Khar": (34.73, 71.52, "Khyber Pakhtunkhwa"),
    "Miranshah": (33.00, 70.07, "Khyber Pakhtunkhwa"),
    "Torkham": (34.12, 71.09, "Khyber Pakhtunkhwa"),
    "Chaman": (30.92, 66.45, "Balochistan"),
}


@pytest.fixture(scope="module")
def provinces():
    return load(1).frame


@pytest.fixture(scope="module")
def home_provinces(provinces):
    return provinces[provinces["country"].isin(["AFG", "PAK"])]


@pytest.fixture(scope="module")
def districts():
    return load(2).frame


def decoded(document):
    """Each geometry's arcs in degrees, by id."""
    scale = document["transform"]["scale"]
    arcs = [np.cumsum(np.asarray(arc), axis=0) * scale for arc in document["arcs"]]
    (layer,) = document["objects"].values()
    return {geometry["properties"]["id"]: (geometry, arcs) for geometry in layer["geometries"]}


def polygons(geometry, arcs):
    rings = [
        [np.vstack([arcs[a] if a >= 0 else arcs[~a][::-1] for a in ring]) for ring in polygon]
        for polygon in geometry["arcs"]
    ]
    return shapely.MultiPolygon([shapely.Polygon(outer, holes) for outer, *holes in rings])


@pytest.mark.parametrize("town", TOWNS)
def test_a_town_lies_in_its_province(home_provinces, town):
    lat, lon, name = TOWNS[town]
    found = home_provinces[home_provinces.intersects(shapely.Point(lon, lat))]
    assert list(found["name"]) == [name]


def test_afghanistan_and_pakistan_are_whole(home_provinces):
    shapes = home_provinces.geometry.to_numpy()
    assert home_provinces.groupby("country").size().to_dict() == {"AFG": 34, "PAK": 7}
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes), "neighbours overlap, or do not share corners"
    ground = shapely.coverage_union_all(shapes)
    holes = [ring for part in shapely.get_parts(ground) for ring in part.interiors]
    assert not holes, "a gap between provinces"


def test_the_world_is_valid_and_keyed_once(provinces):
    assert provinces["id"].is_unique
    assert provinces.geometry.is_valid.all()
    assert provinces["country"].str.fullmatch("[A-Z]{3}").all()
    assert (provinces["name"].str.len() > 0).all()
    real = provinces[provinces["id"] == provinces["iso_3166_2"]]
    assert real["id"].str.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}").all()
    assert len(real) > 4000


def test_neighbours_of_the_world_share_their_edges(provinces):
    assert shapely.coverage_is_valid(provinces.geometry.to_numpy())


@pytest.mark.parametrize(
    ("key", "name", "spellings"),
    [
        ("AF-PIA", "Paktia", {"Paktya", "Paktiya"}),
        ("AF-HEL", "Helmand", {"Hilmand", "ولایت هلمند"}),
        ("AF-HER", "Herat", {"Hirat"}),
        ("PK-KP", "Khyber Pakhtunkhwa", {"FATA", "North-West Frontier Province", "خیبر پختونخوا"}),
        ("PK-GB", "Gilgit-Baltistan", {"Northern Areas"}),
        ("PK-SD", "Sindh", {"Sind", "سندھ"}),
    ],
)
def test_provinces_have_their_name_and_their_spellings(provinces, key, name, spellings):
    row = provinces.set_index("id").loc[key]
    assert row["name"] == name
    assert spellings <= set(row["aliases"])


def test_no_spelling_of_a_neighbour_is_left(provinces):
    names = provinces.set_index("id")["aliases"]
    assert not {"Paktia", "Paktya"} & set(names["AF-PKA"])
    assert not {"Parwan", "Charikar"} & set(names["AF-PAN"])
    assert not {"Uruzgan", "Urozgan"} & set(names["AF-DAY"])


def test_every_province_of_the_two_countries_has_its_p_code(home_provinces):
    assert home_provinces["pcode"].is_unique
    assert home_provinces["pcode"].str.fullmatch(r"AF\d\d|PK\d").all()
    codes = home_provinces.set_index("id")["pcode"]
    assert codes["AF-PIA"] == "AF13"
    assert codes["AF-PKA"] == "AF12"


def test_districts_of_pakistan_tile_their_provinces(districts, provinces):
    drawn = districts[districts.geometry.notna()]
    assert set(drawn["country"]) == {"PAK"}
    assert drawn["approximate"].all()
    assert shapely.coverage_is_valid(drawn.geometry.to_numpy())
    outlines = provinces.set_index("id").geometry
    for adm1_id, mine in drawn.groupby("adm1_id"):
        whole = shapely.union_all(mine.geometry.to_numpy())
        apart = shapely.symmetric_difference(whole, outlines[adm1_id])
        assert shapely.area(apart) < 1e-5 * shapely.area(whole)


@pytest.mark.parametrize(
    ("lat", "lon", "key"),
    [(33.90, 70.10, "PK518"), (34.73, 71.52, "PK502"), (30.2, 67.0, "PK226")],
    ids=["Kurram", "Bajaur", "Quetta"],
)
def test_the_middle_of_a_district_is_in_it(districts, lat, lon, key):
    drawn = districts[districts.geometry.notna()]
    assert list(drawn[drawn.intersects(shapely.Point(lon, lat))]["id"]) == [key]


def test_afghan_districts_are_listed_with_province_and_seat(districts, provinces):
    listed = districts[districts["country"] == "AFG"]
    assert len(listed) == 401
    assert listed["id"].str.fullmatch(r"AF\d{4}").all()
    assert listed.geometry.isna().all()
    assert listed["lat"].notna().sum() > 240
    codes = provinces.set_index("id")["pcode"]
    assert (listed["adm1_id"].map(codes) == listed["id"].str[:4]).all()


def test_a_seat_lies_in_its_province_or_next_to_it(districts, home_provinces):
    listed = districts[(districts["country"] == "AFG") & districts["lat"].notna()]
    outlines = home_provinces.set_index("id").geometry.loc[listed["adm1_id"]].to_numpy()
    seats = shapely.points(listed["lon"].to_numpy(), listed["lat"].to_numpy())
    far = listed["name"][shapely.distance(outlines, seats) > 0.05]
    assert len(far) <= 3, list(far)


def test_the_district_reports_call_zazi_aryub_is_known_by_that(districts):
    jaji = districts.set_index("id").loc["AF1307"]
    assert {"Zazi Aryub", "Aryob Zazi"} <= set(jaji["aliases"])


def test_drawings_stay_small():
    world = len(gzip.compress(drawing(1)))
    home = len(gzip.compress(drawing(1, "AFG"))) + len(gzip.compress(drawing(2, "PAK")))
    assert world < 1_500_000
    assert home < 150_000


@pytest.mark.parametrize("name", ["adm1_draw.json", "adm1_draw_AFG_PAK.json", "adm2_draw_PAK.json"])
def test_drawn_neighbours_share_every_edge(name):
    document = json.loads((SHIPPED / name).read_bytes())
    arcs = [tuple(map(tuple, np.cumsum(np.asarray(arc), axis=0))) for arc in document["arcs"]]
    steps = [frozenset(pair) for arc in arcs for pair in pairwise(arc)]
    assert len(steps) == len(set(steps)), "an edge is stored twice: its neighbours may part"


def test_a_drawing_shows_what_the_areas_are(home_provinces):
    found = decoded(json.loads(drawing(1, "PAK")))
    assert set(found) == set(home_provinces["id"])
    for row in home_provinces.itertuples():
        drawn = shapely.make_valid(polygons(*found[row.id]))
        apart = shapely.area(shapely.symmetric_difference(drawn, row.geometry))
        assert apart / shapely.area(row.geometry) < 0.01
        known = found[row.id][0]["properties"]
        label = shapely.Point(known["label_lon"], known["label_lat"])
        assert shapely.intersects(row.geometry, label)


def test_the_manifest_names_every_built_file():
    manifest = json.loads((SHIPPED / "manifest.json").read_bytes())
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((SHIPPED / name).read_bytes()).hexdigest() == digest, name
    assert {"adm1.parquet", "adm2.parquet", "borders.parquet"} <= set(manifest["files"])


def test_labels_are_plain_rows_inside_the_world():
    labels = json.loads((SHIPPED / "labels.json").read_bytes())
    assert labels["columns"] == ["kind", "name", "lat", "lon", "zoom", "country"]
    rows = labels["rows"]
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for _, _, lat, lon, _, _ in rows)
    zooms = {(kind, name): zoom for kind, name, _, _, zoom, _ in rows}
    assert zooms["country", "Afghanistan"] < zooms["town", "Khost"]
    assert zooms["town", "Kabul"] < zooms["town", "Asadabad"] < 9


def test_the_relief_of_the_world_has_a_picture_too():
    bounds = json.loads((SHIPPED / "backdrop/hillshade_world.json").read_bytes())["bounds"]
    assert bounds[0] == -180
    assert bounds[2] == 180
    assert (SHIPPED / "backdrop/hillshade_world.png").stat().st_size < 500_000


def test_the_relief_covers_both_countries(home_provinces):
    west, south, east, north = json.loads((SHIPPED / "backdrop/hillshade.json").read_bytes())[
        "bounds"
    ]
    ground = home_provinces.total_bounds
    assert west < ground[0]
    assert south < ground[1]
    assert east > ground[2]
    assert north > ground[3]
    assert (SHIPPED / "backdrop/hillshade.png").read_bytes().startswith(b"\x89PNG")


def test_only_two_levels_are_known():
    with pytest.raises(ValueError, match="level 3"):
        load(3)
