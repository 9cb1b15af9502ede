"""The losses that the rows of a table state: tolls, and claims with the cells' own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.importers.columns import filled
from events.importers.drafts import CLAIM, constant

ALL = ("low", "high", "said")


@dataclass(frozen=True, slots=True)
class Losses:
    """Losses of one kind, by row (n); ``low`` is null where none are stated.

    ``high`` is null where it is open or none are stated, ``named`` the highest number that is
    named, ``best`` the one number where a single one is, ``said`` the words of the cell where
    they are more than a number.
    """

    low: pa.Array
    high: pa.Array
    named: pa.Array
    best: pa.Array
    said: pa.Array


def losses_of(single: pa.Array, least: pa.Array, most: pa.Array) -> Losses:
    """Return the losses of three columns of ``COUNT``: in one cell, at least, at most.

    A least number alone is open ("at least 3"), a highest one alone begins at 0 ("up to 9").
    """
    one, low, high = ({name: pc.struct_field(each, name) for name in ALL} for each in
                      (single, least, most))  # fmt: skip
    begins = pc.if_else(high["low"].is_valid(), pa.scalar(0, pa.int64()), None)
    lowest = pc.coalesce(low["low"], one["low"], begins)
    highest = pc.if_else(high["low"].is_valid(), high["high"], one["high"])
    named = pc.coalesce(highest, high["low"], one["low"], lowest)
    exact = pc.fill_null(pc.equal(one["low"], one["high"]), False)  # noqa: FBT003
    best = pc.if_else(exact, one["low"], None)
    same = pc.fill_null(pc.equal(lowest, highest), False)  # noqa: FBT003
    best = pc.coalesce(best, pc.if_else(same, lowest, None))
    return Losses(lowest, highest, named, best,
                  pc.coalesce(one["said"], low["said"], high["said"]))  # fmt: skip


def claims_of(losses: Mapping[str, Losses], count: int) -> pa.Array:
    """Return a column of claims: one for each kind of losses that a row states, by nobody named."""
    kinds = list(losses)
    stated = np.column_stack([filled(losses[kind].low.is_valid()) for kind in kinds])
    rows, places = np.nonzero(stated.reshape(count, len(kinds)))
    take, total = pa.array(places * count + rows, pa.int64()), len(rows)
    low, high, said = (
        pa.concat_arrays([getattr(losses[kind], name) for kind in kinds]).take(take) for name in ALL
    )
    spans = [pa.nulls(total, pa.int64())] * 2
    quote = pa.StructArray.from_arrays(
        [said, *spans], fields=list(CLAIM.field("quote").type), mask=said.is_null()
    )
    nobody = pa.nulls(total, pa.string())
    values: Mapping[str, pa.Array] = {
        "kind": pa.array(kinds, pa.string()).take(pa.array(places, pa.int64())),
        "low": low, "high": high, "what": constant("people", total), "side": nobody,
        "claimant": nobody, "stance": constant("asserted", total), "outlet": nobody,
        "subset": constant(False, total, pa.bool_()), "quote": quote,  # noqa: FBT003
    }  # fmt: skip
    claims = pa.StructArray.from_arrays([values[each.name] for each in CLAIM], fields=list(CLAIM))
    ends = np.concatenate([[0], np.cumsum(stated.sum(axis=1))])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), claims)
