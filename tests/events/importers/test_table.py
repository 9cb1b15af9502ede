"""Tables and geographic files by a mapping that is proposed, corrected and followed."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from events import importing
from events.__main__ import main
from events.codebook import load as load_codebook
from events.codebook.naming import fold
from events.commits import Note
from events.importers.mapping import FIELDS, OPEN, TableMapping, read_mapping, written
from events.importers.proposing import FieldName, proposed, synonyms
from events.importers.rows import UnreadableError
from events.importers.sampling import sample_of
from events.importing import Order
from events.queries.reading import read, read_events

NOTE = Note("Ann", "testing")
SHEET = [
    {"Incident No": "A-1", "Date": "10/25/2023", "Type": "Air strike",
     "Perpetrator": "Nobody known", "Province": "Kunar", "District": "Asadabad",
     "Country": "Afghanistan", "Village": "Asadabad",
     "Latitude": "34.873", "Longitude": "71.147", "Dead": "3", "Description": "=1+1 {{ x }}"},
    {"Incident No": "A-2", "Date": "10/02/2023", "Type": "firefight", "Perpetrator": "TTP",
     "Province": "Kunar", "District": "", "Country": "Afghanistan", "Village": "", "Latitude": "",
     "Longitude": "", "Dead": "", "Description": ""},
]  # fmt: skip


def proposal(path: Path) -> TableMapping:
    return importing.proposal(path, importing.sample(path), path.parent)


def sheet(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), delimiter=";")
        out.writeheader()
        out.writerows(rows)
    return path


def test_the_header_and_the_values_suggest_what_columns_are(tmp_path):
    mapping = proposal(sheet(tmp_path / "My Sheet.csv", SHEET))
    assert mapping.dataset == "my-sheet"
    assert mapping.columns == {
        "id": "incident_no", "date_start": "date", "event_type": "type", "side_a": "perpetrator",
        "place_name": "village", "country": "country", "adm1": "province", "adm2": "district",
        "lat": "latitude", "lon": "longitude", "killed": "dead", "notes": "description",
    }  # fmt: skip
    assert mapping.days == "%m/%d/%Y"
    assert mapping.values == {
        "event_type": {"Air strike": "Explosions/Remote violence", "firefight": "Battles"}
    }
    assert read_mapping(written(mapping), "x.yaml") == mapping


def test_columns_are_told_by_their_values_where_their_names_say_nothing():
    table = pa.table(
        {
            "a": ["1 May 2021", "2021-05-02"],
            "b": ["Battles", "Riots"],
            "c": ["x", "y"],
            "d": ["Pakistan", "AFG"],
            "e": ["https://a.example", "http://b.example"],
        }
    )
    found = proposed(sample_of(table), "t", load_codebook()).columns
    assert found == {"date_start": "a", "event_type": "b", "country": "d", "source_url": "e"}


def test_what_a_table_does_not_say_is_left_open_and_never_guessed(store, tmp_path):
    rows = [
        {"Date of incident": "2021-03-12", "Attackers": "Taliban", "Wounded (total)": "5",
         "Colour": "red", "What happened": "Fighters shelled a post"},
    ]  # fmt: skip
    path = sheet(tmp_path / "t.csv", rows)
    seen = importing.sample(path)
    mapping = importing.proposal(path, seen, tmp_path)
    assert mapping.columns == {
        "date_start": "date_of_incident", "side_a": "attackers", "injured": "wounded_(total)",
        "notes": "what_happened",
    }  # fmt: skip
    assert "event_type" not in mapping.defaults
    text = written(mapping, seen.keys)
    assert "# to be filled in: event_type" in text
    assert "# not taken in: colour" in text
    with pytest.raises(UnreadableError, match="says nothing of event_type"):
        importing.run(Order((path,), "table", mapping=mapping), store, NOTE)


def test_a_word_for_a_type_that_nobody_explains_rejects_its_rows(store, tmp_path):
    rows = [{"date": "2021-03-12", "type": kind} for kind in ("kinetic", "Airstrike", "RIOTS")]
    path = sheet(tmp_path / "t.csv", rows)
    mapping = proposal(path)
    kinds = {"kinetic": OPEN, "Airstrike": "Explosions/Remote violence"}
    assert mapping.values == {"event_type": kinds}
    done = importing.run(Order((path,), "table", mapping=mapping, dry_run=True), store, NOTE)
    assert (done.account.new, done.account.rejected) == (2, 1)
    assert "kinetic,one of Battles" in done.account.rejects.read_text("utf-8-sig").replace('"', "")


def test_a_type_is_read_from_words_where_a_person_says_so_and_each_is_a_doubt(store, tmp_path):
    words = ("Gunmen clashed with police", "An IED hit a van", "Rain fell", "")
    rows = [{"date": f"2021-03-0{n}", "text": each} for n, each in enumerate(words, 1)]
    path = sheet(tmp_path / "t.csv", rows)
    mapping = TableMapping(dataset="t", columns={"date_start": "date"}, type_words="text")
    done = importing.run(Order((path,), "table", mapping=mapping), store, NOTE).account
    assert (done.new, done.rejected, done.issues["type read by program"]) == (2, 2, 2)
    first, second = sorted(read(store.snapshot(), "events").to_pylist(),
                           key=lambda row: row["date_start"])  # fmt: skip
    assert (first["event_type"], first["sub_event_type"]) == ("Battles", "Armed clash")
    assert second["event_type"] == "Explosions/Remote violence"
    assert second["grounds"][0]["quote"]["text"] == "IED hit"


def test_tolls_are_kept_as_they_were_written(store, tmp_path):
    cells = [
        {"killed": "2-4", "wounded": "5+"},
        {"killed": "four", "wounded": "unknown"},
        {"killed": "3", "killed low": "2", "killed high": "9"},
        {"killed": "", "killed low": "2", "wounded": "-"},
        {"killed": "", "killed high": "9"},
        {"killed": "many"},
    ]
    names = ("date", "type", "killed", "killed low", "killed high", "wounded")
    rows = [
        dict.fromkeys(names, "") | {"date": f"2021-03-0{n}", "type": "Battles"} | cell
        for n, cell in enumerate(cells, 1)
    ]
    path = sheet(tmp_path / "t.csv", rows)
    done = importing.run(Order((path,), "table", mapping=proposal(path)), store, NOTE).account
    assert (done.new, done.rejected) == (5, 1)
    stored = sorted(read(store.snapshot(), "events").to_pylist(), key=lambda r: r["date_start"])
    tolls = [tuple(row[f"fatalities_{n}"] for n in ("low", "best", "high")) for row in stored]
    assert tolls == [(2, None, 4), (4, 4, 4), (2, 3, 9), (2, None, 2), (0, None, 9)]
    claims = [
        [(c["kind"], c["low"], c["high"], (c["quote"] or {}).get("text")) for c in row["claims"]]
        for row in stored
    ]
    assert claims == [
        [("killed", 2, 4, "2-4"), ("injured", 5, None, "5+")],
        [("killed", 4, 4, "four")],
        [("killed", 2, 9, None)],
        [("killed", 2, None, None)],
        [("killed", 0, 9, None)],
    ]


def test_the_names_of_columns_keep_their_schema():
    assert get_args(FieldName) == FIELDS
    assert {row.field for row in synonyms()} == {*FIELDS}
    names = [fold(row.synonym) for row in synonyms()]
    assert len({*names}) == len(names)
    assert all(names)


def test_a_table_goes_in_by_its_mapping_whatever_kind_of_file_it_is(store, tmp_path):
    path = sheet(tmp_path / "my sheet.csv", SHEET)
    mapping = proposal(path)
    done = importing.run(Order((path,), "table", mapping=mapping), store, NOTE).account
    assert (done.new, done.rejected, done.adds_up) == (2, 0, True)
    town, area = read_events(store.snapshot(), ["my-sheet-A-1", "my-sheet-A-2"])
    assert (town.place.precision, town.place.adm1_id, town.place.lat) == ("near", "AF-KNR", 34.873)
    assert (town.date_start.isoformat(), town.fatalities_best) == ("2023-10-25", 3)
    assert (town.event_type, town.side_a) == ("Explosions/Remote violence", ("Nobody known",))
    assert (area.place.precision, area.place.lat, area.event_type) == ("province", None, "Battles")
    assert (area.side_a, area.fatalities_best) == (("TTP",), None)
    keys = [key.replace(" ", "_").casefold() for key in SHEET[0]]
    table = pa.table(
        {key: [row[name] for row in SHEET] for key, name in zip(keys, SHEET[0], strict=True)}
    )
    pq.write_table(table, tmp_path / "a.parquet")
    again = importing.run(
        Order((tmp_path / "a.parquet",), "table", mapping=mapping), store, NOTE
    ).account
    assert again.unchanged == 2


def test_a_place_without_a_point_is_looked_up_by_its_name(store, tmp_path):
    rows = [
        {"id": str(number), "when": "2021-01-01", "what": "Battles", "country": "Pakistan"} | row
        for number, row in enumerate(
            [
                {"where": "Peshawar", "province": "Khyber Pakhtunkhwa", "how": ""},
                {"where": "Peshawar", "province": "Khyber Pakhtunkhwa", "how": "province"},
                {"where": "Qwertyabad", "province": "Khyber Pakhtunkhwa", "how": "exact"},
                {"where": "Peshawar", "province": "Khyber Pakhtunkhwa", "how": "", "lat": "34.5",
                 "lon": "71.5"},
            ]
        )
    ]  # fmt: skip
    names = ("id", "when", "what", "country", "where", "province", "how", "lat", "lon")
    path = sheet(tmp_path / "t.csv", [{name: row.get(name, "") for name in names} for row in rows])
    mapping = TableMapping(
        dataset="t",
        columns={
            "id": "id", "date_start": "when", "event_type": "what", "country": "country",
            "place_name": "where", "adm1": "province", "place_precision": "how", "lat": "lat",
            "lon": "lon",
        },
    )  # fmt: skip
    done = importing.run(Order((path,), "table", mapping=mapping), store, NOTE).account
    assert (done.new, done.issues["unresolved"]) == (4, 1)
    events = read_events(store.snapshot(), ["t-0", "t-1", "t-2", "t-3"])
    town, area, unknown, given = (event.place for event in events)
    assert (town.precision, town.adm1_id, town.method) == ("near", "PK-KP", "gazetteer:exact")
    assert (town.lat, town.lon) == (pytest.approx(34.0, abs=0.1), pytest.approx(71.57, abs=0.1))
    assert (area.precision, area.lat, area.method) == ("province", None, "stated")
    assert (unknown.precision, unknown.lat, unknown.name) == ("province", None, "Qwertyabad")
    assert (given.lat, given.method) == (34.5, "given")


def test_a_province_says_the_country_where_only_one_has_it(store, tmp_path):
    names = ("Kunar", "Punjab", "Helmond", "Paktia", "Khost")
    rows = [
        {"date": f"2021-03-0{n}", "type": "Riots", "province": each}
        for n, each in enumerate(names, 1)
    ]
    path = sheet(tmp_path / "t.csv", rows)
    mapping = proposal(path)
    assert mapping.defaults == {}  # Punjab is not Afghan: no one country has them all
    assert proposal(sheet(tmp_path / "u.csv", rows[2:])).defaults == {"country": "AFG"}
    done = importing.run(Order((path,), "table", mapping=mapping), store, NOTE).account
    assert (done.new, done.issues) == (5, {"unresolved": 2})
    stored = sorted(read(store.snapshot(), "events").to_pylist(), key=lambda r: r["date_start"])
    keys = [(row["country"], row["adm1_id"]) for row in stored]
    assert keys[0] == ("AFG", "AF-KNR")
    assert keys[1:3] == [(None, None)] * 2


def test_rows_without_ids_get_one_of_their_content(store, tmp_path):
    rows = [{"when": "2021-01-0" + str(n), "what": "Riots", "country": "PAK"} for n in (1, 2)]
    path = sheet(tmp_path / "t.csv", rows)
    mapping = TableMapping(
        dataset="t", columns={"date_start": "when", "event_type": "what", "country": "country"}
    )
    assert importing.run(Order((path,), "table", mapping=mapping), store, NOTE).account.new == 2
    assert (
        importing.run(Order((path,), "table", mapping=mapping), store, NOTE).account.unchanged == 2
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "x.yaml"),
        ("dataset: t\ncolumns: {id: a}\nmore: 1", "more"),
        ("dataset: T!\ncolumns: {id: a}", "dataset"),
        ("dataset: t\ncolumns: {colour: a}", "colour: no such field"),
        ("!!python/object/apply:os.system [echo]", "x.yaml"),
        ("x" * 200_000, "at most"),
    ],
)
def test_a_mapping_that_breaks_the_form_is_named(text, said):
    with pytest.raises(UnreadableError, match=said):
        read_mapping(text, "x.yaml")


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (
            {"dataset": "t", "columns": {"date_start": "nope", "event_type": "what"}},
            "no column nope",
        ),
        ({"dataset": "t", "columns": {"date_start": "when"}}, "nothing of event_type"),
        ({"dataset": "acled", "columns": {"date_start": "when"}}, "not for tables"),
    ],
)
def test_a_mapping_that_does_not_fit_the_table_is_named(store, tmp_path, mapping, said):
    path = sheet(tmp_path / "t.csv", [{"when": "2021-01-01", "what": "Riots"}])
    with pytest.raises(UnreadableError, match=said):
        importing.run(Order((path,), "table", mapping=TableMapping(**mapping)), store, NOTE)


def test_points_of_a_geographic_file_go_in_from_any_reference_system(store, tmp_path):
    shapes = [shapely.Point(71.147, 34.873), shapely.LineString([(71, 34), (72, 35)]), None]
    frame = geopandas.GeoDataFrame(
        {"date": ["2023-01-01"] * 3, "type": ["Battles"] * 3, "name": ["Asadabad", "a", "b"]},
        geometry=shapes, crs=4326,
    )  # fmt: skip
    path = tmp_path / "points.gpkg"
    frame.to_crs(3857).to_file(path, layer="events")
    mapping = proposal(path)
    assert (mapping.columns["lat"], mapping.columns["lon"]) == ("geometry_lat", "geometry_lon")
    done = importing.run(Order((path,), mapping=mapping), store, NOTE).account
    assert (done.read, done.new, done.rejected, done.adds_up) == (3, 1, 2, True)
    (row,) = read(store.snapshot(), "events").to_pylist()
    assert (round(row["lat"], 4), round(row["lon"], 4), row["adm1_id"]) == (
        34.873,
        71.147,
        "AF-KNR",
    )
    frame.iloc[:1].to_file(path, layer="others")
    with pytest.raises(UnreadableError, match="name one of its layers: events, others"):
        proposal(path)
    again = Order((path,), "geo", mapping=mapping, layer="events")
    assert importing.run(again, store, NOTE).account.unchanged == 1


def test_the_command_proposes_first_and_stores_when_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path / "home"))
    path = str(sheet(tmp_path / "sheet.csv", SHEET))
    assert main(["import", "auto", path]) == 1
    said = capsys.readouterr().out
    assert read_mapping(said, "said").columns["lat"] == "latitude"
    mapping = tmp_path / "m.yaml"
    mapping.write_text(said, encoding="utf-8")
    assert main(["import", "table", path, "--mapping", str(mapping), "--dry-run"]) == 0
    assert "2 rows read = 2 new" in capsys.readouterr().out
    assert main(["import", "table", path, "--as-proposed"]) == 0
    assert {"lat", "lon"} <= set(FIELDS)


def test_the_command_says_what_is_open_and_how_days_are_read(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path / "home"))
    rows = [{"Date": "03/04/2021", "Dead": "1"}]
    path = str(sheet(tmp_path / "sheet.csv", rows))
    assert main(["import", "auto", path]) == 1
    said = capsys.readouterr().out
    assert "03/04/2021 is read as 2021-04-03" in said
    assert "As 2021-03-04 it is read with days: '%m/%d/%Y'" in said
    assert "fill in what they leave open" in said
    assert read_mapping(said, "said").columns == {"date_start": "date", "killed": "dead"}
    assert main(["import", "table", path, "--as-proposed"]) == 1
