"""GDELT's files: zipped or not, material conflict by default, centroids as areas."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from events import importing
from events.commits import Note
from events.importers.formats import detected
from events.importers.gdelt import COLUMNS, event_kind
from events.importing import Order
from events.queries.reading import read_events

ROW = dict.fromkeys(COLUMNS, "") | {
    "globaleventid": "1", "sqldate": "20251012", "actor1code": "PAKMIL", "actor1name": "PAKISTAN",
    "actor2code": "TAL", "actor2name": "TALIBAN", "eventcode": "195", "eventrootcode": "19",
    "quadclass": "4", "actiongeo_type": "4", "actiongeo_countrycode": "PK",
    "actiongeo_fullname": "Peshawar, Khyber Pakhtunkhwa, Pakistan", "actiongeo_lat": "34.008",
    "actiongeo_long": "71.5785", "dateadded": "20251013120000", "nummentions": "9",
    "numarticles": "3", "sourceurl": 'https://www.example.org/a"b',
}  # fmt: skip
NOTE = Note("Ann", "testing")


def write(folder: Path, *changes: dict[str, str]) -> Path:
    path = folder / "20251012.export.CSV"
    lines = ["\t".join((ROW | change).values()) for change in changes]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_material_conflict_comes_in_and_the_rest_is_counted(store, tmp_path):
    path = write(
        tmp_path,
        {},
        {"globaleventid": "2", "quadclass": "1"},
        {"globaleventid": "3", "actiongeo_type": "5", "actiongeo_fullname": "Sindh, Pakistan",
         "actiongeo_lat": "26", "actiongeo_long": "68.5"},
        {"globaleventid": "4", "actiongeo_type": "1", "actiongeo_fullname": "Pakistan",
         "actiongeo_lat": "30", "actiongeo_long": "70"},
        {"globaleventid": "5", "sqldate": "20259999"},
    )  # fmt: skip
    account = importing.run(Order((path,)), store, NOTE).account
    assert (account.read, account.new, account.rejected) == (5, 3, 1)
    assert account.left_out == {"not of material conflict": 1}
    assert account.adds_up
    town, province, country = read_events(store.snapshot(), ["gdelt-1", "gdelt-3", "gdelt-4"])
    assert (town.place.precision, town.place.adm1_id, town.place.lat) == ("exact", "PK-KP", 34.008)
    assert (province.place.precision, province.place.adm1_id) == ("province", "PK-SD")
    assert (country.place.precision, country.place.country) == ("country", "PAK")
    assert (province.place.lat, country.place.lat, country.place.adm1_id) == (None, None, None)
    assert (town.side_a, town.side_b[0]) == (("PAK:MIL",), "AFG:IEA")
    assert (town.event_type, town.sub_event_type) == event_kind("195")
    assert (town.fatalities_best, town.claims) == (None, ())
    assert (town.source.publisher, town.source.published.isoformat()) == (
        "example.org",
        "2025-10-13",
    )
    every = importing.run(Order((path,), everything=True), store, NOTE).account
    assert (every.new, every.unchanged, every.rejected) == (1, 3, 1)


def test_a_zipped_file_is_the_same_and_is_known_by_its_61_columns(store, tmp_path):
    path = write(tmp_path, {})
    packed = tmp_path / "20251012.export.CSV.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, path.name)
    assert {detected(path), detected(packed)} == {"gdelt"}
    assert importing.run(Order((path,)), store, NOTE).account.new == 1
    assert importing.run(Order((packed,)), store, NOTE).account.unchanged == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("190", ("Battles", None)),
        ("1831", ("Explosions/Remote violence", "Suicide bomb")),
        ("1823", ("Violence against civilians", None)),
        ("145", ("Riots", "Violent demonstration")),
        ("010", ("Strategic developments", "Other")),
    ],
)
def test_a_cameo_code_is_read_by_its_longest_known_beginning(code, kind):
    assert event_kind(code) == kind
