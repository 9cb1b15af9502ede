"""The gazetteer that ships agrees with the areas that ship, and its curated rows hold true."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely

from geodata.build_gazetteer import index
from geodata.building.gazetteer_curated import CuratedError, add_curated, read_curated
from geodata.building.gazetteer_row import Row, several, slug
from geodata.spellings import Spellings

DATA = Path(__file__).parents[2] / "geodata" / "data"
HEADER = "name,aliases,kind,country,adm1,adm2,border,lat,lon,precision,source,note\n"
KM_PER_DEGREE = 111.2


def written(folder: Path, *rows: str) -> tuple[Path, ...]:
    path = folder / "places.csv"
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    return (path,)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Wesh,,bazaar,AFG,Kandahar,,,,,province,hand,", "kind"),
        ("Wesh,,populated,AFG,Kandahar,,,31.0,,exact,hand,", "lat and lon stand together"),
        ("Wesh,,populated,AFG,Kandahar,,,,,exact,hand,", "precision exact needs lat and lon"),
        ("Wesh,,populated,AFG,Kandahar,,,north,66,exact,hand,", "lat"),
        ("Wesh,,populated,AFG,Kandahar,,,,,province,,", "source must not be empty"),
        ("Wesh,,populated,AFG,Kandahar,,,,,province,hand,,more", "row"),
    ],
)
def test_a_bad_curated_row_is_named(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(CuratedError, match=rf"places\.csv line 2 \(Wesh\).*{said}|line 2"):
        read_curated(written(tmp_path, row))


def test_curated_rows_are_read_with_their_spellings(tmp_path: Path) -> None:
    rows = read_curated(written(tmp_path, "Wesh,Weesh| Waish|,populated,AFG,,,,,,country,hand,"))
    assert rows[0].aliases == ("Weesh", "Waish")
    assert (rows[0].adm1, rows[0].lat) == (None, None)


def test_every_curated_point_lies_in_its_province() -> None:
    adm1 = gpd.read_parquet(DATA / "adm1.parquet").set_index("id")
    rows = pq.read_table(DATA / "gazetteer.parquet").to_pylist()
    curated = [row for row in rows if row["id"].startswith("curated:") and row["lat"]]
    assert len(curated) > 600
    for row in curated:
        point = shapely.Point(row["lon"], row["lat"])
        away = shapely.distance(point, adm1.geometry[row["adm1_id"]]) * KM_PER_DEGREE
        assert away <= 6.0, row


def test_area_ids_are_those_of_the_areas_that_ship() -> None:
    rows = pq.read_table(DATA / "gazetteer.parquet").to_pylist()
    adm1 = gpd.read_parquet(DATA / "adm1.parquet")
    adm2 = gpd.read_parquet(DATA / "adm2.parquet")
    provinces = {row["id"] for row in rows if row["kind"] == "province"}
    assert provinces == set(adm1["id"])
    named = dict(zip(adm2["id"], adm2["name"], strict=True))
    listed = {row["id"]: row["name"] for row in rows if row["id"] in named}
    assert listed == named
    assert {row["adm1_id"] for row in rows} <= {None, *adm1["id"]}


def test_every_row_says_its_source_and_is_itself_once() -> None:
    rows = pq.read_table(DATA / "gazetteer.parquet", columns=["id", "source", "kind", "lat", "lon"])
    table = rows.to_pylist()
    assert len({row["id"] for row in table}) == len(table)
    assert all(row["source"] for row in table)
    areas = {"province", "district", "country", "region", "border"}
    assert all(row["lat"] is None for row in table if row["kind"] in areas)


def test_a_point_outside_its_province_is_dropped_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    adm1, province, places = (
        _square(),
        _province(),
        "geodata.building.gazetteer_curated.read_curated",
    )
    far = read_row("Faraway,,populated,AFG,Squareland,,,10,10,exact,hand,")
    near = read_row("Inside,,populated,AFG,Squareland,,,0.5,0.5,exact,hand,")
    monkeypatch.setattr(places, lambda: (far, near))
    said: list[str] = []
    rows = {row.name: row for row in add_curated([province], adm1, said.append)}
    assert (rows["Faraway"].lat, rows["Faraway"].precision) == (None, "province")
    assert (rows["Inside"].lat, rows["Inside"].adm1_id) == (0.5, "AF-SQ")
    assert any("Faraway is" in line and "km outside Squareland" in line for line in said)


def test_a_curated_spelling_joins_the_packaged_place(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = Row(
        "geonames:1", "Towne", (), "populated", "AFG", "exact", "GeoNames",
        adm1_id="AF-SQ", adm1="Squareland", lat=0.5, lon=0.5,
    )  # fmt: skip
    curated = read_row("Towne,Toun|Tawn,populated,AFG,Squareland,,,0.51,0.5,exact,hand,a town")
    monkeypatch.setattr("geodata.building.gazetteer_curated.read_curated", lambda: (curated,))
    rows = {row.id: row for row in add_curated([_province(), packaged], _square(), print)}
    assert set(rows) == {"AF-SQ", "geonames:1"}
    assert rows["geonames:1"].aliases == ("Toun", "Tawn")
    assert (rows["geonames:1"].lat, rows["geonames:1"].note) == (0.51, "a town")


def test_a_curated_row_of_an_unknown_province_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = read_row("Wesh,,populated,AFG,Nowhere,,,,,province,hand,")
    monkeypatch.setattr("geodata.building.gazetteer_curated.read_curated", lambda: (lost,))
    with pytest.raises(CuratedError, match="Wesh: no province 'Nowhere' in AFG"):
        add_curated([_province()], _square(), print)


def test_the_index_finds_rows_by_sound() -> None:
    rows = [
        Row("a", "Zabul", ("Zabul Province",), "province", "AFG", "province", "x"),
        Row("b", "Friendship Gate", (), "crossing", "AFG", "exact", "x"),
        Row("c", "Zabool", (), "populated", "AFG", "exact", "x"),
    ]
    spellings = Spellings.of(index(rows))
    assert list(spellings.rows_of("zabul")) == [0, 2]
    assert list(spellings.rows_of("frindsipkati")) == [1]
    assert list(spellings.rows_of("frindsip")) == []
    assert list(spellings.rows_of("")) == []


def test_several_keeps_order_and_drops_repeats() -> None:
    assert several("b", None, " a ", "b", "", but="c") == ("b", "a")
    assert slug("Zazi Aryub") == "zazi-aryub"


def read_row(row: str) -> object:
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        return read_curated(written(Path(folder), row))[0]


def _province() -> Row:
    return Row(
        "AF-SQ", "Squareland", (), "province", "AFG", "province", "test",
        adm1_id="AF-SQ", adm1="Squareland",
    )  # fmt: skip


def _square() -> gpd.GeoDataFrame:
    columns = {"id": ["AF-SQ"], "name": ["Squareland"], "country": ["AFG"]}
    return gpd.GeoDataFrame(columns, geometry=[shapely.box(0, 0, 1, 1)], crs="EPSG:4326")
