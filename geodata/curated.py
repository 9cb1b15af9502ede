"""Places that people curate: rows of a CSV, each with its source and its precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from geodata.building.gazetteer_row import several

Kind = Literal[
    "populated", "district", "province", "crossing", "post", "region", "border", "country"
]
Precision = Literal["exact", "district", "province", "border", "country"]


class CuratedError(ValueError):
    """A row of a file of places does not hold what it must; says file, line and field."""


class Curated(BaseModel):
    """One row of a file of places; aliases are separated by ``|``."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str
    aliases: tuple[str, ...]
    kind: Kind
    country: str | None
    adm1: str | None
    adm2: str | None
    border: str | None
    lat: float | None
    lon: float | None
    precision: Precision
    source: str
    note: str

    @field_validator("aliases", mode="before")
    @classmethod
    def _split(cls, value: str) -> tuple[str, ...]:
        return several(*value.split("|"))

    @field_validator("country", "adm1", "adm2", "border", "lat", "lon", mode="before")
    @classmethod
    def _empty_is_none(cls, value: str) -> str | None:
        return value.strip() or None

    @model_validator(mode="after")
    def _whole(self) -> Curated:
        if not self.name or not self.source:
            raise ValueError("name and source must not be empty")
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon stand together or not at all")
        if self.precision == "exact" and self.lat is None:
            raise ValueError("precision exact needs lat and lon")
        return self


def read_places(paths: Sequence[Path]) -> tuple[Curated, ...]:
    """Read files of places.

    Raises
    ------
    CuratedError
        Naming the file, the line, the field and the value that does not fit.
    """
    return tuple(row for path in paths for row in _read(path))


def _read(path: Path) -> Iterator[Curated]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CuratedError(f"{path.name} cannot be read as UTF-8 text: {error}") from error
    with io.StringIO(text, newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            try:
                yield Curated.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"])) or "row"
                text = f"{path.name} line {line} ({row.get('name')}), {where}: {first['msg']}"
                raise CuratedError(text) from error
