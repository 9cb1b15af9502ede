from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely import to_geojson

from geodata import boundaries, build, build_gazetteer
from geodata.__main__ import main


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path / "home"))


@pytest.fixture
def khost(tmp_path):
    shape = boundaries.load(1, ("AFG",)).frame.set_index("id").geometry["AF-KHO"]
    feature = {
        "type": "Feature",
        "properties": {"n": "Matun"},
        "geometry": json.loads(to_geojson(shape)),
    }
    path = tmp_path / "khost.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return str(path)


def test_add_list_remove(khost, capsys):
    asked = ["--level", "2", "--country", "afg", "--name-field", "n", "--version", "v1"]
    assert main(["add", khost, *asked, "--licence", "CC0"]) == 0
    assert "1 areas of level 2 of AFG taken as 'v1'; 1 of them" in capsys.readouterr().out
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert "+AFG2:v1" in out
    assert "AFG level 2: v1, 1 areas from khost.geojson (CC0)" in out
    assert main(["remove", "--level", "2", "--country", "AFG"]) == 0
    assert "the shipped areas serve again" in capsys.readouterr().out


def test_a_mistake_is_one_line_and_status_1(khost, capsys):
    asked = ["--level", "2", "--country", "AFG", "--name-field", "name", "--version", "v1"]
    assert main(["add", khost, *asked]) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: khost.geojson has no column 'name'")
    assert error.count("\n") == 1
    assert main(["remove", "--level", "1", "--country", "AFG"]) == 1


def test_a_file_name_cannot_speak_to_the_terminal(khost, tmp_path, capsys):
    evil = tmp_path / "a\x1b[31m\nerror: b.geojson"
    evil.write_bytes(Path(khost).read_bytes())
    asked = ["--level", "2", "--country", "AFG", "--name-field", "n", "--version", "v1"]
    assert main(["add", str(evil), *asked, "--licence", "x\x07y"]) == 0
    assert main(["list"]) == 0
    assert main(["add", str(evil), *asked[:-4], "--name-field", "q", "--version", "v1"]) == 1
    said = capsys.readouterr()
    assert not set("\x1b\x07") & set(said.out + said.err)
    assert said.err.count("\n") == 1


def test_search_shows_ranked_places(capsys):
    assert main(["search", "Angoor Adda", "--country", "PAK"]) == 0
    assert "Ang" in capsys.readouterr().out
    assert main(["search", "Xqzzwv Qqq"]) == 0


def test_build_makes_areas_before_the_names_in_them(tmp_path, capsys, monkeypatch):
    def areas(cache, out, say):
        say(f"areas from {cache.name} into {out.name}")

    def names(cache, out):
        return [f"names from {cache.name} into {out.name}"]

    monkeypatch.setattr(build, "build", areas)
    monkeypatch.setattr(build_gazetteer, "build", names)
    assert main(["build", "--cache", str(tmp_path / "c"), "--out", str(tmp_path / "o")]) == 0
    assert capsys.readouterr().out == "areas from c into o\nnames from c into o\n"
