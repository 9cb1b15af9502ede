"""Rows that name a place and give no point: looked up in the gazetteer, as hand coding does.

A name that means one place gives its point, at the precision that the row bears out; one that
means several, or none, leaves the row where its areas are, and the doubt says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.importers.columns import filled, together
from events.importers.drafts import STRINGS, Draft, Made
from events.model import Place
from geodata.gazetteer import Gazetteer
from geodata.locate import Located, locate
from geodata.located import Problem

Doubts = tuple[tuple[int, Problem], ...]


@dataclass(frozen=True, slots=True)
class NamedPlaces:
    """Rows with the places that their names mean.

    ``columns`` are the method and the rivals where one was looked up, else null; ``doubts`` are
    pairs of a row and what could not be found.
    """

    draft: Draft
    columns: Made
    doubts: Doubts


def name_places(draft: Draft, asked: pa.Array, gazetteer: Gazetteer) -> NamedPlaces:
    """Look up the places of rows.

    Parameters
    ----------
    draft
        n rows.
    asked
        The precision (n) to look a row's place up with; null where it is not to be.
    gazetteer
        Where names are looked up.
    """
    rows = np.flatnonzero(filled(asked.is_valid()))
    at = pa.array(rows)
    texts = [draft.columns["place_name"], asked, draft.country, draft.adm1, draft.adm2]
    index, told = together([each.take(at) for each in texts])
    found = [
        locate(Place(name, precision, country, adm1, adm2), gazetteer)  # type: ignore[arg-type]
        for name, precision, country, adm1, adm2 in told
    ]
    place = np.full(len(asked), -1, dtype=np.int64)
    place[rows] = index.to_numpy()

    def spread(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
        return pa.array(values, kind).take(pa.array(place, mask=place < 0))

    def mended(name: str, column: pa.Array) -> pa.Array:
        return pc.coalesce(spread([getattr(one, name) for one in found], column.type), column)

    columns = draft.columns | {
        "place_precision": mended("precision", draft.columns["place_precision"])
    }
    new = replace(
        draft,
        columns=columns,
        **{name: mended(name, getattr(draft, name)) for name in _FIELDS},
    )
    own = {
        "place_method": spread([one.method for one in found], pa.string()),
        "place_rivals": spread([list(one.rivals) for one in found], STRINGS),
    }
    return NamedPlaces(new, own, tuple(_doubts(rows, index.to_numpy(), found)))


_FIELDS = ("country", "adm1", "adm2", "lat", "lon")


def _doubts(rows: Any, index: Any, found: Sequence[Located]) -> list[tuple[int, Problem]]:
    return [
        (int(row), problem)
        for row, number in zip(rows, index, strict=True)
        for problem in found[number].issues
    ]
