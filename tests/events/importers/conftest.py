"""Small files in the formats of others, invented, and what they are read with."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from events.codebook import load as load_codebook
from events.importers.bulk import Tools
from events.importers.drafts import Lookups
from events.importers.formats import FORMATS
from events.importers.joining import Areas
from events.placing import Geography

ACLED = {
    "event_id_cnty": "PAK1", "event_date": "2023-03-01", "time_precision": "1",
    "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Pakistan (2022-2024)", "assoc_actor_1": "",
    "actor2": "TTP: Tehreek-i-Taliban Pakistan", "assoc_actor_2": "", "iso": "586",
    "country": "Pakistan", "admin1": "Khyber Pakhtunkhwa", "admin2": "", "location": "Peshawar",
    "latitude": "34.008", "longitude": "71.5785", "geo_precision": "1", "source": "Paper; Radio",
    "notes": "Forces clashed. Two fighters were killed.", "fatalities": "2",
    "timestamp": "1677700000",
}  # fmt: skip
UCDP = {
    "id": "101", "year": "2015", "type_of_violence": "1", "conflict_name": "A conflict",
    "dyad_name": "Government of Pakistan - TTP", "side_a": "Government of Pakistan",
    "side_b": "TTP", "source_article": "An article", "source_office": "A wire",
    "source_date": "2015-05-03", "source_headline": "A headline", "source_original": "police",
    "where_prec": "1", "where_coordinates": "Peshawar town", "where_description": "In town",
    "adm_1": "Khyber Pakhtunkwa province", "adm_2": "Peshawar district", "latitude": "34.008",
    "longitude": "71.5785", "country": "Pakistan", "iso3": "PAK", "date_prec": "1",
    "date_start": "2015-05-02 00:00:00.000", "date_end": "2015-05-02 00:00:00.000",
    "deaths_a": "1", "deaths_b": "3", "deaths_civilians": "0", "deaths_unknown": "0", "best": "4",
    "high": "5", "low": "4",
}  # fmt: skip
SAMPLES = {"acled": ACLED, "ucdp": UCDP}

Make = Callable[..., Path]


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], header: Iterable[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(header), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return path


@pytest.fixture
def write(tmp_path: Path) -> Make:
    """Write a file of a format: rows that differ from the sample in what is given."""

    def writing(form: str, *changes: Mapping[str, str], name: str = "file.csv") -> Path:
        sample = SAMPLES[form]
        return write_csv(tmp_path / name, [sample | change for change in changes], sample)

    return writing


@pytest.fixture(scope="session")
def areas() -> Areas:
    return Areas(Geography.load(Path("no home")))


@pytest.fixture
def tools(areas: Areas) -> Callable[[str], Tools]:
    def making(form: str) -> Tools:
        codebook = load_codebook()
        return Tools(FORMATS[form], Lookups.of(codebook, form), areas, codebook)

    return making
