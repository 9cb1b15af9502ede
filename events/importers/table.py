"""Somebody's own table, and any geographic file, by a mapping of its columns."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.codebook.naming import fold
from events.hashing import row_hashes
from events.importers.columns import Columns, NotReadError, filled, mapped
from events.importers.counted import COUNT, read_count
from events.importers.day_forms import day_reader
from events.importers.drafts import Draft, Lookups, Made, constant
from events.importers.formats import Format
from events.importers.losses import Losses, claims_of, losses_of
from events.importers.mapping import OPEN, TableMapping, checked_columns
from events.importers.rows import column_key
from events.importers.type_words import told_type
from events.model import PlacePrecision
from events.schema import EVENTS

POINTS = ("exact", "near")
PRECISIONS = get_args(PlacePrecision)
SHORT_ID = 16  # letters of the hash that stands for a missing id
GROUND = EVENTS.field("grounds").type.value_type
TOLD = pa.struct([(name, pa.string()) for name in ("type", "sub", "words", "rule")])
NO_TYPE = "words that tell what kind of event it is, or a type for all rows"


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
        day = day_reader(self.mapping.days)
        start = self._read("date_start", day, pa.date32(), needed=True)
        end = pc.coalesce(self._read("date_end", day, pa.date32()), start)
        killed, injured = self._losses("killed"), self._losses("injured")
        types = self._types()
        lat, lon = self._degrees("lat", 90), self._degrees("lon", 180)
        made: Made = {
            "event_id": pc.binary_join_element_wise(f"{dataset}-", self._ids(), ""),
            "dataset": constant(dataset, count),
            **types,
            "date_start": start,
            "date_end": end,
            "date_precision": pc.if_else(pc.equal(start, end), "day", "span"),
            "side_a": self.lookups.sides([self._text("side_a")], country, start),
            "side_b": self.lookups.sides([self._text("side_b")], country, start),
            "place_name": self._text("place_name"),
            "place_precision": self._precision(lat, lon),
            "fatalities_low": killed.low,
            "fatalities_best": killed.best,
            "fatalities_high": killed.named,
            "notes": self._text("notes"),
            "source_title": self._text("source_title"),
            "source_publisher": self._text("source_publisher"),
            "source_url": self._text("source_url"),
            "claims": claims_of({"killed": killed, "injured": injured}, count),
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
        words = {said: meant for said, meant in words.items() if meant != OPEN}
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

    def _degrees(self, field: str, limit: int) -> pa.Array:
        if field not in self.named:
            return pa.nulls(self.columns.count, pa.float64())
        return self.columns.degrees(self.named[field], limit)

    def _losses(self, kind: str) -> Losses:
        names = (kind, f"{kind}_low", f"{kind}_high")
        return losses_of(*(self._read(name, read_count, COUNT) for name in names))

    def _types(self) -> Made:
        """Return the type and sub-type of each row, and the words that they were read from."""
        read = self.lookups.type_reader()
        sub = self._read("sub_event_type", self.lookups.sub_type_reader())
        if self.mapping.type_words is None:
            return {"event_type": self._read("event_type", read, needed=True),
                    "sub_event_type": sub}  # fmt: skip
        stated = self._read("event_type", read)
        column = column_key(self.mapping.type_words)
        words = pc.if_else(stated.is_null(), self.columns.text(column), None)
        told = mapped(words, _told, TOLD)[0]
        found = {name: pc.struct_field(told, name) for name in ("type", "sub", "words", "rule")}
        nowhere = np.flatnonzero(filled(pc.and_(stated.is_null(), found["type"].is_null())))
        for row in nowhere.tolist():
            self.columns.fault([row], column, words[row].as_py() or "", NO_TYPE)
        rows = np.flatnonzero(filled(found["type"].is_valid()))
        return {
            "event_type": pc.coalesce(stated, found["type"]),
            "sub_event_type": pc.coalesce(sub, found["sub"]),
            "grounds": _grounds(rows, found["words"], found["rule"], self.columns.count),
        }

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


def _told(text: str) -> dict[str, str] | None:
    """Return what a text's words say of the type, as a value of ``TOLD``."""
    found = told_type(text)
    if found is None:
        return None
    return {"type": found.event_type, "sub": found.sub_event_type, "words": found.text,
            "rule": found.rule}  # fmt: skip


def _grounds(rows: Any, words: pa.Array, rule: pa.Array, count: int) -> pa.Array:
    """Return a column of grounds: of the type, for the rows where words tell it."""
    at, total = pa.array(rows, pa.int64()), len(rows)
    spans = [pa.nulls(total, pa.int64())] * 2
    quote = pa.StructArray.from_arrays(
        [words.take(at), *spans], fields=list(GROUND.field("quote").type)
    )
    values = {"field": constant("event_type", total), "quote": quote, "rule": rule.take(at)}
    grounds = pa.StructArray.from_arrays([values[each.name] for each in GROUND],
                                         fields=list(GROUND))  # fmt: skip
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), grounds)
