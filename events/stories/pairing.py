"""What a person says of two reports, or of two proposals: the same, or to be kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from events.schema import Row
from events.stories.matching import Apart

Word = Literal["same", "apart"]


def pairing_id(one: str, other: str) -> str:
    """Return the key of a pair, the same whichever is named first."""
    return "\n".join(sorted((one, other)))


def pairing_row(one: str, other: str, verdict: Word, *, who: str, when: datetime) -> Row:
    """Return the row of ``PAIRINGS``; a later word on the same pair takes its place."""
    first, second = sorted((one, other))
    return {
        "pairing_id": pairing_id(one, other),
        "first": first,
        "second": second,
        "verdict": verdict,
        "who": who,
        "decided": when.isoformat(timespec="seconds"),
        "first_digest": None,
        "second_digest": None,
    }


def apart_pairs(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return the pairs that are kept apart, the latest word first."""
    # two stored records are listed among the incidents
    apart = [row for row in rows if row["verdict"] == "apart" and not row.get("first_digest")]
    apart.sort(key=lambda row: (row["decided"], row["pairing_id"]), reverse=True)
    return tuple((row["first"], row["second"]) for row in apart)


def kept_apart(rows: Iterable[Mapping[str, Any]]) -> Apart:
    """Return whether two reports or proposals are to be kept apart, by the rows of ``PAIRINGS``."""
    apart = {row["pairing_id"] for row in rows if row["verdict"] == "apart"}
    return lambda one, other: pairing_id(one, other) in apart
