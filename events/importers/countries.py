"""Which country a data set's name or code means: names, ISO 3166-1 numbers, FIPS 10-4 letters."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from events.codebook import Codebook, CodebookError
from events.codebook.naming import fold

FILE = "country_codes.csv"
KINDS = ("iso", "fips", "name")


@dataclass(frozen=True, slots=True)
class Countries:
    """ISO 3166 alpha-3 codes by what data sets write."""

    by_name: Mapping[str, str]
    by_iso: Mapping[str, str]
    by_fips: Mapping[str, str]

    @classmethod
    def of(cls, codebook: Codebook) -> Countries:
        """Return the countries of the codebook with the other names and codes of them.

        Raises
        ------
        CodebookError
            When a row of the file names no country, or another kind of code.
        """
        found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        found["name"] = {fold(row.name): row.code for row in codebook.countries.values()}
        found["name"] |= {fold(code): code for code in codebook.countries}
        text = files("events.importers").joinpath("data", FILE).read_text(encoding="utf-8")
        for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
            if row["kind"] not in KINDS or row["code"] not in codebook.countries:
                message = f"{FILE}, line {number}: {row}: no such kind, or no country"
                raise CodebookError(message)
            key = fold(row["value"]) if row["kind"] == "name" else row["value"]
            found[row["kind"]][key] = row["code"]
        return cls(found["name"], found["iso"], found["fips"])

    def named(self, name: str | None) -> str | None:
        """Return the country of a name or an alpha-3 code; None where there is none."""
        return self.by_name.get(fold(name)) if name else None
