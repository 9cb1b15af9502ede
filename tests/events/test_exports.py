from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.exports import FORMATS, ExportError, export, export_bytes
from events.exports.flat import FORMULA_STARTS, neutral
from events.exports.spreadsheet import MAX_CELL
from events.model import Place, Source
from events.queries import Filter, Questions

WHEN = datetime(2025, 10, 20, 12, 0, tzinfo=UTC)
KNOWN = Place("Asadabad", "exact", "AFG", lat=34.873, lon=71.147, boundaries="b1")
PINNED = Place("Kunar", "province", "AFG", "Kunar", adm1_id="AF-KNR", lat=34.8, lon=71.1)
FORMULAS = ('=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1")


@pytest.fixture
def questions(ask: Callable[..., Questions], make) -> Questions:
    source = Source("=cmd|' /C calc'!A0", "@evil", licence="CC BY 4.0", published=date(2025, 1, 1))
    return ask(
        make("e1", place=KNOWN),
        make("e2", place=PINNED, date_start=date(2025, 10, 12)),
        make("=e3", place=None, source=source, notes="+49", side_a=("=A", "B")),
        make("told", status="background"),
        make("long", notes="x" * 40_000, fatalities_high=None, date_start=date(2025, 10, 13)),
    )


def content(questions: Questions, kind: str, f: Filter | None = None) -> bytes:
    return export_bytes(questions, f or Filter(), kind, WHEN)[1]


def table(archive: bytes, ending: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        (name,) = (each for each in files.namelist() if each.endswith(ending))
        return list(csv.DictReader(io.StringIO(files.read(name).decode("utf-8-sig"), newline="")))


def layer(data: bytes, name: str) -> geopandas.GeoDataFrame:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        path.write_bytes(data)
        return pyogrio.read_dataframe(path, layer=name)


def told(kind: str, data: bytes) -> dict[str, object]:
    """The provenance, wherever the format keeps it."""
    if kind == "csv":
        with zipfile.ZipFile(io.BytesIO(data)) as files:
            (name,) = (each for each in files.namelist() if each.endswith(".json"))
            return json.loads(files.read(name))
    if kind == "geojson":
        return json.loads(data)["provenance"]
    if kind == "geoparquet":
        return json.loads(pq.read_schema(io.BytesIO(data)).metadata[b"provenance"])
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data))["provenance"]
        return dict(sheet.iter_rows(min_row=2, values_only=True))
    frame = layer(data, "provenance")
    return dict(zip(frame["what"], frame["value"], strict=True))


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_says_what_it_is_and_what_it_lacks(questions, kind):
    data = content(questions, kind, Filter(start=date(2025, 10, 12), min_fatalities=1))
    said = {key: str(value) for key, value in told(kind, data).items()}
    assert said["filter_query"] == "from=2025-10-12&dead=1"
    assert said["filter_in_words"] == (
        "Events from 2025-10-12 on, at least 1 killed by the highest toll"
    )
    assert (said["shown"], said["filtered_out"], said["total"]) == ("3", "2", "5")
    assert said["version"] == "1"
    assert said["exported"].startswith("2025-10-20T12:00")
    assert (said["without_a_point"], said["without_a_place"]) == ("1", "1")


@pytest.mark.parametrize("kind", FORMATS)
def test_file_names_are_made_of_nothing_that_anyone_wrote(questions, kind):
    name, _, media = export_bytes(questions, Filter(words="../../etc/passwd"), kind, WHEN)
    assert name == f"conflict-events-v1-2025-10-20.{FORMATS[kind][0]}"
    assert media == FORMATS[kind][1]


@pytest.mark.parametrize("kind", [each for each in FORMATS if each not in {"gpkg", "geoparquet"}])
def test_the_same_export_has_the_same_bytes(questions, kind):
    assert content(questions, kind) == content(questions, kind)


def test_provenance_lists_sources_licences_and_boundaries(questions):
    said = told("csv", content(questions, "csv"))
    assert said["boundaries"] == ["b1"]
    assert "CC BY 4.0" in said["licences"]
    assert {each["publisher"]: each["events"] for each in said["sources"]} == {"AFP": 3, "@evil": 1}
    assert any("1 records of status background" in each for each in said["left_out"])


