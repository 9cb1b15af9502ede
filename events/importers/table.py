"""Somebody's own table, and any geographic file, by a mapping of its columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.codebook.naming import fold
from events.hashing import row_hashes
from events.importers.columns import Columns, NotReadError, filled, read_day, whole_reader
from events.importers.drafts import Draft, Lookups, Made, constant, killed
from events.importers.formats import Format
from events.importers.mapping import TableMapping, checked_columns
from events.model import PlacePrecision

POINTS = ("exact", "near")
PRECISIONS = get_args(PlacePrecision)
SHORT_ID = 16  # letters of the hash that stands for a missing id


def format_of(mapping: TableMapping, keys: tuple[str, ...], name: str) -> Format:
    """Return the format that a mapping makes of a table with these columns.

    Raises
    ------
    UnreadableError
        When the table lacks a column of the mapping, or the mapping lacks what events need.
    """
    named = checked_columns(mapping, keys, name)
    return Format(
        "table", mapping.dataset, tuple(named.values()),
        lambda columns, lookups: _Table(mapping, named, columns, lookups).draft(),
    )  # fmt: skip


class _Table:
    """The fields of some rows, read by a mapping."""

    def __init__(
        self, mapping: TableMapping, named: dict[str, str], columns: Columns, lookups: Lookups
    ) -> None:
        self.mapping, self.named = mapping, named
        self.columns, self.lookups = columns, lookups

    def draft(self) -> Draft:
        """Return the rows as events."""
        count, dataset = self.columns.count, self.mapping.dataset
        country = self._read("country", self.lookups.countries.named)
        start = self._read("date_start", self._day, pa.date32(), needed=True)
        end = pc.coalesce(self._read("date_end", self._day, pa.date32()), start)
        low, high = self._tolls()
        lat, lon = self._degrees("lat", 90), self._degrees("lon", 180)
        nobody = pa.nulls(count, pa.string())
        made: Made = {
            "event_id": pc.binary_join_element_wise(f"{dataset}-", self._ids(), ""),
            "dataset": constant(dataset, count),
            "event_type": self._read("event_type", self.lookups.type_reader(), needed=True),
            "sub_event_type": self._read("sub_event_type", self.lookups.sub_type_reader()),
            "date_start": start,
            "date_end": end,
            "date_precision": pc.if_else(pc.equal(start, end), "day", "span"),
            "side_a": self.lookups.sides([self._text("side_a")], country, start),
            "side_b": self.lookups.sides([self._text("side_b")], country, start),
            "place_name": self._text("place_name"),
            "place_precision": self._precision(lat, lon),
            "fatalities_low": low,
            "fatalities_best": pc.if_else(pc.equal(low, high), low, None),
            "fatalities_high": high,
            "notes": self._text("notes"),
            "source_title": self._text("source_title"),
            "source_publisher": self._text("source_publisher"),
            "source_url": self._text("source_url"),
            "claims": killed(count, [low], ["people"], [nobody], claimant=nobody),
        }
        asked = self._asked(lat, lon)
        return Draft(made, country, self._text("adm1"), self._text("adm2"), lat, lon, asked)

    def _asked(self, lat: pa.Array, lon: pa.Array) -> pa.Array:
        """Return how exactly a place without a point is named: near where that is not said."""
        said = pc.utf8_lower(self._text("place_precision"))
        fine = pc.fill_null(pc.is_in(said, pa.array(POINTS)), False)  # noqa: FBT003
        asked = pc.if_else(said.is_null(), "near", pc.if_else(fine, said, None))
        bare = pc.and_(lat.is_null(), lon.is_null())
        return pc.if_else(pc.and_(bare, self._text("place_name").is_valid()), asked, None)

    def _text(self, field: str) -> pa.Array:
        """Return a field as text: the column's, in other words where ``values`` says so."""
        count, default = self.columns.count, self.mapping.defaults.get(field)
        text = pa.nulls(count, pa.string())
        if field in self.named:
            text = self.columns.text(self.named[field])
        words = {fold(said): meant for said, meant in self.mapping.values.get(field, {}).items()}
        if words:
            coded = text.dictionary_encode()
            meant = [words.get(fold(one), one) for one in coded.dictionary.to_pylist()]
            text = pa.array(meant, pa.string()).take(coded.indices)
        return text if default is None else pc.coalesce(text, constant(default, count))

    def _read(
        self, field: str, read: Any, kind: pa.DataType | None = None, *, needed: bool = False
    ) -> pa.Array:
        column = self.named.get(field, field)
        values = self._text(field)
        return self.columns.read(column, values, read, kind or pa.string(), needed=needed)

    def _day(self, value: str) -> Any:
        if self.mapping.days is None:
            return read_day(value)
        try:
            return datetime.strptime(value, self.mapping.days).date()  # noqa: DTZ007
        except ValueError:
            message = f"a day written as {self.mapping.days}"
            raise NotReadError(message) from None

    def _degrees(self, field: str, limit: int) -> pa.Array:
        if field not in self.named:
            return pa.nulls(self.columns.count, pa.float64())
        return self.columns.degrees(self.named[field], limit)

    def _tolls(self) -> tuple[pa.Array, pa.Array]:
        number = whole_reader()
        single = self._read("killed", number, pa.int64())
        low = pc.coalesce(self._read("killed_low", number, pa.int64()), single)
        high = pc.coalesce(self._read("killed_high", number, pa.int64()), single)
        return pc.coalesce(low, high), pc.coalesce(high, low)

    def _ids(self) -> pa.Array:
        """Return the rows' ids; of a table without them, a hash of the row's content."""
        if "id" not in self.named:
            return pc.utf8_slice_codeunits(row_hashes(self.columns.rows.table), 0, SHORT_ID)
        ids = self.columns.text(self.named["id"])
        rows = np.flatnonzero(ids.is_null())
        self.columns.fault(rows, self.named["id"], "", "every row needs it")
        return ids

    def _precision(self, lat: pa.Array, lon: pa.Array) -> pa.Array:
        """Return the stated precision, never finer than the row bears out."""
        accepted = [one for one in PRECISIONS if one != "border"]

        def read(value: str) -> str:
            if value.casefold() not in accepted:
                message = f"one of {', '.join(accepted)}"
                raise NotReadError(message)
            return value.casefold()

        said = self._read("place_precision", read)
        pointed = filled(pc.and_(lat.is_valid(), lon.is_valid()))
        named = filled(self._text("place_name").is_valid())
        adm1, adm2 = (filled(self._text(one).is_valid()) for one in ("adm1", "adm2"))
        area = np.where(adm2, "district", np.where(adm1, "province", "country")).astype(object)
        stated = said.to_numpy(zero_copy_only=False)
        stated = np.where(filled(said.is_null()), np.where(pointed, "near", area), stated)
        wants_point = np.isin(stated.astype(str), POINTS)
        found = np.where(wants_point & ~pointed, area, stated)
        return pa.array(np.where(wants_point & pointed & ~named, "near", found), pa.string())
