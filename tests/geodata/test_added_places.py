"""A region's own places beside the shipped gazetteer."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.added_places import read_added, with_added
from geodata.curated import CuratedError
from geodata.gazetteer import _DATA, KEYS_FILE, ROWS_FILE, Gazetteer

HEAD = "name,aliases,kind,country,adm1,adm2,border,lat,lon,precision,source,note\n"
CAMP = "Camp Sarhang,Sarhang Camp,post,AFG,Kunar,Marawara,,34.90,71.30,exact,our own survey,\n"
NAME = "Wrekhmin Tsanga"
HAMLET = f"{NAME},,populated,AFG,Paktia,Aryob Zazi,,,,district,an elder's letter,\n"


@pytest.fixture(scope="module")
def shipped():
    return Gazetteer.load()


def written(folder, *rows):
    (folder / "places.csv").write_text(HEAD + "".join(rows), "utf-8")
    return folder


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return Gazetteer.load(region=written(tmp_path_factory.mktemp("region"), CAMP, HAMLET))


def test_a_place_of_ones_own_is_found_by_every_spelling(shipped, both):
    known = shipped.search("Camp Sarhang", country="AFG", fuzzy=False)
    assert "AFG" not in {one.country for one in known}
    for name in ("Camp Sarhang", "Sarhang Camp"):
        (found, *_) = both.search(name, country="AFG", fuzzy=False)
        assert (found.name, found.adm1, found.adm2) == ("Camp Sarhang", "Kunar", "Marawara")
        assert (found.lat, found.lon) == (34.90, 71.30)
    assert both.added == 2
    assert both.version != shipped.version


def test_a_place_known_to_its_district_gets_no_point(both):
    (found, *_) = both.search(NAME, country="AFG", fuzzy=False)
    assert (found.name, found.adm2, found.lat, found.lon) == (NAME, "Jaji", None, None)


@pytest.mark.parametrize("name", ["Gardez", "Khost", "Peshawar", "Goma", "Kabul"])
def test_the_shipped_places_are_found_as_before(shipped, both, name):
    assert both.search(name, limit=5) == shipped.search(name, limit=5)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Nowhere,,populated,AFG,Atlantis,,,,,province,us,\n", "no province 'Atlantis' in AFG"),
        ("Halfway,,populated,AFG,Kunar,,,34.0,,exact,us,\n", "places.csv line 2"),
        ("Unsourced,,populated,AFG,Kunar,,,,,district,,\n", "source must not be empty"),
        ("Odd,,castle,AFG,Kunar,,,,,district,us,\n", "kind"),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path, shipped, row, said):
    with pytest.raises(CuratedError, match=said):
        read_added(written(tmp_path, row), shipped)


def test_a_district_of_ones_own_holds_its_places(tmp_path, shipped):
    rows = (
        "Sarha,,populated,SDN,North Darfur,Wadi Tarfa,,,,district,an aid agency's list,\n",
        "Wadi Tarfa,Wady Tarfa,district,SDN,North Darfur,,,,,district,an aid agency's list,\n",
    )
    village = next(r for r in read_added(written(tmp_path, *rows), shipped) if r.name == "Sarha")
    assert (village.adm1, village.adm2) == ("North Darfur", "Wadi Tarfa")


def test_a_district_without_its_province_is_refused(tmp_path, shipped):
    row = "Wadi Tarfa,,district,SDN,,,,,,district,us,\n"
    with pytest.raises(CuratedError, match="needs its province"):
        read_added(written(tmp_path, row), shipped)


def test_no_file_changes_nothing(tmp_path, shipped):
    assert Gazetteer.load(region=tmp_path).version == shipped.version
    assert read_added(None, shipped) == ()


@settings(deadline=None, max_examples=15)
@given(rows=st.lists(st.sampled_from([CAMP, HAMLET]), max_size=4))
def test_the_index_stays_sorted_and_whole(tmp_path_factory, shipped, rows):
    table = pq.read_table(_DATA / ROWS_FILE).slice(0, 50)
    keys = pq.read_table(_DATA / KEYS_FILE).slice(0, 50)
    folder = written(tmp_path_factory.mktemp("region"), *rows)
    added = read_added(folder, shipped)
    more, index = with_added(table, keys, added)
    spelled = index["key"].to_pylist()
    assert spelled == sorted(spelled)
    assert more.num_rows == table.num_rows + len(set(rows))
    assert set(index["row"].to_pylist()) >= set(range(table.num_rows, more.num_rows))