def test_a_place_known_to_an_area_gets_no_point_in_any_format(questions):
    rows = {row["event_id"]: row for row in table(content(questions, "csv"), "20.csv")}
    assert (rows["e1"]["lat"], rows["e2"]["lat"], rows["e2"]["lon"]) == ("34.873", "", "")
    features = json.loads(content(questions, "geojson"))["features"]
    points = {each["id"]: each["geometry"] for each in features}
    assert points["e1"] == {"type": "Point", "coordinates": [71.147, 34.873]}
    assert points["e2"] is points["=e3"] is None
    assert [each["properties"]["lat"] for each in features if each["id"] == "e2"] == [None]
    parquet = geopandas.read_parquet(io.BytesIO(content(questions, "geoparquet")))
    package = layer(content(questions, "gpkg"), "events")
    for frame in (parquet.set_index("event_id"), package.set_index("event_id")):
        place = frame.geometry
        assert (place["e1"].x, place["e1"].y) == (71.147, 34.873)
        assert place["e2"] is None
        assert frame.crs.to_epsg() in {4326, None}


def test_claims_come_along_in_every_format(questions):
    data = content(questions, "csv")
    claims = [row for row in table(data, "claims.csv") if row["event_id"] == "e1"]
    assert [row["claimant"] for row in claims] == ["AFG:IEA", "PAK:MIL"]
    assert [row["low"] for row in claims] == ["58", "23"]
    assert claims[0]["quote"] == "58 soldiers"
    book = openpyxl.load_workbook(io.BytesIO(content(questions, "xlsx")))
    assert book.sheetnames == ["events", "claims", "provenance"]
    assert book["claims"].max_row == 1 + 2 * 4
    assert len(layer(content(questions, "gpkg"), "claims")) == 2 * 4
    (first, *_) = json.loads(content(questions, "geojson"))["features"]
    assert len(first["properties"]["claims"]) == 2
    parquet = pq.read_table(io.BytesIO(content(questions, "geoparquet")))
    assert len(parquet["claims"][0].as_py()) == 2


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text):
    assert neutral(text) == f"'{text}"


@given(st.text())
def test_no_neutral_text_begins_like_a_formula(text):
    assert not neutral(text).lstrip().startswith(FORMULA_STARTS)
    assert neutral(text).removeprefix("'") == text.removeprefix("'")


def test_no_cell_of_a_spreadsheet_is_a_formula(questions):
    archive = content(questions, "csv")
    for ending in ("20.csv", "claims.csv"):
        cells = [cell for row in table(archive, ending) for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
    book = openpyxl.load_workbook(io.BytesIO(content(questions, "xlsx")))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
            assert not [c for c in row if str(c.value or "").startswith(FORMULA_STARTS)]
    (row,) = (row for row in table(archive, "20.csv") if row["event_id"] == "'=e3")
    assert (row["notes"], row["side_a"]) == ("'+49", "'=A; B")


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(questions):
    sheet = openpyxl.load_workbook(io.BytesIO(content(questions, "xlsx")))["events"]
    longest = max((str(c.value or "") for row in sheet for c in row), key=len)
    assert len(longest) == MAX_CELL
    assert longest.endswith("[cut: the cell was too long]")


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_of_nothing_is_still_a_file(questions, kind):
    data = content(questions, kind, Filter(actors=("nobody",)))
    assert str(told(kind, data)["shown"]) == "0"


def test_csv_writes_its_companions_beside_it(questions, tmp_path):
    written = export(questions, Filter(), "csv", tmp_path / "a.b.csv", WHEN)
    assert [path.name for path in written] == ["a.b.csv", "a.b.claims.csv", "a.b.provenance.json"]
    assert all(path.stat().st_size for path in written)
    (archive,) = export(questions, Filter(), "csv", tmp_path / "all.zip", WHEN)
    assert zipfile.is_zipfile(archive)


def test_an_unknown_format_is_named(questions):
    with pytest.raises(ExportError, match="'pdf' is not known; there are csv, xlsx"):
        export_bytes(questions, Filter(), "pdf", WHEN)


def test_more_rows_than_a_sheet_holds_are_refused(questions, monkeypatch):
    monkeypatch.setattr("events.exports.spreadsheet.MAX_SHEET_ROWS", 2)
    with pytest.raises(ExportError, match="4 events do not fit a sheet"):
        content(questions, "xlsx")
